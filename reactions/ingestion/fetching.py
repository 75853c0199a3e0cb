"""Fetches a page that is due and stores what it holds: one row, one lease, one result."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from reactions.ingestion import captures, polite, relevance
from reactions.ingestion.http import Client, FetchError, Response, TemporaryFetchError
from reactions.ingestion.pace import NotYet
from reactions.ingestion.pages import FeedWords, PageContent, canonical_address, read_page
from reactions.ingestion.store import store_article
from reactions.models import Crisis, Page, Source, WorkState
from reactions.models.work import Taking

log = logging.getLogger(__name__)

# News is corrected in its first hours and days: after this long it is looked at again.
_RECHECKS = (timedelta(hours=2), timedelta(hours=12), timedelta(days=2))

_GONE = "Look whether the address is right; if the page has moved, add its new address."
_ROBOTS = "Ask the site for permission, or add the article as pasted text."
_MENDS = {404: _GONE, 410: _GONE, 401: "The page needs a login: paste its text.",
          403: "The site refuses programs: paste the text, or ask the site."}  # fmt: skip

_take = Taking(
    Page.objects.due, columns="attempts = CASE WHEN state = 'done' THEN 1 ELSE attempts + 1 END"
)


def wanted(url: str, *, crisis: Crisis | None = None, source: Source | None = None) -> Page:
    """The row of an address that is to be fetched; now, though it was fetched before.

    What was removed stays removed: the row is given as it is.
    """
    page, is_new = Page.objects.get_or_create(
        url=canonical_address(url), defaults={"crisis": crisis, "source": source}
    )
    if not is_new:
        again = {"next_try": timezone.now(), "attempts": 0}
        finished = Page.objects.filter(pk=page.pk).exclude(state=WorkState.STARTED)
        finished.exclude(article__removed_at__isnull=False).update(
            state=WorkState.QUEUED, recheck=None, **again
        )
        if crisis and not page.crisis_id:
            Page.objects.filter(pk=page.pk).update(crisis=crisis)
        page.refresh_from_db()
    return page


def fetch_page(page_id: int, *, client: Client) -> list[int]:
    """Fetch a page if it is due; the ids of the readings that it led to.

    Safe to call at any time and any number of times. A failure is written on the row with its mend
    and the time of the next try, and raised no further.
    """
    page = _take(page_id, timezone.now())
    if page is None:
        return []
    try:
        response = polite.fetch(client, page.url, etag=page.etag, last_modified=page.last_modified)
        return _take_in(page, response)
    except NotYet as error:
        # The host's pace, not a failure: the attempt does not count.
        columns = {**page.failure("", wait=error.wait), "attempts": page.attempts - 1}
        _finish(page, {**columns, "state": WorkState.QUEUED})
    except TemporaryFetchError as error:
        _finish(page, page.failure(f"{error} It may be mended by waiting.", wait=error.wait))
    except FetchError as error:
        _finish(page, _refused(page, error))
    except OSError as error:
        log.exception("Page %s could not be kept", page.pk)
        reason = f"It could not be kept on disk ({error.strerror or error}). Make room there."
        _finish(page, page.failure(reason))
    except Exception as error:
        # Whatever a page does to the parsers, the others go on and the row keeps the reason.
        log.exception("Page %s failed", page.pk)
        _finish(page, page.failure(f"{type(error).__name__}: {error}"))
    return []


def _finish(page: Page, columns: dict[str, Any]) -> bool:
    """Write the result, unless the lease was lost to another worker meanwhile."""
    return Page.objects.filter(**page.holds()).update(**columns) == 1


def _refused(page: Page, error: FetchError) -> dict[str, Any]:
    if page.article_id:
        # We have what it said; that it is gone since is worth a note, not a failure.
        return {
            "state": WorkState.DONE,
            "leased_until": None,
            "recheck": None,
            "error": str(error),
        }
    mend = _ROBOTS if isinstance(error, polite.DisallowedError) else _MENDS.get(error.status or 0)
    return page.final_failure(f"{error} {mend or _GONE}")


def _take_in(page: Page, response: Response) -> list[int]:
    retrieved = timezone.now()
    if response.not_modified:
        _finish(page, _done(page, response, retrieved))
        return []
    content = read_page(
        response.body,
        url=response.url,
        retrieved=retrieved,
        content_type=response.headers.get("content-type", ""),
        feed=FeedWords(page.title, page.published),
    )
    name = captures.keep_bytes(response.body)
    with transaction.atomic():
        columns, readings = _store(page, response, content, name, retrieved)
        if not _finish(page, columns):
            # Another worker has the page by now, and stores what it finds.
            transaction.set_rollback(True)
            return []
    return readings


def _store(
    page: Page, response: Response, content: PageContent, name: str, retrieved: datetime
) -> tuple[dict[str, Any], list[int]]:
    """Store what was fetched; the page's columns, and the readings that it led to."""
    columns = {**_done(page, response, retrieved), "form": content.form}
    article, readings = None, list[int]()
    if content.document is not None:
        article, is_new = store_article(content.document, source_id=page.source_id)
        columns["article"] = article
        readings = relevance.readings_of(article, asked_for=page.crisis_id, is_new=is_new)
    elif page.article_id is None:
        columns |= {"recheck": None, "error": _not_an_article(content.form)}
    captures.record_capture(page, response, name, retrieved=retrieved, article=article)
    return columns, readings


def _not_an_article(form: Page.Form) -> str:
    return f"It is {form.label} and was not read. If there is an article, paste its text."


def _done(page: Page, response: Response, retrieved: datetime) -> dict[str, Any]:
    """The columns of a page that was looked at, with the time of the next look if there is one."""
    looks = page.captures.order_by("retrieved").values_list("retrieved", flat=True)
    begun = (page.fetched and looks.first()) or retrieved
    wait = next((wait for wait in _RECHECKS if begun + wait > retrieved), None)
    return {
        "state": WorkState.DONE,
        "leased_until": None,
        "error": "",
        "fetched": retrieved,
        "recheck": begun + wait if wait else None,
        "etag": response.headers.get("etag", page.etag)[:300],
        "last_modified": response.headers.get("last-modified", page.last_modified)[:100],
    }


def due_pages(now: datetime, *, limit: int) -> list[int]:
    """The ids of the pages that are due, the longest waiting first."""
    due = Page.objects.due(now).order_by("next_try", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def give_up_lost_pages(now: datetime) -> int:
    """Mark as failed what took its worker down at every attempt; how many these were."""
    return Page.objects.given_up(now).update(
        state=WorkState.FAILED,
        leased_until=None,
        error="The worker was lost at every attempt. Look at the page, then try again.",
    )


def retry(pages: Iterable[int]) -> int:
    """Try failed pages again from the beginning; how many there were."""
    failed = Page.objects.filter(pk__in=pages, state=WorkState.FAILED)
    return failed.update(state=WorkState.QUEUED, attempts=0, next_try=timezone.now())
