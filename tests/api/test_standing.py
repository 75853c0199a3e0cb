"""Positions, timeline and silence: the same numbers as the pages."""

from datetime import date

import pytest

from tests.factories import make_actor, make_crisis, make_membership, make_stance

pytestmark = pytest.mark.django_db

CRISIS = "crisis=belarus-2020"
EU = {"LTU", "POL", "TUV"}


@pytest.fixture
def stances():
    """Stances of many sorts: a standing sanction, an ended one, a divided actor, other targets."""
    make_membership("EU", "LTU", since=date(2004, 5, 1))
    make_membership("EU", "POL", since=date(2004, 5, 1))
    make_actor("TUV", region="Oceania")

    def accepted(actor, kind, day, **fields):
        return make_stance(actor, kind, day=date(2020, 8, day), status="accepted", **fields)

    return {
        "sanction": accepted("GBR", "sanction", 12, phase="announced", official="Dominic Raab"),
        "urge": accepted("GBR", "urge", 20, target="authorities"),
        "lifted": accepted("USA", "sanction", 11, phase="in_force"),
        "lifting": accepted("USA", "sanction", 21, phase="ended"),
        "support": accepted("RUS", "support", 10),
        "condemnation": accepted("RUS", "condemn", 18),
        "opponents": accepted("MLT", "condemn", 14, target="opponents"),
        "russia": accepted("LTU", "warn", 15, target="RUS"),
        "EU": accepted("EU", "mediate", 19, target="all"),
        "proposal": make_stance("FRA", "condemn", day=date(2020, 8, 30)),
    }


def answer(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


STATES = [
    "",
    "day=2020-08-09",
    "day=2020-08-10",
    "day=2020-08-13",
    "day=2020-08-20",
    "day=2020-08-21",
    "day=2021-08-21",
    "rule=latest",
    "rule=strongest",
    "rule=first",
    "rule=latest&day=2020-08-20",
    "target=opponents",
    "target=authorities",
    "target=RUS",
    "target=all",
    "kind=urge",
    "kind=-urge",
    "group=act",
    "side=critical",
    "actor_type=organization",
    "member_of=EU",
    "actor=GBR,RUS",
    "from=2020-08-15",
    "until=2020-08-15&day=2020-08-20",
    "max_age=3",
    "max_age=3&day=2020-08-18",
    "official=Dominic%20Raab",
]


@pytest.mark.parametrize("state", STATES)
def test_positions_are_those_of_the_map(client, stances, state):
    mine = answer(client, f"positions/?{CRISIS}&{state}")
    theirs = client.get(f"/crises/belarus-2020/map.json?{state}").json()
    for name in ("crisis", "day", "target", "rule", "revision"):
        assert mine[name] == theirs[name], name
    pairs = {
        "actor": "actor",
        "actor_name": "name",
        "kind": "kind",
        "level": "level",
        "since": "since",
        "decided_by": "decided_by",
        "announced_only": "announced",
        "divided": "divided",
        "stance": "stance",
        "evidence": "evidence",
    }
    ours = [{name: item[name] for name in pairs} for item in mine["results"]]
    pages = [{mine: item[page] for mine, page in pairs.items()} for item in theirs["positions"]]
    assert ours == sorted(pages, key=lambda item: item["actor"])


def test_a_position_names_the_stance_that_decided(client, stances):
    page = answer(client, f"positions/?{CRISIS}")
    assert page["day"] == "2020-08-21"
    found = {item["actor"]: item for item in page["results"]}
    assert set(found) == {"GBR", "RUS", "EU"}
    britain = found["GBR"]
    assert britain["stance"] == stances["sanction"].pk
    assert (britain["decided_by"], britain["announced_only"]) == ("standing measure", True)
    assert (britain["second"], britain["official"]) == ("urge", "Dominic Raab")
    assert found["RUS"]["divided"]
    stance = answer(client, f"stances/{britain['stance']}/")
    assert stance["evidence"][0]["text"] == britain["evidence"]


def test_before_the_first_stance_nobody_has_a_position(client):
    make_crisis()
    page = answer(client, f"positions/?{CRISIS}")
    assert (page["day"], page["results"]) == (None, [])
    assert answer(client, f"silence/?{CRISIS}")["day"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bin=day&actor=EU", [("2020-08-19", "2020-08-19", "mediate", 1)]),
        ("bin=week&actor=RUS&side=critical", [("2020-08-17", "2020-08-23", "condemn", 1)]),
        ("bin=month&kind=sanction", [("2020-08-01", "2020-08-31", "sanction", 3)]),
        ("bin=year&kind=condemn", [("2020-01-01", "2020-12-31", "condemn", 2)]),
        ("bin=month&target=crisis&kind=condemn", [("2020-08-01", "2020-08-31", "condemn", 1)]),
        ("bin=day&from=2020-08-22", []),
    ],
)  # fmt: skip
def test_timeline_counts_by_bin_and_kind(client, stances, query, expected):
    items = answer(client, f"timeline/?{CRISIS}&{query}")["results"]
    assert [(i["first"], i["last"], i["kind"], i["count"]) for i in items] == expected


