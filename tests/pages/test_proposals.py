"""Proposals are shown where the crisis or a right allows it, and never as positions."""

import pytest

from reactions.models import Crisis
from tests.factories import make_editor
from tests.pages.conftest import MAP

TOO = "?status=accepted,proposed"


@pytest.fixture
def open_crisis(belarus: Crisis) -> Crisis:
    Crisis.objects.update(proposals_public=True)
    return belarus


def marked(page) -> list[str]:
    figure = page.context["map_figure"]
    return next(list(t["customdata"]) for t in figure["data"] if t["name"] == "proposed")


@pytest.mark.parametrize("view", ["", "table/", "timeline/", "stances/", "actors/FRA/"])
def test_they_are_refused_with_a_notice_where_they_are_not_public(client, belarus, view):
    page = client.get(f"{MAP}{view}{TOO}", follow=True)
    assert "proposals of this crisis are not public" in page.content.decode()
    assert "badge proposed" not in page.content.decode()
    assert "status" not in page.context["query"].canonical


def test_on_the_map_they_are_hollow_marks_and_fill_nothing(client, open_crisis):
    france = open_crisis.stances.get(actor__code="FRA").actor
    france.latitude, france.longitude = 46.0, 2.0
    france.save()
    page = client.get(MAP + TOO)
    assert marked(page) == ["FRA"]
    assert "FRA" not in page.context["query"].positions
    assert "1 unreviewed proposal" in page.content.decode()
    assert marked(client.get(MAP)) == []


def test_in_lists_they_say_so(client, open_crisis):
    for view in ("stances/", "actors/FRA/"):
        said = client.get(f"{MAP}{view}{TOO}").content.decode()
        assert said.count('class="badge proposed"') == 1
        assert "no editor has decided on it" in said
        assert "badge proposed" not in client.get(f"{MAP}{view}").content.decode()


def test_files_and_exports_leave_them_out(client, open_crisis):
    assert "FRA" not in client.get(f"{MAP}positions.json{TOO}").json()["actors"]
    assert ",FRA," not in client.get(f"{MAP}map.csv{TOO}").content.decode()
    stances = b"".join(client.get(f"{MAP}stances.csv{TOO}")).decode()
    assert "FRA" not in stances


def test_an_editor_may_switch_them_on(client, belarus):
    client.force_login(make_editor())
    page = client.get(MAP + TOO)
    assert page.context["query"].shows_proposed
    assert 'name="status"' in page.content.decode()
