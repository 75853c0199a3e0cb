"""Polling a thousand feeds on a thousand hosts with nothing new, by one process."""

from __future__ import annotations

import socket
import time
from typing import Any

from benchmarks.server import serving
from benchmarks.services import running_site

FEEDS = 1000
ENTRIES = 30


def _feed() -> bytes:
    items = "".join(
        f"<item><title>Entry {n}</title><link>https://news.example/{n}</link></item>"
        for n in range(ENTRIES)
    )
    return f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()


def run() -> dict[str, Any]:
    """Seconds and queries for all feeds, once known; their first polls beside it."""
    with serving({"/feed": _feed()}) as port:
        _resolve_to_loopback()
        settings = {
            "FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
            "FETCH_ALLOWED_PORTS": str(port),
        }
        with running_site(**settings):
            return _measure(port)


def _resolve_to_loopback() -> None:
    """The resolver of this benchmark: every host of feeds.example is this machine."""
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        is_ours = isinstance(host, str) and host.endswith(".feeds.example")
        return real("127.0.0.1" if is_ours else host, port, *rest, **more)

    socket.getaddrinfo = resolve


def _measure(port: int) -> dict[str, Any]:
    from django.db import connection
    from django.utils import timezone

    from reactions import tasks
    from reactions.models import Source

    tasks.fetch_page.delay = lambda _page: None  # the pages themselves are not part of this
    Source.objects.bulk_create(
        Source(name=f"Feed {n}", type="feed", address=f"http://host{n}.feeds.example:{port}/feed")
        for n in range(FEEDS)
    )
    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    def poll_all() -> float:
        Source.objects.update(next_poll=timezone.now())
        due = list(Source.objects.values_list("pk", flat=True))
        begun = time.perf_counter()
        with connection.execute_wrapper(count):
            for pk in due:
                tasks.poll_source(pk)
        return time.perf_counter() - begun

    first = poll_all()
    # One host's delay has passed for all of them by now.
    queries = 0
    cpu = time.process_time()
    again = poll_all()
    unchanged = Source.objects.filter(last_result="Nothing new.", failures=0).count()
    if unchanged != FEEDS:
        raise SystemExit(f"Only {unchanged} of {FEEDS} feeds answered that nothing is new.")
    return {
        "feeds": FEEDS,
        "seconds": round(again, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "queries_a_feed": round(queries / FEEDS, 2),
        "seconds_of_first_poll": round(first, 1),
    }
