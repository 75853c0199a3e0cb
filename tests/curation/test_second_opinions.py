"""A share of what is decided is coded twice; a senior settles where the two differ."""

import pytest

from reactions import agreement, curation
from reactions.curation import CurationError, InvalidStance, StanceFields
from reactions.curation.asking_twice import is_chosen
from reactions.models import PublicChange, SecondOpinion, Stance
from tests.factories import make_actor, make_editor, make_stance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_are_coded_twice(settings):
    settings.SECOND_OPINION_SHARE = 1


@pytest.fixture
def editors():
    return make_editor(), make_editor(), make_editor()


def fields(stance, **changes):
    now = StanceFields.of(stance)
    return StanceFields(**{**{name: getattr(now, name) for name in now.__slots__}, **changes})


def decided(verdict, editor, **details):
    stance = make_stance(**details)
    more = {"reason": "1"} if verdict == "reject" else {}
    getattr(curation, verdict)(stance, seen=1, editor=editor, **more)
    stance.refresh_from_db()
    return stance, SecondOpinion.objects.get(first__stance=stance)


def test_a_decided_proposal_waits_for_another_editor(editors):
    first, second, _ = editors
    _, opinion = decided("accept", first)
    assert list(SecondOpinion.objects.waiting_for(second)) == [opinion]
    assert not SecondOpinion.objects.waiting_for(first)
    with pytest.raises(CurationError, match="your own"):
        curation.give_opinion(opinion, editor=first, fields=None, reason="1")


@pytest.mark.parametrize(
    ("verdict", "changes", "agrees"),
    [
        ("accept", {}, True),
        ("accept", {"kind": "condemn"}, False),
        ("accept", {"target": "opponents"}, False),
        ("accept", {"office": "Foreign Secretary"}, True),
        ("accept", None, False),
        ("reject", None, True),
        ("reject", {}, False),
    ],
)
def test_agreeing(editors, verdict, changes, agrees):
    first, second, _ = editors
    stance, opinion = decided(verdict, first)
    coding = None if changes is None else fields(stance, **changes)
    given = curation.give_opinion(opinion, editor=second, fields=coding, reason="2")
    assert given.agrees is agrees
    assert SecondOpinion.objects.disagreements().exists() is not agrees
    with pytest.raises(CurationError, match="meanwhile"):
        curation.give_opinion(opinion, editor=second, fields=None, reason="1")


def test_nothing_is_asked_of_what_a_person_added_or_already_had_an_opinion(editors):
    first, second, _ = editors
    stance, opinion = decided("accept", first)
    curation.give_opinion(opinion, editor=second, fields=fields(stance))
    curation.undo(stance.decisions.get(), editor=first)
    stance.refresh_from_db()
    curation.reject(stance, seen=stance.version, editor=first, reason="1")
    assert SecondOpinion.objects.count() == 1
    by_hand = make_stance("RUS", confidence=None)
    curation.accept(by_hand, seen=1, editor=first)
    assert SecondOpinion.objects.count() == 1


def test_an_undone_decision_is_compared_with_nothing_and_a_new_one_instead(editors):
    first, second, _ = editors
    stance, opinion = decided("accept", first)
    curation.undo(stance.decisions.get(), editor=first)
    assert not SecondOpinion.objects.waiting_for(second)
    with pytest.raises(CurationError, match="undone"):
        curation.give_opinion(opinion, editor=second, fields=None, reason="1")
    stance.refresh_from_db()
    rejected = curation.reject(stance, seen=stance.version, editor=first, reason="1")
    assert SecondOpinion.objects.waiting_for(second).get().first == rejected


def test_settling_for_the_first_changes_nothing(editors):
    first, second, senior = editors
    stance, opinion = decided("accept", first)
    curation.give_opinion(opinion, editor=second, fields=None, reason="1")
    settled = curation.settle(opinion, "first", editor=senior)
    assert (settled.settled_by, settled.resolution) == (senior, None)
    assert Stance.objects.get().version == stance.version
    with pytest.raises(CurationError, match="nothing to settle"):
        curation.settle(opinion, "second", editor=senior, public_reason="Again.")


