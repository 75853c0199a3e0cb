"""Asks sources for new articles: one at a time each, seldom where they fail, never lost."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from reactions.ingestion import polite
from reactions.ingestion.feeds import Entry, NotAFeedError
from reactions.ingestion.http import Client, FetchError, Response, TemporaryFetchError
from reactions.ingestion.listing import read_listing
from reactions.ingestion.pace import NotYet
from reactions.models import Page, Source, WorkState
from reactions.models.work import LEASE, backoff

log = logging.getLogger(__name__)

# However long a source has failed, it is asked once a day: sites come back.
_LONGEST_INTERVAL = timedelta(days=1)

# One statement takes the source and gives it: of two workers one gets the row.
_TAKE = """
UPDATE reactions_source SET next_poll = %s
WHERE id = %s AND next_poll <= %s AND NOT paused AND address <> '' AND type = ANY(%s)
RETURNING *
"""


def poll(source_id: int, *, client: Client) -> list[int]:
    """Ask a source for new articles if it is due; the ids of the pages that are to be fetched.

    A failure is written on the row with its mend; the next polls are further apart until one
    succeeds.
    """
    now = timezone.now()
    taken = Source.objects.raw(_TAKE, [now + LEASE, source_id, now, list(Source.POLLED)])
    source = next(iter(taken), None)
    if source is None:
        return []
    try:
        with client.within(polite.ALL_SECONDS):
            response = polite.fetch(
                client, source.address, etag=source.etag, last_modified=source.last_modified
            )
            pages, columns = _news(source, client, response, now)
        _finish(source, {**_success(source, response, now), **columns})
        return pages
    except NotYet as error:
        _finish(source, {"next_poll": timezone.now() + error.wait})
    except TemporaryFetchError as error:
        _finish(source, _failure(source, f"{error} It is asked again.", wait=error.wait))
    except FetchError as error:
        mend = "Look on the site for the feed's new address, add that, and pause this one."
        _finish(source, _failure(source, f"{error} {mend}"))
    except NotAFeedError as error:
        mend = "Look whether the address still leads to the feed."
        _finish(source, _failure(source, f"{error} {mend}"))
    except Exception as error:
        # Whatever a feed does to the parsers, the others go on and the row keeps the reason.
        log.exception("Source %s failed", source.pk)
        _finish(source, _failure(source, f"{type(error).__name__}: {error}"))
    return []


def _finish(source: Source, columns: dict[str, Any]) -> None:
    """Write the result, unless an editor or another worker moved the next poll meanwhile."""
    Source.objects.filter(pk=source.pk, next_poll=source.next_poll).update(**columns)


def _success(source: Source, response: Response, now: datetime) -> dict[str, Any]:
    return {
        "polled": now,
        # A little later or earlier, so that sources added together drift apart.
        "next_poll": now + backoff(0, first=source.interval),
        "etag": response.headers.get("etag", source.etag)[:300],
        "last_modified": response.headers.get("last-modified", source.last_modified)[:100],
        "failures": 0,
        "error": "",
    }


def _failure(source: Source, error: str, *, wait: timedelta | None = None) -> dict[str, Any]:
    failures = source.failures + 1
    slower = min(backoff(failures + 1, first=source.interval), _LONGEST_INTERVAL)
    return {
        "polled": timezone.now(),
        "next_poll": timezone.now() + max(slower, wait or timedelta(0)),
        "failures": failures,
        "error": error,
    }


def _news(
    source: Source, client: Client, response: Response, now: datetime
) -> tuple[list[int], dict[str, Any]]:
    """The pages that are to be fetched, and what to note of the answer."""
    if response.not_modified:
        return [], {"last_result": "Nothing new."}
    digest = hashlib.sha256(response.body).hexdigest()
    if digest == source.sha256:
        return [], {"last_result": "Nothing new."}
    feed = read_listing(client, response, now=now)
    pages = _wanted_pages(source, feed.entries)
    new = f"{len(pages)} new or changed" if pages else "none new"
    columns = {"last_result": f"{len(feed.entries)} entries, {new}.", "sha256": digest}
    if feed.listed:
        # A list that is still the same says nothing of the sitemaps in it.
        columns |= {"sha256": "", "etag": "", "last_modified": ""}
    return pages, columns


def _wanted_pages(source: Source, entries: Iterable[Entry]) -> list[int]:
    """Make the rows of addresses not known yet; have those looked at that changed since."""
    by_url = {entry.url: entry for entry in entries}
    known = dict(Page.objects.filter(url__in=by_url).values_list("url", "fetched"))
    changed = [
        url
        for url, fetched in known.items()
        if fetched and (updated := by_url[url].updated) and updated > fetched
    ]
    Page.objects.filter(url__in=changed, state=WorkState.DONE).update(recheck=timezone.now())
    new = [entry for entry in by_url.values() if entry.url not in known]
    Page.objects.bulk_create(
        (
            Page(url=entry.url, source=source, title=entry.title, published=entry.published)
            for entry in new
        ),
        ignore_conflicts=True,
    )
    urls = [*changed, *(entry.url for entry in new)]
    return list(Page.objects.filter(url__in=urls).values_list("pk", flat=True)) if urls else []


def due_sources(now: datetime, *, limit: int) -> list[int]:
    """The ids of the sources that are to be polled, the longest waiting first."""
    due = Source.objects.due(now).order_by("next_poll", "pk")
    return list(due.values_list("pk", flat=True)[:limit])
