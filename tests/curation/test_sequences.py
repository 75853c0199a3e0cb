"""Any sequence of changes by two editors and engine runs leaves the tables sound."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reactions import curation, pipeline
from reactions.curation import CurationError, StanceFields
from reactions.models import Decision, Evidence, PublicChange, Reading, Stance
from reactions.reference import load_actors
from tests.factories import make_article, make_crisis, make_editor, make_reading

pytestmark = pytest.mark.django_db

TEXTS = (
    (
        "France condemned the violence against protesters in Minsk on Monday.\n\n"
        "Lithuanian President Gitanas Nauseda called for new elections."
    ),
    (
        "In Paris there was anger on Monday. France condemned the violence in Minsk.\n\n"
        "Poland is closely following events in Belarus, its foreign ministry said."
    ),
)

NOT_OF_STANCE = ("version", "official_id", "evidence")
ITEM = ("stance_id", "start", "end", "text", "primary", "status")
CHANGES = st.sampled_from(["accept", "reject", "correct", "withdraw", "corroborate", "undo"])
STEPS = st.lists(
    st.one_of(
        st.tuples(CHANGES, st.integers(0, 7), st.booleans()),
        st.tuples(st.just("merge"), st.integers(0, 7), st.integers(0, 7)),
        st.tuples(st.just("run"), st.integers(0, 1), st.booleans()),
    ),
    max_size=14,
)


@pytest.fixture
def world():
    load_actors()
    crisis = make_crisis()
    readings = [make_reading(make_article(text), crisis) for text in TEXTS]
    for reading in readings:
        assert pipeline.read(reading.pk)
    return readings, (make_editor(), make_editor())


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_the_tables_stay_sound(world, steps):
    readings, editors = world
    with transaction.atomic():
        decided = sum(take(step, readings, editors) for step in steps)
        check(decided)
        transaction.set_rollback(True)


def take(step, readings, editors):
    """Do one step; whether a decision came of it. What curation refuses changes nothing."""
    name, first, second = step
    if name == "run":
        reading = readings[first]
        Reading.objects.filter(pk=reading.pk).update(engine_version="older")
        assert pipeline.read(reading.pk)
        return False
    editor = editors[bool(second)]
    before = table()
    try:
        with transaction.atomic():
            return change(name, first, second, editor)
    except CurationError:
        assert table() == before
        return False


def change(name, first, second, editor):
    if name == "undo":
        decisions = list(Decision.objects.order_by("-pk"))
        if first >= len(decisions) or decisions[first].verdict == "undo":
            return False
        curation.undo(decisions[first], editor=editor)
        return True
    stance = pick(first)
    seen = stance.version
    if name == "accept":
        curation.accept(stance, seen=seen, editor=editor)
    elif name == "reject":
        curation.reject(stance, seen=seen, editor=editor, reason="1")
    elif name == "withdraw":
        curation.withdraw(stance, seen=seen, editor=editor, public_reason="Taken back.")
    elif name == "merge":
        curation.merge(stance, pick(second), seen=seen, editor=editor, override=True)
    elif name == "correct":
        fields = StanceFields(
            actor=stance.actor, kind="warn" if second else "concern", day=stance.day
        )
        curation.correct(stance, fields, seen=seen, editor=editor, public_reason="Misread.")
    elif name == "corroborate":
        waiting = Evidence.objects.filter(stance=stance, primary=False).order_by("pk").first()
        if waiting is None:
            return False
        curation.decide_evidence(waiting, accepted=bool(second), seen=seen, editor=editor)
    return True


def pick(number):
    stances = list(Stance.objects.order_by("pk"))
    return stances[number % len(stances)]


def table():
    return list(Stance.objects.order_by("pk").values()), list(
        Evidence.objects.order_by("pk").values()
    )


def check(decided):
    assert Decision.objects.count() == decided
    for evidence in Evidence.objects.select_related("article"):
        assert evidence.fits()
    for stance in Stance.objects.live():
        assert stance.evidence.filter(primary=True).count() == 1
    for stance in Stance.objects.accepted():
        assert stance.evidence.get(primary=True).status == "accepted"
    live = list(
        Stance.objects.live().values_list("actor", "official", "kind", "target", "day", "crisis")
    )
    assert len(live) == len(set(live))
    stances, evidence = replayed()
    for stance in Stance.objects.filter(pk__in=stances):
        assert stance.snapshot() == stances[stance.pk]
    for item in Evidence.objects.filter(pk__in=evidence):
        assert {name: getattr(item, name) for name in ITEM} == evidence[item.pk]
    public = {}
    newest = {}
    for number, each in enumerate(PublicChange.objects.order_by("revision"), start=1):
        assert each.revision == number
        newest[each.stance_id] = (each.revision, each.at)
        public[each.stance_id] = each.type in ("created", "changed")
    accepted = set(Stance.objects.public().values_list("pk", flat=True))
    assert {pk for pk, shown in public.items() if shown} == accepted
    for stance in Stance.objects.all():
        told = (stance.public_version, stance.public_change_at)
        assert told == newest.get(stance.pk, (0, None))
    for item in Evidence.objects.select_related("stance"):
        assert (item.crisis_id, item.day) == (item.stance.crisis_id, item.stance.day)
        assert item.shows == (item.status == item.stance.status == "accepted")


def replayed():
    """Stances and evidence by their ids as the Decisions alone tell them, the first one first."""
    stances, evidence = {}, {}
    for decision in Decision.objects.order_by("pk"):
        pk, after = decision.stance_id, decision.after
        stances[pk] = {name: after[name] for name in after if name not in NOT_OF_STANCE}
        for item in after["evidence"]:
            evidence[item["id"]] = {"stance_id": pk, **{name: item[name] for name in ITEM[1:]}}
        if decision.verdict == "merge":
            kept = after["merged_into"]
            stayed = {item["id"] for item in after["evidence"]}
            for item in decision.before["evidence"]:
                if item["id"] in stayed:
                    continue
                moved = corroborating(item, stances.get(kept, {}))
                evidence[item["id"]] = {"stance_id": kept, **moved}
    return stances, evidence


def corroborating(item, kept):
    """What evidence becomes that a merge hangs on another stance."""
    taken = kept.get("status") == "accepted" and item["status"] == "proposed"
    status = "accepted" if taken else item["status"]
    return {**{name: item[name] for name in ITEM[1:]}, "primary": False, "status": status}
