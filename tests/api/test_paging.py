"""Paging by cursor: complete, in order, and steady while rows come and go."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from reactions.api import pagination
from reactions.api.urls import RESOURCES
from reactions.models import Article, Source, Stance
from tests.factories import make_actor, make_article, make_crisis, make_evidence, make_stance

pytestmark = pytest.mark.django_db

URL = "/api/v1/stances/"


@pytest.fixture
def stances():
    """Eleven accepted stances, several of them on one day."""
    return [
        make_stance(
            status="accepted",
            official=f"Official {place}",
            day=date(2020, 8, 9) + timedelta(days=place // 4),
        )
        for place in range(11)
    ]


def walk(client, url, link="next"):
    """The pages from `url` on, along one of their links."""
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        yield page
        url = page[link]


def ids(pages):
    return [[item["id"] for item in page["results"]] for page in pages]


def all_ids(pages):
    return [key for page in ids(pages) for key in page]


@pytest.mark.parametrize("ordering", RESOURCES["stances"].orderings)
@pytest.mark.parametrize("limit", [1, 3, 4, 11, 12])
def test_pages_together_are_the_whole_list(client, stances, ordering, limit):
    whole = ids([client.get(f"{URL}?ordering={ordering}").json()])[0]
    assert sorted(whole) == sorted(stance.pk for stance in stances)
    pages = list(walk(client, f"{URL}?ordering={ordering}&limit={limit}"))
    assert all_ids(pages) == whole
    assert [page["has_more"] for page in pages] == [True] * (len(pages) - 1) + [False]
    back = list(walk(client, pages[-1]["previous"], link="previous")) if len(pages) > 1 else []
    assert ids(reversed(back)) == ids(pages[:-1])
    assert all(page["has_more"] for page in back)


@pytest.mark.parametrize(
    ("name", "ordering"),
    [(name, ordering) for name, view in RESOURCES.items() for ordering in view.orderings],
)
def test_every_ordering_of_every_resource_can_be_asked_for(client, name, ordering):
    make_stance(status="accepted", official="Dominic Raab")
    make_stance("LTU", status="accepted")
    url = f"/api/v1/{name}/?ordering={ordering}&limit=1"
    found = [item for page in walk(client, url) for item in page["results"]]
    key = RESOURCES[name].key_name()
    assert len(found) == len({item[key] for item in found})


def test_rows_that_come_and_go_move_no_others(client, stances):
    first = client.get(f"{URL}?ordering=day&limit=4").json()
    seen = ids([first])[0]
    Stance.objects.filter(pk__in=[seen[0], seen[-1]]).update(status="withdrawn")
    make_stance(status="accepted", official="Earlier", day=date(2020, 8, 8))
    new = make_stance(status="accepted", official="Later", day=date(2020, 8, 30))
    rest = all_ids(walk(client, first["next"]))
    assert rest == [stance.pk for stance in [*stances[7:3:-1], *stances[:7:-1]]] + [new.pk]


def test_a_cursor_keeps_the_filter_and_the_fields(client, stances):
    url = f"{URL}?limit=2&fields=id&q=accept&from=2020-08-10"
    pages = list(walk(client, url))
    assert all_ids(pages) == [stance.pk for stance in (stances[8:] + stances[4:8])]
    assert set(pages[1]["results"][0]) == {"id"}


def test_link_header_names_the_neighbors(client, stances):
    first = client.get(f"{URL}?limit=2")
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    second = client.get(first.json()["next"])
    page = second.json()
    assert second["Link"] == f'<{page["next"]}>; rel="next", <{page["previous"]}>; rel="prev"'
    assert "Link" not in client.get(URL)


def test_count_is_given_when_asked_for(client, stances):
    assert "count" not in client.get(URL).json()
    page = client.get(f"{URL}?count=exact&limit=2&from=2020-08-10").json()
    assert (page["count"], len(page["results"])) == (7, 2)
    assert isinstance(client.get(f"{URL}?count=estimate").json()["count"], int)


@pytest.mark.parametrize(
    ("cursor", "reason"),
    [
        ("abc", "not given out for this list"),
        ("WyJpZCIsZmFsc2UsWzFdXQ:AAAA", "not given out for this list"),
        (pagination.encode("stances", pagination.Position("id", False, [1])), "ordering=id"),
        (pagination.encode("actors", pagination.Position("code", False, ["GBR"])), "this list"),
        (pagination.encode("stances", pagination.Position("-day", False, ["x", 1])), "older"),
    ],
)
def test_other_cursors_are_refused(client, cursor, reason):
    answer = client.get(URL, {"cursor": cursor})
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["type"].endswith("/problems/bad-cursor/")
    assert problem["errors"][0]["parameter"] == "cursor"
    assert reason in problem["detail"]


def test_names_outside_ascii_can_stand_in_a_cursor(client):
    for code, name in (("AAA", "Åland"), ("BBB", "Česko"), ("CCC", "日本")):
        make_actor(code, name=name)
    url = "/api/v1/actors/?ordering=name&limit=1"
    names = [item["name"] for page in walk(client, url) for item in page["results"]]
    assert sorted(names) == sorted({"Åland", "Česko", "日本"})


@pytest.mark.parametrize("ordering", ["-published", "published", "id", "-id"])
def test_articles_of_a_crisis_come_once_each_in_the_order_of_all(client, ordering):
    articles = [
        make_article(f"Report {place}.", published=datetime(2020, 8, 9 + place // 3, tzinfo=UTC))
        for place in range(8)
    ]
    other = make_crisis("venezuela-2019")
    for place, article in enumerate(articles):
        make_stance("GBR", status="accepted", article=article, day=date(2020, 8, 1 + place))
        make_stance("POL", status="accepted", article=article, day=date(2020, 8, 1 + place))
        make_stance("FRA", status="accepted", crisis=other, day=date(2020, 8, 1 + place))
    make_stance("LTU", status="proposed")
    make_evidence(Stance.objects.filter(crisis=other).first(), articles[0])
    every = all_ids(walk(client, f"/api/v1/articles/?ordering={ordering}"))
    expected = [each for each in every if each in {article.pk for article in articles}]
    url = f"/api/v1/articles/?crisis=belarus-2020&ordering={ordering}"
    assert all_ids(walk(client, f"{url}&limit=3")) == expected
    assert client.get(f"{url}&count=exact").json()["count"] == 8
    lines = b"".join(client.get(url.replace("/?", ".ndjson?"))).splitlines()
    assert [json.loads(line)["id"] for line in lines] == expected
    *_, last = walk(client, f"{url}&limit=3")
    backwards = list(walk(client, last["previous"], "previous"))
    assert all_ids([*reversed(backwards), last]) == expected


@pytest.mark.parametrize(
    "asked", ["source=Radio", "language=be", "source=Radio&language=be", "source=Radio,No"]
)
@pytest.mark.parametrize("ordering", ["-day", "day", "id", "-id"])
def test_stances_of_a_source_come_once_each_in_the_order_of_all(client, asked, ordering):
    radio, other = (Source.objects.create(name=name, type="files") for name in ("Radio", "Other"))
    for place in range(9):
        stance = make_stance(
            "GBR" if place % 2 else "POL",
            status="accepted",
            day=date(2020, 8, 9 - place // 2),
            article=make_article(f"Report {place}.", source=radio, language="be"),
        )
        make_evidence(stance, make_article(f"More on {place}.", source=radio, language="be"))
    late = make_evidence(
        make_stance("FRA", status="accepted", day=date(2020, 8, 8)),
        make_article("Late report.", source=radio, language="be"),
    )
    elsewhere = make_stance("EU", status="accepted", article=make_article("No.", source=other))
    make_evidence(
        elsewhere, make_article("Unread.", source=radio, language="be"), status="proposed"
    )
    every = all_ids(walk(client, f"{URL}?ordering={ordering}"))
    url = f"{URL}?{asked}&ordering={ordering}"
    expected = [each for each in every if each != elsewhere.pk]
    assert late.stance_id in expected
    *_, last = pages = list(walk(client, f"{url}&limit=3"))
    assert all_ids(pages) == expected
    backwards = list(walk(client, last["previous"], "previous"))
    assert all_ids([*reversed(backwards), last]) == expected
    assert client.get(f"{url}&count=exact").json()["count"] == 10
    lines = b"".join(client.get(url.replace("/?", ".ndjson?"))).splitlines()
    assert [json.loads(line)["id"] for line in lines] == expected


def test_an_article_that_moves_to_another_source_takes_its_stances_along(client):
    radio, other = (Source.objects.create(name=name, type="files") for name in ("Radio", "Other"))
    article = make_article("A report.", source=radio)
    stance = make_stance(status="accepted", article=article)
    Article.objects.filter(pk=article.pk).update(source=other, language="be")
    for asked, expected in (("source=Radio", []), ("source=Other&language=be", [stance.pk])):
        assert all_ids(walk(client, f"{URL}?{asked}")) == expected


@pytest.mark.parametrize("ordering", ["-published", "published"])
@pytest.mark.parametrize(
    "asked",
    [
        "crisis=belarus-2020,venezuela-2019",
        "source=Radio,Other",
        "publisher=Radio,Other,Nobody",
        "language=be,ru",
        "language=be,ru&crisis=venezuela-2019",
        "crisis=belarus-2020,venezuela-2019&source=Other",
    ],
)
def test_articles_of_several_are_those_of_each_in_the_order_of_all(client, asked, ordering):
    sources = [Source.objects.create(name=name, type="files") for name in ("Radio", "Other", "3")]
    crises = [make_crisis("belarus-2020"), make_crisis("venezuela-2019"), make_crisis("mali-2020")]
    for place in range(24):
        article = make_article(
            f"Report {place}.",
            source=sources[place % 3],
            publisher=sources[place % 3].name,
            language=("be", "ru", "en")[place // 2 % 3],
            published=datetime(2020, 8, 9 + place // 5, tzinfo=UTC),
        )
        if place % 7:
            crisis = crises[place // 4 % 3]
            day = date(2020, 8, 1 + place)
            make_stance("GBR", status="accepted", article=article, crisis=crisis, day=day)
            make_stance("POL", status="accepted", article=article, crisis=crises[0], day=day)
    url = f"/api/v1/articles/?{asked}&ordering={ordering}"
    lines = b"".join(client.get(url.replace("/?", ".ndjson?"))).splitlines()
    every = [json.loads(line)["id"] for line in lines]
    assert len(every) > 2
    pages = list(walk(client, f"{url}&limit=2"))
    assert all_ids(pages) == every
    back = list(walk(client, pages[-1]["previous"], "previous"))
    assert all_ids([*reversed(back), pages[-1]]) == every
