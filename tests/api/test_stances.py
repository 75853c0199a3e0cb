"""`/api/v1/stances/`: accepted stances with their evidence, by the filters of the pages."""

from datetime import UTC, date, datetime

import pytest

from reactions import curation
from reactions.api.views.stances import STANCE_PARAMETERS
from reactions.filters import StanceFilter
from reactions.models import Source
from tests.factories import (
    make_article,
    make_crisis,
    make_editor,
    make_evidence,
    make_membership,
    make_stance,
)

pytestmark = pytest.mark.django_db

URL = "/api/v1/stances/"


def accepted(actor="GBR", kind="reject", **fields):
    return make_stance(actor, kind, status="accepted", **fields)


def actors(client, query=""):
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200, answer.content
    return {stance["actor"] for stance in answer.json()["results"]}


def test_it_shows_a_stance_with_its_evidence(client):
    article = make_article(
        'On Monday "The UK does not accept the results," Raab said.',
        url="https://example.org/1",
        published=datetime(2020, 8, 17, 9, 30, tzinfo=UTC),
    )
    stance = accepted(
        official="Dominic Raab",
        office="Foreign Secretary",
        target="authorities",
        article=article,
        span='"The UK does not accept the results," Raab said.',
    )
    answer = client.get(f"{URL}{stance.pk}/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    shown = answer.json()
    article_shown = shown["evidence"][0].pop("article")
    assert shown == {
        "id": stance.pk,
        "version": 0,
        "status": "accepted",
        "crisis": "belarus-2020",
        "actor": "GBR",
        "actor_name": "United Kingdom",
        "official": "Dominic Raab",
        "office": "Foreign Secretary",
        "kind": "reject",
        "side": "critical",
        "group": "criticise",
        "level": 5,
        "target": "authorities",
        "day": "2020-08-17",
        "day_precision": "day",
        "phase": None,
        "evidence": [
            {
                "text": '"The UK does not accept the results," Raab said.',
                "start": 10,
                "end": 58,
                "primary": True,
            }
        ],
        "created_at": stance.created_at.isoformat().replace("+00:00", "Z"),
        "changed_at": stance.created_at.isoformat().replace("+00:00", "Z"),
    }
    assert article_shown == {
        "id": article.pk,
        "title": article.title,
        "url": "https://example.org/1",
        "publisher": "Example News",
        "author": None,
        "language": "en",
        "published": "2020-08-17T09:30:00Z",
        "published_precision": "day",
        "source": None,
    }


def test_a_list_is_newest_first_and_shows_what_single_items_show(client):
    old = accepted("RUS", "support", day=date(2020, 8, 10))
    new = accepted("POL", "urge", day=date(2020, 8, 20))
    page = client.get(URL).json()
    assert [stance["id"] for stance in page["results"]] == [new.pk, old.pk]
    assert page["results"][0] == client.get(f"{URL}{new.pk}/").json()
    assert (page["next"], page["previous"], page["has_more"]) == (None, None, False)


def test_the_parameters_are_those_of_the_pages():
    assert {parameter.name for parameter in STANCE_PARAMETERS} == set(StanceFilter.parameters())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"GBR", "RUS", "EU", "LTU"}),
        ("kind=reject", {"GBR"}),
        ("kind=reject,support", {"GBR", "RUS"}),
        ("kind=reject&kind=support", {"GBR", "RUS"}),
        ("kind=-reject", {"RUS", "EU", "LTU"}),
        ("group=back", {"RUS"}),
        ("side=critical", {"GBR", "LTU"}),
        ("actor=EU", {"EU"}),
        ("actor_type=country", {"GBR", "RUS", "LTU"}),
        ("member_of=EU", {"LTU"}),
        ("region=Asia", set()),
        ("official=Dominic%20Raab", {"GBR"}),
        ("crisis=belarus-2020", {"GBR", "RUS", "EU", "LTU"}),
        ("crisis=elsewhere", set()),
        ("target=opponents", {"LTU"}),
        ("target=crisis", {"GBR", "RUS", "EU", "LTU"}),
        ("q=solidarity", {"LTU"}),
        ("language=de", {"LTU"}),
        ("language=-de", {"GBR", "RUS", "EU"}),
        ("language=de,-en", {"LTU"}),
        ("language=-de,-en", set()),
        ("source=Radio", {"LTU"}),
        ("source=-Radio", {"GBR", "RUS", "EU"}),
        ("source=-Radio,-Elsewhere", {"GBR", "RUS", "EU"}),
        ("from=2020-08-18", {"LTU"}),
        ("until=2020-08-17&from=2020-08-17", {"GBR", "EU"}),
        ("from=earliest&until=latest", {"GBR", "RUS", "EU", "LTU"}),
        ("max_age=5", {"GBR", "EU", "LTU"}),
        ("max_age=36500&until=0001-01-02", set()),
        ("q=", {"GBR", "RUS", "EU", "LTU"}),
    ],
)
def test_filters(client, query, expected):
    make_membership("EU", "LTU", since=date(2004, 5, 1))
    accepted("GBR", "reject", official="Dominic Raab")
    accepted("RUS", "support", day=date(2020, 8, 10))
    accepted("EU", "mediate")
    accepted(
        "LTU",
        "solidarity",
        target="opponents",
        day=date(2020, 8, 20),
        article=make_article(
            "Lithuania declared its solidarity.",
            language="de",
            source=Source.objects.create(name="Radio", type="files"),
        ),
    )
    assert actors(client, query) == expected


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sanction", True),
        ("SANCTIONS list", True),
        ("list sanction", True),
        ("anction", False),
        ("sanctions nothing", False),
        ("Côte d'Ivoire", True),
        ("EU-led", True),
        ("3.5", True),
        ("制裁", True),
        ("“3.5", True),
        ("élysée", False),
        ("–", False),
        ("o'clock", False),
        ("\\'|&!:*()", False),
        ("a\\", False),
    ],
)
def test_words_are_found_where_words_begin(client, words, found):
    text = "EU-led sanctions list: “3.5 million” for Côte d'Ivoire 对其实施制裁。"
    accepted(article=make_article(text))
    answer = client.get(URL, {"q": words})
    assert answer.status_code == 200
    assert bool(answer.json()["results"]) == found


