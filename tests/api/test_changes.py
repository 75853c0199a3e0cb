"""The stream of changes: in order, complete under concurrent writers, never of what is inside."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from reactions import curation
from reactions.api.views.changes import KEPT
from reactions.curation import StanceFields
from reactions.models import PublicChange, Stance
from tests.factories import make_crisis, make_editor, make_stance

URL = "/api/v1/changes/"


def changes(client, since=0, limit=100):
    answer = client.get(f"{URL}?since={since}&limit={limit}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def follow(client, copy, since, limit=100):
    """Bring a copy (stances by their ids) up to date; the revision that it shows then."""
    while True:
        page = changes(client, since, limit)
        for change in page["results"]:
            assert change["revision"] == since + 1
            since = change["revision"]
            if change["stance"] is None:
                copy.pop(change["id"], None)
            else:
                copy[change["id"]] = change["stance"]
        if not page["has_more"]:
            return since


def download(client):
    """All stances by their ids, and the revision that they show at least."""
    answer = client.get("/api/v1/stances.ndjson")
    lines = b"".join(answer).splitlines()
    return {item["id"]: item for item in map(json.loads, lines)}, int(answer["Dataset-Revision"])


@pytest.mark.django_db
def test_each_public_change_is_told_once_and_in_order(client):
    editor = make_editor()
    first, second, third = make_stance("GBR"), make_stance("POL"), make_stance("POL", official="A")
    for stance in (first, second, third):
        curation.accept(stance, seen=1, editor=editor)
    corrected = StanceFields(actor=first.actor, kind="urge", day=first.day)
    curation.correct(first, corrected, seen=2, editor=editor, public_reason="It urged.")
    curation.merge(third, second, seen=2, editor=editor)
    curation.withdraw(first, seen=3, editor=editor, public_reason="Misread.")
    page = changes(client)
    told = [(c["revision"], c["type"], c["id"], bool(c["stance"])) for c in page["results"]]
    assert told == [
        (1, "created", first.pk, False),
        (2, "created", second.pk, True),
        (3, "created", third.pk, False),
        (4, "changed", first.pk, False),
        (5, "merged", third.pk, False),
        (6, "changed", second.pk, True),
        (7, "withdrawn", first.pk, False),
    ]
    assert page["results"][4]["merged_into"] == second.pk
    assert page["results"][1]["stance"] == client.get(f"/api/v1/stances/{second.pk}/").json()
    assert (page["revision"], page["has_more"], page["next"]) == (7, False, None)


@pytest.mark.django_db
def test_the_stream_goes_on_from_any_revision(client):
    for place in range(5):
        curation.accept(make_stance(official=f"Official {place}"), seen=1, editor=make_editor())
    page = changes(client, since=1, limit=3)
    assert [change["revision"] for change in page["results"]] == [2, 3, 4]
    assert page["has_more"]
    rest = client.get(page["next"]).json()
    assert [change["revision"] for change in rest["results"]] == [5]
    assert changes(client, since=5)["results"] == []


@pytest.mark.django_db
def test_a_revision_that_there_is_not_says_where_to_begin_again(client):
    curation.accept(make_stance(), seen=1, editor=make_editor())
    answer = client.get(f"{URL}?since=2")
    assert (answer.status_code, answer.json()["restart_from"]) == (410, 1)
    assert answer.json()["detail"] == "There is no revision 2 yet."


@pytest.mark.django_db
def test_what_is_decided_inside_is_not_told(client):
    editor = make_editor()
    make_stance("LTU")
    curation.reject(make_stance("POL"), seen=1, editor=editor, reason="1", note="secret note")
    hidden = make_stance("GBR", crisis=make_crisis("secret", published=False))
    curation.accept(hidden, seen=1, editor=editor, note="secret note")
    assert changes(client)["results"] == []


@pytest.mark.django_db
def test_a_crisis_that_is_taken_back_leaves_numbers_alone(client):
    stance = make_stance("GBR", official="Named Person")
    curation.accept(stance, seen=1, editor=make_editor(), note="secret note")
    curation.publish(stance.crisis, published=False)
    text = client.get(URL).content.decode()
    assert "Named Person" not in text
    assert "belarus" not in text
    assert [c["type"] for c in changes(client)["results"]] == ["created", "withdrawn"]


@pytest.mark.django_db
def test_old_changes_are_gone_and_say_where_to_begin_again(client):
    for actor in ("GBR", "POL"):
        curation.accept(make_stance(actor), seen=1, editor=make_editor())
    long_ago = timezone.now() - KEPT - timedelta(hours=1)
    # Public changes are final, so the clock of the first one is set where no trigger sees it.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reactions_publicchange SET at = %s WHERE revision = 1", [long_ago])
    answer = client.get(URL)
    assert answer.status_code == 410
    problem = answer.json()
    assert problem["type"].endswith("/problems/history-gone/")
    assert problem["restart_from"] == 2
    assert [change["revision"] for change in changes(client, since=1)["results"]] == [2]


@pytest.mark.django_db
def test_the_number_of_queries_is_pinned(client, django_assert_num_queries):
    for place in range(5):
        curation.accept(make_stance(official=f"Official {place}"), seen=1, editor=make_editor())
    with django_assert_num_queries(4):
        changes(client)


@pytest.mark.django_db(transaction=True)
def test_no_change_is_missed_while_many_write():
    """Four writers decide while a reader follows; its copy ends as the live data set, always."""
    crisis = make_crisis()
    editors = [make_editor() for _ in range(4)]
    shares = [
        [make_stance(official=f"Official {w} {n}", crisis=crisis).pk for n in range(12)]
        for w in range(4)
    ]
    errors = []

    def write(share, editor):
        try:
            for place, key in enumerate(share):
                stance = Stance.objects.get(pk=key)
                curation.accept(stance, seen=1, editor=editor)
                if place % 3 == 0:
                    curation.withdraw(stance, seen=2, editor=editor, public_reason="Misread.")
                elif place % 3 == 1:
                    fields = StanceFields.of(Stance.objects.get(pk=key))
                    curation.correct(
                        stance, fields, seen=2, editor=editor, public_reason="Looked at again."
                    )
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    client = Client()
    copy, since = download(client)
    writers = [
        threading.Thread(target=write, args=pair) for pair in zip(shares, editors, strict=True)
    ]
    for writer in writers:
        writer.start()
    midway = None
    while any(writer.is_alive() for writer in writers):
        since = follow(client, copy, since, limit=7)
        midway = midway or download(client)
    since = follow(client, copy, since)
    assert not errors
    live, revision = download(client)
    assert since == revision == PublicChange.objects.count()
    assert copy == live
    other, begun = midway
    follow(client, other, begun)
    assert other == live
    assert len(live) == 32
