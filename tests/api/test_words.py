"""Lists searched for words: the same pages, whichever way the words are looked for."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reactions.models import Article, Evidence, Source, Stance
from reactions.models.sources import text_digest
from tests.api.test_paging import all_ids, walk
from tests.factories import make_actor, make_crisis

pytestmark = pytest.mark.django_db

NUMBER = 800


@pytest.fixture
def listed(db):
    """Eight hundred articles with a stance each, the newest last. One in four says `often`, one in
    eighty `seldom`, the newest among these, the oldest thirty `early`, one of them `once`."""
    crises = [make_crisis("belarus-2020"), make_crisis("venezuela-2019")]
    source = Source.objects.create(name="Radio", type="files")
    actor = make_actor("GBR")
    said = [_said(place) for place in range(NUMBER)]
    articles = Article.objects.bulk_create(
        Article(
            title=words.upper(),
            text=words,
            sha256=text_digest(words),
            published=datetime(2020, 8, 9, tzinfo=UTC) + timedelta(hours=place // 3),
            source=source if place % 2 else None,
        )
        for place, words in enumerate(said)
    )
    stances = Stance.objects.bulk_create(
        Stance(
            crisis=crises[place % 3 == 0],
            actor=actor,
            kind="urge",
            target=f"A{place}",
            day=date(2020, 8, 9) + timedelta(days=place // 9),
            status="accepted",
        )
        for place in range(NUMBER)
    )
    Evidence.objects.bulk_create(
        Evidence(
            stance=stance, article=article, start=0, end=len(article.text), text=article.text,
            status="accepted", primary=True,
        )
        for stance, article in zip(stances, articles, strict=True)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reactions_evidence, reactions_article")


def _said(place):
    words = [f"Report {place}:"]
    words += ["Often, it is said."] * (place % 4 == 0)
    words += ["Seldom, it is said."] * (place % 80 == 73)
    words += ["Early, it is said."] * (place < 30)
    words += ["Once, it is said."] * (place == 11)
    return " ".join(words)


@pytest.mark.parametrize(("name", "place"), [("stances", "day"), ("articles", "published")])
def test_pages_are_all_that_have_the_words(client, listed, name, place):
    for words, limit, number in (
        ("often", 30, 200),
        ("SELD said", 7, 10),
        ("seldom often", 7, 0),
        ("early", 9, 30),
        ("onc", 7, 1),
    ):
        for query in (
            f"ordering={place}",
            f"ordering=-{place}",
            "ordering=id",
            f"ordering=-{place}&crisis=belarus-2020",
            f"ordering={place}&crisis=belarus-2020,venezuela-2019&source=Radio",
            f"ordering=-{place}&until=2020-08-12",
        ):
            asked = f"q={words}&{query}&fields=id"
            lines = b"".join(client.get(f"/api/v1/{name}.ndjson?{asked}")).splitlines()
            every = [json.loads(line)["id"] for line in lines]
            assert len(every) == number or "crisis" in query or "until" in query
            pages = list(walk(client, f"/api/v1/{name}/?{asked}&limit={limit}"))
            assert all_ids(pages) == every
            if len(pages) > 1:
                back = list(walk(client, pages[-1]["previous"], "previous"))
                assert all_ids([*reversed(back), pages[-1]]) == every


def test_as_many_rows_are_looked_at_as_it_takes(client, listed):
    for query, expected in {
        "q=often&limit=30": ["row by row"],
        "q=often&limit=1&until=2020-08-12": ["row by row", "collected", "collected", "all"],
        "q=seldom&limit=7": ["row by row", "by index"],
        "q=seldom&limit=7&ordering=day": ["row by row", "collected"],
        "q=never&limit=7": ["row by row", "collected"],
        "q=never&limit=200": ["row by row"],
    }.items():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/api/v1/stances/?{query}")
        ways = [_way(each["sql"]) for each in asked if "to_tsquery" in each["sql"]]
        assert [way for way in ways if way] == expected, query


def _way(sql: str) -> str:
    """How the words are looked for by a statement; nothing where it only makes an estimate."""
    if "EXPLAIN" in sql:
        return ""
    if "CASE WHEN" in sql:
        return "row by row"
    if "ORDER BY COALESCE" in sql:
        return "collected"
    return "by index" if 'U0."day" >=' in sql else "all"
