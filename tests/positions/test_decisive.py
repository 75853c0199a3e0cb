"""What the rule says of the narrowed rows it says of all rows."""

import random
from datetime import date, timedelta

import pytest

from reactions.decisive import decisive_rows, leading_rows, rows_around, turning_rows
from reactions.extraction.codebook import Kind, Phase
from reactions.filters import towards
from reactions.histories import histories
from reactions.models import Stance
from reactions.positions import CRISIS, Rule, StanceRow, colors, position, positions
from tests.factories import make_actor, make_crisis

FIRST = date(2020, 8, 1)
DAYS = 60


@pytest.fixture
def rows(db) -> list[StanceRow]:
    """Four hundred stances of four actors, most days with several of a kind."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    crisis = make_crisis()
    actors = [make_actor(code) for code in ("POL", "RUS", "FRA", "EU")]
    taken: dict[tuple, Stance] = {}
    while len(taken) < 400:
        kind = chance.choice(list(Kind))
        stance = Stance(
            crisis=crisis,
            actor=chance.choice(actors),
            kind=kind,
            target=chance.choice(["", "authorities", "all", "opponents", "USA"]),
            day=FIRST + timedelta(days=chance.randrange(DAYS)),
            phase=chance.choice(["", "", *Phase]) if chance.random() < 0.4 else "",
            status="accepted",
        )
        taken[stance.actor, stance.kind, stance.target, stance.day] = stance
    stances = list(taken.values())
    chance.shuffle(stances)
    Stance.objects.bulk_create(stances)
    return [
        StanceRow(one.pk, one.actor.code, one.kind, one.target, one.phase, one.day)
        for one in stances
    ]


@pytest.mark.parametrize("target", [CRISIS, "authorities", "opponents", "USA"])
@pytest.mark.parametrize("rule", list(Rule))
def test_every_day_has_the_same_positions(rows, target, rule):
    counted = towards(Stance.objects.accepted(), target)
    for day in (date.min, *(FIRST + timedelta(days=ahead) for ahead in range(0, 100, 9)), date.max):
        narrowed = decisive_rows(counted, day, rule)
        expected = positions(rows, day, target=target, rule=rule)
        assert _told(positions(narrowed, day, target=target, rule=rule)) == _told(expected)


@pytest.mark.parametrize("rule", list(Rule))
def test_histories_are_the_same(rows, rule):
    narrowed = turning_rows(towards(Stance.objects.accepted(), CRISIS))
    assert len(narrowed) < len(rows)
    told = [
        {
            actor: [(step.day, step.position and _as_told(step.position)) for step in steps]
            for actor, steps in histories(some, rule=rule).items()
        }
        for some in (narrowed, rows)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("target", [CRISIS, "opponents"])
@pytest.mark.parametrize("rule", list(Rule))
def test_the_leading_rows_decide_the_same_on_every_day(rows, target, rule):
    leading = leading_rows(towards(Stance.objects.accepted(), target))
    for day in (FIRST + timedelta(days=ahead) for ahead in range(0, 100, 3)):
        told = [
            {
                actor: (position.stance.id, position.line)
                for actor, position in positions(some, day, target=target, rule=rule).items()
            }
            for some in (leading, rows)
        ]
        assert told[0] == told[1]


@pytest.mark.parametrize("target", [CRISIS, "opponents"])
def test_the_rows_around_stances_decide_the_same_then_and_the_day_before(rows, target):
    counted = towards(Stance.objects.accepted(), target)
    for first in range(0, len(rows), 5):
        turns = {row.id: row for row in rows[first : first + 5] if colors(row, target)}
        narrowed = rows_around(counted, turns)
        for row in turns.values():
            for day in (row.day, row.day - timedelta(days=1)):
                told = [
                    (stands.stance.id, stands.line)
                    if (stands := position(own, day)) is not None
                    else None
                    for own in (
                        [one for one in some if one.actor == row.actor and colors(one, target)]
                        for some in (narrowed, rows)
                    )
                ]
                assert told[0] == told[1]


def _told(found):
    return {actor: _as_told(position) for actor, position in found.items()}


def _as_told(position):
    # Of stances that differ in their target alone any one's target may be given.
    second = position.second and position.second.id
    return position.stance.id, position.line, position.divided, second
