"""A whole installation for a test to break: servers, workers and beat of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import redis

from crisiswatch.demo import background_programs, listen, manage, web_program
from crisiswatch.embedded import DATABASE, postgres_program, service_urls, valkey_program
from crisiswatch.processes import (
    Process,
    Program,
    kill_group,
    start,
    stop_together,
    wait_until_it_answers,
)

POSTGRES, VALKEY = "PostgreSQL", "Valkey"
READ, FETCH, BEAT = "Celery worker (read)", "Celery worker (fetch)", "Celery beat"
BACKGROUND = (READ, FETCH, BEAT)
WEB, COLLECT = "web server", "manage.py collectstatic"
# Seconds for a program that runs to its end: packing the static files is most of a minute's work on
# a machine that does much else.
_PATIENCE = 300
# The same once more, as when somebody starts an installation twice.
TWINS = tuple(f"{name}, again" for name in BACKGROUND)
SERVERS = (POSTGRES, VALKEY)
TEMPLATE = "prepared"


class Installation:
    """The programs of a site on data in `folder`, each to be started, killed and started again."""

    def __init__(self, folder: Path, sockets: Path) -> None:
        self.folder = folder
        self.sockets = sockets
        self.urls = service_urls(sockets)
        servers = [postgres_program(folder, sockets), valkey_program(folder, sockets)]
        self._programs: dict[str, Program] = {server.name: server for server in servers}
        self._running: dict[str, Process] = {}
        self._listener = listen("0")

    def use(self, database: str, settings: dict[str, str]) -> None:
        """Have the background programs work on a new copy of the prepared database."""
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database} TEMPLATE {TEMPLATE}")
        redis.Redis.from_url(self.urls["REDIS_URL"]).flushall()
        url = self.urls["DATABASE_URL"].replace(f"/{DATABASE}?", f"/{database}?")
        environment = {
            **os.environ,
            **self.urls,
            "DATABASE_URL": url,
            "DATA_DIR": str(self.folder / database),
            "STATIC_ROOT": str(self.folder / "static"),
            **settings,
        }
        once = background_programs(self.folder, environment)
        again = background_programs(self.folder / "again", environment)
        self._programs |= dict(zip((*BACKGROUND, *TWINS), (*once, *again), strict=True))
        self._serve(environment)
        (self.folder / "again" / "run").mkdir(parents=True, exist_ok=True)
        (self.folder / "run").mkdir(exist_ok=True)

    def _serve(self, environment: dict[str, str]) -> None:
        web = web_program(self.folder, environment, self._listener)
        self._programs[WEB] = web
        collect = manage(self.folder, environment, "collectstatic", "--no-input", log="collect")
        self._programs[COLLECT] = collect

    @property
    def address(self) -> str:
        """Where the web server answers, once WEB is started."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def run(self, name: str) -> None:
        """Run a program to its end."""
        process = start(self._programs[name])
        assert process.wait(_PATIENCE) == 0

    def prepare(self) -> None:
        """Make the empty database that all copies are made of."""
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")

    @property
    def _admin_url(self) -> str:
        return self.urls["DATABASE_URL"]

    def start(self, *names: str) -> None:
        for name in names:
            self._running[name] = start(self._programs[name])
        for name in names:
            wait_until_it_answers(self._programs[name], self._running[name], seconds=60)

    def kill(self, *names: str, by: signal.Signals = signal.SIGKILL) -> None:
        """End programs without a word of warning, or by another signal."""
        for name in names:
            process = self._running.pop(name)
            if by == signal.SIGKILL:
                kill_group(process.pid)
            else:
                process.send_signal(by)
            process.wait(30)

    def stop(self, *names: str) -> None:
        """End programs in order, as at a new version of the site; those that run."""
        running = [
            (self._programs[name], self._running.pop(name))
            for name in names
            if name in self._running
        ]
        stop_together(running, seconds=10)

    def is_started(self, name: str) -> bool:
        """Whether a program was started and not ended by the test."""
        return name in self._running

    def runs(self, name: str) -> bool:
        """Whether a program that was started lives still."""
        return self._running[name].poll() is None

    def flush(self) -> None:
        """Empty Valkey."""
        redis.Redis.from_url(self.urls["REDIS_URL"]).flushall()


def wait_for(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Return once `condition` holds; fail after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"after {seconds:.0f} s: {what}"
        time.sleep(0.3)
