"""What grows how: disk, pages, API, desk and sweeps at several numbers of stances and articles.

SCALE_STANCES and SCALE_ARTICLES name other sizes (`10000,100000,1000000`); a million of either
takes a quarter of an hour on two cores. Articles are those beside the stances, which no stance is
in. With DATABASE_URL the database given is measured as it is, after so many articles were added as
SCALE_ARTICLES says that it shall have.
"""

from __future__ import annotations

import os
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
# What takes longer is asked for once.
_LONG_MS = 2_000
# Pages, captures and read articles of which the engine found nothing: most of what comes in.
_MORE = """
INSERT INTO reactions_article (url, version, title, author, publisher, language, published,
    published_precision, published_origin, retrieved, text, sha256, adds_to_original)
SELECT 'https://more.example/' || n, 1, 'Other news ' || n, '', 'More', 'en', at, 'time', 'meta',
    at, repeat('The council spoke of roads, schools and the price of bread. ', 40) || n,
    encode(sha256(n::text::bytea), 'hex'), false
FROM generate_series(%(from)s, %(articles)s) AS n,
    LATERAL (SELECT now() - n %% 500 * interval '1 day' AS at) AS moment;
INSERT INTO reactions_fingerprint (article_id, bands)
SELECT id, (SELECT array_agg((hashtextextended(url, band))) FROM generate_series(1, 64) AS band)
FROM reactions_article WHERE publisher = 'More' AND id > %(known)s;
INSERT INTO reactions_reading (article_id, crisis_id, engine_version, reason, state, attempts,
    next_try, error, read_at, seconds)
SELECT id, (SELECT min(id) FROM reactions_crisis), %(engine)s, 'names the country', 'done', 1,
    retrieved, '', retrieved, 0.02
FROM reactions_article WHERE publisher = 'More' AND id > %(known)s;
INSERT INTO reactions_page (url, article_id, state, attempts, next_try, error, title, etag,
    last_modified, form, fetched)
SELECT url, id, 'done', 1, retrieved, '', title, '', '', 'article', retrieved
FROM reactions_article WHERE publisher = 'More' AND id > %(known)s;
INSERT INTO reactions_capture (page_id, article_id, body, status, headers, sha256, retrieved)
SELECT id, article_id, '2026/01/01/' || repeat('0', 64), 200,
    '{"content-type": "text/html", "server": "nginx"}', repeat('0', 64), fetched
FROM reactions_page WHERE url LIKE 'https://more.example/%%' AND article_id > %(known)s
"""
_KNOWN = """
SELECT coalesce(max(id), 0), count(*) FILTER (WHERE publisher = 'More') + 1 FROM reactions_article
"""
# Of words and of bands: to fill them row by row takes ten times as long as to make them anew.
_SLOW_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%'
AND tablename IN ('reactions_article', 'reactions_fingerprint')
"""
_TABLES = """
SELECT relname, pg_total_relation_size(oid), pg_indexes_size(oid), reltuples::bigint
FROM pg_class WHERE relkind = 'r' AND relname LIKE 'reactions\\_%'
ORDER BY 2 DESC LIMIT 10
"""


def run() -> dict[str, Any]:
    """For each size: bytes, and the least milliseconds of the processor and by the clock that each
    act took."""
    figures: dict[str, Any] = {}
    articles = _named("SCALE_ARTICLES", _ARTICLES)
    if given := bool(os.environ.get("DATABASE_URL")):
        sizes = [(0, number) for number in articles or [0]]
    else:
        sizes = [(number, 0) for number in _named("SCALE_STANCES", _STANCES)]
        sizes += [(10_000, number) for number in articles]
    for stances, beside in sizes:
        os.environ["SCALE_MORE_ARTICLES"] = str(beside)
        name = f"{stances:,} stances" if stances else "the stances given"
        name += f", {beside:,} articles beside"
        figures[name] = measured(_measure, stances=stances, crises=_CRISES, given=given)
        sys.stdout.write(f"{name}: {figures[name]}\n")
        sys.stdout.flush()
    return figures


def _named(name: str, default: str) -> list[int]:
    return [int(word) for word in os.environ.get(name, default).split(",") if word != "0"]


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
        cost = cost_of(act, before=cache.clear, rounds=1)
        if cost.times[0] < _LONG_MS:
            cost = cost_of(act, before=cache.clear, rounds=_ROUNDS)
        figures[f"{name}, ms"] = round(cost.least_processor, 1)
        figures[f"{name}, ms by the clock"] = round(min(cost.times), 1)
        sys.stdout.write(f"{name}: {figures[f'{name}, ms']} ms\n")
        sys.stdout.flush()
    return figures


def _add_articles() -> float:
    from django.db import connection, transaction

    from reactions.extraction import ENGINE_VERSION

    number = int(os.environ["SCALE_MORE_ARTICLES"])
    began = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        known, first = cursor.fetchone()
        named = {"articles": number, "engine": ENGINE_VERSION, "known": known, "from": first}
        # Without the audit's triggers, which take most of the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(_SLOW_INDEXES)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for statement in _MORE.split(";\n"):
            cursor.execute(statement, named)
        for _, definition in indexes:
            cursor.execute(definition)
    return round((time.monotonic() - began) / 60, 1)


def _pages() -> dict[str, Callable[[], object]]:
    """What readers and editors open, of the crisis with most stances; nothing of it is kept."""
    from django.contrib.auth.models import User
    from django.test import Client

    from benchmarks.api_site import crisis_with_most
    from reactions.models import Revision
    from reactions.roles import Role, ensure_roles

    slug, _ = crisis_with_most()
    editor, _ = User.objects.get_or_create(username="anna")
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
        "API articles": opening(client, "/api/v1/articles/?limit=50"),
        "API articles, a word": opening(client, "/api/v1/articles/?q=dispatch&limit=50"),
        "API articles of a crisis": opening(client, f"/api/v1/articles/?crisis={slug}&limit=50"),
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
