"""What grows how: disk, pages, API, desk and sweeps at several numbers of stances and articles.

SCALE_STANCES and SCALE_ARTICLES name other sizes (`10000,100000,1000000`); a million stances take a
quarter of an hour on two cores. Articles are those beside the stances, which no stance is in.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.api_site import measured
from benchmarks.cost import cost_of, opening

_STANCES = "10000,100000"
_ARTICLES = "0"
_CRISES = 10
_ROUNDS = 5
# Pages, captures and read articles of which the engine found nothing: most of what comes in.
_MORE = """
INSERT INTO reactions_article (url, version, title, author, publisher, language, published,
    published_precision, published_origin, retrieved, text, sha256, adds_to_original)
SELECT 'https://more.example/' || n, 1, 'Other news ' || n, '', 'More', 'en', at, 'time', 'meta',
    at, repeat('The council spoke of roads, schools and the price of bread. ', 40) || n,
    encode(sha256(n::text::bytea), 'hex'), false
FROM generate_series(1, %(articles)s) AS n,
    LATERAL (SELECT now() - n %% 500 * interval '1 day' AS at) AS moment;
INSERT INTO reactions_fingerprint (article_id, bands)
SELECT id, (SELECT array_agg((hashtextextended(url, band))) FROM generate_series(1, 64) AS band)
FROM reactions_article WHERE publisher = 'More';
INSERT INTO reactions_reading (article_id, crisis_id, engine_version, reason, state, attempts,
    next_try, error, read_at, seconds)
SELECT id, (SELECT min(id) FROM reactions_crisis), %(engine)s, 'names the country', 'done', 1,
    retrieved, '', retrieved, 0.02
FROM reactions_article WHERE publisher = 'More';
INSERT INTO reactions_page (url, article_id, state, attempts, next_try, error, title, etag,
    last_modified, form, fetched)
SELECT url, id, 'done', 1, retrieved, '', title, '', '', 'article', retrieved
FROM reactions_article WHERE publisher = 'More';
INSERT INTO reactions_capture (page_id, article_id, body, status, headers, sha256, retrieved)
SELECT id, article_id, '2026/01/01/' || repeat('0', 64), 200,
    '{"content-type": "text/html", "server": "nginx"}', repeat('0', 64), fetched
FROM reactions_page WHERE url LIKE 'https://more.example/%%'
"""
_TABLES = """
SELECT relname, pg_total_relation_size(oid), pg_indexes_size(oid), reltuples::bigint
FROM pg_class WHERE relkind = 'r' AND relname LIKE 'reactions\\_%'
ORDER BY 2 DESC LIMIT 6
"""


def run() -> dict[str, Any]:
    """For each size: bytes, and processor milliseconds (with those by the clock) of each act."""
    figures: dict[str, Any] = {}
    sizes = [(int(number), 0) for number in _named("SCALE_STANCES", _STANCES)]
    sizes += [(10_000, int(number)) for number in _named("SCALE_ARTICLES", _ARTICLES)]
    for stances, articles in sizes:
        if stances:
            os.environ["SCALE_MORE_ARTICLES"] = str(articles)
            name = f"{stances:,} stances, {articles:,} articles beside"
            figures[name] = measured(_measure, stances=stances, crises=_CRISES, given=False)
            sys.stdout.write(f"{name}: {figures[name]}\n")
            sys.stdout.flush()
    return figures


def _named(name: str, default: str) -> list[str]:
    return [word for word in os.environ.get(name, default).split(",") if word != "0"]


def _measure() -> dict[str, float]:
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connection

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ALLOWED_HOSTS = ["testserver"]
    figures: dict[str, float] = {"minutes of adding articles": _add_articles()}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database())")
        figures["MB"] = round(cursor.fetchone()[0] / 1e6)
        cursor.execute(_TABLES)
        for table, size, indexes, rows in cursor.fetchall():
            name = table.removeprefix("reactions_")
            figures[f"MB of {name} ({rows:,} rows)"] = round(size / 1e6)
            figures[f"MB of its indexes, {name}"] = round(indexes / 1e6)
    for name, act in {**_pages(), **_work()}.items():
        cost = cost_of(act, before=cache.clear, rounds=_ROUNDS)
        figures[f"{name}, ms"] = round(cost.processor, 1)
        figures[f"{name}, ms by the clock"] = round(statistics.median(cost.times), 1)
    return figures


def _add_articles() -> float:
    from django.db import connection, transaction

    from reactions.extraction import ENGINE_VERSION

    number = int(os.environ["SCALE_MORE_ARTICLES"])
    began = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        # Without the audit's triggers, which take most of the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in _MORE.split(";\n"):
            cursor.execute(statement, {"articles": number, "engine": ENGINE_VERSION})
    return round((time.monotonic() - began) / 60, 1)


def _pages() -> dict[str, Callable[[], object]]:
    """What readers and editors open, of the crisis with most stances; nothing of it is kept."""
    from django.contrib.auth.models import User
    from django.test import Client

    from benchmarks.api_site import crisis_with_most
    from reactions.models import Revision
    from reactions.roles import Role, ensure_roles

    slug, _ = crisis_with_most()
    editor = User.objects.create(username="anna")
    editor.groups.add(ensure_roles()[Role.ADMINISTRATOR])
    client = Client()
    client.force_login(editor)

    crisis = f"/crises/{slug}/"
    return {
        "map": opening(client, crisis),
        "table": opening(client, f"{crisis}table/"),
        "timeline": opening(client, f"{crisis}timeline/"),
        "stances": opening(client, f"{crisis}stances/"),
        "positions of all days": opening(client, f"{crisis}positions.json"),
        "API stances": opening(client, f"/api/v1/stances/?crisis={slug}&limit=50"),
        "API words": opening(client, f"/api/v1/stances/?crisis={slug}&q=sanctions&limit=50"),
        "API positions": opening(client, f"/api/v1/positions/?crisis={slug}"),
        "API changes": opening(
            client, f"/api/v1/changes/?since={max(Revision.current() - 100, 0)}"
        ),
        "queue": opening(client, "/review/"),
        "progress": opening(client, "/review/progress/"),
        "status page": opening(client, "/review/status/"),
    }


def _work() -> dict[str, Callable[[], object]]:
    """What beat asks for again and again, where nothing is due; and one article's way in."""
    from django.utils import timezone

    from benchmarks.dispatches import article_text
    from reactions import removal, tasks
    from reactions.ingestion.documents import Document
    from reactions.ingestion.relevance import readings_of
    from reactions.ingestion.store import store_article

    stored = iter(range(10_000))

    def store() -> None:
        number = next(stored)
        words = " ".join(f"word{number}x{place}" for place in range(400))
        document = Document(
            place="benchmark",
            url=f"https://new.example/{number}",
            text=f"{article_text(number, [])[0]} {words}",
            published=timezone.now(),
            published_precision="time",
        )
        readings_of(store_article(document)[0])

    def remove() -> None:
        removal.remove_expired(timezone.now(), captures_after=None, texts_after=None, limit=5000)

    return {
        "sweep of readings": lambda: tasks.send_due_readings(),
        "sweep of pages": lambda: tasks.send_due_pages(),
        "sweep of sources": lambda: tasks.send_due_sources(),
        "sweep of what is kept too long": remove,
        "storing an article": store,
    }
