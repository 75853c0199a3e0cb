"""Taking away what was fetched: of one article with all its traces, and of what is kept too long.

What always stays is the proof that it was there: the article's address, days and hash, and of each
capture its hash, headers and time. With these the same text is not stored again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pgtrigger
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from reactions.models import Article, Capture, Evidence, Fingerprint, Page, Reading, WorkState
from reactions.models.sources import REMOVED_TEXT


def remove_texts(articles: QuerySet[Article], now: datetime) -> int:
    """Put REMOVED_TEXT where the texts of these articles were, and forget what was read in them.

    One that has evidence is left as it is. Gives how many were removed.
    """
    with transaction.atomic():
        ids = lock_texts(articles)
        ids -= set(Evidence.objects.filter(article__in=ids).values_list("article", flat=True))
        Reading.objects.filter(article__in=ids).delete()
        Fingerprint.objects.filter(article__in=ids).delete()
        Page.objects.filter(article__in=ids).update(recheck=None, state=WorkState.DONE)
        with pgtrigger.ignore("reactions.Article:article_text_is_final"):
            return Article.objects.filter(pk__in=ids).update(text=REMOVED_TEXT, removed_at=now)


def lock_texts(articles: QuerySet[Article]) -> set[int]:
    """Keep readers from storing what they find in these articles, until the transaction ends.

    Who is storing is waited for; who comes later finds the text gone. Gives the articles' ids.
    """
    rows = Article.objects.filter(pk__in=articles.values("pk")).order_by("pk")
    return set(rows.select_for_update().values_list("pk", flat=True))


def remove_captures(captures: Iterable[Capture]) -> int:
    """Delete the files of these captures, once this transaction is through; the rows stay.

    A file that another capture of the same bytes still needs stays too. Gives how many captures.
    """
    by_id = {capture.pk: capture.body.name for capture in captures}
    Capture.objects.filter(pk__in=by_id).update(body="")
    names = {name for name in by_id.values() if name}
    transaction.on_commit(lambda: _delete_unused(names))
    return len(by_id)


def _delete_unused(names: set[str]) -> None:
    names -= set(Capture.objects.filter(body__in=names).values_list("body", flat=True))
    for name in names:
        default_storage.delete(name)


def remove_expired(
    now: datetime, *, captures_after: timedelta | None, texts_after: timedelta | None, limit: int
) -> tuple[int, int]:
    """Remove captures' files and articles' texts that are older; how many of each.

    None keeps them for ever. What an article with evidence said is proof, and stays with its
    captures. At most `limit` of each: the next call goes on.
    """
    evidence = Evidence.objects.filter(article=OuterRef("article"))
    captures: list[Capture] = []
    if captures_after is not None:
        old = Capture.objects.filter(retrieved__lt=now - captures_after).exclude(body="")
        captures = list(old.exclude(Exists(evidence)).order_by("pk")[:limit])
    texts = Article.objects.none()
    if texts_after is not None:
        old_texts = Article.objects.filter(
            removed_at__isnull=True, retrieved__lt=now - texts_after
        ).exclude(Exists(Evidence.objects.filter(article=OuterRef("pk"))))
        texts = old_texts.order_by("pk")[:limit]
    with transaction.atomic():
        return remove_captures(captures), remove_texts(texts, now)
