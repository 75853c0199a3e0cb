"""Who stands where on a day: the rule by which the map is colored (docs/method: position rule).

Plain Python over rows, so that pages, API, exports and the browser's positions file agree.
An actor's position towards a target on a day is, from its stances dated up to the end of that day:

1. a standing measure: an ambassador recalled, a sanction, relations severed, announced or in force,
   with no later `ended` by the same actor, of the same kind and target: the highest level;
2. else an ambassador summoned within 14 days;
3. else the stances of its latest day: the highest level, then codebook order, then the lower id.

Entries with phase `ended` only end a measure: no rule colors by one, nor, in 1 to 3, by the
measure that it ended. In ending, an empty target equals `authorities`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from reactions.extraction.codebook import KINDS, Group, Kind, Phase, Side, Target

SUMMONED_FOR = timedelta(days=14)
SECOND_STANCE_WITHIN = timedelta(days=30)
DIVIDED_WITHIN = timedelta(days=14)
MEASURES = frozenset({Kind.RECALL_AMBASSADOR, Kind.SANCTION, Kind.SEVER_RELATIONS})
CRISIS = "crisis"

# The kinds by level, then codebook order.
HIGHEST_FIRST = sorted(KINDS, key=lambda kind: -KINDS[kind].level)
_RANK = {kind: rank for rank, kind in enumerate(HIGHEST_FIRST)}
# Looked at for every row: a member of an enumeration takes longer to find than a name.
_ENDED = Phase.ENDED.value
_AUTHORITIES = Target.AUTHORITIES.value
_OPPONENTS = Target.OPPONENTS.value
_OF_CRISIS = frozenset({"", _AUTHORITIES, Target.ALL.value})


class Rule(StrEnum):
    """How an actor's many stances become one color."""

    POSITION = "position"
    LATEST = "latest"
    STRONGEST = "strongest"
    FIRST = "first"


class Line(StrEnum):
    """Which line of the rule decided."""

    STANDING = "standing measure"
    SUMMONED = "ambassador summoned within 14 days"
    LATEST = "latest stance"
    STRONGEST = "strongest stance"
    FIRST = "first stance"


class StanceRow(NamedTuple):
    """What the rule must know of an accepted stance; a tuple, since thousands are made at once."""

    id: int
    actor: str
    kind: Kind
    target: str
    phase: str
    day: date

    @property
    def level(self) -> int:
        return KINDS[self.kind].level

    @property
    def group(self) -> Group:
        return KINDS[self.kind].group

    @property
    def side(self) -> Side:
        return KINDS[self.kind].side

    @property
    def ends(self) -> bool:
        """Whether the entry ends a measure instead of taking a stance."""
        return self.phase == _ENDED


@dataclass(frozen=True, slots=True)
class Position:
    """Where an actor stands, the stance that decided it and by which line."""

    stance: StanceRow
    line: Line
    divided: bool = False
    second: StanceRow | None = None

    @property
    def announced_only(self) -> bool:
        return self.stance.phase == Phase.ANNOUNCED


def colors(row: StanceRow, target: str = CRISIS) -> bool:
    """Whether a stance counts for positions towards `target`.

    `crisis` takes stances towards the authorities, all or nobody named, and solidarity with the
    opponents; any other target takes those that name it.
    """
    if target != CRISIS:
        return row.target == target
    return row.target in _OF_CRISIS or (row.target == _OPPONENTS and row.kind == Kind.SOLIDARITY)


def positions(
    rows: Iterable[StanceRow],
    day: date,
    *,
    target: str = CRISIS,
    rule: Rule = Rule.POSITION,
    since: date | None = None,
) -> dict[str, Position]:
    """The position of every actor that has one on `day`, by actor code.

    `since` bounds the window from below for all rules; stances after `day` never count.
    """
    by_actor: dict[str, list[StanceRow]] = defaultdict(list)
    for row in rows:
        if row.day <= day and (since is None or row.day >= since) and colors(row, target):
            by_actor[row.actor].append(row)
    found = {actor: _position(known, day, rule) for actor, known in by_actor.items()}
    return {actor: stands for actor, stands in found.items() if stands is not None}


