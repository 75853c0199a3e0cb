"""Two stances that tell one act become one."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from reactions.curation.evidence import move_evidence
from reactions.curation.records import (
    is_public,
    locked,
    open_stance,
    publish_change,
    record,
    set_columns,
)
from reactions.curation.refusals import InvalidStance
from reactions.models import Decision, PublicChange, Stance

Verdict = Decision.Verdict
Status = Stance.Status


@transaction.atomic
def merge(
    stance: Stance,
    into: Stance,
    *,
    seen: int,
    editor: User,
    override: bool = False,
    note: str = "",
) -> Decision:
    """Make `stance` one with `into`: its evidence becomes corroboration there, nothing is lost.

    Where `into` is accepted the corroboration is so too: the editor saw both. Raises InvalidStance
    where the two differ in actor, kind, target or day, unless `override` says that they are the
    same act all the same, and always where they are of two crises.
    """
    # In one order, whichever way round two editors merge the same two.
    for pk in sorted((stance.pk, into.pk)):
        locked(pk)
    row, before = open_stance(stance, seen, Status.PROPOSED, Status.ACCEPTED)
    kept = locked(into.pk)
    if kept.pk == row.pk or kept.status not in Stance.LIVE:
        raise InvalidStance({"into": f"Stance {kept.pk} is not one to merge into."})
    differing = [
        field
        for field in ("crisis_id", "actor_id", "kind", "target", "day")
        if getattr(row, field) != getattr(kept, field)
    ]
    if differing and (not override or "crisis_id" in differing):
        names = ", ".join(field.removesuffix("_id") for field in differing)
        raise InvalidStance({"into": f"The two differ in {names}; correct one of them first."})
    move_evidence(row, kept)
    set_columns(row, status=Status.MERGED, merged_into=kept)
    set_columns(kept)
    decision = record(row, Verdict.MERGE, before, editor, note=note)
    if is_public(kept):
        publish_change(kept, PublicChange.Type.CHANGED, decision)
    return decision
