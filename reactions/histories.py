"""How an actor's position changes over the days: ribbons, and the file that scrubbing reads."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import Any

from reactions.extraction.codebook import KINDS, Kind, Side
from reactions.positions import (
    CRISIS,
    DIVIDED_WITHIN,
    HIGHEST_FIRST,
    MEASURES,
    SECOND_STANCE_WITHIN,
    SUMMONED_FOR,
    Line,
    Position,
    Rule,
    StanceRow,
    colors,
    highest_first,
    measure_key,
)

_KINDS = list(KINDS)
_LINES = list(Line)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """From `day` on the actor stands at `position`; None where it has none any more."""

    day: date
    position: Position | None


def score(row: StanceRow) -> int:
    """How critical a stance is: its level, negative where it is supportive, 0 where neutral."""
    return kind_score(row.kind)


def kind_score(kind: Kind) -> int:
    """How critical stances of a kind are; see `score`."""
    entry = KINDS[kind]
    return {Side.CRITICAL: entry.level, Side.SUPPORTIVE: -entry.level}.get(entry.side, 0)


def history(
    rows: Sequence[StanceRow],
    *,
    rule: Rule = Rule.POSITION,
    last: date | None = None,
    marks: bool = True,
) -> list[Step]:
    """One actor's positions in time, oldest first; steps after `last` are left out.

    Without `marks` nobody is divided and nothing is second: ribbons show neither. Each stance is
    looked at once on its way in and once on its way out, so that an actor with thousands of them
    costs a sort.
    """
    coming = deque(sorted(rows, key=lambda row: (row.day, row.id)))
    known = _Known()
    steps: list[Step] = []
    for day in _turning_days(rows, marks=marks):
        if last is not None and day > last:
            break
        while coming and coming[0].day <= day:
            known.add(coming.popleft())
        stands = known.position(day, rule, marks=marks)
        if not steps or steps[-1].position != stands:
            steps.append(Step(day, stands))
    return steps


class _Known:
    """One actor's stances up to a day, kept so that `positions.position` of it is at hand."""

    def __init__(self) -> None:
        self.first_day: list[StanceRow] = []
        # The lowest number of each kind; stances of one kind differ in nothing else that decides.
        self.lowest: dict[Kind, StanceRow] = {}
        self.newest_of_side: dict[Side, date] = {}
        self.recent: dict[Kind, deque[StanceRow]] = defaultdict(deque)
        self.standing = _Standing()

    def add(self, row: StanceRow) -> None:
        """Take the next stance in the order of days and numbers."""
        if row.ends:
            self.standing.end(row)
            return
        if not self.first_day or self.first_day[0].day == row.day:
            self.first_day.append(row)
        if row.kind not in self.lowest or row.id < self.lowest[row.kind].id:
            self.lowest[row.kind] = row
        self.newest_of_side[row.side] = row.day
        # Whatever is older and has a higher number can never be the lowest again.
        recent = self.recent[row.kind]
        while recent and recent[-1].id > row.id:
            recent.pop()
        recent.append(row)
        self.standing.add(row)

    def position(self, day: date, rule: Rule, *, marks: bool) -> Position | None:
        decided = self._decide(day, rule)
        if decided is None:
            return None
        row, line = decided
        if not marks:
            return Position(stance=row, line=line)
        return Position(
            stance=row, line=line, divided=self._divided(day), second=self._second(row, day)
        )

    def _decide(self, day: date, rule: Rule) -> tuple[StanceRow, Line] | None:
        if rule is Rule.STRONGEST:
            highest = min(self.lowest.values(), key=highest_first, default=None)
            return (highest, Line.STRONGEST) if highest else None
        if rule is Rule.FIRST:
            first = min(self.first_day, key=highest_first, default=None)
            return (first, Line.FIRST) if first else None
        return self.standing.decide(day, rule)

    def _divided(self, day: date) -> bool:
        return all(
            side in self.newest_of_side and day - self.newest_of_side[side] <= DIVIDED_WITHIN
            for side in (Side.SUPPORTIVE, Side.CRITICAL)
        )

    def _second(self, first: StanceRow, day: date) -> StanceRow | None:
        for kind in HIGHEST_FIRST:
            recent = self.recent.get(kind)
            while recent and day - recent[0].day > SECOND_STANCE_WITHIN:
                recent.popleft()
            if recent and recent[0].group != first.group:
                return recent[0]
        return None


