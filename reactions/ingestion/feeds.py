"""Reads lists of new articles: RSS, Atom and JSON feeds, and news sitemaps.

An entry is known by its address alone: identifiers in feeds change, and many have none. An entry
without an address is left out.
"""

from __future__ import annotations

import html
import io
import json
import re
from calendar import timegm
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from lxml import etree

from reactions.ingestion.pages import canonical_address
from reactions.ingestion.published import read_moment
from reactions.models import Source

# The newest come first in feeds; of a list longer than this the rest is left out.
MAX_ENTRIES = 1000
# So many of the sitemaps in a list are looked at.
MAX_LISTED = 3
_TOLERANCE = timedelta(hours=26)
_TAG = re.compile(r"<[^>]{0,500}>")
_NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


class NotAFeedError(Exception):
    """What stands there lists no articles."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a feed names. Times are aware, in UTC; none where they cannot be true."""

    url: str
    title: str = ""
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read: its own title and its entries, in its order.

    `listed` are the addresses of the sitemaps that a list of sitemaps names, those first that are
    likeliest to have today's news; such a list has no entries itself.
    """

    type: Source.Type
    title: str
    entries: tuple[Entry, ...]
    listed: tuple[str, ...] = ()


def read_feed(body: bytes, *, url: str, now: datetime, since: datetime | None = None) -> Feed:
    """The articles that a feed or news sitemap names; of a sitemap those that are new `since`.

    Raises NotAFeedError.
    """
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000]
    if start.startswith(b"{"):
        return _json_feed(body, url, now)
    if re.search(rb"<(?:urlset|sitemapindex)\b", start):
        return _sitemap(body, url, now, since)
    return _syndication(body, url, now)


def _feed(type_: Source.Type, title: str, url: str, found: Iterable[Entry]) -> Feed:
    entries: dict[str, Entry] = {}
    for entry in found:
        address = canonical_address(urljoin(url, entry.url.strip()))
        if address.startswith(("http://", "https://")) and len(address) <= 2000:
            entries.setdefault(
                address, Entry(address, entry.title[:500], entry.published, entry.updated)
            )
        if len(entries) == MAX_ENTRIES:
            break
    return Feed(type_, " ".join(title.split())[:120], tuple(entries.values()))


def _moment(value: Any, now: datetime) -> datetime | None:
    found = read_moment(value, latest=now + _TOLERANCE) if isinstance(value, str) else None
    return found[0] if found else None


def _words(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _json_feed(body: bytes, url: str, now: datetime) -> Feed:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError(f"It is not JSON: {error}.") from error
    items = content.get("items")
    if "jsonfeed.org" not in str(content.get("version")) or not isinstance(items, list):
        raise NotAFeedError("It is JSON, but no JSON feed.")
    found = (
        Entry(
            url=_words(item.get("url") or item.get("external_url") or item.get("id")),
            title=_words(item.get("title")),
            published=_moment(item.get("date_published"), now),
            updated=_moment(item.get("date_modified"), now),
        )
        for item in items
        if isinstance(item, dict)
    )
    named = (entry for entry in found if entry.url.startswith(("http", "/")))
    return _feed(Source.Type.FEED, _words(content.get("title")), url, named)


def _sitemap(body: bytes, url: str, now: datetime, since: datetime | None) -> Feed:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(body, parser)
    if root is None:
        raise NotAFeedError("It is a broken sitemap.")
    if listed := _listed(root, url, now):
        return Feed(Source.Type.SITEMAP, "", (), listed)

    def entries() -> Iterator[Entry]:
        for place in root.iterfind("s:url", _NAMES):
            yield Entry(
                url=place.findtext("s:loc", "", _NAMES),
                title=_words(place.findtext(f".//{{{_NEWS}}}title")),
                published=_moment(place.findtext(f".//{{{_NEWS}}}publication_date"), now),
                updated=_moment(place.findtext("s:lastmod", None, _NAMES), now),
            )

    name = _words(root.findtext(f".//{{{_NEWS}}}publication/{{{_NEWS}}}name"))
    wanted = (entry for entry in entries() if entry.url and _is_new(entry, since))
    return _feed(Source.Type.SITEMAP, name, url, wanted)


def _is_new(entry: Entry, since: datetime | None) -> bool:
    moment = entry.published or entry.updated
    return since is None or (moment is not None and moment >= since)


def _listed(root: etree._Element, url: str, now: datetime) -> tuple[str, ...]:
    """The sitemaps that a list names: those named for news first, then those changed last."""
    never = datetime(1990, 1, 1, tzinfo=UTC)
    found: dict[str, datetime] = {}
    for place in root.iterfind("s:sitemap", _NAMES):
        address = urljoin(url, place.findtext("s:loc", "", _NAMES).strip())
        changed = _moment(place.findtext("s:lastmod", None, _NAMES), now)
        if address.startswith(("http://", "https://")):
            found.setdefault(address, changed or never)

    def promise(address: str) -> tuple[bool, datetime]:
        return "news" in urlsplit(address).path.lower(), found[address]

    return tuple(sorted(found, key=promise, reverse=True))[:MAX_LISTED]


def _syndication(body: bytes, url: str, now: datetime) -> Feed:
    # A stream: bytes or a string might be taken for the name of a file.
    parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeedError("It is neither RSS, Atom, a JSON feed nor a news sitemap.")
    found = (
        Entry(
            url=item.get("link") or "",
            title=_plain(item.get("title")),
            published=_struct(item.get("published_parsed"), now),
            # Its own `get` would give the time of publication where there is none of a change.
            updated=_struct(dict.get(item, "updated_parsed"), now),
        )
        for item in parsed.entries
    )
    title = _plain(parsed.feed.get("title"))
    return _feed(Source.Type.FEED, title, url, (entry for entry in found if entry.url))


def _plain(value: Any) -> str:
    """Words without markup, which titles come in escaped once more."""
    return _words(html.unescape(_TAG.sub("", value))) if isinstance(value, str) else ""


def _struct(value: Any, now: datetime) -> datetime | None:
    """A time as feedparser gives it, in UTC."""
    try:
        moment = datetime.fromtimestamp(timegm(value), UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment if datetime(1990, 1, 1, tzinfo=UTC) <= moment <= now + _TOLERANCE else None
