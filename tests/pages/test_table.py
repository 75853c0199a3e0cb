"""The table is the map's equal, and its downloads are the table's."""

import csv
import io
from datetime import date

import pytest

from tests.factories import make_actor, make_stance
from tests.pages.conftest import MAP

STATES = [
    "",
    "?day=2020-08-12",
    "?kind=urge",
    "?group=act,call",
    "?side=supportive",
    "?rule=latest",
    "?rule=first",
    "?rule=strongest",
    "?target=opponents",
    "?actor=-POL",
    "?actor_type=organization",
    "?max_age=6",
    "?from=2020-08-12",
    "?until=2020-08-12",
    "?day=2020-08-14&ordering=name",
    "?q=accept",
    "?region=Europe",
    "?language=en",
    "?target=authorities",
    "?rule=latest&day=2020-08-12",
]


def csv_rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode())))


@pytest.mark.parametrize("state", STATES)
def test_map_table_downloads_and_api_say_the_same(client, belarus, state):
    def pairs(found):
        return sorted((standing.actor.code, str(standing.kind)) for standing in found)

    on_map = pairs(client.get(MAP + state, follow=True).context["listed"])
    in_table = pairs(
        standing for standing, _ in client.get(f"{MAP}table/{state}", follow=True).context["rows"]
    )
    in_csv = sorted((r["actor"], r["kind"]) for r in csv_rows(client.get(f"{MAP}map.csv{state}")))
    in_json = sorted(
        (row["actor"], row["kind"])
        for row in client.get(f"{MAP}map.json{state}").json()["positions"]
    )
    # The order of a page means nothing to the API.
    asked = state.replace("ordering=name", "").strip("?&")
    answered = client.get(f"/api/v1/positions/?crisis=belarus-2020&{asked}".rstrip("&"))
    in_api = sorted((row["actor"], row["kind"]) for row in answered.json()["results"])
    assert on_map == in_table == in_csv == in_json == in_api


def test_a_row_names_what_decided_and_shows_the_words(client, belarus):
    page = client.get(f"{MAP}table/").content.decode()
    assert "standing measure" in page
    assert "announced" in page
    assert "does not accept the results" in page


@pytest.mark.parametrize(
    ("ordering", "codes"),
    [
        ("", ["POL", "EU", "RUS"]),
        ("name", ["EU", "POL", "RUS"]),
        ("newest", ["POL", "EU", "RUS"]),
        ("first", ["RUS", "EU", "POL"]),
    ],
)
def test_it_sorts(client, belarus, ordering, codes):
    address = f"{MAP}table/" + (f"?ordering={ordering}" if ordering else "")
    rows = client.get(address).context["rows"]
    assert [standing.actor.code for standing, _ in rows] == codes


def test_it_pages(client, belarus):
    for number in range(60):
        make_actor(f"ORG{number}")
        make_stance(f"ORG{number}", "urge", day=date(2020, 8, 15), status="accepted")
    first = client.get(f"{MAP}table/")
    assert len(first.context["rows"]) == 50
    assert first.context["pages"] == {"next": f"{MAP}table/?page=2"}
    second = client.get(f"{MAP}table/?page=2")
    assert len(second.context["rows"]) == 13
    assert "page 2" in second.content.decode()
    assert len(csv_rows(client.get(f"{MAP}map.csv"))) == 63


def test_a_cell_that_looks_like_a_formula_is_text(client, belarus):
    make_actor("ZZZ", name="=1+1")
    make_stance("ZZZ", "urge", day=date(2020, 8, 15), status="accepted")
    names = [row["name"] for row in csv_rows(client.get(f"{MAP}map.csv"))]
    assert "'=1+1" in names
