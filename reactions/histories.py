"""How an actor's position changes over the days: ribbons, and the file that scrubbing reads."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reactions.extraction.codebook import KINDS, Kind, Side
from reactions.positions import (
    CRISIS,
    DIVIDED_WITHIN,
    SECOND_STANCE_WITHIN,
    SUMMONED_FOR,
    Line,
    Position,
    Rule,
    StanceRow,
    colors,
    position,
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
    return {Side.CRITICAL: row.level, Side.SUPPORTIVE: -row.level}.get(row.side, 0)


def history(
    rows: Sequence[StanceRow], *, rule: Rule = Rule.POSITION, last: date | None = None
) -> list[Step]:
    """One actor's positions in time, oldest first; steps after `last` are left out."""
    steps: list[Step] = []
    for day in _turning_days(rows):
        if last is not None and day > last:
            break
        stands = position(rows, day, rule=rule)
        if not steps or steps[-1].position != stands:
            steps.append(Step(day, stands))
    return steps


def _turning_days(rows: Iterable[StanceRow]) -> list[date]:
    """The days on which a position can change: a new stance, or an old one that has run out."""
    days: set[date] = set()
    for row in rows:
        days.add(row.day)
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
) -> dict[str, list[Step]]:
    """The history of every actor that has a stance towards `target`, by actor code."""
    by_actor: dict[str, list[StanceRow]] = defaultdict(list)
    for row in rows:
        if colors(row, target):
            by_actor[row.actor].append(row)
    return {actor: history(stances, rule=rule, last=last) for actor, stances in by_actor.items()}


def positions_file(
    rows: Sequence[StanceRow],
    *,
    first: date,
    last: date,
    target: str = CRISIS,
    rule: Rule = Rule.POSITION,
) -> dict[str, Any]:
    """All positions of all days, compact enough to be sent once.

    `actors` gives for each code its steps as `[day, kind, stance, since, line, second, flags]`:
    days are counted from `first`, `since` is the day of the deciding stance; kinds are given by
    their place in `kinds` (-1: none), lines in `lines`; flag 1 says divided, 2 announced only.
    """
    changes = histories(rows, target=target, rule=rule, last=last)
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