@pytest.mark.parametrize("query", ["q=secret", "language=de"])
def test_corroboration_that_waits_finds_nothing(client, query):
    stance = accepted()
    make_evidence(stance, make_article("secret words", language="de"), status="proposed")
    assert actors(client, query) == set()


def test_proposals_and_unpublished_crises_are_not_there(client):
    shown = accepted("GBR")
    proposed = make_stance("POL")
    hidden = accepted("FRA", crisis=make_crisis("secret-2021", published=False))
    make_evidence(shown, span=None, status="proposed")
    assert actors(client) == {"GBR"}
    for stance in (proposed, hidden):
        assert client.get(f"{URL}{stance.pk}/").status_code == 404
    assert len(client.get(f"{URL}{shown.pk}/").json()["evidence"]) == 1


def test_an_editor_sees_no_more_than_others(client):
    make_stance("POL")
    client.force_login(make_editor())
    assert actors(client) == set()


def test_version_and_moment_are_those_of_the_newest_public_change(client):
    editor = make_editor()
    curation.accept(make_stance("RUS"), seen=1, editor=editor)
    stance = make_stance()
    curation.accept(stance, seen=1, editor=editor)
    inside = make_evidence(stance, status="proposed")
    curation.decide_evidence(inside, accepted=False, seen=2, editor=editor)
    shown = client.get(f"{URL}{stance.pk}/").json()
    change = stance.public_changes.get()
    assert shown["version"] == change.revision == 2
    assert shown["changed_at"] == change.at.isoformat().replace("+00:00", "Z")


def test_a_withdrawn_stance_is_gone(client):
    editor = make_editor()
    stance = make_stance()
    curation.accept(stance, seen=1, editor=editor)
    curation.withdraw(stance, seen=2, editor=editor, public_reason="It was misread.")
    answer = client.get(f"{URL}{stance.pk}/")
    assert answer.status_code == 410
    assert answer.json()["merged_into"] is None


def test_a_merged_stance_says_into_which(client):
    editor = make_editor()
    kept = make_stance(official="Dominic Raab")
    other = make_stance()
    for stance in (kept, other):
        curation.accept(stance, seen=1, editor=editor)
    curation.merge(other, kept, seen=2, editor=editor)
    answer = client.get(f"{URL}{other.pk}/")
    assert answer.status_code == 410
    assert answer.json()["merged_into"] == kept.pk


def test_what_was_public_in_a_crisis_that_no_longer_is_cannot_be_told_from_nothing(client):
    stance = make_stance()
    curation.accept(stance, seen=1, editor=make_editor())
    curation.publish(stance.crisis, published=False)
    assert client.get(f"{URL}{stance.pk}/").status_code == 404


def test_fields_and_expand_choose_what_is_answered(client):
    stance = make_stance()
    curation.accept(stance, seen=1, editor=make_editor(), note="a note for the desk")
    page = client.get(f"{URL}?fields=id,kind&expand=decisions").json()
    (item,) = page["results"]
    assert item["id"] == stance.pk
    assert set(item) == {"id", "kind", "decisions"}
    (decision,) = item["decisions"]
    assert (decision["type"], decision["revision"], decision["reason"]) == ("created", 1, None)


@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.parametrize(
    ("query", "queries"),
    [("", 3), ("?expand=decisions", 4), ("?fields=id,day", 2), ("?count=exact", 4)],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client, django_assert_num_queries, number, query, queries
):
    for place in range(number):
        accepted(day=date(2020, 8, 1 + place), official=f"Official {place}")
    with django_assert_num_queries(queries):
        page = client.get(f"{URL}{query}").json()
    assert len(page["results"]) == number
