"""Deciding on many stances at once, and undoing it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from reactions.curation.evidence import check_primary
from reactions.curation.refusals import CurationError, InvalidStance
from reactions.curation.undoing import undo
from reactions.curation.verdicts import accept, reject
from reactions.models import Decision, Stance

# More than this nobody has looked at, one by one.
BATCH_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of deciding on many at once: the decisions, and what was refused and why."""

    id: UUID
    decisions: tuple[Decision, ...]
    refused: Mapping[int, CurationError]


@transaction.atomic
def decide_many(seen: Mapping[int, int], *, editor: User, reason: str = "") -> Batch:
    """Accept proposals at once, or reject them for `reason`.

    `seen` maps the ids of stances to the versions that the editor saw. Each is decided for itself:
    one that changed meanwhile, or whose evidence is not in its article to the letter, is refused
    and the rest goes on. Raises InvalidStance for more than BATCH_LIMIT.
    """
    if len(seen) > BATCH_LIMIT:
        raise InvalidStance({"items": f"At most {BATCH_LIMIT} are decided at once."})
    batch, decisions, refused = uuid4(), [], {}
    for stance in _held(Stance.objects.filter(pk__in=seen)):
        pk = stance.pk
        common: Any = {"seen": seen[pk], "editor": editor, "batch": batch}
        try:
            with transaction.atomic():
                check_primary(stance)
                if reason:
                    decisions.append(reject(stance, reason=reason, **common))
                else:
                    decisions.append(accept(stance, **common))
        except CurationError as error:
            refused[pk] = error
    return Batch(batch, tuple(decisions), refused)


@transaction.atomic
def undo_batch(batch: UUID, *, editor: User, public_reason: str = "") -> Batch:
    """Undo what of a batch still stands, the latest first; what cannot be undone is refused."""
    _held(Stance.objects.filter(decisions__batch=batch))
    standing = Decision.objects.filter(batch=batch, undone_by__isnull=True).order_by("-pk")
    undone, refused = [], {}
    for decision in standing:
        try:
            with transaction.atomic():
                undone.append(undo(decision, editor=editor, public_reason=public_reason))
        except CurationError as error:
            refused[decision.stance_id] = error
    return Batch(batch, tuple(undone), refused)


def _held(stances: QuerySet[Stance]) -> list[Stance]:
    """These stances, held until the transaction ends.

    All before the first is decided: that takes the Revision, and whoever decides on one alone
    holds the stance while waiting for the Revision.
    """
    return list(stances.select_for_update(of=("self",)).order_by("pk"))
