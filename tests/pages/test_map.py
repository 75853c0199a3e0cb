"""The reaction map: who stands where on a day, and what the address says."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reactions.charts import Colour
from tests.factories import make_actor, make_crisis, make_editor, make_membership, make_stance
from tests.pages.conftest import MAP

HTMX = {"HX-Request": "true"}


def listed(response) -> dict[str, str]:
    """The actors of the page's list and the kind each is listed with."""
    return {standing.actor.code: standing.kind for standing in response.context["listed"]}


def test_it_shows_who_stands_where_on_the_last_day(client, belarus):
    page = client.get(MAP)
    assert listed(page) == {"POL": "sanction", "EU": "condemn", "RUS": "support"}
    assert "On <time" in page.content.decode()


def test_it_shows_the_day_asked_for(client, belarus):
    page = client.get(MAP + "?day=2020-08-12")
    assert listed(page) == {"POL": "urge", "RUS": "support"}


def test_proposals_are_nowhere_on_the_page(client, belarus):
    page = client.get(MAP + "?selected=FRA")
    assert "FRA" not in listed(page)
    assert page.context["panel"].counted == []


def test_an_unpublished_crisis_is_not_there(client, db):
    make_crisis("secret", published=False)
    assert client.get("/crises/secret/").status_code == 404
    assert client.get("/crises/secret/positions.json").status_code == 404
    assert client.get("/crises/secret/table/").status_code == 404


def test_an_editor_sees_an_unpublished_crisis(client, db):
    make_crisis("secret", published=False)
    client.force_login(make_editor())
    assert client.get("/crises/secret/").status_code == 200


def test_a_crisis_without_stances_says_so(client, db):
    make_crisis()
    assert "No stance of this crisis has been accepted yet" in client.get(MAP).content.decode()


def test_a_day_before_the_first_position_offers_the_first(client, belarus):
    page = client.get(MAP + "?day=2020-08-01").content.decode()
    assert "First stance: 10 Aug 2020" in page
    assert f'href="{MAP}?day=2020-08-10"' in page


def test_filters_that_leave_nobody_offer_their_removal(client, belarus):
    page = client.get(MAP + "?kind=neutral").content.decode()
    assert "No stance answers to these filters" in page


def test_the_panel_shows_the_selected_actors_cards(client, belarus):
    make_stance("POL", "condemn", day=date(2020, 8, 11), target="opponents", status="accepted")
    panel = client.get(MAP + "?selected=POL").context["panel"]
    assert panel.deciding.kind == "sanction"
    assert [stance.kind for stance in panel.counted] == ["urge"]
    assert [stance.kind for stance in panel.others] == ["condemn"]


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("kind=urge&kind=condemn", "kind=condemn,urge"),
        ("kind=urge,condemn", "kind=condemn,urge"),
        ("kind=&day=&q=", ""),
        ("day=latest&target=crisis&rule=position&colour=group", ""),
        ("selected=POL&day=2020-08-12", "day=2020-08-12&selected=POL"),
        ("page=2", ""),
    ],
)
def test_an_address_in_another_form_leads_to_the_canonical_one(client, belarus, given, canonical):
    response = client.get(f"{MAP}?{given}")
    assert response.status_code == 302
    assert response["Location"] == MAP + (f"?{canonical}" if canonical else "")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("day=tomorrow", "not a day"),
        ("rule=loudest", "Valid: position, latest, strongest, first"),
        ("kind=condem", "Did you mean &#x27;condemn&#x27;?"),
        ("kinds=condemn", "There is no parameter &#x27;kinds&#x27;"),
        ("target=nobody", "not known"),
        ("colour=red", "Valid: group, kind"),
        ("from=2020-13-01", "from"),
        ("max_age=old", "max_age"),
        ("highlight=nobody", "Valid: back, aside"),
        ("viewport=atlantis", "not a region (world, europe"),
        ("viewport=200,0,1", "not a region"),
        ("viewport=14,53,100", "not a region"),
        ("ordering=size", "Valid: level, name"),
        ("organizations=all", "Valid: rail, members"),
    ],
)
def test_what_cannot_be_read_is_named_and_left_out(client, belarus, given, told):
    response = client.get(f"{MAP}?{given}&selected=POL")
    page = response.content.decode()
    assert response.status_code == 200
    assert told in page
    assert response.context["query"].canonical == MAP + "?selected=POL"


def test_htmx_gets_the_fragment_and_the_canonical_address(client, belarus):
    response = client.get(MAP + "?kind=&day=2020-08-12", headers=HTMX)
    page = response.content.decode()
    assert "<html" not in page
    assert 'id="view"' in page
    assert response["HX-Push-Url"] == MAP + "?day=2020-08-12"
    assert "HX-Request" in response["Vary"]


def test_settling_after_a_drag_replaces_the_address(client, belarus):
    response = client.get(MAP + "?day=2020-08-12", headers={**HTMX, "HX-Trigger": "day-range"})
    assert response["HX-Replace-Url"] == MAP + "?day=2020-08-12"
    assert "HX-Push-Url" not in response


