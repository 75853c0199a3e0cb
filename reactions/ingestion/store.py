"""Keeps documents as Article rows, each once, and says for which crisis they are to be read."""

from django.db import IntegrityError, transaction
from py3langid import classify

from reactions.ingestion import reprints
from reactions.ingestion.documents import Document
from reactions.models import Article, Crisis, Reading, Source
from reactions.models.sources import text_digest

# The reason of a reading that somebody asked for, whatever the article says.
ASKED_FOR = "asked for"

# Languages are told from the beginning of a text: more of it costs time and changes nothing.
_ENOUGH_TO_TELL = 2000


def store_article(document: Document, *, source: Source | None = None) -> tuple[Article, bool]:
    """The row of this article, and whether it is new. `source` is where its address was found.

    The same text at the same address, or the same file, is the same article; another text at a
    known address is its next version.
    """
    sha256 = text_digest(document.text)
    known = _known(document, sha256)
    if known is not None:
        return known, False
    try:
        with transaction.atomic():
            return _new_article(document, sha256, source), True
    except IntegrityError:
        # Another worker stored the same a moment ago.
        known = _known(document, sha256)
        if known is None:
            raise
        return known, False


def _known(document: Document, sha256: str) -> Article | None:
    if document.url is None:
        return Article.objects.filter(url__isnull=True, sha256=sha256).first()
    newest = Article.objects.filter(url=document.url).order_by("-version").first()
    return newest if newest is not None and newest.sha256 == sha256 else None


def _new_article(document: Document, sha256: str, source: Source | None) -> Article:
    versions = Article.objects.filter(url=document.url).count() if document.url else 0
    article = Article.objects.create(
        source=source,
        url=document.url,
        version=versions + 1,
        title=document.title,
        author=document.author,
        publisher=document.publisher,
        language=classify(document.text[:_ENOUGH_TO_TELL])[0],
        published=document.published,
        published_precision=document.published_precision,
        published_origin=document.published_origin,
        text=document.text,
        sha256=sha256,
    )
    reprints.note(article)
    return article


def reading_for(article: Article, crisis: Crisis) -> Reading:
    """The work item of reading this article for this crisis; one, however often it is asked for."""
    return Reading.objects.get_or_create(
        article=article, crisis=crisis, defaults={"reason": ASKED_FOR}
    )[0]
