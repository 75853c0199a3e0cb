"""Tells articles from the other things that stand at a news site's addresses.

Paywall stubs, consent walls, index pages, live blogs and videos are kept as what they are and
not read: their words are not an article's, or not all of it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from reactions.ingestion.metadata import ARTICLE_TYPES, Metadata
from reactions.models import Page

Form = Page.Form

_FEWEST_WORDS = 25
_STUB_WORDS = 200
_CONSENT_WORDS = 250
_VIDEO_WORDS = 80
_FEWEST_TEASERS = 8

_LIVE_IN_URL = re.compile(r"/live(?:-?blog|-updates?|-news|ticker)?(?:/|$|-)|liveblog|live-updates")
_LIVE_BLOCK = re.compile(r"(?:^|[ _-])live-?(?:blog|post|update|entry|event)|liveblog", re.I)
_LIVE_BLOCKS = 4
_VIDEO_IN_URL = re.compile(r"/(?:videos?|watch|av)/")
_CONSENT_HOST = re.compile(r"^(?:consent|guce|cmp|privacy)\.")
_CONSENT_WORD = re.compile(
    r"\b(?:cookies?|consent|we value your privacy|accept all|reject all|privacy (?:policy|settings)"
    r"|our partners|legitimate interest|datenschutz|einwilligung|zustimmen|consentement"
    r"|tout accepter|aceptar|privacidad)\b",
    re.I,
)
_PAYWALL_MARK = re.compile(r"paywall|piano-|subscriber-only|regwall|meteredcontent|metered-", re.I)
_PAYWALL_WORDS = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read)|continue reading (?:with|by)|already a "
    r"subscriber|for subscribers only|subscribers? only|to (?:continue|keep) reading|unlock this "
    r"article|this (?:article|content|story) is (?:only )?(?:for|available to) (?:paying )?"
    r"(?:subscribers|members)|register (?:now )?to (?:continue|read)|abonnez-vous|réservé aux "
    r"abonnés|nur für abonnenten|jetzt weiterlesen|suscríbete para|solo para suscriptores",
    re.I,
)


def form_of(tree: HtmlElement, metadata: Metadata, *, text: str, url: str) -> Page.Form:
    """What the page is, by what it says of itself, its structure, its words and its address."""
    words = len(text.split())
    page_words = tree.text_content() if words < _CONSENT_WORDS else ""
    is_article = bool(metadata.types & ARTICLE_TYPES) or metadata.open_graph_type == "article"
    if _is_consent(url, page_words, words=words):
        return Form.CONSENT
    if _is_live(tree, metadata, url):
        return Form.LIVE
    if words < _VIDEO_WORDS and _is_video(metadata, url):
        return Form.VIDEO
    if words < _STUB_WORDS and _is_paywalled(tree, metadata, page_words):
        return Form.PAYWALL
    if _is_index(tree, metadata, url, is_article=is_article, words=words):
        return Form.INDEX
    return Form.ARTICLE if words >= _FEWEST_WORDS else Form.EMPTY


def _is_consent(url: str, page_words: str, *, words: int) -> bool:
    if _CONSENT_HOST.match(urlsplit(url).hostname or ""):
        return True
    if words >= _CONSENT_WORDS:
        return False
    asked = len(_CONSENT_WORD.findall(page_words))
    # A wall is about nothing else; a banner is a small part of a page.
    return asked >= 4 and asked * 25 > len(page_words.split())


def _is_live(tree: HtmlElement, metadata: Metadata, url: str) -> bool:
    if "LiveBlogPosting" in metadata.types or _LIVE_IN_URL.search(urlsplit(url).path.lower()):
        return True
    blocks = sum(
        bool(_LIVE_BLOCK.search(name))
        for name in tree.xpath("//article/@class | //div/@class | //li/@class | //section/@class")
    )
    return blocks >= _LIVE_BLOCKS


def _is_video(metadata: Metadata, url: str) -> bool:
    return bool(
        "VideoObject" in metadata.types
        or metadata.open_graph_type.startswith("video")
        or _VIDEO_IN_URL.search(urlsplit(url).path.lower())
    )


def _is_paywalled(tree: HtmlElement, metadata: Metadata, page_words: str) -> bool:
    if not metadata.is_free or _PAYWALL_WORDS.search(page_words):
        return True
    return any(_PAYWALL_MARK.search(name) for name in tree.xpath("//div/@class | //section/@class"))


def _is_index(
    tree: HtmlElement, metadata: Metadata, url: str, *, is_article: bool, words: int
) -> bool:
    if is_article:
        return False
    if (url and urlsplit(url).path in ("", "/")) or metadata.types & {
        "CollectionPage",
        "SearchResultsPage",
    }:
        return True
    # Teasers: headings or list entries that are links, with a title's length.
    teasers = [
        link
        for link in tree.xpath(
            "//h2//a | //h3//a | //a[h2 or h3] | //article//h4//a | //main//li/a"
        )
        if len(link.text_content().split()) >= 4
    ]
    return len(teasers) >= _FEWEST_TEASERS and words < 30 * len(teasers)
