"""The API as a worker runs it, on a seeded database: asked in this process, through all middleware.

With DATABASE_URL and REDIS_URL in the environment (as `benchmarks.seed` prints them) the servers
given are asked, which must hold what the benchmark needs; else own ones are started and filled.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import urlsplit

from benchmarks.services import running_site

_SETTINGS = {
    "API_RATE_EVERYBODY": "1000000000",
    "DATABASE_POOL": "true",
    "ALLOWED_HOSTS": "localhost",
}


@contextmanager
def seeded_site(stances: int, *, crises: int = 1) -> Iterator[None]:
    """The site on a database with so many accepted stances."""
    if os.environ.get("DATABASE_URL"):
        _use_given()
        yield
        return
    with running_site(**_SETTINGS):
        from benchmarks.seed import Size, fill

        fill(Size(stances=stances, crises=crises))
        yield


def _use_given() -> None:
    os.environ.update(
        _SETTINGS,
        DJANGO_SETTINGS_MODULE="crisiswatch.settings",
        ENV_FILE=os.devnull,
        SECRET_KEY="for benchmarks alone",  # noqa: S106
        LOG_LEVEL="CRITICAL",
    )
    import django

    django.setup()


def measured(
    measure: Callable[[], dict[str, float]], *, stances: int, crises: int = 1, given: bool
) -> dict[str, float]:
    """What `measure` finds on a database with so many stances: the given one, or one of its own.

    It runs in a process of its own, since settings are read once a process.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    arguments = (measure, stances, crises, given, theirs)
    process = context.Process(target=_measure, args=arguments)
    process.start()
    theirs.close()
    try:
        return dict(ours.recv())
    finally:
        process.join()


def _measure(
    measure: Callable[[], dict[str, float]],
    stances: int,
    crises: int,
    given: bool,
    answer: Connection,
) -> None:
    if not given:
        os.environ.pop("DATABASE_URL", None)
    with seeded_site(stances, crises=crises):
        answer.send(measure())


class Worker:
    """One worker process of the site."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.core.wsgi import get_wsgi_application

        settings.ROOT_URLCONF = "benchmarks.api_reference"
        self._application = get_wsgi_application()

    def pieces(self, address: str, **headers: str) -> Iterator[bytes]:
        """The body of an answer as it is made. SystemExit for any status but 200 and 304."""
        parts = urlsplit(address)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        self.headers: dict[str, str] = {}
        status = ""

        def start(line: str, fields: list[tuple[str, str]], *_: Any) -> None:
            nonlocal status
            status, self.headers = line, dict(fields)

        body = self._application(environ, start)
        if status[:3] not in ("200", "304"):
            raise SystemExit(f"{address} answered {status}: {b''.join(body)[:500]!r}")
        # As servers do, also where the client leaves in the middle of a download.
        try:
            yield from body
        finally:
            body.close()

    def get(self, address: str, **headers: str) -> bytes:
        """The whole body of an answer."""
        return b"".join(self.pieces(address, **headers))


@contextmanager
def busiest_crisis(stances: int) -> Iterator[tuple[Worker, str, int]]:
    """A worker on a site with so many stances, and the crisis that has most, with their number."""
    with seeded_site(stances):
        yield Worker(), *crisis_with_most()


def crisis_with_most() -> tuple[str, int]:
    """The crisis that has most accepted stances, and how many."""
    from django.db.models import Count

    from reactions.models import Stance

    counted = Stance.objects.public().values_list("crisis__slug").annotate(number=Count("pk"))
    slug, number = counted.order_by("-number").first()
    return slug, number


def milliseconds(job: Callable[[], Any], *, runs: int) -> float:
    """The median time of a job."""
    return statistics.median(_times(job, runs))


def quickest(job: Callable[[], Any], *, runs: int) -> float:
    """The least time of a job, in milliseconds: what it takes when nothing else hinders it. For
    two databases that cannot be asked in turns."""
    return min(_times(job, runs))


def _times(job: Callable[[], Any], runs: int) -> list[float]:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        job()
        times.append(1000 * (time.perf_counter() - begun))
    return times
