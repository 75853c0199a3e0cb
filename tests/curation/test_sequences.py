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
    replayed = {}
    for decision in Decision.objects.order_by("pk"):
        replayed[decision.stance_id] = own_fields(decision.after)
    for pk, fields in replayed.items():
        assert own_fields(Stance.objects.get(pk=pk).snapshot()) == fields
    public = {}
    for number, each in enumerate(PublicChange.objects.order_by("revision"), start=1):
        assert each.revision == number
        public[each.stance_id] = each.type in ("created", "changed")
    accepted = set(Stance.objects.public().values_list("pk", flat=True))
    assert {pk for pk, shown in public.items() if shown} == accepted


def own_fields(snapshot):
    return {name: value for name, value in snapshot.items() if name not in ("version", "evidence")}