def position(
    rows: Sequence[StanceRow], day: date, *, rule: Rule = Rule.POSITION
) -> Position | None:
    """The position that one actor's stances towards one target give on `day`; None without any."""
    return _position([row for row in rows if row.day <= day], day, rule)


def _position(known: list[StanceRow], day: date, rule: Rule) -> Position | None:
    """The same of stances that are known on `day`."""
    stances = [row for row in known if row.phase != _ENDED]
    decided = _decide(known, stances, day, rule)
    if decided is None:
        return None
    row, line = decided
    return Position(
        stance=row, line=line, divided=_divided(stances, day), second=_second(stances, row, day)
    )


def _decide(
    rows: list[StanceRow], stances: list[StanceRow], day: date, rule: Rule
) -> tuple[StanceRow, Line] | None:
    """What decides among `stances`: those of `rows` that do not end a measure."""
    if not stances:
        return None
    if rule is Rule.STRONGEST:
        return _highest(stances), Line.STRONGEST
    if rule is Rule.FIRST:
        return _highest_of_day(stances, min(row.day for row in stances)), Line.FIRST
    ends = _last_ends(rows)
    standing = stances
    if ends:
        standing = [row for row in stances if not (row.phase and _ended(row, ends))]
    if not standing:
        return None
    if rule is Rule.POSITION:
        if measures := [row for row in standing if row.kind in MEASURES]:
            return _highest(measures), Line.STANDING
        summoned = [
            row
            for row in standing
            if row.kind == Kind.SUMMON_AMBASSADOR and day - row.day <= SUMMONED_FOR
        ]
        if summoned:
            return _highest_of_day(summoned, max(row.day for row in summoned)), Line.SUMMONED
    return _highest_of_day(standing, max(row.day for row in standing)), Line.LATEST


def _last_ends(rows: Iterable[StanceRow]) -> dict[tuple[Kind, str], tuple[date, int]]:
    """When the measures of each kind and target were ended last: the entry's day and number."""
    ends: dict[tuple[Kind, str], tuple[date, int]] = {}
    for row in rows:
        if row.phase == _ENDED:
            key = measure_key(row)
            ends[key] = max(ends.get(key, (date.min, 0)), (row.day, row.id))
    return ends


def _ended(measure: StanceRow, ends: dict[tuple[Kind, str], tuple[date, int]]) -> bool:
    """Whether a later entry of the same actor ends this measure, which has a phase."""
    ended = ends.get(measure_key(measure))
    return ended is not None and ended > (measure.day, measure.id)


def measure_key(row: StanceRow) -> tuple[Kind, str]:
    """What a measure and the entry that ends it have in common."""
    return row.kind, row.target or _AUTHORITIES


def _highest(rows: Iterable[StanceRow]) -> StanceRow:
    return min(rows, key=highest_first)


def highest_first(row: StanceRow) -> tuple[int, int]:
    """The order in which stances decide: level, then codebook order, then the lower id."""
    return _RANK[row.kind], row.id


def _highest_of_day(rows: Iterable[StanceRow], day: date) -> StanceRow:
    return _highest(row for row in rows if row.day == day)


def _divided(stances: Iterable[StanceRow], day: date) -> bool:
    """Whether supportive and critical stances stand within 14 days before `day`."""
    since = _before(day, DIVIDED_WITHIN)
    recent = {row.side for row in stances if row.day >= since}
    return {Side.SUPPORTIVE, Side.CRITICAL} <= recent


def _second(stances: Iterable[StanceRow], first: StanceRow, day: date) -> StanceRow | None:
    """The highest stance of another group within 30 days before `day`."""
    since = _before(day, SECOND_STANCE_WITHIN)
    others = [row for row in stances if row.day >= since and row.group != first.group]
    return _highest(others) if others else None


def _before(day: date, days: timedelta) -> date:
    """The day so long before, or the first there is."""
    return day - min(days, day - date.min)
