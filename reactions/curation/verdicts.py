"""What an editor says of one stance."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from reactions.curation.asking_twice import ask_for_share
from reactions.curation.evidence import (
    NOT_IN_TEXT,
    accept_primary,
    replace_primary,
)
from reactions.curation.records import full_snapshot, open_stance, record, save_once, set_columns
from reactions.curation.refusals import InvalidStance, StaleStance
from reactions.curation.statements import (
    EvidenceSpan,
    StanceFields,
    check_fields,
    checked_text,
    columns_of,
)
from reactions.models import Crisis, Decision, Evidence, Stance

Verdict = Decision.Verdict
Status = Stance.Status


@transaction.atomic
def accept(
    stance: Stance,
    *,
    seen: int,
    editor: User,
    note: str = "",
    seconds: float | None = None,
    batch: UUID | None = None,
) -> Decision:
    """Accept a proposal with its primary evidence.

    Evidence from further articles stays in the queue as corroboration. Raises StaleStance when the
    stance is no longer the proposal of version `seen`, InvalidStance when the primary evidence is
    not in its article to the letter.
    """
    row, before = open_stance(stance, seen, Status.PROPOSED)
    accept_primary(row)
    set_columns(row, status=Status.ACCEPTED)
    details = {"note": note, "seconds": seconds, "batch": batch}
    return _judged(record(row, Verdict.ACCEPT, before, editor, **details))


@transaction.atomic
def reject(
    stance: Stance,
    *,
    seen: int,
    editor: User,
    reason: str,
    note: str = "",
    seconds: float | None = None,
    batch: UUID | None = None,
) -> Decision:
    """Reject a proposal for one of `Decision.Reason`; the engine will not propose it again."""
    if reason not in Decision.Reason:
        raise InvalidStance({"reason": "Give the reason for rejecting."})
    row, before = open_stance(stance, seen, Status.PROPOSED)
    set_columns(row, status=Status.REJECTED)
    details = {"reason": reason, "note": note, "seconds": seconds, "batch": batch}
    return _judged(record(row, Verdict.REJECT, before, editor, **details))


@transaction.atomic
def correct(
    stance: Stance,
    fields: StanceFields,
    *,
    seen: int,
    editor: User,
    span: EvidenceSpan | None = None,
    note: str = "",
    public_reason: str = "",
    seconds: float | None = None,
) -> Decision:
    """Set what is wrong and accept; `span` replaces the primary evidence where it is given.

    A correction of an accepted stance is public and needs a `public_reason`. Raises StaleStance,
    InvalidStance, or DuplicateStance when another live stance says the same.
    """
    row, before = open_stance(stance, seen, Status.PROPOSED, Status.ACCEPTED)
    if row.status == Status.ACCEPTED and not public_reason.strip():
        raise InvalidStance({"public_reason": "Say in public why an accepted stance changes."})
    check_fields(fields, row.crisis)
    if span is not None:
        replace_primary(row, span)
    accept_primary(row)
    set_columns(row, status=Status.ACCEPTED, **columns_of(fields))
    details = {"note": note, "public_reason": public_reason, "seconds": seconds}
    return _judged(record(row, Verdict.CORRECT, before, editor, **details))


def _judged(decision: Decision) -> Decision:
    ask_for_share(decision)
    return decision


@transaction.atomic
def add(
    crisis: Crisis, fields: StanceFields, span: EvidenceSpan, *, editor: User, note: str = ""
) -> Decision:
    """Add a stance that the engine missed, accepted at once, with `span` as its evidence."""
    check_fields(fields, crisis)
    row = Stance(crisis=crisis, status=Status.ACCEPTED, **columns_of(fields))
    save_once(row)
    Evidence.objects.create(
        stance=row,
        article=span.article,
        start=span.start,
        end=span.end,
        text=checked_text(span),
        primary=True,
        status=Evidence.Status.ACCEPTED,
    )
    # What an undo of adding goes back to: a stance that was taken back.
    before = {**full_snapshot(row), "status": Status.WITHDRAWN, "version": 0}
    return record(row, Verdict.ADD, before, editor, note=note)


@transaction.atomic
def withdraw(stance: Stance, *, seen: int, editor: User, public_reason: str) -> Decision:
    """Take back an accepted stance; its page stays with the reason."""
    if not public_reason.strip():
        raise InvalidStance({"public_reason": "Say in public why the stance is withdrawn."})
    row, before = open_stance(stance, seen, Status.ACCEPTED)
    set_columns(row, status=Status.WITHDRAWN)
    return record(row, Verdict.WITHDRAW, before, editor, public_reason=public_reason)


@transaction.atomic
def decide_evidence(
    evidence: Evidence, *, accepted: bool, seen: int, editor: User, seconds: float | None = None
) -> Decision:
    """Decide on corroborating evidence of an accepted stance."""
    row, before = open_stance(evidence.stance, seen, Status.ACCEPTED)
    item = Evidence.objects.select_related("article").get(pk=evidence.pk)
    if item.primary or item.status != Evidence.Status.PROPOSED:
        raise StaleStance(row)
    if accepted and not item.fits():
        raise InvalidStance({"evidence": NOT_IN_TEXT})
    status = Evidence.Status.ACCEPTED if accepted else Evidence.Status.REJECTED
    Evidence.objects.filter(pk=item.pk).update(status=status)
    set_columns(row)
    verdict = Verdict.ACCEPT_EVIDENCE if accepted else Verdict.REJECT_EVIDENCE
    return record(row, verdict, before, editor, seconds=seconds)
