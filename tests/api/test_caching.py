"""Validators: a client is told when nothing has changed, and never told so when something has."""

import gzip
import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reactions import curation
from reactions.models import Actor, Article, CrisisEvent, Official, Source
from reactions.public_state import SETTLED_AFTER
from tests.factories import (
    make_actor,
    make_article,
    make_crisis,
    make_editor,
    make_membership,
    make_stance,
)

pytestmark = pytest.mark.django_db

URL = "/api/v1/stances/"
LONG_AGO = "Sat, 15 Aug 2020 12:00:00 GMT"


def etag(client, url=URL):
    return client.get(url)["ETag"]


def test_an_unchanged_list_is_not_sent_again(client, django_assert_num_queries):
    make_stance(status="accepted")
    tag = etag(client)
    for given in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        with django_assert_num_queries(1):
            answer = client.get(URL, headers={"If-None-Match": given})
        assert answer.status_code == 304
        assert (answer.content, answer.headers.get("Content-Type")) == (b"", None)
        assert answer["ETag"] == tag
    assert client.get(URL, headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_unchanged_download_is_not_sent_again(client):
    make_stance(status="accepted")
    for form in ("csv", "ndjson"):
        url = f"/api/v1/stances.{form}"
        answer = client.get(url, headers={"If-None-Match": etag(client, url)})
        assert answer.status_code == 304


def change_decision():
    curation.accept(make_stance("POL"), seen=1, editor=make_editor())


def change_crisis():
    crisis = make_crisis()
    crisis.title = "Another title"
    crisis.save()


@pytest.mark.parametrize(
    "change",
    [
        change_decision,
        change_crisis,
        lambda: Actor.objects.update(name="Another name"),
        lambda: Official.objects.update(name="Another name"),
        lambda: Source.objects.update(name="Another name"),
        lambda: Article.objects.update(title="Another title"),
        lambda: make_membership("EU", "LTU"),
        lambda: CrisisEvent.objects.create(
            crisis=make_crisis(), day=date(2020, 8, 9), title="Election", source="https://e.org"
        ),
    ],
)
def test_every_change_of_what_is_public_changes_the_validator(client, change):
    source = Source.objects.create(name="Feed", type="feed")
    make_stance(status="accepted", official="Dominic Raab", article=make_article(source=source))
    before = etag(client)
    change()
    assert etag(client) != before


POSITIONS = "/api/v1/positions/?crisis=belarus-2020"


def test_what_was_computed_is_remembered_until_something_changes(client, django_assert_num_queries):
    curation.accept(make_stance("GBR"), seen=1, editor=make_editor())
    first = client.get(POSITIONS)
    with django_assert_num_queries(1):
        again = client.get(POSITIONS)
    assert again.content == first.content
    curation.accept(make_stance("POL"), seen=1, editor=make_editor())
    actors = [item["actor"] for item in client.get(POSITIONS).json()["results"]]
    assert actors == ["GBR", "POL"]


def test_without_a_cache_it_is_computed_again(client, settings, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    }
    make_stance("GBR", status="accepted")
    for _ in range(2):
        answer = client.get(POSITIONS)
        assert [item["actor"] for item in answer.json()["results"]] == ["GBR"]
    assert "cannot be reached" in caplog.text


def test_a_new_proposal_changes_nothing(client):
    make_stance(status="accepted")
    make_crisis()
    before = etag(client)
    make_stance("GBR", "urge")
    assert etag(client) == before


def test_fetching_and_polling_change_nothing(client):
    source = Source.objects.create(name="Feed", type="feed")
    make_stance(status="accepted", article=make_article(source=source))
    before = etag(client)
    Source.objects.update(polled=timezone.now(), failures=1)
    make_article(source=source)
    assert etag(client) == before


def test_the_moment_of_the_newest_change_is_told_once_no_other_can_come_before_it(client):
    change_decision()
    assert "Last-Modified" not in client.get(URL)
    later = timezone.now() + SETTLED_AFTER + timedelta(seconds=1)
    with time_machine.travel(later):
        told = client.get(URL)["Last-Modified"]
        unchanged = client.get(URL, headers={"If-Modified-Since": told})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert client.get(URL, headers={"If-Modified-Since": LONG_AGO}).status_code == 200
        # A validator outranks a moment.
        both = {"If-Modified-Since": told, "If-None-Match": '"other"'}
        assert client.get(URL, headers=both).status_code == 200
        curation.accept(make_stance("GBR"), seen=1, editor=make_editor())
        assert client.get(URL, headers={"If-Modified-Since": told}).status_code == 200


def test_answers_are_compressed(client):
    for _ in range(5):
        make_stance(status="accepted", official=f"Official {_}")
    for path in (URL, "/api/v1/stances.ndjson"):
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer["Vary"]
        body = gzip.decompress(b"".join(answer) if answer.streaming else answer.content)
        assert body.count(b'"kind"') == 5


def test_other_questions_have_other_validators(client):
    urls = (URL, f"{URL}?limit=1", f"{URL}?fields=id", "/api/v1/stances.csv", "/api/v1/actors/")
    assert len({etag(client, url) for url in urls}) == len(urls)


def test_an_answer_names_the_revision_that_it_shows(client):
    assert client.get(URL)["Dataset-Revision"] == "0"
    change_decision()
    answer = client.get(URL)
    assert answer["Dataset-Revision"] == "1"
    assert answer["Cache-Control"] == "public, no-cache"


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_after_a_later_one_is_noticed(client):
    early, late = make_actor("GBR"), make_actor("POL")
    told = []
    begun, go_on = threading.Event(), threading.Event()

    def rename_slowly():
        try:
            with transaction.atomic():
                Actor.objects.filter(pk=early.pk).update(name="Another name")
                begun.set()
                go_on.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=rename_slowly)
    thread.start()
    begun.wait(10)
    Actor.objects.filter(pk=late.pk).update(name="Another name")
    # Asked often, so that what can be settled is.
    told += [etag(client) for _ in range(4)]
    go_on.set()
    thread.join()
    told += [etag(client) for _ in range(4)]
    assert len(set(told[:4])) == len(set(told[4:])) == 1
    assert told[0] != told[4]


@pytest.mark.django_db(transaction=True)
def test_what_is_settled_is_counted_once(client):
    make_actor("GBR")
    before = [etag(client) for _ in range(3)]
    with CaptureQueriesContext(connection) as queries:
        before.append(etag(client))
    newest = apps.get_model("reactions", "ActorAudit").objects.order_by("-pk").first()
    assert f"reactions_actoraudit WHERE pgh_id > {newest.pk}" in queries[0]["sql"]
    Actor.objects.update(name="Another name")
    assert len(set(before)) == 1
    assert etag(client) != before[0]
