"""Deciding on many proposals at once, and undoing that at once."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from reactions import curation
from reactions.curation import BATCH_LIMIT
from reactions.models import Decision, Stance
from tests.factories import make_editor, make_stance

pytestmark = pytest.mark.django_db


@pytest.fixture
def senior():
    client = Client()
    client.force_login(make_editor(permissions=("merge_stance",)))
    return client


def proposals(count):
    first = date(2020, 6, 1)
    return [make_stance("GBR", "urge", day=first + timedelta(number)) for number in range(count)]


def picked(stances):
    return [f"{stance.pk}:{stance.version}" for stance in stances]


def decided():
    return sorted(Stance.objects.values_list("status", flat=True))


def test_many_are_accepted_and_undone_at_once(senior):
    stances = proposals(3)
    data = {"item": picked(stances), "reason": "", "queue_query": "kind=urge"}
    answer = senior.post("/review/many/", data)
    assert answer["Location"] == "/review/?kind=urge"
    assert decided() == ["accepted"] * 3
    page = senior.get(answer["Location"]).content.decode()
    assert "3 accepted" in page
    batch = Decision.objects.values_list("batch", flat=True).distinct().get()
    assert f"/review/many/{batch}/undo/" in page
    senior.post(f"/review/many/{batch}/undo/")
    assert decided() == ["proposed"] * 3
    assert Decision.objects.count() == 6


def test_undo_of_the_latest_takes_the_whole_batch_back(senior):
    senior.post("/review/many/", {"item": picked(proposals(2)), "reason": "5"})
    assert decided() == ["rejected"] * 2
    senior.post("/review/undo/")
    assert decided() == ["proposed"] * 2


def test_what_changed_or_is_not_in_the_text_is_refused_and_the_rest_goes_on(senior):
    good, stale, lost = proposals(3)
    lost.evidence.update(text="Lost words")
    data = {"item": [*picked([good, lost]), f"{stale.pk}:7"], "reason": ""}
    page = senior.post("/review/many/", data, follow=True).content.decode()
    assert decided() == ["accepted", "proposed", "proposed"]
    assert f"Stance {stale.pk} was not accepted" in page
    assert f"Stance {lost.pk} was not accepted. The evidence is not in the article" in page


def test_unverified_evidence_is_not_rejected_in_bulk_either(senior):
    (lost,) = proposals(1)
    lost.evidence.update(text="Lost words")
    senior.post("/review/many/", {"item": picked([lost]), "reason": "1"})
    assert decided() == ["proposed"]
    assert 'name="item"' in senior.get("/review/").content.decode()
    assert "disabled" in senior.get("/review/").content.decode().partition('name="item"')[2][:60]


@pytest.mark.parametrize(
    ("count", "said"), [(BATCH_LIMIT + 1, "At most 50"), (0, "Select at least one")]
)
def test_limits(senior, count, said):
    data = {"item": picked(proposals(count)), "reason": ""}
    assert said in senior.post("/review/many/", data, follow=True).content.decode()
    assert "accepted" not in decided()


def test_an_editor_may_not(client):
    client.force_login(make_editor())
    stances = proposals(1)
    assert client.post("/review/many/", {"item": picked(stances)}).status_code == 403
    assert 'name="item"' not in client.get("/review/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [0, 1])
def test_a_batch_and_a_single_decision_do_not_wait_for_each_other(number):
    stances = proposals(2)
    alone = stances.pop(number)
    editor, other = make_editor(), make_editor()
    held = threading.Event()

    def decide_one():
        with transaction.atomic():
            Stance.objects.select_for_update().get(pk=alone.pk)
            held.set()
            wait_for_somebody_waiting()
            curation.accept(alone, seen=1, editor=other)
        connection.close()

    thread = threading.Thread(target=decide_one)
    thread.start()
    held.wait(10)
    batch = curation.decide_many({stances[0].pk: 1, alone.pk: 1}, editor=editor)
    thread.join()
    assert [decision.stance_id for decision in batch.decisions] == [stances[0].pk]
    assert list(batch.refused) == [alone.pk]
    assert alone.decisions.get().editor == other


def wait_for_somebody_waiting():
    """Until another transaction waits for a lock; at most ten seconds."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
