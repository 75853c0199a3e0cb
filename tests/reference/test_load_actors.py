"""Loading the reference files: repeatable, and never against an editor."""

import pytest
from django.core.management import call_command

from reactions.models import Actor, Membership, Official, Tenure
from reactions.reference import gazetteer_from_tables, load_actors

pytestmark = pytest.mark.django_db


def test_it_loads_every_country_and_organization():
    call_command("load_actors")
    assert Actor.objects.countries().filter(code__in=["FRA", "TUV", "XKX"]).count() == 3
    assert Actor.objects.countries().count() == 250
    assert Actor.objects.organizations().filter(code__in=["UN", "EU", "AU", "ASEAN"]).count() == 4


def test_loading_twice_changes_nothing():
    load_actors()
    report = load_actors()
    assert (report.added.total(), report.updated.total(), report.kept.total()) == (0, 0, 0)


def test_an_editors_change_stays():
    load_actors()
    Actor.objects.filter(code="CZE").update(name="Bohemia")
    report = load_actors()
    assert Actor.objects.get(code="CZE").name == "Bohemia"
    assert report.kept["Actor"] == 1


def test_a_new_value_of_the_files_comes_in_beside_an_editors_change():
    load_actors()
    actor = Actor.objects.get(code="CZE")
    # As if the files had said something else at the last load.
    actor.loaded = {**actor.loaded, "subregion": "Elsewhere"}
    actor.subregion = "Elsewhere"
    actor.name = "Bohemia"
    actor.save()
    load_actors()
    actor.refresh_from_db()
    assert actor.name == "Bohemia"
    assert actor.subregion != "Elsewhere"


def test_a_row_that_an_editor_made_first_is_left_alone():
    Actor.objects.create(code="EU", type="organization", name="The Union")
    load_actors()
    assert Actor.objects.get(code="EU").name == "The Union"


def test_memberships_and_tenures_are_there():
    load_actors()
    assert Membership.objects.filter(organization__code="EU", country__code="GBR").exists()
    assert Tenure.objects.filter(official__name="Josep Borrell", actor__code="EU").exists()
    assert Official.objects.filter(tenures__isnull=True).count() == 0


def test_the_engine_knows_what_an_editor_added():
    load_actors()
    Actor.objects.filter(code="FRA").update(aliases=["the Hexagon"])
    assert "the Hexagon" in gazetteer_from_tables().names("FRA")
