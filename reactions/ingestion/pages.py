"""Reads a web page: what it is and, where it is an article, its text and what is known of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import trafilatura
from courlan import clean_url
from lxml.html import HtmlElement
from trafilatura.utils import load_html

from reactions.ingestion.documents import Document, clean_text
from reactions.ingestion.metadata import Metadata, read_metadata
from reactions.ingestion.page_forms import form_of
from reactions.ingestion.published import find_published
from reactions.models import Page

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.I)
_SITE_PREFIX = re.compile(r"^(?:www|m|mobile|amp)\.")
_TITLE_SUFFIX = re.compile(r"\s[|–—-]\s+[^|–—-]{2,40}$")
_MAX_URL = 2000


@dataclass(frozen=True, slots=True)
class FeedWords:
    """What a feed said of a page, for where the page itself says nothing."""

    title: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageContent:
    """What was found at an address. `document` is there for articles alone."""

    form: Page.Form
    document: Document | None = None


def read_page(
    body: bytes,
    *,
    url: str,
    retrieved: datetime,
    content_type: str = "",
    feed: FeedWords = FeedWords(),
) -> PageContent:
    """What the page says. `url` is where it was found, after redirects; empty for a file."""
    tree = _parse(body, content_type)
    if tree is None:
        return PageContent(Page.Form.EMPTY)
    metadata = read_metadata(tree)
    text = _text(tree)
    form = form_of(tree, metadata, text=text, url=url)
    if form != Page.Form.ARTICLE:
        return PageContent(form)
    published = find_published(
        json_ld=metadata.published_json_ld,
        metas=metadata.published_meta,
        feed=feed.published,
        url=url,
        tree=tree,
        retrieved=retrieved,
    )
    title = _title(metadata, feed)
    document = Document(
        place=url,
        text=clean_text(_without_title(text, title)),
        published=published.moment,
        published_precision=published.precision,
        published_origin=published.origin,
        title=title[:500],
        url=canonical_address(url or metadata.canonical, metadata.canonical) or None,
        author=metadata.author[:200],
        publisher=(metadata.publisher or _host(url))[:200],
    )
    return PageContent(form, document)


def canonical_address(url: str, given: str = "") -> str:
    """The address that an article is known by: the page's canonical one where it can be true.

    One on another site, or a site's front page, is a mistake or a claim that we cannot check.
    Trackers and the fragment are dropped.
    """
    own = _cleaned(url)
    canonical = _cleaned(urljoin(url, given)) if given else ""
    is_ours = canonical and _host(canonical) == _host(own)
    is_front = urlsplit(canonical).path in ("", "/") and urlsplit(own).path not in ("", "/")
    return canonical if is_ours and not is_front else own


def _cleaned(url: str) -> str:
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname or len(url) > _MAX_URL:
        return url.partition("#")[0][:_MAX_URL]
    return str(clean_url(url) or url).partition("#")[0]


def _host(url: str) -> str:
    return _SITE_PREFIX.sub("", (urlsplit(url).hostname or "").lower())


def _parse(body: bytes, content_type: str) -> HtmlElement | None:
    """The page's tree, decoded as the server says where that is true, else as it says itself."""
    charset = _CHARSET.search(content_type)
    page: bytes | str = body
    if charset:
        try:
            page = body.decode(charset[1])
        except (LookupError, UnicodeDecodeError):
            page = body
    if b"\x00" in body[:1000] and isinstance(page, bytes):
        return None
    tree: HtmlElement | None = load_html(page)
    return tree


def _text(tree: HtmlElement) -> str:
    # Without its comparison with two other extractors, which takes a third of the time and on the
    # public benchmark makes the text no better (docs/ingestion.md).
    found: Any = trafilatura.bare_extraction(tree, include_comments=False, fast=True)
    return (found.text or "").strip() if found else ""


def _title(metadata: Metadata, feed: FeedWords) -> str:
    """The title without the site's name behind it, which the publisher is kept for."""
    title = metadata.title or feed.title
    suffix = _TITLE_SUFFIX.search(title)
    if suffix and metadata.publisher and metadata.publisher.lower() in suffix[0].lower():
        title = title[: suffix.start()].rstrip()
    return title


def _without_title(text: str, title: str) -> str:
    """The text alone: the title above it is kept apart, and is context, not evidence."""
    first, _, rest = text.partition("\n")
    return rest if rest and first.strip() == title else text
