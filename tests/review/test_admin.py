"""The admin: reference data can be edited, records can only be read."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reactions.models import Actor, Crisis, PublicChange
from reactions.roles import Role, ensure_roles
from tests.factories import (
    make_actor,
    make_crisis,
    make_finding,
    make_membership,
    make_official,
    make_stance,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    user = User.objects.create_user("chief", password="correct horse", is_staff=True)
    user.groups.add(ensure_roles()[Role.ADMINISTRATOR])
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "name",
    ["country", "organization", "official", "tenure", "crisis", "source", "stance", "evidence",
     "finding", "decision"],
)  # fmt: skip
def test_every_list_opens(admin, name):
    make_finding(make_stance())
    make_membership("EU", "MLT")
    assert admin.get(f"/admin/reactions/{name}/").status_code == 200


@pytest.mark.parametrize("name", ["stance", "evidence", "finding", "decision"])
def test_records_can_only_be_read(admin, name):
    stance = make_stance()
    finding = make_finding(stance)
    rows = {"stance": stance, "evidence": stance.evidence.get(), "finding": finding}
    assert admin.get(f"/admin/reactions/{name}/add/").status_code == 403
    if name in rows:
        address = f"/admin/reactions/{name}/{rows[name].pk}"
        assert admin.get(f"{address}/change/").status_code == 200
        assert admin.post(f"{address}/change/", {"status": "accepted"}).status_code == 403
        assert admin.get(f"{address}/delete/").status_code == 403


@pytest.mark.parametrize(("loaded", "expected"), [({"name": "Malta"}, 403), (None, 200)])
def test_what_the_files_loaded_is_not_deleted(admin, loaded, expected):
    actor = make_actor("MLT", loaded=loaded)
    assert admin.get(f"/admin/reactions/country/{actor.pk}/change/").status_code == 200
    assert admin.get(f"/admin/reactions/country/{actor.pk}/delete/").status_code == expected


def test_an_official_gets_a_tenure(admin):
    official, actor = make_official("Wendy Morton"), make_actor("GBR")
    data = {
        "name": official.name,
        "aliases": "Morton",
        "tenures-TOTAL_FORMS": 1,
        "tenures-INITIAL_FORMS": 0,
        "tenures-0-actor": actor.pk,
        "tenures-0-office": "Minister for Europe",
        "tenures-0-since": "2020-02-13",
    }
    answer = admin.post(f"/admin/reactions/official/{official.pk}/change/", data)
    assert answer.status_code == 302
    assert official.tenures.get().office == "Minister for Europe"


def test_a_new_organization_has_its_type(admin):
    data = {
        "code": "NB8",
        "name": "Nordic-Baltic Eight",
        **{
            f"{prefix}-{form}_FORMS": 0
            for prefix in ("members", "tenures")
            for form in ("TOTAL", "INITIAL")
        },
    }
    answer = admin.post("/admin/reactions/organization/add/", data)
    assert answer.status_code == 302
    assert Actor.objects.get(code="NB8").type == "organization"


def test_publishing_a_crisis_is_a_public_change_of_each_stance(admin):
    crisis = make_crisis(published=False)
    make_stance(crisis=crisis, status="accepted")
    make_stance("RUS", crisis=crisis)
    data = {
        "slug": crisis.slug,
        "title": crisis.title,
        "focal": crisis.focal_id,
        "started": "2020-08-09",
        "published": "on",
        **{
            f"{prefix}-{form}_FORMS": 0
            for prefix in ("parties", "events")
            for form in ("TOTAL", "INITIAL")
        },
    }
    address = f"/admin/reactions/crisis/{crisis.pk}/change/"
    assert admin.post(address, data).status_code == 302
    assert Crisis.objects.get().published
    assert PublicChange.objects.values_list("type", flat=True).get() == "created"
    del data["published"]
    admin.post(address, data)
    assert not Crisis.objects.get().published
    assert PublicChange.objects.count() == 2


def test_the_history_shows_every_version(admin):
    official, actor = make_official("Wendy Morton"), make_actor("GBR")
    tenure = official.tenures.create(actor=actor, office="Minister", since="2020-02-13")
    type(tenure).objects.filter(pk=tenure.pk).update(until="2021-12-19")
    page = admin.get(f"/admin/reactions/tenure/{tenure.pk}/history/").content.decode()
    assert "until: nothing → Dec. 19, 2021" in page
    assert ">made<" in page
    assert "outside the site" in page
    crisis = make_crisis()
    assert admin.get(f"/admin/reactions/crisis/{crisis.pk}/history/").status_code == 200
    country = admin.get(f"/admin/reactions/country/{actor.pk}/history/").content.decode()
    assert ">made<" in country


def test_the_history_says_who_changed_what(admin):
    official = make_official("Wendy Morton")
    data = {"name": "Wendy Morton", "aliases": "Morton", "tenures-TOTAL_FORMS": 0}
    data["tenures-INITIAL_FORMS"] = 0
    changed = admin.post(f"/admin/reactions/official/{official.pk}/change/", data)
    assert changed.status_code == 302
    page = admin.get(f"/admin/reactions/official/{official.pk}/history/").content.decode()
    assert "<td>chief</td><td>changed</td>" in page