class _Standing:
    """The stances that nothing has ended: the measures among them, and the newest days."""

    def __init__(self) -> None:
        self.ended: set[int] = set()
        self.open: dict[tuple[Kind, str], list[StanceRow]] = defaultdict(list)
        self.measures: list[tuple[tuple[int, int], StanceRow]] = []
        self.days: list[list[StanceRow]] = []
        self.summoned: list[list[StanceRow]] = []

    def add(self, row: StanceRow) -> None:
        if row.phase:
            self.open[measure_key(row)].append(row)
        if row.kind in MEASURES:
            heappush(self.measures, (highest_first(row), row))
        _append_by_day(self.days, row)
        if row.kind == Kind.SUMMON_AMBASSADOR:
            _append_by_day(self.summoned, row)

    def end(self, ending: StanceRow) -> None:
        """Let what came before this entry stand no longer."""
        self.ended.update(row.id for row in self.open.pop(measure_key(ending), ()))

    def decide(self, day: date, rule: Rule) -> tuple[StanceRow, Line] | None:
        if rule is Rule.POSITION:
            while self.measures and self.measures[0][1].id in self.ended:
                heappop(self.measures)
            if self.measures:
                return self.measures[0][1], Line.STANDING
            summoned = self._newest(self.summoned)
            if summoned and day - summoned.day <= SUMMONED_FOR:
                return summoned, Line.SUMMONED
        latest = self._newest(self.days)
        return (latest, Line.LATEST) if latest else None

    def _newest(self, days: list[list[StanceRow]]) -> StanceRow | None:
        """The highest stance of the newest day that has one standing."""
        while days:
            days[-1] = [row for row in days[-1] if row.id not in self.ended]
            if days[-1]:
                return min(days[-1], key=highest_first)
            days.pop()
        return None


def _append_by_day(days: list[list[StanceRow]], row: StanceRow) -> None:
    if days and days[-1][0].day == row.day:
        days[-1].append(row)
    else:
        days.append([row])


def _turning_days(rows: Iterable[StanceRow], *, marks: bool) -> list[date]:
    """The days on which a position can change: a new stance, or an old one that has run out."""
    days: set[date] = set()
    for row in rows:
        days.add(row.day)
        if marks:
            days.add(row.day + DIVIDED_WITHIN + _ONE_DAY)
            days.add(row.day + SECOND_STANCE_WITHIN + _ONE_DAY)
        if row.kind == Kind.SUMMON_AMBASSADOR:
            days.add(row.day + SUMMONED_FOR + _ONE_DAY)
    return sorted(days)


def histories(
    rows: Iterable[StanceRow],
    *,
    target: str = CRISIS,
    rule: Rule = Rule.POSITION,
    last: date | None = None,
    marks: bool = True,
) -> dict[str, list[Step]]:
    """The history of every actor that has a stance towards `target`, by its code."""
    by_actor: dict[str, list[StanceRow]] = defaultdict(list)
    for row in rows:
        if colors(row, target):
            by_actor[row.actor].append(row)
    return {
        actor: history(stances, rule=rule, last=last, marks=marks)
        for actor, stances in by_actor.items()
    }


def positions_file(
    rows: Sequence[StanceRow],
    *,
    first: date,
    last: date,
    target: str = CRISIS,
    rule: Rule = Rule.POSITION,
    marks: bool = True,
) -> dict[str, Any]:
    """All positions of all days, compact enough to be sent once; for `marks` see `history`.

    `actors` gives for each code its steps as `[day, kind, stance, since, line, second, flags]`:
    days are counted from `first`, `since` is the day of the deciding stance; kinds are given by
    their place in `kinds` (-1: none), lines in `lines`; flag 1 says divided, 2 announced only.
    """
    changes = histories(rows, target=target, rule=rule, last=last, marks=marks)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "kinds": [kind.value for kind in _KINDS],
        "lines": [line.value for line in _LINES],
        "days": sorted({(row.day - first).days for row in rows}),
        "actors": {
            actor: [_packed(step, first) for step in steps]
            for actor, steps in sorted(changes.items())
            if steps
        },
    }


def _packed(step: Step, first: date) -> list[int]:
    days = (step.day - first).days
    stands = step.position
    if stands is None:
        return [days, -1, 0, 0, 0, -1, 0]
    return [
        days,
        _KINDS.index(stands.stance.kind),
        stands.stance.id,
        (stands.stance.day - first).days,
        _LINES.index(stands.line),
        _KINDS.index(stands.second.kind) if stands.second else -1,
        int(stands.divided) + 2 * int(stands.announced_only),
    ]
