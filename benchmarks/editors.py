"""Fifty editors at one queue of a whole demo site: no answer that is wrong, no decision lost.

All work the same proposals, so that many open what another decides a moment later. locust plays
the editors (`benchmarks.load.desk`) in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.load.site import DECIDED_TWICE, Site, running

EDITORS = 50
SECONDS = 60
_STARTED_A_SECOND = 25
_MAKE = """
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from reactions.roles import Role, ensure_roles
role = ensure_roles()[Role.EDITOR]
for number in range({count}):
    user, _ = User.objects.get_or_create(username=f"crowd-{{number}}")
    user.groups.add(role)
    client = Client()
    client.force_login(user)
    print("session", client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
# An item that somebody accepted meanwhile may have corroboration to decide on.
_ON_RECORD = """
SELECT count(*) FILTER (WHERE verdict <> 'undo'), count(*) FILTER (WHERE verdict = 'undo')
FROM reactions_decision JOIN auth_user ON auth_user.id = editor_id
WHERE username LIKE 'crowd-%'
"""


def run() -> dict[str, Any]:
    """What was answered, and what the editors were told beside what is on record."""
    with running() as site:
        told = _play(site)
        with psycopg.connect(site.settings["DATABASE_URL"]) as database:
            kept = database.execute(_ON_RECORD).fetchone()
            twice = database.execute(DECIDED_TWICE).fetchone()
        sound = _is_sound(site)
    statuses = {int(name): count for name, count in told.items() if name.isdecimal()}
    wrong = {status: count for status, count in statuses.items() if status not in (200, 409, 422)}
    decided = told.get("decided", 0), told.get("undone", 0)
    if wrong or kept != decided or twice != (0,) or not sound:
        raise SystemExit(
            f"Wrong answers {wrong}; decisions told {decided}, on record {kept}; decided twice "
            f"{twice}; check_consistency {'passed' if sound else 'failed'}"
        )
    return {
        "editors": EDITORS,
        "seconds": SECONDS,
        "requests": sum(statuses.values()),
        "requests_per_second": round(sum(statuses.values()) / SECONDS, 1),
        "p95_ms": told["p95_ms"],
        "statuses": statuses,
        "decisions": decided[0],
        "undone": decided[1],
        "clashes": statuses.get(409, 0),
    }


def _play(site: Site) -> dict[str, Any]:
    """Have locust play the editors; what they were told."""
    made, _ = site.manage("shell", "-c", _MAKE.format(count=EDITORS)).communicate()
    keys = [line.split()[1] for line in made.splitlines() if line.startswith("session ")]
    sessions, told = site.folder / "sessions", site.folder / "told.json"
    sessions.write_text("\n".join(keys))
    played = subprocess.run(  # noqa: S603 (words of our own)
        [
            *(sys.executable, "-m", "locust", "--headless", "--only-summary", "--stop-timeout=30"),
            f"--locustfile={Path(__file__).parent / 'load' / 'desk.py'}",
            *(f"--host={site.address}", f"--users={EDITORS}", f"--run-time={SECONDS}s"),
            f"--spawn-rate={_STARTED_A_SECOND}",
        ],
        env={**os.environ, "EDITORS_SESSIONS": str(sessions), "EDITORS_TOLD": str(told)},
        stdout=sys.stderr,
        check=False,
    )
    if not told.exists():
        raise SystemExit(f"locust ended with {played.returncode} and told nothing.")
    result: dict[str, Any] = json.loads(told.read_text())
    return result


def _is_sound(site: Site) -> bool:
    """Whether the tables agree with each other."""
    check = site.manage("check_consistency")
    said, _ = check.communicate()
    sys.stderr.write(said)
    return check.returncode == 0
