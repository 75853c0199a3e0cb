"""The engine's precision from decisions, and the page that shows it."""

from collections import defaultdict
from datetime import date

import pytest
import time_machine
from django.test import Client

from reactions import curation, precision
from reactions.curation import StanceFields
from reactions.extraction.codebook import KINDS
from reactions.models import Decision
from reactions.precision import Share
from reactions.queue import CONFIDENCE_BANDS
from reactions.templatetags.codebook import percent
from tests.factories import make_actor, make_editor, make_finding, make_stance

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_editor()


def proposal(actor="GBR", kind="reject", **fields):
    stance = make_stance(actor, kind, **fields)
    make_finding(stance)
    return stance


def correct(stance, editor, **changes):
    now = StanceFields.of(stance)
    fields = StanceFields(**{**{n: getattr(now, n) for n in now.__slots__}, **changes})
    return curation.correct(stance, fields, seen=stance.version, editor=editor)


def pairs(shares):
    return {share.label: (share.right, share.total) for share in shares}


# The worked cases of R. G. Newcombe, Statistics in Medicine 17 (1998), table I.
@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson(right, total, low, high):
    assert precision.wilson(right, total) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (0.01, "0.1"),
        (0.4, "0.4"),
        (66.7, "67"),
        (99.56, "99.6"),
        (99.99, "99.9"),
        (100, "100"),
    ],
)
def test_nearly_all_is_not_shown_as_all(value, shown):
    assert percent(value) == shown


def test_wilson_of_no_cases_says_nothing():
    assert precision.wilson(0, 0) == (0.0, 1.0)


def test_precision_by_kind_confidence_actor_and_field(editor):
    make_actor("FRA")
    curation.accept(proposal("GBR", "reject", confidence=0.9), seen=1, editor=editor)
    curation.reject(proposal("GBR", "warn", confidence=0.9), seen=1, editor=editor, reason="1")
    correct(proposal("RUS", "warn", confidence=0.3), editor, kind="condemn")
    correct(proposal("RUS", "urge", confidence=0.3), editor, target="all")
    found = precision.precision_of()
    assert found.overall == precision.overall(precision.judged()) == Share("all", 2, 4)
    assert pairs(found.by_kind) == {"Urge": (1, 1), "Reject": (1, 1), "Warn": (0, 2)}
    assert pairs(found.by_actor) == {"GBR": (1, 2), "RUS": (1, 2)}
    assert pairs(found.by_confidence) == {"0.85 to 1.00": (1, 2), "0.00 to 0.40": (1, 2)}
    assert pairs(found.by_version) == {"test": (2, 4)}
    fields = pairs(found.by_field)
    assert (fields["kind"], fields["target"], fields["official"]) == ((2, 3), (2, 3), (3, 3))


def test_precision_over_time_and_by_version(editor):
    newer = make_stance("GBR", "reject", day=date(2020, 8, 12))
    make_finding(newer, engine_version="test 2")
    with time_machine.travel("2026-03-31T12:00:00Z"):
        curation.accept(proposal("GBR", "reject"), seen=1, editor=editor)
    with time_machine.travel("2026-04-01T12:00:00Z"):
        curation.reject(proposal("GBR", "warn"), seen=1, editor=editor, reason="1")
        curation.accept(newer, seen=1, editor=editor)
    shares = precision.precision_of().by_month
    assert [(share.label, share.right, share.total) for share in shares] == [
        ("April 2026, test 2", 1, 1),
        ("April 2026, test", 0, 1),
        ("March 2026, test", 1, 1),
    ]


def test_what_was_undone_or_added_by_hand_counts_for_nothing(editor):
    undone = curation.accept(proposal("GBR", "reject"), seen=1, editor=editor)
    curation.undo(undone, editor=editor)
    curation.accept(make_stance("RUS", "support"), seen=1, editor=editor)
    assert precision.overall(precision.judged()).total == 0


def test_a_correction_of_what_was_accepted_is_no_second_judgement(editor):
    stance = proposal("GBR", "reject")
    curation.accept(stance, seen=1, editor=editor)
    stance.refresh_from_db()
    fields = StanceFields(actor=stance.actor, kind="warn", day=stance.day)
    curation.correct(stance, fields, seen=2, editor=editor, public_reason="Stronger")
    assert precision.overall(precision.judged()).total == 1


def test_the_shares_are_those_of_a_plain_walk_over_the_decisions(editor):
    for code in ("FRA", "POL"):
        make_actor(code)
    steps = [
        curation.accept,
        lambda stance, **how: curation.reject(stance, **how, reason="1"),
        lambda stance, seen, editor: correct(stance, editor, kind="condemn"),
        lambda stance, seen, editor: correct(stance, editor, target="all", phase=""),
        lambda stance, seen, editor: correct(stance, editor, day=date(2020, 8, 20)),
    ]
    kinds = ("urge", "warn", "reject")
    for number in range(24):
        stance = make_stance(
            ("GBR", "FRA", "POL", "RUS")[number % 4],
            kinds[number % 3],
            day=date(2020, 8, 10) if number < 12 else date(2020, 9, 10),
            confidence=(0.3, 0.5, 0.7, 0.9)[number // 6],
            official=("", "Dominic Raab")[number % 2],
        )
        make_finding(stance, engine_version=f"test {number // 10}")
        with time_machine.travel(f"2026-{3 + number // 8:02}-05T12:00:00Z"):
            decision = steps[number % 5](stance, seen=1, editor=editor)
            if number % 11 == 5:
                curation.undo(decision, editor=editor)
    found = precision.precision_of()
    expected = _walked()
    assert expected["overall"] == {"all": (13, 22)}
    for name, shares in expected.items():
        given = getattr(found, name)
        assert pairs(given if isinstance(given, list) else [given]) == shares, name


def _walked():
    """The shares as one counts them by hand, decision by decision."""
    shares = defaultdict(lambda: defaultdict(lambda: (0, 0)))

    def count(name, label, is_right):
        right, total = shares[name][label]
        shares[name][label] = (right + is_right, total + 1)

    for decision in Decision.objects.exclude(verdict="undo").filter(undone_by=None):
        was, now = decision.before, decision.after
        rejected = decision.verdict == "reject"
        right = not rejected and (was["actor"], was["kind"]) == (now["actor"], now["kind"])
        version = decision.stance.findings.get().engine_version
        low, high = next(
            (band.low, min(band.high, 1))
            for band in CONFIDENCE_BANDS.values()
            if band.low <= decision.stance.confidence < band.high
        )
        count("overall", "all", right)
        count("by_kind", KINDS[was["kind"]].label, right)
        count("by_actor", was["actor"], right)
        count("by_confidence", f"{low:.2f} to {high:.2f}", right)
        count("by_version", version, right)
        count("by_month", f"{decision.at:%B %Y}, {version}", right)
        for field in precision.FIELDS:
            if not rejected:
                count("by_field", field, was[field] == now[field])
    return shares


def test_the_page_shows_todays_work_and_the_precision(editor, django_assert_max_num_queries):
    client = Client()
    client.force_login(editor)
    assert (
        "Nothing the engine proposed was decided yet"
        in client.get("/review/progress/").content.decode()
    )
    for number in range(4):
        stance = proposal("GBR", "urge", day=date(2020, 8, 10 + number))
        curation.accept(stance, seen=1, editor=editor, seconds=2.0 + number)
    with django_assert_max_num_queries(26):
        page = client.get("/review/progress/?crisis=belarus-2020").content.decode()
    assert "<dd>4</dd>" in page
    assert "3.5 s" in page
    assert "100 %" in page
