"""The embedded servers, as the tests themselves use them."""

from django.core.cache import cache
from django.db import connection


def test_the_database_answers(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        assert cursor.fetchone()[0] >= 150000


def test_text_sorts_alike_on_every_machine(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('éa'), 'B' < 'a'")
        assert cursor.fetchone() == ("ÉA", True)


def test_the_cache_answers(services):
    cache.set("greeting", "hello", 5)
    assert cache.get("greeting") == "hello"


def test_a_worker_takes_what_is_sent(celery_worker_process):
    from crisiswatch.celery import app

    assert list(app.control.inspect(timeout=5).ping().values()) == [{"ok": "pong"}]
