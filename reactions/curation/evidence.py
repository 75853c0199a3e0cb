"""How a stance's evidence is accepted, replaced, moved and put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reactions.curation.refusals import InvalidStance
from reactions.curation.statements import EvidenceSpan, checked_text
from reactions.models import Evidence, Stance

NOT_IN_TEXT = (
    "The evidence is not in the article to the letter. Mark the words that show the stance."
)
_MARKS = ("official_start", "official_end", "cue_start", "cue_end", "day_start", "day_end")


def check_primary(stance: Stance) -> Evidence:
    """The primary evidence; InvalidStance where it is not in its article to the letter."""
    primary = Evidence.objects.select_related("article").filter(stance=stance, primary=True).first()
    if primary is None or not primary.fits():
        raise InvalidStance({"evidence": NOT_IN_TEXT})
    return primary


def accept_primary(stance: Stance) -> None:
    primary = check_primary(stance)
    Evidence.objects.filter(pk=primary.pk).update(status=Evidence.Status.ACCEPTED)


def replace_primary(stance: Stance, span: EvidenceSpan) -> None:
    """Move the primary evidence to `span`; the marks inside the old words no longer hold."""
    text = checked_text(span)
    Evidence.objects.filter(stance=stance, primary=True).exclude(
        article=span.article, start=span.start
    ).update(primary=False, status=Evidence.Status.REJECTED)
    Evidence.objects.update_or_create(
        stance=stance,
        article=span.article,
        start=span.start,
        defaults={
            "end": span.end,
            "text": text,
            "primary": True,
            "status": Evidence.Status.ACCEPTED,
            **dict.fromkeys(_MARKS),
        },
    )


def move_evidence(stance: Stance, into: Stance) -> None:
    """Hang the evidence on `into` as corroboration; the same span there stays where it is."""
    there = set(Evidence.objects.filter(stance=into).values_list("article_id", "start"))
    accepted = into.status == Stance.Status.ACCEPTED
    for item in Evidence.objects.select_related("article").filter(stance=stance):
        if (item.article_id, item.start) in there:
            continue
        if accepted and item.status == Evidence.Status.PROPOSED and item.fits():
            item.status = Evidence.Status.ACCEPTED
        item.stance, item.primary = into, False
        item.save()


def restore_evidence(stance: Stance, items: Sequence[Mapping[str, Any]]) -> None:
    known = {item["id"] for item in items}
    # What the decision made is set aside, not deleted; corroboration found since stays.
    Evidence.objects.filter(stance=stance, primary=True).exclude(pk__in=known).update(
        primary=False, status=Evidence.Status.REJECTED
    )
    Evidence.objects.filter(pk__in=known).update(primary=False)
    for item in items:
        Evidence.objects.filter(pk=item["id"]).update(
            stance=stance,
            start=item["start"],
            end=item["end"],
            text=item["text"],
            primary=item["primary"],
            status=item["status"],
        )
