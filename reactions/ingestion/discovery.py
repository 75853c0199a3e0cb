"""Finds the feeds of a site from any address of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils import timezone
from lxml.html import HtmlElement
from trafilatura.utils import load_html

from reactions.ingestion import polite
from reactions.ingestion.feeds import Feed, NotAFeedError
from reactions.ingestion.http import Client, FetchError, TemporaryFetchError
from reactions.ingestion.listing import read_listing
from reactions.ingestion.pace import NotYet

_FEED_TYPES = ("rss+xml", "atom+xml", "feed+json", "rdf+xml")
# Where sites keep a feed that they do not name, the usual places first.
_USUAL_PLACES = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/news-sitemap.xml")
_MOST_FEEDS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that was found and read."""

    address: str
    feed: Feed


def discover(client: Client, address: str) -> list[Candidate]:
    """The feeds at an address: itself, those that the page names, else those in usual places.

    Raises FetchError, TemporaryFetchError or NotYet where the address itself cannot be had.
    """
    response = polite.fetch(client, address)
    try:
        feed = read_listing(client, response, now=timezone.now())
        return [Candidate(response.url, feed)]
    except NotAFeedError:
        pass
    tree = load_html(response.body)
    named = [urljoin(response.url, place) for place in _named_feeds(tree)]
    candidates = _read_all(client, named[:_MOST_FEEDS])
    if candidates:
        return candidates
    return _read_all(client, [urljoin(response.url, place) for place in _USUAL_PLACES], first=True)


def _named_feeds(tree: HtmlElement | None) -> list[str]:
    if tree is None:
        return []
    links = [
        link.get("href") or ""
        for link in tree.iterfind(".//link")
        if "alternate" in (link.get("rel") or "").lower()
        and any(name in (link.get("type") or "").lower() for name in _FEED_TYPES)
    ]
    # Feeds of comments are named beside the articles' own.
    return list(dict.fromkeys(link for link in links if link and "comments" not in link))


def _read_all(client: Client, addresses: list[str], *, first: bool = False) -> list[Candidate]:
    """Those of the addresses that are feeds; with `first` the first of them alone."""
    found: dict[str, Candidate] = {}
    for address in addresses:
        try:
            response = polite.fetch(client, address)
            feed = read_listing(client, response, now=timezone.now())
        except (FetchError, TemporaryFetchError, NotYet, NotAFeedError):
            continue
        found.setdefault(response.url, Candidate(response.url, feed))
        if first:
            break
    return list(found.values())
