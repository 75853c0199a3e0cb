"""Taking an article away on request, with every trace of its words."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from reactions.curation.records import full_snapshot, locked, record, set_columns
from reactions.curation.refusals import InvalidStance
from reactions.models import (
    Article,
    Capture,
    Decision,
    Evidence,
    KeptAnswer,
    SecondOpinion,
    Stance,
)
from reactions.removal import lock_texts, remove_captures, remove_texts

Status = Stance.Status
Verdict = Decision.Verdict


@transaction.atomic
def remove_article(article: Article, *, editor: User, public_reason: str) -> list[Decision]:
    """Remove the words of an article from every table, file and history; give the decisions taken.

    An accepted stance that other articles show stays, with one of theirs as its primary evidence;
    one that nothing else shows is withdrawn, and an undecided one superseded. The public changes
    say so with `public_reason`. The row stays as a tombstone with address, days and hash, so that
    the article is not fetched or stored again. Raises InvalidStance without a reason.
    """
    if not public_reason.strip():
        raise InvalidStance({"public_reason": "Say in public why the article is removed."})
    lock_texts(Article.objects.filter(pk=article.pk))
    ids = Stance.objects.filter(evidence__article=article).values_list("pk", flat=True)
    stances = [locked(pk) for pk in sorted(set(ids))]
    decisions = [
        decision
        for stance in stances
        if (decision := _let_go(stance, article, editor, public_reason))
    ]
    _blank_records(article)
    Article.objects.filter(pk=article.pk).update(title="", author="")
    article.pages.update(title="")
    _blank_audit(article)
    remove_captures(Capture.objects.filter(article=article).exclude(body=""))
    remove_texts(Article.objects.filter(pk=article.pk), timezone.now())
    article.refresh_from_db()
    return decisions


def _let_go(stance: Stance, article: Article, editor: User, public_reason: str) -> Decision | None:
    """Take this article's evidence from a stance, and decide what that leaves of it."""
    before = full_snapshot(stance)
    own = Evidence.objects.filter(stance=stance, article=article)
    had_primary = own.filter(primary=True).exists()
    own.delete()
    if stance.status not in Stance.LIVE:
        return None
    wanted = (
        Evidence.Status.ACCEPTED if stance.status == Status.ACCEPTED else Evidence.Status.PROPOSED
    )
    heir = Evidence.objects.filter(stance=stance, status=wanted).order_by("pk").first()
    if heir is not None and had_primary:
        Evidence.objects.filter(pk=heir.pk).update(primary=True)
    if stance.status == Status.PROPOSED:
        set_columns(stance, **({} if heir else {"status": Status.SUPERSEDED}))
        return None
    set_columns(stance, **({} if heir else {"status": Status.WITHDRAWN}))
    verdict = Verdict.CORRECT if heir else Verdict.WITHDRAW
    return record(stance, verdict, before, editor, public_reason=public_reason)


def _blank_records(article: Article) -> None:
    """Blank its words in what decisions, second opinions and kept answers of the API noted."""
    part = [{"article": article.pk}]
    noted = Q(before__evidence__contains=part) | Q(after__evidence__contains=part)
    with pgtrigger.ignore("reactions.Decision:decision_is_final"):
        for decision in Decision.objects.filter(noted):
            decision.before = _blanked(decision.before, article)
            decision.after = _blanked(decision.after, article)
            decision.save(update_fields=["before", "after"])
    # What nobody can see any more, nobody can code.
    SecondOpinion.objects.filter(editor=None, first__before__evidence__contains=part).delete()
    for opinion in SecondOpinion.objects.filter(coding__evidence__contains=part):
        opinion.coding = _blanked(opinion.coding or {}, article)
        opinion.save(update_fields=["coding"])
    for answer in KeptAnswer.objects.filter(body__evidence__contains=part):
        answer.body = _blanked(answer.body, article)
        answer.save(update_fields=["body"])


def _blanked(snapshot: dict[str, Any], article: Article) -> dict[str, Any]:
    evidence = [
        {**item, "text": ""} if item["article"] == article.pk else item
        for item in snapshot.get("evidence", [])
    ]
    return {**snapshot, "evidence": evidence}


def _blank_audit(article: Article) -> None:
    """Blank its words in the audit; the rows stay, since what is kept in caches is told by them."""
    apps.get_model("reactions", "EvidenceAudit").objects.filter(article=article).update(text="")
    apps.get_model("reactions", "ArticleAudit").objects.filter(pgh_obj=article).update(
        title="", author=""
    )
