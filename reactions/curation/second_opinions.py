"""A share of what is decided is coded again by a second editor, who sees the proposal alone.

How far the two agree measures the codebook and the editors (`reactions.agreement`); where they
differ, a senior editor settles which of the two stands.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from reactions.curation.records import locked
from reactions.curation.refusals import CurationError, InvalidStance
from reactions.curation.statements import StanceFields, check_fields
from reactions.curation.undoing import undo
from reactions.curation.verdicts import correct, withdraw
from reactions.models import Actor, Decision, Official, SecondOpinion, Stance
from reactions.models.opinions import coded

Outcome = SecondOpinion.Outcome
Status = Stance.Status


@transaction.atomic
def give_opinion(
    opinion: SecondOpinion,
    *,
    editor: User,
    fields: StanceFields | None,
    reason: str = "",
    note: str = "",
    seconds: float | None = None,
) -> SecondOpinion:
    """Say what `editor` makes of the proposal: `fields`, or for None that it is rejected.

    A rejection needs one of `Decision.Reason`. Raises InvalidStance, or CurationError where the
    opinion was given meanwhile, the first decision was undone, or is the editor's own.
    """
    row = _locked_opinion(opinion)
    _check_open(row, editor)
    if fields is None:
        if reason not in Decision.Reason:
            raise InvalidStance({"reason": "Give the reason for rejecting."})
        row.coding = {"status": Status.REJECTED.value}
    else:
        check_fields(fields, row.stance.crisis)
        row.coding = {"status": Status.ACCEPTED.value, **fields.as_snapshot()}
    row.editor, row.note, row.seconds = editor, note, seconds
    row.reason = reason if fields is None else ""
    row.agrees = coded(row.coding) == coded(row.first.after)
    row.given_at = timezone.now()
    row.save()
    return row


@transaction.atomic
def take_opinion_back(opinion: SecondOpinion, *, editor: User) -> None:
    """Open an opinion again for the one who gave it, as long as nothing was settled by it."""
    row = _locked_opinion(opinion)
    if row.editor_id != editor.pk or row.outcome:
        raise CurationError("Only your own opinion, not settled yet, can be taken back.")
    row.editor = row.coding = row.agrees = row.given_at = row.seconds = None
    row.reason = row.note = ""
    row.save()


@transaction.atomic
def settle(
    opinion: SecondOpinion,
    outcome: str,
    *,
    editor: User,
    public_reason: str = "",
    note: str = "",
) -> SecondOpinion:
    """Settle a disagreement: the first stands, the second is taken, or neither.

    Taking the second changes the stance by a Decision of `editor`; a change of what is accepted
    needs a `public_reason`. Raises CurationError where the two agree, where it was settled
    already, or where the stance was decided anew since the first decision.
    """
    # The stance before the opinion, as whoever removes an article holds them.
    locked(opinion.first.stance_id)
    row = _locked_opinion(opinion)
    if row.agrees is not False or row.outcome:
        raise CurationError("There is nothing to settle here any more.")
    if outcome not in Outcome:
        raise InvalidStance({"outcome": "Choose what stands."})
    if outcome == Outcome.SECOND:
        row.resolution = _take_second(row, editor, public_reason)
    row.outcome, row.settled_by, row.settled_note = outcome, editor, note
    row.settled_at = timezone.now()
    row.save()
    return row


def _take_second(opinion: SecondOpinion, editor: User, public_reason: str) -> Decision:
    stance = locked(opinion.first.stance_id)
    if stance.version != opinion.first.after["version"]:
        raise CurationError(
            "The stance was decided anew since the first decision. Open it and set it right there, "
            "then settle this in another way."
        )
    coding: dict[str, Any] = opinion.coding or {}
    if coding["status"] == Status.REJECTED:
        return withdraw(stance, seen=stance.version, editor=editor, public_reason=public_reason)
    if stance.status == Status.REJECTED:
        undo(opinion.first, editor=editor)
        stance = locked(stance.pk)
    fields = StanceFields.of_snapshot(
        coding,
        actor=Actor.objects.get(code=coding["actor"]),
        official=Official.objects.named(coding["official"]),
    )
    return correct(stance, fields, seen=stance.version, editor=editor, public_reason=public_reason)


def _locked_opinion(opinion: SecondOpinion) -> SecondOpinion:
    rows = SecondOpinion.objects.select_for_update(of=("self",))
    return rows.select_related("first__stance__crisis").get(pk=opinion.pk)


def _check_open(opinion: SecondOpinion, editor: User) -> None:
    if opinion.editor_id is not None:
        raise CurationError("Somebody else gave this second opinion meanwhile.")
    if opinion.first.editor_id == editor.pk:
        raise CurationError("The first decision is your own: another editor must look at it.")
    if hasattr(opinion.first, "undone_by"):
        raise CurationError("The first decision was undone: there is nothing to compare with.")
