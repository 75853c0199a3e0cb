"""Taking decisions back, by new ones."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from reactions.curation.records import (
    full_snapshot,
    is_public,
    locked,
    publish_change,
    record,
    restore,
    set_columns,
)
from reactions.curation.refusals import CurationError, InvalidStance, StaleStance
from reactions.models import Decision, PublicChange, Stance

Verdict = Decision.Verdict

# So long after a decision its own editor may still take it for a slip of the hand.
SECOND_THOUGHT = timedelta(minutes=10)


def last_standing(stance: Stance) -> Decision | None:
    """The latest decision on a stance that is not undone: the one that can be."""
    standing = stance.decisions.exclude(verdict=Verdict.UNDO).filter(undone_by__isnull=True)
    return standing.order_by("-pk").first()


@transaction.atomic
def undo(
    decision: Decision, *, editor: User, seen: int | None = None, public_reason: str = ""
) -> Decision:
    """Put a stance back to what it was before `decision`, by a new Decision.

    Decisions are undone from the latest back; CurationError says so where another one stands. What
    became public by the decision is corrected by the undo: that needs a `public_reason`, unless
    the same editor thinks better of it within SECOND_THOUGHT. Raises StaleStance where the editor
    says which version was `seen` and the stance has another.
    """
    row, kept = _held(decision)
    if seen not in (None, row.version):
        raise StaleStance(row)
    if last_standing(row) != decision:
        raise CurationError(
            "Only the latest decision on a stance that is not undone yet can be undone."
        )
    if _needs_public_reason(decision, editor) and not public_reason.strip():
        raise InvalidStance({"public_reason": "Say in public why this is undone."})
    current = full_snapshot(row)
    restore(row, decision.before)
    _check_shown(row)
    if kept is not None:
        _check_shown(kept)
        set_columns(kept)
    undone = record(
        row, Verdict.UNDO, current, editor, undoes=decision, public_reason=public_reason
    )
    if kept is not None and is_public(kept):
        publish_change(kept, PublicChange.Type.CHANGED, undone)
    return undone


def _held(decision: Decision) -> tuple[Stance, Stance | None]:
    """The stance, and of a merge the one that it became, held until the transaction ends.

    In the order of their ids, as a merge holds them: two editors never wait for each other.
    """
    pks = {decision.stance_id}
    if decision.verdict == Verdict.MERGE:
        pks.add(decision.after["merged_into"])
    rows = {pk: locked(pk) for pk in sorted(pks)}
    row = rows.pop(decision.stance_id)
    return row, next(iter(rows.values()), None)


def _check_shown(stance: Stance) -> None:
    """Refuse an undo that would leave a live stance without evidence."""
    if stance.status in Stance.LIVE and not stance.evidence.filter(primary=True).exists():
        raise CurationError(
            f"The article that showed stance {stance.pk} was removed since: this cannot be undone."
        )


def _needs_public_reason(decision: Decision, editor: User) -> bool:
    slip = decision.editor_id == editor.pk and timezone.now() - decision.at <= SECOND_THOUGHT
    return not slip and decision.public_changes.exists()
