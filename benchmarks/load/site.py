"""A demo site in processes of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 300
# How many stances were decided twice without an undo in between.
DECIDED_TWICE = """
SELECT count(*) FROM (
    SELECT stance_id FROM reactions_decision one
    WHERE verdict IN ('accept', 'reject') AND NOT EXISTS (
        SELECT FROM reactions_decision undoing WHERE undoing.undoes_id = one.id
    )
    GROUP BY stance_id HAVING count(*) > 1
) AS doubled
"""


# What there is to ask of a crisis: its days, its actors, its kinds.
_ASKED = """
SELECT slug, array_agg(DISTINCT day), array_agg(DISTINCT actor.code), array_agg(DISTINCT kind)
FROM reactions_stance AS stance JOIN reactions_crisis AS crisis ON crisis.id = crisis_id
JOIN reactions_actor AS actor ON actor.id = actor_id
WHERE status = 'accepted' GROUP BY slug ORDER BY count(*) DESC
"""


@dataclass(frozen=True)
class Asked:
    """What readers ask of a crisis."""

    slug: str
    days: tuple[str, ...]
    actors: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """A running site: its address, its folder, the settings of its programs, what it shows."""

    address: str
    folder: Path
    settings: dict[str, str]
    asked: tuple[Asked, ...]

    @property
    def password(self) -> str:
        """The editor's."""
        return self.settings["DEMO_PASSWORD"]

    def kill(self, name: str) -> None:
        """Kill the program of this name and all that it started, without a warning."""
        noted = json.loads((self.folder / "run" / "running.json").read_text())
        (process,) = [one for one in noted["running"] if one["name"].startswith(name)]
        os.killpg(process["pid"], signal.SIGKILL)

    def manage(self, *words: str, is_heard: bool = True) -> subprocess.Popen[str]:
        """Start a management command with the site's settings; what it says is to be read, if at
        all, before the pipe is full."""
        return subprocess.Popen(  # noqa: S603 (words of our own)
            [sys.executable, "manage.py", *words],
            cwd=_ROOT,
            env={**os.environ, "ENV_FILE": str(self.folder / "settings.env")},
            stdout=subprocess.PIPE if is_heard else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
        )


@contextmanager
def running() -> Iterator[Site]:
    """Start a demo with its sample data, wait until it answers, stop it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="crisiswatch-load-"))
    with (folder / "demo.log").open("w") as log:
        demo = subprocess.Popen(
            [sys.executable, "-m", "crisiswatch.demo"],
            cwd=_ROOT,
            # The clients here ask from one address more than one reader's fair share.
            env={
                **os.environ,
                "PORT": "0",
                "DATA": str(folder),
                "API_RATE_EVERYBODY": "1000000",
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        address = _address(folder / "demo.log", demo)
        lines = (folder / "settings.env").read_text().splitlines()
        settings = dict(line.split("=", 1) for line in lines)
        yield Site(address, folder, settings, _asked(settings["DATABASE_URL"]))
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _asked(database: str) -> tuple[Asked, ...]:
    with psycopg.connect(database) as connection:
        rows = connection.execute(_ASKED).fetchall()
    return tuple(
        Asked(slug, tuple(map(str, days)), tuple(actors), tuple(kinds))
        for slug, days, actors, kinds in rows
    )


def _address(log: Path, demo: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and demo.poll() is None:
        if found := re.search(r"http://[\d.:]+/", log.read_text()):
            address = found[0].rstrip("/")
            if httpx.get(f"{address}/healthz").status_code == 200:
                return address
        time.sleep(0.2)
    raise SystemExit(f"The site did not start: {log.read_text()[-500:]}")
