"""What every change does: hold the row, compare, set, and write its Decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F

from reactions.curation.evidence import restore_evidence
from reactions.curation.refusals import CurationError, DuplicateStance, StaleStance
from reactions.models import (
    Actor,
    Crisis,
    Decision,
    Evidence,
    Official,
    PublicChange,
    Revision,
    Stance,
)

Status = Stance.Status


def locked(pk: int) -> Stance:
    """The stance as it is now, held until the transaction ends."""
    return (
        Stance.objects.select_for_update(of=("self",))
        .select_related("crisis", "actor", "official")
        .get(pk=pk)
    )


def open_stance(stance: Stance, seen: int, *statuses: str) -> tuple[Stance, dict[str, Any]]:
    """Lock `stance` and give it with its snapshot, if it is still what the editor saw.

    Compare and set: of two editors at once, one wins and the other is told.
    """
    row = locked(stance.pk)
    if row.version != seen or row.status not in statuses:
        raise StaleStance(row)
    return row, full_snapshot(row)


def full_snapshot(stance: Stance) -> dict[str, Any]:
    """Everything that an undo must be able to put back."""
    evidence = Evidence.objects.filter(stance=stance).order_by("pk")
    return {
        **stance.snapshot(),
        "version": stance.version,
        # A name may change, or be another's as well.
        "official_id": stance.official_id,
        "evidence": [
            {
                "id": item.pk,
                "article": item.article_id,
                "start": item.start,
                "end": item.end,
                "text": item.text,
                "primary": item.primary,
                "status": item.status,
            }
            for item in evidence
        ],
    }


def set_columns(stance: Stance, **columns: Any) -> None:
    """Write the columns and the next version."""
    for name, value in columns.items():
        setattr(stance, name, value)
    stance.version += 1
    save_once(stance)


def save_once(stance: Stance) -> None:
    """Save, or raise DuplicateStance when another live stance says the same."""
    try:
        with transaction.atomic():
            stance.save()
    except IntegrityError:
        other = (
            Stance.objects.live()
            .filter(
                crisis=stance.crisis,
                actor=stance.actor,
                official=stance.official,
                kind=stance.kind,
                target=stance.target,
                day=stance.day,
            )
            .exclude(pk=stance.pk)
            .first()
        )
        if other is None:
            raise
        raise DuplicateStance(other) from None


def record(
    stance: Stance, verdict: str, before: dict[str, Any], editor: User, **details: Any
) -> Decision:
    """Write the Decision, and the PublicChange if what everybody sees has changed."""
    after = full_snapshot(stance)
    decision = Decision.objects.create(
        stance=stance, editor=editor, verdict=verdict, before=before, after=after, **details
    )
    if type_ := _public_change(before, after, stance.crisis):
        publish_change(stance, type_, decision)
    return decision


def _public_change(
    before: Mapping[str, Any], after: Mapping[str, Any], crisis: Crisis
) -> str | None:
    """What everybody sees change between two snapshots, if anything."""
    if not crisis.published:
        return None
    was, is_now = (state["status"] == Status.ACCEPTED for state in (before, after))
    if is_now and not was:
        return PublicChange.Type.CREATED
    if was and not is_now:
        merged = after["status"] == Status.MERGED
        return PublicChange.Type.MERGED if merged else PublicChange.Type.WITHDRAWN
    if was and is_now and _public_part(before) != _public_part(after):
        return PublicChange.Type.CHANGED
    return None


def _public_part(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    evidence = [item for item in snapshot["evidence"] if item["status"] == Evidence.Status.ACCEPTED]
    return {**snapshot, "version": None, "evidence": evidence}


def is_public(stance: Stance) -> bool:
    return stance.status == Status.ACCEPTED and stance.crisis.published


def publish_change(stance: Stance, type_: str, decision: Decision | None) -> None:
    """Take the next revision. Its row lock makes numbers gap-free and in commit order."""
    Revision.objects.get_or_create(pk=1)
    Revision.objects.filter(pk=1).update(number=F("number") + 1)
    number = Revision.objects.values_list("number", flat=True).get(pk=1)
    change = PublicChange.objects.create(
        revision=number, stance=stance, type=type_, decision=decision
    )
    stance.public_version, stance.public_change_at = change.revision, change.at
    Stance.objects.filter(pk=stance.pk).update(
        public_version=change.revision, public_change_at=change.at
    )


def _official_of(snapshot: Mapping[str, Any]) -> Official | None:
    """Who a snapshot names, under whatever name now.

    Raises CurationError where nobody is known by the name any more.
    """
    if not snapshot["official"]:
        return None
    # Decisions of earlier days noted the name alone.
    same = Official.objects.filter(pk=snapshot.get("official_id") or 0)
    known = same.first() or Official.objects.known(snapshot["official"])
    if known is None:
        raise CurationError(
            f"“{snapshot['official']}” is no official's name or alias any more: add it to the "
            "official's aliases, then undo this."
        )
    return known


def restore(stance: Stance, snapshot: Mapping[str, Any]) -> None:
    """Put the columns and the evidence of a snapshot back, under a new version."""
    restore_evidence(stance, snapshot["evidence"])
    set_columns(
        stance,
        actor=Actor.objects.get(code=snapshot["actor"]),
        official=_official_of(snapshot),
        office=snapshot["office"],
        kind=snapshot["kind"],
        target=snapshot["target"],
        day=date.fromisoformat(snapshot["day"]),
        day_precision=snapshot["day_precision"],
        phase=snapshot["phase"],
        status=snapshot["status"],
        merged_into_id=snapshot["merged_into"],
    )