def test_who_has_the_map_gets_the_panel_alone(client, belarus):
    headers = {**HTMX, "HX-Target": "panel-place"}
    opened = client.get(f"{MAP}?selected=POL", headers=headers)
    page = opened.content.decode()
    assert "In context" in page
    assert 'id="view"' not in page
    assert "map-figure" not in page
    assert opened["HX-Push-Url"] == f"{MAP}?selected=POL"
    assert "HX-Target" in opened["Vary"]
    assert "panel-title" not in client.get(MAP, headers=headers).content.decode()


@pytest.mark.parametrize("target", ["view", "panel-place"])
def test_a_fragment_brings_the_links_round_it(client, belarus, settings, target):
    settings.CONTACT_EMAIL = "desk@example.org"
    headers = {**HTMX, "HX-Target": target}
    page = client.get(f"{MAP}?kind=sanction&selected=POL", headers=headers).content.decode()
    assert re.search(r'<nav id="views"[^>]* hx-swap-oob="true"', page)
    assert f'href="{MAP}table/?kind=sanction"' in page
    assert 'href="/api/v1/positions/?crisis=belarus-2020&amp;kind=sanction"' in page
    assert "Report an error" in page
    assert "kind%3Dsanction%26selected%3DPOL" in page


@pytest.mark.parametrize("state", ["", "?day=2020-08-15&rule=first", "?kind=urge&target=all"])
def test_the_call_of_the_api_gives_what_the_map_shows(client, belarus, state):
    page = client.get(MAP + state, follow=True)
    rows = client.get(page.context["query"].api_href).json()["results"]
    assert {row["actor"]: row["kind"] for row in rows} == listed(page)


@pytest.mark.parametrize("view", ["table", "timeline", "stances", "silence", "changes"])
def test_each_view_has_a_call_of_the_api(client, belarus, view):
    page = client.get(f"{MAP}{view}/?kind=urge,sanction&day=2020-08-15", follow=True)
    assert client.get(page.context["query"].api_href).status_code == 200


def test_going_back_with_htmx_gets_the_whole_page(client, belarus):
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(MAP, headers=headers).content.decode()


def test_the_figure_fills_by_position(client, belarus):
    page = client.get(MAP)
    traces = {trace["name"]: trace for trace in page.context["map_figure"]["data"]}
    positions = dict(zip(traces["positions"]["locations"], traces["positions"]["z"], strict=True))
    assert positions["POL"] == 6
    assert positions["RUS"] == 1
    assert positions["FRA"] == 0
    land = dict(zip(traces["land"]["locations"], traces["land"]["customdata"], strict=True))
    assert land["BLR"] == "inside"
    assert "BLR" not in positions
    assert page.context["query"].colour is Colour.GROUP


def test_legend_counts_and_filters(client, belarus):
    entries = {entry.value: entry for entry in client.get(MAP).context["legend"]}
    assert {value: entry.count for value, entry in entries.items() if entry.count} == {
        "back": 1,
        "criticise": 1,
        "act": 1,
    }
    assert entries["act"].href == MAP + "?group=act"


def test_the_day_control_links_the_days_beside(client, belarus):
    days = client.get(MAP + "?day=2020-08-12").context["days"]
    assert days.previous == MAP + "?day=2020-08-10"
    assert days.next == MAP + "?day=2020-08-14"
    assert days.back == MAP + "?day=2020-08-11"
    assert days.on == MAP + "?day=2020-08-13"
    assert days.latest == MAP


def test_members_without_a_position_get_rings(client, belarus):
    # What the UN says is no word of each state in the world.
    make_stance("UN", "mediate", day=date(2020, 8, 14), status="accepted")
    make_actor("MLT", latitude=35.9, longitude=14.4)
    make_membership("UN", "MLT")
    make_actor("LTU", latitude=55.0, longitude=24.0)
    make_membership("EU", "LTU")
    make_membership("EU", "POL")
    page = client.get(MAP + "?organizations=members")
    rings = next(t for t in page.context["map_figure"]["data"] if t["name"] == "rings")
    assert list(rings["customdata"]) == ["LTU"]
    assert list(rings["text"]) == ["Lithuania: via EU, 14 Aug"]


def test_silence_counts_members_of_the_un_outside_the_crisis(client, belarus):
    for code in ("POL", "FRA", "GBR", "BLR"):
        make_membership("UN", code)
    assert client.get(MAP).context["silent"] == 2


def count_queries(client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("view", "limit"),
    [
        ("map", 18),
        ("table", 13),
        ("timeline", 19),
        ("stances", 14),
        ("silence", 9),
        ("changes", 9),
        ("positions", 7),
        ("positions_csv", 8),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, belarus, view, limit):
    address = reverse(view, args=["belarus-2020"])
    few = count_queries(client, address)
    for number, code in enumerate(["GBR", "USA", "LTU", "UKR", "MLT", "SGP"]):
        make_stance(code, "condemn", day=date(2020, 8, 15 + number), status="accepted")
    many = count_queries(client, address)
    assert many == few
    assert many <= limit


def test_an_open_panel_costs_a_fixed_number_of_queries(client, belarus):
    few = count_queries(client, MAP + "?selected=POL")
    for day in range(1, 9):
        make_stance("POL", "concern", day=date(2020, 8, day), status="accepted")
    assert count_queries(client, MAP + "?selected=POL") == few