@pytest.mark.parametrize(
    ("verdict", "changes", "status", "kind"),
    [
        ("accept", None, "withdrawn", "reject"),
        ("accept", {"kind": "condemn"}, "accepted", "condemn"),
        ("reject", {"kind": "condemn"}, "accepted", "condemn"),
    ],
)
def test_settling_for_the_second_is_a_decision(editors, verdict, changes, status, kind):
    first, second, senior = editors
    stance, opinion = decided(verdict, first)
    coding = None if changes is None else fields(stance, **changes)
    curation.give_opinion(opinion, editor=second, fields=coding, reason="2")
    if verdict == "accept":
        with pytest.raises(InvalidStance, match="in public"):
            curation.settle(opinion, "second", editor=senior)
    settled = curation.settle(opinion, "second", editor=senior, public_reason="Misread.")
    stance.refresh_from_db()
    assert (stance.status, stance.kind) == (status, kind)
    assert settled.resolution == stance.decisions.first()
    assert settled.resolution.editor == senior
    last = PublicChange.objects.last().type
    assert last == {"withdrawn": "withdrawn"}.get(
        status, "created" if verdict == "reject" else "changed"
    )


def test_what_was_decided_anew_is_settled_at_the_stance(editors):
    first, second, senior = editors
    stance, opinion = decided("accept", first)
    curation.give_opinion(opinion, editor=second, fields=None, reason="1")
    curation.withdraw(stance, seen=stance.version, editor=senior, public_reason="Wrong.")
    with pytest.raises(CurationError, match="decided anew"):
        curation.settle(opinion, "second", editor=senior, public_reason="Wrong.")
    assert curation.settle(opinion, "other", editor=senior).outcome == "other"


def test_an_opinion_is_taken_back_by_its_editor_alone(editors):
    first, second, senior = editors
    _, opinion = decided("accept", first)
    curation.give_opinion(opinion, editor=second, fields=None, reason="1")
    with pytest.raises(CurationError):
        curation.take_opinion_back(opinion, editor=senior)
    curation.take_opinion_back(opinion, editor=second)
    assert SecondOpinion.objects.waiting_for(second).exists()


def test_the_share_is_kept():
    chosen = sum(is_chosen(f"GBR reject {number}", 0.1) for number in range(5000))
    assert 430 <= chosen <= 570  # five standard deviations would be 106
    assert not any(is_chosen(str(number), 0) for number in range(50))


# The example of J. Cohen's own paper (1960), table 1: 200 cases, po 0.70, pe 0.41, kappa 0.49.
PAPER = {
    (1, 1): 88, (1, 2): 10, (1, 3): 2, (2, 1): 14, (2, 2): 40, (2, 3): 6,
    (3, 1): 18, (3, 2): 10, (3, 3): 12,
}  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([pair for pair, count in PAPER.items() for _ in range(count)], 0.4915),
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "a")], None),
        ([], None),
    ],
)
def test_cohen_kappa(pairs, kappa):
    assert agreement.cohen_kappa(pairs) == (kappa if kappa is None else pytest.approx(kappa, 1e-3))


def test_agreement_by_kind_and_field(editors):
    first, second, _ = editors
    make_actor("FRA")
    for actor, changes in (("GBR", {}), ("RUS", {"kind": "condemn"}), ("POL", None)):
        stance, opinion = decided("accept", first, actor=actor)
        coding = None if changes is None else fields(stance, **changes)
        curation.give_opinion(opinion, editor=second, fields=coding, reason="1")
    found = agreement.report(SecondOpinion.objects.given().select_related("first"))
    assert (found.kind.same, found.kind.total) == (1, 3)
    by_kind = {one.label: (one.used, one.same) for one in found.by_kind}
    assert by_kind == {"Condemn": (1, 2), "Reject": (3, 1), "no stance": (1, 2)}
    by_field = {one.label: (one.same, one.total) for one in found.by_field}
    assert (by_field["actor"], by_field["kind"]) == ((2, 2), (1, 2))
    assert sorted(found.confused) == [("Reject", "Condemn", 1), ("Reject", "no stance", 1)]
