"""How far two editors agree who coded the same proposals, each without seeing the other's coding.

Every second opinion that was given counts, also where the disagreement was settled since: the two
codings were independent when they were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from reactions.extraction.codebook import KINDS, Kind
from reactions.models import SecondOpinion
from reactions.models.opinions import CODED_FIELDS, coded
from reactions.precision import wilson

NO_STANCE = "no stance"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two coders said the same, and how far that is beyond chance.

    `used` counts the items to which at least one of the two gave the category.
    """

    label: str
    same: int
    total: int
    kappa: float | None
    used: int

    @property
    def percent(self) -> float:
        """The raw agreement."""
        return 100 * self.same / self.total if self.total else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """The Wilson interval of the raw agreement at 95 %, in percent."""
        low, high = wilson(self.same, self.total)
        return 100 * low, 100 * high


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """The agreement of two coders beyond chance (J. Cohen, Educ. Psychol. Meas. 20, 1960).

    kappa = (po - pe) / (1 - pe): po is the share of `pairs` that are equal, pe the share that would
    be if each coder gave categories at random as often as he gave them. 1 is perfect agreement, 0
    what chance gives; None for no pairs, and where both gave one and the same category throughout.
    """
    if not pairs:
        return None
    total = len(pairs)
    first = Counter(one for one, _ in pairs)
    second = Counter(other for _, other in pairs)
    by_chance = sum(count * second[category] for category, count in first.items()) / total**2
    if by_chance == 1:
        return None
    observed = sum(one == other for one, other in pairs) / total
    return (observed - by_chance) / (1 - by_chance)


@dataclass(frozen=True, slots=True)
class Report:
    """The agreement on all that was coded twice."""

    kind: Agreement
    by_kind: list[Agreement]
    by_field: list[Agreement]
    confused: list[tuple[str, str, int]]


def report(opinions: Iterable[SecondOpinion]) -> Report:
    """Compare the two codings of each of `opinions`, which have `first` at hand.

    The category of a coding is its kind, or NO_STANCE where it was rejected; a kind's own kappa is
    that of the two categories "this kind" and "anything else".
    """
    codings = [
        (coded(opinion.first.after), coded(opinion.coding))
        for opinion in opinions
        if opinion.coding is not None
    ]
    pairs = [(_category(one), _category(other)) for one, other in codings]
    both = [
        (one, other)
        for one, other in codings
        if NO_STANCE not in (_category(one), _category(other))
    ]
    confused = Counter((one, other) for one, other in pairs if one != other)
    return Report(
        kind=_agreement("all", pairs, used=len(pairs)),
        by_kind=[
            _of_category(category, pairs)
            for category in (*(kind.value for kind in Kind), NO_STANCE)
            if any(category in pair for pair in pairs)
        ],
        by_field=[
            _agreement(
                name,
                [(one[name], other[name]) for one, other in both],
                used=sum(bool(one[name] or other[name]) for one, other in both),
            )
            for name in CODED_FIELDS
        ],
        confused=[(_label(a), _label(b), count) for (a, b), count in confused.most_common()],
    )


def _category(coding: dict[str, str]) -> str:
    return coding.get("kind", NO_STANCE)


def _label(category: str) -> str:
    return NO_STANCE if category == NO_STANCE else KINDS[Kind(category)].label


def _of_category(category: str, pairs: Sequence[tuple[str, str]]) -> Agreement:
    said = [(one == category, other == category) for one, other in pairs]
    return _agreement(_label(category), said, used=sum(any(pair) for pair in said))


def _agreement(label: str, pairs: Sequence[tuple[Hashable, Hashable]], *, used: int) -> Agreement:
    same = sum(one == other for one, other in pairs)
    return Agreement(label, same, len(pairs), cohen_kappa(pairs), used)
