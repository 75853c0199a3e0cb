"""Which stances may be one act told by several articles, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, groupby
from typing import NamedTuple

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from reactions.models import Evidence, Stance
from reactions.queue import DUPLICATE_WITHIN, Queue

# So many of a queue's likely duplicates are compared; the rest comes once these are decided.
COMPARED = 300
# From this likeness of their words on (0 to 100) two tellings are proposed for merging.
ALIKE = 60


class MergeProposal(NamedTuple):
    """Two live stances of the same actor and kind, and how alike their words are, 0 to 100."""

    stance: Stance
    into: Stance
    likeness: int


def likeness(one: Evidence, other: Evidence) -> int:
    """How far two pieces of evidence use the same words, whatever their order, 0 to 100."""
    return round(token_set_ratio(one.text, other.text, processor=default_process))


def merge_proposals(queue: Queue) -> list[MergeProposal]:
    """Pairs of the stances in `queue` and those near them that tell of one act in the same words.

    The accepted or older one of a pair is the one to merge into. Two officials who are both named
    took two stances, and so did two targets that are both named.
    """
    ids = list(queue.items.values_list("stance_id", flat=True)[:COMPARED])
    found = Stance.objects.filter(pk__in=ids).with_names()
    near = _with_neighbours(found)
    pairs = (
        _proposal(one, other)
        for _, same in groupby(near, key=_act)
        for one, other in combinations(list(same), 2)
        if abs(one.day - other.day) <= DUPLICATE_WITHIN and _may_be_one(one, other)
    )
    alike = [pair for pair in pairs if pair.likeness >= ALIKE and pair.stance.pk in set(ids)]
    return sorted(alike, key=lambda pair: -pair.likeness)


def _act(stance: Stance) -> tuple[int, int, str]:
    return stance.crisis_id, stance.actor_id, stance.kind


def _with_neighbours(stances: Iterable[Stance]) -> list[Stance]:
    """These and the live ones of the same crises, actors and kinds, sorted by these."""
    acts = {_act(stance) for stance in stances}
    live = Stance.objects.live().filter(
        crisis__in={crisis for crisis, _, _ in acts},
        actor__in={actor for _, actor, _ in acts},
        kind__in={kind for _, _, kind in acts},
    )
    with_words = live.with_evidence()
    return sorted((one for one in with_words if _act(one) in acts), key=_act)


def _may_be_one(one: Stance, other: Stance) -> bool:
    officials = {one.official_id, other.official_id} - {None}
    targets = {one.target, other.target} - {""}
    return len(officials) < 2 and len(targets) < 2


def _proposal(one: Stance, other: Stance) -> MergeProposal:
    accepted = Stance.Status.ACCEPTED
    into, stance = sorted((one, other), key=lambda each: (each.status != accepted, each.pk))
    return MergeProposal(stance, into, likeness(_words(stance), _words(into)))


def _words(stance: Stance) -> Evidence:
    return next(item for item in stance.evidence.all() if item.primary)
