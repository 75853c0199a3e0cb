"""Flags, skips and keeps; who has an item open; and what is offered while one types."""

import pytest
from django.test import Client

from reactions.claims import claim, holders, release
from reactions.models import Tenure
from reactions.queue import read_queue
from tests.factories import make_actor, make_editor, make_official, make_stance

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_editor("anna")


@pytest.fixture
def otto():
    return make_editor("otto")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def ids(user, **params):
    return [item.stance_id for item in read_queue(params, user).items]


def test_a_skipped_item_is_out_of_this_editors_way_alone(anna, otto):
    first, second = make_stance("GBR"), make_stance("RUS")
    answer = client_of(anna).post(f"/review/{first.pk}/mark/", {"type": "skip"})
    assert answer["Location"] == f"/review/{second.pk}/#evidence"
    assert ids(anna) == [second.pk]
    assert ids(anna, queue="skipped") == [first.pk]
    assert ids(otto) == [first.pk, second.pk]
    client_of(anna).post(f"/review/{first.pk}/mark/", {"type": "skip"})
    assert ids(anna) == [first.pk, second.pk]


def test_a_flag_is_for_everybody_and_anybody_may_take_it_away(anna, otto):
    stance = make_stance()
    answer = client_of(anna).post(f"/review/{stance.pk}/mark/", {"type": "flag"})
    assert answer["Location"] == f"/review/{stance.pk}/#evidence"
    assert ids(otto, queue="flagged") == [stance.pk]
    page = client_of(otto).get(f"/review/{stance.pk}/").content.decode()
    assert 'data-action="flag" aria-pressed="true"' in page
    client_of(otto).post(f"/review/{stance.pk}/mark/", {"type": "flag"})
    assert ids(anna, queue="flagged") == []


def test_what_is_kept_is_ones_own(anna, otto):
    stance = make_stance()
    client_of(anna).post(f"/review/{stance.pk}/mark/", {"type": "mine"})
    assert (ids(anna, queue="mine"), ids(otto, queue="mine")) == ([stance.pk], [])


def test_an_unknown_mark_is_refused(anna):
    stance = make_stance()
    answer = client_of(anna).post(f"/review/{stance.pk}/mark/", {"type": "applause"})
    assert answer.status_code == 400


def test_a_claim_names_the_one_who_was_first(anna, otto):
    assert claim(7, anna) == ""
    assert claim(7, anna) == ""
    assert claim(7, otto) == "anna"
    assert (holders([7, 8], otto), holders([7, 8], anna)) == ({7: "anna"}, {})
    release(7, otto)
    assert claim(7, otto) == "anna"
    release(7, anna)
    assert claim(7, otto) == ""


def test_an_open_item_says_who_is_here_and_is_passed_over(anna, otto):
    first, second, third = make_stance("GBR"), make_stance("RUS"), make_stance("POL")
    client_of(anna).get(f"/review/{second.pk}/")
    assert "anna is here" in client_of(otto).get("/review/").content.decode()
    page = client_of(otto).get(f"/review/{second.pk}/").content.decode()
    assert "anna has this open too" in page
    answer = client_of(otto).post(f"/review/{first.pk}/accept/", {"seen": 1})
    assert answer["Location"] == f"/review/{third.pk}/#evidence"


def test_what_is_fetched_ahead_is_not_open_until_it_is_shown(anna, otto):
    stance = make_stance()
    client_of(anna).get(f"/review/{stance.pk}/", headers={"HX-Request": "true"})
    assert holders([stance.pk], otto) == {}
    answer = client_of(anna).post(f"/review/{stance.pk}/open/")
    assert answer.json() == {"holder": "", "version": 1}
    assert client_of(otto).post(f"/review/{stance.pk}/open/").json() == {
        "holder": "anna",
        "version": 1,
    }


def test_a_decision_ends_the_claim(anna, otto):
    stance = make_stance()
    client = client_of(anna)
    client.get(f"/review/{stance.pk}/")
    client.post(f"/review/{stance.pk}/accept/", {"seen": 1})
    assert holders([stance.pk], otto) == {}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("united", ["United Kingdom"]),
        ("gb", ["United Kingdom"]),
        ("land", ["Poland"]),
        ("", []),
        ("nowhere", []),
    ],
)
def test_actors_are_suggested(anna, words, expected):
    make_actor("GBR"), make_actor("POL")
    answer = client_of(anna).get("/review/suggest/actors/", {"q": words})
    assert [option["value"] for option in answer.json()["options"]] == expected


def test_officials_are_suggested_with_their_offices(anna):
    Tenure.objects.create(
        official=make_official("Dominic Raab"), actor=make_actor("GBR"), office="Foreign Secretary"
    )
    answer = client_of(anna).get("/review/suggest/officials/", {"q": "raab"})
    assert answer.json()["options"] == [
        {"value": "Dominic Raab", "label": "Foreign Secretary, GBR"}
    ]
