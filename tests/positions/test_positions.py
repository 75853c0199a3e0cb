"""The position rule: the fourteen cases, and what a position carries besides."""

from datetime import date, timedelta

import pytest

from reactions.extraction.codebook import Kind
from reactions.positions import Line, Rule, StanceRow, position, positions

DAY = date(2020, 8, 31)


def row(
    kind: str,
    ago: int = 0,
    *,
    id: int = 1,  # noqa: A002
    target: str = "",
    phase: str = "",
) -> StanceRow:
    """A stance of Britain, `ago` days before DAY."""
    return StanceRow(id, "GBR", Kind(kind), target, phase, DAY - timedelta(days=ago))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], None, id="no stance"),
        pytest.param([row("urge")], ("urge", Line.LATEST), id="one"),
        pytest.param(
            [row("concern", id=1), row("condemn", id=2)],
            ("condemn", Line.LATEST),
            id="two on a day",
        ),
        pytest.param(
            [row("condemn", 5), row("monitor", 1)],
            ("monitor", Line.LATEST),
            id="a milder one later",
        ),
        pytest.param(
            [row("sanction", 9, phase="in_force"), row("urge", 1)],
            ("sanction", Line.STANDING),
            id="standing sanction then urge",
        ),
        pytest.param(
            [row("sanction", 9, phase="announced"), row("urge", 1)],
            ("sanction", Line.STANDING),
            id="announced only",
        ),
        pytest.param(
            [
                row("urge", 20, id=1),
                row("sanction", 9, id=2, target="authorities", phase="in_force"),
                row("sanction", 2, id=3, target="authorities", phase="ended"),
            ],
            ("urge", Line.LATEST),
            id="ended",
        ),
        pytest.param(
            [
                row("urge", 20, id=1),
                row("recall_ambassador", 9, id=2, target="authorities", phase="in_force"),
                row("recall_ambassador", 2, id=3, phase="ended"),
            ],
            ("urge", Line.LATEST),
            id="ended with an empty target",
        ),
        pytest.param(
            [
                row("sanction", 9, id=1, phase="in_force"),
                row("recall_ambassador", 9, id=2, phase="in_force"),
                row("sanction", 2, id=3, phase="ended"),
            ],
            ("recall_ambassador", Line.STANDING),
            id="two measures, one ended",
        ),
        pytest.param(
            [row("summon_ambassador", 14), row("urge", 1)],
            ("summon_ambassador", Line.SUMMONED),
            id="summoned 14 days ago",
        ),
        pytest.param(
            [row("summon_ambassador", 15), row("urge", 1)],
            ("urge", Line.LATEST),
            id="summoned 15 days ago",
        ),
        pytest.param([row("condemn", target="opponents")], None, id="towards opponents only"),
        pytest.param([row("warn", target="RUS")], None, id="third-actor target"),
        pytest.param([row("warn", -1)], None, id="dated after the day"),
        pytest.param(
            [row("support", id=1), row("mediate", id=2), row("urge", id=3)],
            ("support", Line.LATEST),
            id="equal levels",
        ),
    ],
)
def test_the_cases_of_the_rule(rows, expected):
    stands = positions(rows, DAY).get("GBR")
    assert (stands and (stands.stance.kind, stands.line)) == expected


def test_the_lower_id_decides_between_equals():
    stands = position([row("urge", id=7), row("urge", id=3)], DAY)
    assert stands is not None
    assert stands.stance.id == 3


def test_an_entry_that_only_ends_gives_no_position():
    assert position([row("sanction", phase="ended")], DAY) is None


def test_a_measure_taken_again_stands_again():
    rows = [
        row("sanction", 9, id=1, phase="in_force"),
        row("sanction", 5, id=2, phase="ended"),
        row("sanction", 2, id=3, phase="announced"),
    ]
    stands = position(rows, DAY)
    assert stands is not None
    assert (stands.stance.id, stands.announced_only) == (3, True)


def test_solidarity_with_the_opponents_counts_towards_the_crisis():
    assert "GBR" in positions([row("solidarity", target="opponents")], DAY)


def test_a_target_asks_for_that_target_alone():
    rows = [row("warn", 1, target="RUS"), row("condemn", target="authorities", id=2)]
    assert positions(rows, DAY, target="RUS")["GBR"].stance.kind == Kind.WARN


@pytest.mark.parametrize(
    ("rule", "kind"), [("latest", "urge"), ("strongest", "sanction"), ("first", "concern")]
)
def test_the_other_rules(rule, kind):
    rows = [
        row("concern", 20, id=1),
        row("sanction", 9, id=2, phase="in_force"),
        row("urge", 1, id=3),
    ]
    stands = position(rows, DAY, rule=Rule(rule))
    assert stands is not None
    assert stands.stance.kind == kind


def test_the_window_bounds_what_counts():
    rows = [row("condemn", 9), row("urge", 1, id=2)]
    found = positions(rows, DAY, rule=Rule.STRONGEST, since=DAY - timedelta(days=5))
    assert found["GBR"].stance.kind == Kind.URGE


@pytest.mark.parametrize(("ago", "divided"), [(14, True), (15, False)])
def test_supportive_and_critical_within_14_days_is_divided(ago, divided):
    stands = position([row("support", ago), row("condemn", 0, id=2)], DAY)
    assert stands is not None
    assert stands.divided is divided


@pytest.mark.parametrize(("ago", "second"), [(30, "concern"), (31, None)])
def test_a_stance_of_another_group_within_30_days_is_second(ago, second):
    stands = position([row("concern", ago), row("condemn", 0, id=2)], DAY)
    assert stands is not None
    assert (stands.second and stands.second.kind) == second
