"""Reads what lists a site's articles: a feed, a news sitemap, or a list of sitemaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from reactions.ingestion import polite
from reactions.ingestion.feeds import MAX_ENTRIES, Entry, Feed, NotAFeedError, read_feed
from reactions.ingestion.http import Client, FetchError, Response, TemporaryFetchError
from reactions.ingestion.pace import NotYet

# The next turn of the same host is waited for: the sitemaps of a list are one question.
_PATIENCE = 5.0
# The sitemap of a whole site names everything that it ever had.
_OF_LATE = timedelta(days=3)


def read_listing(client: Client, response: Response, *, now: datetime) -> Feed:
    """The feed that was fetched; of a list of sitemaps the newest entries of some of them.

    Lists in lists are not followed. A sitemap that cannot be had now is left out if another one
    can. Raises NotAFeedError, and what `polite.fetch` raises.
    """
    feed = read_feed(response.body, url=response.url, now=now)
    if not feed.listed:
        return feed
    entries: dict[str, Entry] = {}
    failure: Exception | None = None
    for address in feed.listed:
        try:
            found = polite.fetch(client, address, patience=_PATIENCE)
            sitemap = read_feed(found.body, url=found.url, now=now, since=now - _OF_LATE)
        except (FetchError, TemporaryFetchError, NotYet, NotAFeedError) as error:
            failure = error
            continue
        feed = replace(feed, title=feed.title or sitemap.title)
        entries |= {entry.url: entry for entry in sitemap.entries}
    if failure is not None and not entries:
        raise failure
    return replace(feed, entries=tuple(entries.values())[:MAX_ENTRIES])
