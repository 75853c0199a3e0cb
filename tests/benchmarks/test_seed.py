"""Seeded rows are rows that the product itself could have made."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from benchmarks.seed import Size, fill
from reactions import curation
from reactions.extraction.reference_data import read_actors
from reactions.models import Actor, Decision, PublicChange, Revision, Stance
from tests.factories import make_editor

SMALL = Size(stances=400, crises=3, proposals=30, until=date(2026, 3, 14))


@pytest.fixture
def seeded(db) -> dict[str, int]:
    Actor.objects.bulk_create(
        Actor(code=entry.code, type="country", name=entry.name, iso2=entry.iso2)
        for entry in read_actors()
        if not entry.is_organization
    )
    return fill(SMALL)


def test_it_fills_an_empty_database_once(seeded):
    assert Stance.objects.public().count() == 400
    assert Stance.objects.proposed().count() == 30
    by_crisis = [Stance.objects.accepted().filter(crisis=pk).count() for pk in (1, 2, 3)]
    assert by_crisis == sorted(by_crisis, reverse=True)
    with pytest.raises(SystemExit):
        fill(SMALL)


def test_evidence_stands_in_its_article(seeded):
    call_command("check_evidence", stdout=StringIO())
    spans = Stance.objects.public().with_evidence()[:50]
    assert all(item.fits() for stance in spans for item in stance.evidence.all())


def test_public_changes_are_those_of_the_decisions(seeded):
    changes = PublicChange.objects.select_related("decision")
    assert [change.revision for change in changes] == list(range(1, Revision.current() + 1))
    times = [change.at for change in changes]
    assert times == sorted(times)
    created = PublicChange.objects.filter(type="created").values("stance")
    assert not Stance.objects.public().exclude(pk__in=created).exists()


def test_a_seeded_decision_can_be_undone(seeded):
    editor = make_editor()
    for verdict in ("accept", "correct", "accept_evidence", "withdraw"):
        newest = Decision.objects.filter(verdict=verdict).order_by("stance", "-pk")
        decision = next(
            found for found in newest if found.stance.decisions.order_by("-pk").first() == found
        )
        curation.undo(decision, editor=editor, public_reason="A slip.")
        undo = decision.undone_by
        assert undo.before["evidence"] == decision.after["evidence"]
        assert {**undo.after, "version": 0} == {**decision.before, "version": 0}


def test_the_tables_count_on_after_the_seed(seeded):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('reactions_stance', 'id'))")
        assert cursor.fetchone()[0] == seeded["stance"] + 1
