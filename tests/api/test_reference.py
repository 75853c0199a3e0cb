"""Actors, officials, crises, articles, sources and kinds: their lists, filters and items."""

from datetime import date

import pytest
from django.db import connection

from reactions.extraction.codebook import KINDS
from reactions.models import CrisisEvent, Official, Source, Tenure
from tests.factories import (
    make_actor,
    make_article,
    make_crisis,
    make_membership,
    make_official,
    make_stance,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A crisis with two accepted stances, members of an organization, officials in office."""
    make_membership("EU", "LTU", since=date(2004, 5, 1))
    make_membership("EU", "GBR", since=date(1973, 1, 1), until=date(2020, 1, 31))
    make_stance(
        status="accepted",
        official="Dominic Raab",
        article=make_article(
            source=Source.objects.create(name="Example feed", type="feed", address="https://e.org")
        ),
    )
    make_stance("LTU", status="accepted", article=make_article(language="lt"))
    Tenure.objects.create(
        official=make_official("Dominic Raab", aliases=["Raab"]),
        actor=make_actor("GBR"),
        office="Foreign Secretary",
        role="foreign_minister",
        since=date(2019, 7, 24),
        until=date(2021, 9, 15),
    )
    CrisisEvent.objects.create(
        crisis=make_crisis(), day=date(2020, 8, 9), title="Election", source="https://e.org/1"
    )


def found(client, path, name):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content
    return [item[name] for item in answer.json()["results"]]


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("actors/", "code", ["BLR", "EU", "GBR", "LTU"]),
        ("actors/?ordering=-name", "code", ["GBR", "LTU", "EU", "BLR"]),
        ("actors/?type=organization", "code", ["EU"]),
        ("actors/?type=-organization", "code", ["BLR", "GBR", "LTU"]),
        ("actors/?q=kingdom", "code", ["GBR"]),
        ("actors/?q=ltu", "code", ["LTU"]),
        ("actors/?region=Europe", "code", ["BLR", "EU", "GBR", "LTU"]),
        ("actors/?region=-Europe", "code", []),
        ("countries/", "code", ["BLR", "GBR", "LTU"]),
        ("countries/?member_of=EU", "code", ["GBR", "LTU"]),
        ("countries/?member_of=-EU", "code", ["BLR"]),
        ("countries/?member_of=EU&day=2020-01-31", "code", ["GBR", "LTU"]),
        ("countries/?member_of=EU&day=2020-02-01", "code", ["LTU"]),
        ("countries/?member_of=-EU&day=2020-02-01", "code", ["BLR", "GBR"]),
        ("organizations/", "code", ["EU"]),
        ("officials/", "name", ["Dominic Raab"]),
        ("officials/?actor=GBR", "name", ["Dominic Raab"]),
        ("officials/?actor=-GBR", "name", []),
        ("officials/?actor=LTU", "name", []),
        ("officials/?q=raab", "name", ["Dominic Raab"]),
        ("tenures/?day=2020-08-17", "office", ["Foreign Secretary"]),
        ("tenures/?day=2022-01-01", "office", []),
        ("tenures/?actor=GBR&official=Dominic%20Raab", "office", ["Foreign Secretary"]),
        ("tenures/?role=-foreign_minister", "office", []),
        ("crises/", "slug", ["belarus-2020"]),
        ("crises/?focal=BLR", "slug", ["belarus-2020"]),
        ("crises/?focal=-BLR", "slug", []),
        ("events/", "title", ["Election"]),
        ("events/?crisis=belarus-2020&from=2020-08-10", "title", []),
        ("events/?until=2020-08-09", "title", ["Election"]),
        ("articles/?language=lt", "language", ["lt"]),
        ("articles/?source=Example%20feed", "source", ["Example feed"]),
        ("articles/?crisis=belarus-2020&until=2020-08-17", "language", ["en", "lt"]),
        ("articles/?crisis=-venezuela-2019", "language", ["en", "lt"]),
        ("articles/?crisis=-belarus-2020", "language", []),
        ("articles/?crisis=nowhere-2020&count=estimate", "language", []),
        ("articles/?from=2020-08-18", "language", []),
        ("articles/?publisher=-Example%20News", "language", []),
        ("articles/?q=report&ordering=id", "language", ["en", "lt"]),
        ("sources/", "name", ["Example feed"]),
        ("sources/?type=site", "name", []),
    ],
)
def test_lists_and_filters(client, world, path, name, expected):
    assert found(client, path, name) == expected


def test_officials_are_found_by_a_part_of_any_name_they_have_now(client, world):
    raab = make_official("Dominic Raab")
    for aliases, asked, expected in (
        (["Dom Raab", "Rennie"], "DOM%20R", ["Dominic Raab"]),
        (["Dom Raab", "Rennie"], "enni", ["Dominic Raab"]),
        (["Dom Raab"], "enni", []),
        (["Dom Raab", "Rennie"], "raab,rennie", []),
    ):
        Official.objects.filter(pk=raab.pk).update(aliases=aliases)
        assert found(client, f"officials/?q={asked}", "name") == expected


def test_an_index_serves_the_search_for_names_of_officials():
    with connection.cursor() as cursor:
        # Few rows are quicker read in any other way.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "official_called" in Official.objects.filter(called__icontains="zzzz").explain()


def test_an_organization_lists_its_members_with_their_periods(client, world):
    assert "members" not in client.get("/api/v1/organizations/EU/").json()
    organization = client.get("/api/v1/organizations/EU/?expand=members").json()
    assert organization["members"] == [
        {"country": "GBR", "name": "United Kingdom", "since": "1973-01-01", "until": "2020-01-31"},
        {"country": "LTU", "name": "Lithuania", "since": "2004-05-01", "until": None},
    ]


def test_a_country_lists_its_memberships(client, world):
    country = client.get("/api/v1/countries/LTU/?expand=memberships&fields=code").json()
    assert country == {
        "code": "LTU",
        "memberships": [{"organization": "EU", "name": "EU", "since": "2004-05-01", "until": None}],
    }


def test_an_organization_is_no_country(client, world):
    assert client.get("/api/v1/countries/EU/").status_code == 404
    assert client.get("/api/v1/organizations/GBR/").status_code == 404
    assert client.get("/api/v1/actors/EU/").json()["type"] == "organization"


def test_an_official_lists_the_offices_held(client, world):
    official = make_official("Dominic Raab").pk
    shown = client.get(f"/api/v1/officials/{official}/?expand=offices").json()
    assert shown["offices"] == [
        {
            "actor": "GBR",
            "office": "Foreign Secretary",
            "role": "foreign_minister",
            "since": "2019-07-24",
            "until": "2021-09-15",
        }
    ]


def test_a_crisis_lists_its_parties(client, world):
    crisis = client.get("/api/v1/crises/belarus-2020/").json()
    assert (crisis["focal"], crisis["focal_name"]) == ("BLR", "Belarus")
    assert {(party["side"], party["name"]) for party in crisis["parties"]} == {
        ("authorities", "Alexander Lukashenko"),
        ("opponents", "the protesters"),
    }


def test_kinds_are_the_codebooks(client):
    kinds = client.get("/api/v1/kinds/").json()["results"]
    assert [kind["kind"] for kind in kinds] == list(KINDS)
    reject = next(kind for kind in kinds if kind["kind"] == "reject")
    assert (reject["side"], reject["level"], reject["cameo"]) == ("critical", 5, ["12"])


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("crises/", 3),
        ("events/", 2),
        ("actors/", 2),
        ("countries/?expand=memberships", 3),
        ("organizations/?expand=members", 3),
        ("officials/?expand=offices", 3),
        ("tenures/", 2),
        ("articles/", 2),
        ("sources/", 2),
        ("kinds/", 1),
    ],
)
def test_the_number_of_queries_is_pinned(client, world, django_assert_num_queries, path, queries):
    with django_assert_num_queries(queries):
        assert client.get(f"/api/v1/{path}").status_code == 200


def test_the_text_of_an_article_is_given_on_request_where_its_licence_lets_everybody_have_it(
    client,
):
    open_source = Source.objects.create(name="Open feed", type="feed", text_licence="CC BY 4.0")
    closed = Source.objects.create(name="Other feed", type="feed")
    texts = ("Text that everybody may have.", "Text that is its publisher's.", "Text of a file.")
    for text, source in zip(texts, (open_source, closed, None), strict=True):
        make_stance(status="accepted", official=text, article=make_article(text, source=source))
    url = "/api/v1/articles/?ordering=id"
    assert "text" not in client.get(url).json()["results"][0]
    items = client.get(f"{url}&expand=text").json()["results"]
    assert [(item["text"], item["text_licence"]) for item in items] == [
        (texts[0], "CC BY 4.0"), (None, None), (None, None),
    ]  # fmt: skip
    assert client.get(f"/api/v1/articles/{items[0]['id']}/?expand=text").json()["text"] == texts[0]
    assert not [
        text for text in texts if text in client.get("/api/v1/articles.csv").getvalue().decode()
    ]
