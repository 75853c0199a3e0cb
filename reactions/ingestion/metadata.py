"""What a page says of itself: in JSON-LD (schema.org), Open Graph and meta elements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

ARTICLE_TYPES = frozenset(
    {
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "BlogPosting",
        "Report",
        "LiveBlogPosting",
    }
)
_PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "date",
)
_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "parsely-title")
_AUTHOR_METAS = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author")
# What old pages put round a script's content.
_OPENING = ("//", "<!--", "<![CDATA[")
_CLOSING = ("-->", "]]>", "//")
_MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Metadata:
    """The words as the page gives them, unchecked; empty where it gives none.

    `types` are the schema.org types of everything that the page describes, `published_json_ld` and
    `published_meta` dates as written.
    """

    title: str
    author: str
    publisher: str
    canonical: str
    types: frozenset[str]
    open_graph_type: str
    is_free: bool
    published_json_ld: str
    published_meta: tuple[str, ...]


def read_metadata(tree: HtmlElement) -> Metadata:
    """What the page says of itself."""
    described = list(_linked_data(tree))
    article = next((node for node in described if _types(node) & ARTICLE_TYPES), {})
    metas = _metas(tree)
    return Metadata(
        title=_name(article.get("headline")) or _first(metas, _TITLE_METAS) or _heading(tree),
        author=_name(article.get("author")) or _person(_first(metas, _AUTHOR_METAS)),
        publisher=_name(article.get("publisher")) or metas.get("og:site_name", ""),
        canonical=_link(tree, "canonical") or metas.get("og:url", ""),
        types=frozenset().union(*map(_types, described)) if described else frozenset(),
        open_graph_type=metas.get("og:type", "").lower(),
        is_free=str(article.get("isAccessibleForFree", True)).lower() != "false",
        published_json_ld=_name(article.get("datePublished")),
        published_meta=tuple(metas[name] for name in _PUBLISHED_METAS if metas.get(name))
        + _marked_times(tree),
    )


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every node of the page's JSON-LD; what is not JSON is passed over, as browsers do."""
    for script in tree.iterfind(".//script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            yield from _nodes(json.loads(_bare(script.text or ""), strict=False), _MAX_DEPTH)
        except (ValueError, RecursionError):
            continue


def _bare(text: str) -> str:
    """A script's content without the comment or CDATA section round it."""
    for mark in _OPENING:
        text = text.strip().removeprefix(mark)
    for mark in _CLOSING:
        text = text.strip().removesuffix(mark)
    return text


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(name), depth - 1)


def _types(node: dict[str, Any]) -> frozenset[str]:
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return frozenset(name.rpartition("/")[2] for name in names if isinstance(name, str))


def _name(value: Any) -> str:
    """The words of a property: a string, a thing with a name, or several of these."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return _name(value.get("name"))
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_name, value))))
    return ""


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The meta elements by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        content = " ".join((meta.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")


def _person(name: str) -> str:
    """Some sites give the address of the author's page instead of a name."""
    return "" if "://" in name else name


def _link(tree: HtmlElement, relation: str) -> str:
    for link in tree.iterfind(".//link"):
        if relation in (link.get("rel") or "").lower().split():
            return (link.get("href") or "").strip()
    return ""


def _heading(tree: HtmlElement) -> str:
    headings = tree.findall(".//h1")
    if len(headings) == 1:
        return " ".join(headings[0].text_content().split())
    title = tree.find(".//title")
    return " ".join((title.text or "").split()) if title is not None else ""


def _marked_times(tree: HtmlElement) -> tuple[str, ...]:
    """`<time>` and other elements that say in their markup that they are the publication date."""
    marked = tree.xpath(
        "//*[@itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content"
        " | //time[@pubdate]/@datetime | //article//header//time/@datetime"
        " | //header[.//h1]//time/@datetime"
    )
    return tuple(str(value) for value in marked[:3])
