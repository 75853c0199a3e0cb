"""The engine's run on a reading: what it stores, and what it leaves alone."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from reactions import curation, pipeline
from reactions.extraction import ENGINE_VERSION
from reactions.models import Evidence, Finding, Reading, Stance
from reactions.models.work import MAX_ATTEMPTS
from reactions.reference import load_actors
from tests.factories import make_article, make_crisis, make_editor, make_reading

pytestmark = pytest.mark.django_db

TEXT = (
    "France condemned the violence against protesters in Minsk on Monday.\n\n"
    "Lithuanian President Gitanas Nauseda called for new elections."
)


@pytest.fixture(autouse=True)
def _reference_data():
    load_actors()


def read(text=TEXT):
    """Read an article with this text for the crisis in Belarus."""
    reading = make_reading(make_article(text))
    assert pipeline.read(reading.pk)
    reading.refresh_from_db()
    return reading


def read_again(reading):
    """Have the article read anew, as after an upgrade of the engine."""
    Reading.objects.filter(pk=reading.pk).update(engine_version="older")
    assert pipeline.read(reading.pk)


def stances():
    return set(Stance.objects.values_list("actor__code", "kind", "status"))


def test_it_proposes_what_the_engine_finds():
    reading = read()
    assert (reading.state, reading.engine_version) == ("done", ENGINE_VERSION)
    assert stances() == {("FRA", "condemn", "proposed"), ("LTU", "urge", "proposed")}
    assert all(evidence.fits() and evidence.primary for evidence in Evidence.objects.all())
    assert Finding.objects.filter(stance__isnull=False).count() == 2
    assert Stance.objects.get(actor__code="LTU").official.name == "Gitanas Nauseda"


def test_a_new_article_takes_few_statements(django_assert_num_queries):
    reading = make_reading(make_article(TEXT))
    read("Norway condemned the violence in Minsk.")  # reads the reference data
    with django_assert_num_queries(14):
        assert pipeline.read(reading.pk)


def test_reading_twice_adds_nothing():
    reading = read()
    assert not pipeline.read(reading.pk)
    assert Stance.objects.count() == Evidence.objects.count() == Finding.objects.count() == 2


def test_a_new_engine_reads_again_and_keeps_the_stances():
    reading = read()
    before = set(Stance.objects.values_list("pk", "version"))
    read_again(reading)
    assert set(Stance.objects.values_list("pk", "version")) == before
    assert Finding.objects.count() == 4


def test_what_was_rejected_does_not_come_back():
    reading = read()
    stance = Stance.objects.get(actor__code="FRA")
    curation.reject(stance, seen=1, editor=make_editor(), reason="1")
    read_again(reading)
    assert stances() == {("FRA", "condemn", "rejected"), ("LTU", "urge", "proposed")}


def test_what_was_rejected_does_not_come_back_in_nearly_the_same_words():
    reading = read()
    stance = Stance.objects.get(actor__code="FRA")
    curation.reject(stance, seen=1, editor=make_editor(), reason="1")
    # As if an older engine had found a part of the sentence alone.
    evidence = stance.evidence.get()
    stance.evidence.update(start=evidence.start + 7, text=evidence.text[7:])
    read_again(reading)
    assert stances() == {("FRA", "condemn", "rejected"), ("LTU", "urge", "proposed")}


def test_what_was_corrected_does_not_come_back_as_it_was():
    reading = read()
    stance = Stance.objects.get(actor__code="FRA")
    fields = curation.StanceFields(actor=stance.actor, kind="concern", day=stance.day)
    curation.correct(stance, fields, seen=1, editor=make_editor())
    read_again(reading)
    assert stances() == {("FRA", "concern", "accepted"), ("LTU", "urge", "proposed")}


def test_a_second_article_corroborates():
    read()
    curation.accept(Stance.objects.get(actor__code="FRA"), seen=1, editor=make_editor())
    read("In Paris there was anger. France condemned the violence against protesters on Monday.")
    stance = Stance.objects.get(actor__code="FRA")
    assert [item.status for item in stance.evidence.order_by("pk")] == ["accepted", "proposed"]
    assert stance.version == 2


def test_an_undecided_proposal_that_the_engine_no_longer_makes_is_taken_back():
    reading = read()
    stance = Stance.objects.get(actor__code="LTU")
    # As if an older engine had found one kind more.
    Stance.objects.filter(pk=stance.pk).update(kind="warn")
    read_again(reading)
    assert stances() == {
        ("FRA", "condemn", "proposed"),
        ("LTU", "urge", "proposed"),
        ("LTU", "warn", "superseded"),
    }


def test_a_focal_actor_gives_nothing():
    read("Lukashenko condemned the protests. Belarus recalled its ambassador from Vilnius.")
    assert Stance.objects.count() == 0


def test_a_reading_that_another_worker_holds_is_left_to_it():
    reading = make_reading(make_article(TEXT))
    Reading.objects.filter(pk=reading.pk).update(
        state="started", leased_until=timezone.now() + timedelta(seconds=30)
    )
    assert not pipeline.read(reading.pk)
    assert pipeline.due_readings(timezone.now(), limit=10) == []


def test_a_reading_whose_worker_was_lost_is_due_again():
    reading = make_reading(make_article(TEXT))
    Reading.objects.filter(pk=reading.pk).update(
        state="started", leased_until=timezone.now() - timedelta(seconds=1)
    )
    assert pipeline.due_readings(timezone.now(), limit=10) == [reading.pk]
    assert pipeline.read(reading.pk)


def test_what_takes_its_worker_down_each_time_is_given_up():
    reading = make_reading(make_article(TEXT))
    Reading.objects.filter(pk=reading.pk).update(
        state="started",
        engine_version=ENGINE_VERSION,
        attempts=MAX_ATTEMPTS,
        leased_until=timezone.now() - timedelta(seconds=1),
    )
    assert pipeline.give_up_lost_readings(timezone.now()) == 1
    assert pipeline.due_readings(timezone.now() + timedelta(days=1), limit=10) == []
    reading.refresh_from_db()
    assert reading.state == "failed"
    assert "lost at every attempt" in reading.error


def test_a_new_engine_shows_how_far_it_has_come(capsys):
    read()
    for number in range(3):
        reading = make_reading(make_article(f"Nothing happened, {number}."), make_crisis())
        Reading.objects.filter(pk=reading.pk).update(state="done", engine_version="older")
    call_command("rereading")
    said = capsys.readouterr().out
    assert f"Engine {ENGINE_VERSION} has read 1 articles; 3 are left." in said
    # One in the last five minutes, three to go: a quarter of an hour.
    ready = pipeline.rereading().ready
    assert abs(ready - timezone.now() - timedelta(minutes=15)) < timedelta(seconds=10)
    for pk in pipeline.outdated_readings(limit=9):
        assert pipeline.read(pk)
    assert pipeline.rereading().left == 0
    assert pipeline.rereading().ready is None


def test_progress_counts_what_is_done():
    reading = read()
    waiting = make_reading(make_article("Nothing happened."), make_crisis())
    state = pipeline.progress([reading.pk, waiting.pk])
    assert (state.queued, state.read, state.failed, state.stances) == (1, 1, 0, 2)
    assert not state.finished
