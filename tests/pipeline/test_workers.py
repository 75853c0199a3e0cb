"""Real Celery workers: what is sent is read, also when a worker is killed in the middle."""

import json
import os
import signal
import time

import pytest
from celery import current_app
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from reactions import tasks
from reactions.ingestion.files import read_paths
from reactions.ingestion.store import reading_for, store_article
from reactions.models import Article, Finding, Reading, Stance, WorkState
from reactions.pipeline import due_readings
from reactions.reference import load_actors
from tests.factories import make_crisis

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = 40
BACKENDS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def write_articles(folder, number=NUMBER):
    filler = "The streets of Minsk were quiet in the morning. " * 40
    articles = [
        {
            "title": f"Report {n}",
            "published": "2020-08-17",
            "url": f"https://news.example/{n}",
            "text": f"{filler}\n\nFrance condemned the violence in Minsk.\n\n{filler}\n\nNo. {n}",
        }
        for n in range(number)
    ]
    path = folder / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, articles)))
    return path


def read_count():
    return Reading.objects.filter(state=WorkState.DONE).count()


def test_ingest_shows_the_workers_reading_to_the_end(tmp_path, celery_worker_process, capsys):
    load_actors()
    make_crisis()
    path = write_articles(tmp_path, number=5)
    call_command("ingest", str(path), crisis="belarus-2020")
    assert "5 articles read" in capsys.readouterr().out
    call_command("ingest", str(path), crisis="belarus-2020")
    assert "5 articles were known already" in capsys.readouterr().out
    assert (Article.objects.count(), Finding.objects.count(), Stance.objects.count()) == (5, 5, 1)


def test_a_bad_file_is_listed_and_the_rest_is_read(tmp_path, celery_worker_process, capsys):
    load_actors()
    make_crisis()
    write_articles(tmp_path, number=2)
    (tmp_path / "empty-2020-08-17.txt").write_text("")
    with pytest.raises(CommandError, match=r"empty-2020-08-17\.txt: There is no text"):
        call_command("ingest", str(tmp_path), crisis="belarus-2020")
    assert "2 articles read" in capsys.readouterr().out


def test_ingest_names_the_crises_there_are():
    make_crisis()
    with pytest.raises(CommandError, match="Known: belarus-2020"):
        call_command("ingest", "anything.txt", crisis="belarus")


def test_nothing_is_lost_when_a_worker_is_killed(tmp_path, start_worker):
    load_actors()
    crisis = make_crisis()
    for document in read_paths([write_articles(tmp_path)]):
        tasks.read_reading.delay(reading_for(store_article(document)[0], crisis).pk)
    worker = start_worker(concurrency=2)
    wait_for(lambda: read_count() >= 3, seconds=60)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert read_count() < NUMBER
    # The sweep finds what the dead worker held once its lease is over.
    Reading.objects.filter(state=WorkState.STARTED).update(leased_until=timezone.now())
    start_worker(concurrency=2)
    tasks.send_due_readings()
    wait_for(lambda: read_count() == NUMBER, seconds=60)
    assert due_readings(timezone.now(), limit=NUMBER) == []
    # Once each: one finding an article, all of them on the one stance.
    assert Finding.objects.count() == NUMBER
    assert Stance.objects.get().evidence.count() == NUMBER


def test_a_worker_keeps_its_connection_and_replaces_a_broken_one(tmp_path, celery_worker_process):
    load_actors()
    crisis = make_crisis()
    documents = list(read_paths([write_articles(tmp_path, number=3)]))

    def backends_after_another(document):
        """The worker's connections after one more reading, without a sweep's help."""
        known = read_count()
        tasks.read_reading.delay(reading_for(store_article(document)[0], crisis).pk)
        wait_for(lambda: read_count() == known + 1, seconds=30)
        with connection.cursor() as cursor:
            cursor.execute(BACKENDS)
            return {pid for (pid,) in cursor.fetchall()}

    first = backends_after_another(documents[0])
    kept = backends_after_another(documents[1])
    assert kept
    assert kept <= first  # what an earlier worker left may end meanwhile, nothing is opened
    with connection.cursor() as cursor:
        for backend in kept:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    assert backends_after_another(documents[2]).isdisjoint(kept)


def test_a_lost_queue_is_sent_again_by_the_sweep(tmp_path, start_worker):
    load_actors()
    crisis = make_crisis()
    for document in read_paths([write_articles(tmp_path, number=5)]):
        tasks.read_reading.delay(reading_for(store_article(document)[0], crisis).pk)
    current_app.control.purge()
    start_worker()
    tasks.send_due_readings()
    wait_for(lambda: read_count() == 5, seconds=60)
