"""Keeps documents as Article rows, each once, and says for which crisis they are to be read."""

from django.db import connection, transaction
from py3langid import classify

from reactions.ingestion import reprints
from reactions.ingestion.documents import Document
from reactions.models import Article, Crisis, Fingerprint, Reading
from reactions.models.sources import text_digest

# The reason of a reading that somebody asked for, whatever the article says.
ASKED_FOR = "asked for"

_LOCK = 0x73746F72  # "stor"

# Languages are told from the beginning of a text: more of it costs time and changes nothing.
_ENOUGH_TO_TELL = 1000


def store_article(document: Document, *, source_id: int | None = None) -> tuple[Article, bool]:
    """The row of this article, and whether it is new. `source_id` is where its address was found.

    The same text at the same address, or the same file, is the same article; another text at a
    known address is its next version. What was removed stays removed, whatever its address says
    by now: the row that stands for it is given.
    """
    sha256 = text_digest(document.text)
    with transaction.atomic(savepoint=False):
        _wait_for_others()
        newest = _newest(document, sha256)
        if newest is not None:
            if newest.sha256 == sha256 or _was_removed(document, sha256):
                return newest, False
            # A removal of this moment is waited for, or waits for this version.
            Article.objects.select_for_update().get(pk=newest.pk)
            if _was_removed(document, sha256):
                return newest, False
        return _new_article(document, sha256, source_id, after=newest), True


def _wait_for_others() -> None:
    """Have nobody else store an article until the transaction ends: of two that bring the same one
    finds the other's, and two copies of one text see each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _newest(document: Document, sha256: str) -> Article | None:
    """The newest version of what stands at the document's address; of a file the same text."""
    if document.url is None:
        return Article.objects.filter(url__isnull=True, sha256=sha256).first()
    return Article.objects.filter(url=document.url).order_by("-version").first()


def _was_removed(document: Document, sha256: str) -> bool:
    """Whether the newest version at the document's address was removed, or one of this text."""
    versions = Article.objects.filter(url=document.url).order_by("-version")
    rows = versions.values_list("removed_at", "sha256")
    return any(
        removed_at is not None and (place == 0 or digest == sha256)
        for place, (removed_at, digest) in enumerate(rows)
    )


def _new_article(
    document: Document, sha256: str, source_id: int | None, *, after: Article | None
) -> Article:
    likeness = reprints.compare(document.text, url=document.url, published=document.published)
    article = Article.objects.create(
        source_id=source_id,
        url=document.url,
        version=after.version + 1 if after else 1,
        title=document.title,
        author=document.author,
        publisher=document.publisher,
        language=classify(document.text[:_ENOUGH_TO_TELL])[0],
        published=document.published,
        published_precision=document.published_precision,
        published_origin=document.published_origin,
        text=document.text,
        sha256=sha256,
        reprint_of_id=likeness.original,
        adds_to_original=likeness.adds,
    )
    if likeness.bands:
        Fingerprint.objects.create(article=article, bands=likeness.bands)
    return article


def reading_for(article: Article, crisis: Crisis) -> Reading:
    """The work item of reading this article for this crisis; one, however often it is asked for."""
    return Reading.objects.get_or_create(
        article=article, crisis=crisis, defaults={"reason": ASKED_FOR}
    )[0]