def test_a_month_ends_on_its_last_day(client):
    for day in (date(2020, 2, 10), date(2020, 12, 31)):
        make_stance(day=day, status="accepted")
    items = answer(client, f"timeline/?{CRISIS}&bin=month")["results"]
    assert [item["last"] for item in items] == ["2020-02-29", "2020-12-31"]


@pytest.mark.parametrize(
    ("query", "silent"),
    [
        ("", {"LTU", "MLT", "POL", "TUV", "USA", "FRA"}),
        ("day=2020-08-11", {"LTU", "MLT", "POL", "TUV", "GBR", "FRA"}),
        ("target=opponents", {"LTU", "POL", "TUV", "USA", "FRA", "GBR", "RUS"}),
        ("region=Oceania", {"TUV"}),
        ("region=-Oceania", {"LTU", "MLT", "POL", "USA", "FRA"}),
        ("member_of=EU", {"LTU", "POL"}),
    ],
)
def test_silence_lists_who_has_no_position(client, stances, query, silent):
    items = answer(client, f"silence/?{CRISIS}&{query}")["results"]
    assert {item["country"] for item in items} == silent


@pytest.mark.parametrize("query", ["", "&member_of=EU", "&region=Europe,Oceania"])
def test_silence_names_organizations_that_spoke(client, stances, query):
    make_membership("EU", "TUV", until=date(2010, 1, 1))
    make_membership("EU", "TUV", since=date(2020, 8, 21))
    items = answer(client, f"silence/?{CRISIS}{query}")["results"]
    spoke = {item["country"]: item["organizations"] for item in items}
    assert spoke["POL"] == ["EU"]
    assert spoke["TUV"] == ["EU"]
    assert all(organizations == [] for code, organizations in spoke.items() if code not in EU)


@pytest.mark.parametrize("name", ["positions", "timeline", "silence"])
@pytest.mark.parametrize("form", ["/", ".csv", ".ndjson"])
def test_an_unpublished_crisis_is_not_there(client, name, form):
    make_stance(status="accepted", crisis=make_crisis("secret", published=False))
    for slug in ("secret", "nothing"):
        response = client.get(f"/api/v1/{name}{form}?crisis={slug}")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
    response = client.get(f"/api/v1/{name}{form}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "crisis"


@pytest.mark.parametrize("name", ["positions", "timeline", "silence"])
def test_downloads_have_the_same_rows(client, stances, name):
    items = answer(client, f"{name}/?{CRISIS}")["results"]
    lines = b"".join(client.get(f"/api/v1/{name}.csv?{CRISIS}")).decode().splitlines()
    assert len(lines) == len(items) + 1
    assert lines[0].split(",") == list(items[0])
    assert len(b"".join(client.get(f"/api/v1/{name}.ndjson?{CRISIS}")).splitlines()) == len(items)


@pytest.mark.parametrize(("name", "queries"), [("positions", 5), ("timeline", 3), ("silence", 8)])
def test_the_number_of_queries_is_pinned(client, stances, django_assert_num_queries, name, queries):
    with django_assert_num_queries(queries):
        answer(client, f"{name}/?{CRISIS}")
