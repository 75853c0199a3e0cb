"""Articles and addresses that programs bring: each once, however often it is sent."""

import pytest

from reactions.models import Article, Page, Reading
from tests.api.test_desk import Desk, pointers, problem
from tests.factories import make_crisis, make_editor

pytestmark = pytest.mark.django_db

URL = "/api/v1/submissions/"
TEXT = "On Monday the United Kingdom did not accept the results in Belarus."


@pytest.fixture
def desk(client):
    return Desk(client, make_editor(), "submit")


def submit(desk, body, key="one"):
    return desk.send("", body, key=key, url=URL)


def test_a_text_becomes_an_article_that_is_read(desk):
    crisis = make_crisis()
    body = {"text": TEXT, "published": "2020-08-17", "title": "Results", "crisis": crisis.slug}
    answer = submit(desk, body)
    assert answer.status_code == 202, answer.content
    article = Article.objects.get()
    assert answer.json() == {
        "submission": None, "article": article.pk, "is_new": True, "readings": 1,
    }  # fmt: skip
    assert (article.title, article.text) == ("Results", TEXT)
    assert Reading.objects.get().crisis == crisis
    again = submit(desk, body)
    assert (again.json(), again["Idempotency-Replayed"]) == (answer.json(), "true")
    known = submit(desk, body, key="two")
    assert (known.json()["article"], known.json()["is_new"]) == (article.pk, False)
    assert Article.objects.count() == 1


def test_an_address_is_to_be_fetched(desk, client):
    crisis = make_crisis()
    body = {"url": "https://news.example/1#top", "crisis": crisis.slug}
    answer = submit(desk, body)
    assert answer.status_code == 202, answer.content
    page = Page.objects.get()
    assert (page.url, page.crisis) == ("https://news.example/1", crisis)
    shown = client.get(answer["Location"], headers=desk.bearer).json()
    assert (shown["id"], shown["url"], shown["state"]) == (page.pk, page.url, "queued")
    assert submit(desk, body).json() == answer.json()
    assert Page.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(desk):
    assert submit(desk, {"url": "https://news.example/1"}).status_code == 202
    problem(submit(desk, {"url": "https://news.example/2"}), 422, "key-reused")
    problem(submit(desk, {"url": "https://news.example/2"}, key=None), 428, "precondition-required")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/url"),
        ({"text": TEXT}, "/published"),
        ({"text": TEXT, "published": "yesterday"}, "/published"),
        ({"text": " ", "published": "2020-08-17"}, "/text"),
        ({"url": "ftp://news.example/1"}, "/url"),
        ({"url": "https://news.example/1", "crisis": "nothing"}, "/crisis"),
        ({"url": 5}, "/url"),
        ({"address": "https://news.example/1"}, "/address"),
    ],
)
def test_what_cannot_be_taken_in_is_pointed_to(desk, body, place):
    assert place in pointers(submit(desk, body))
    assert not Page.objects.exists()


def test_it_takes_the_scope_and_the_right(client):
    body = {"url": "https://news.example/1"}
    problem(submit(Desk(client, make_editor(), "curate"), body), 403, "forbidden")
    reader = Desk(client, make_editor(), "submit")
    reader.user.user_permissions.clear()
    problem(submit(reader, body), 403, "forbidden")
    reader.bearer = {}
    problem(submit(reader, body), 401, "not-authenticated")
    assert client.get(URL).status_code == 401
