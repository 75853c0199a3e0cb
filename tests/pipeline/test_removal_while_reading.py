"""A text that is removed while a worker reads it: whoever comes first, nothing half is left."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from reactions import pipeline
from reactions.consistency import faults
from reactions.models import Article, Crisis, Evidence, Finding, Reading
from reactions.models.sources import REMOVED_TEXT
from reactions.reference import load_actors
from reactions.removal import remove_expired, remove_texts
from tests.factories import make_article, make_crisis, make_reading

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "France condemned the violence against protesters in Minsk on Monday."


@pytest.fixture
def reading():
    load_actors()
    article = make_article(TEXT)
    Article.objects.filter(pk=article.pk).update(retrieved=timezone.now() - timedelta(days=9))
    return make_reading(article, make_crisis())


def beside(act):
    """Run `act` in a thread with a connection of its own; gives the thread and its results."""
    results = []

    def run():
        try:
            results.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


def wait_until_they_wait(number):
    """Return once so many connections wait for a lock."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] == number:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for a lock")


def expire():
    day = timedelta(days=1)
    return remove_expired(timezone.now(), captures_after=None, texts_after=day, limit=10)


def test_a_reading_that_comes_late_stores_nothing(reading):
    with transaction.atomic():
        with connection.cursor() as cursor:
            # As a removal begins; the worker has the text by now.
            cursor.execute("SELECT FROM reactions_article FOR UPDATE")
        worker, read = beside(lambda: pipeline.read(reading.pk))
        wait_until_they_wait(1)
        assert remove_texts(Article.objects.filter(pk=reading.article_id), timezone.now()) == 1
    worker.join()
    assert read == [False]
    assert not Evidence.objects.exists()
    assert not Finding.objects.exists()
    assert not Reading.objects.exists()


def test_what_a_reading_found_in_time_keeps_the_text(reading):
    with transaction.atomic():
        # The last lock that a worker takes before it stores what it found.
        Crisis.objects.select_for_update().get(pk=reading.crisis_id)
        worker, read = beside(lambda: pipeline.read(reading.pk))
        wait_until_they_wait(1)
        sweep, removed = beside(expire)
        wait_until_they_wait(2)
    worker.join()
    sweep.join()
    assert read == [True]
    assert removed == [(0, 0)]
    assert Article.objects.get().text == TEXT != REMOVED_TEXT
    assert Evidence.objects.get().fits()
    assert list(faults()) == []
