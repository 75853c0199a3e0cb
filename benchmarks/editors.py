"""Fifty editors at one queue of a whole demo site: no answer that is wrong, no decision lost.

All work the same proposals, so that many open what another decides a moment later. One in three
decisions is taken back at once, so that the queue does not run dry.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any

import httpx
import psycopg

from benchmarks.load.people import Person, Record
from benchmarks.load.site import Site, running

EDITORS = 50
SECONDS = 60
_UNDONE = 1 / 3
# Served, sent on, decided meanwhile, refused for a reason that the page gives.
_RIGHT = {200, 302, 409, 422}
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


class Editor(Person):
    """One who is signed in, decides, and sometimes thinks better of it."""

    def __init__(self, site: Site, record: Record, seed: int, session: str) -> None:
        super().__init__(site, record, seed)
        self._client.cookies.set("sessionid", session)
        self.taken = self.undone = 0

    def work(self) -> None:
        """Decide on an item of the queue, if there is one, and undo some of it."""
        before = len(self._record.answers)
        self.decide()
        mine = self._record.answers[before:]
        if not any(answer.name == "accept" and answer.status == 302 for answer in mine):
            return
        self.taken += 1
        if self._random.random() < _UNDONE:
            token = self._client.cookies.get("csrftoken", "")
            answer = self.ask("undo", "/review/undo/", {"csrfmiddlewaretoken": token})
            self.undone += answer.status_code == 302


def run() -> dict[str, Any]:
    """What was answered, and what the editors were told beside what is on record."""
    with running() as site:
        made, _ = site.manage("shell", "-c", _MAKE.format(count=EDITORS)).communicate()
        sessions = [line.split()[1] for line in made.splitlines() if line.startswith("session ")]
        editors = [
            Editor(site, Record(), number, session) for number, session in enumerate(sessions)
        ]
        over = threading.Event()
        threads = [threading.Thread(target=_keep_at, args=(editor, over)) for editor in editors]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS)
        over.set()
        for thread in threads:
            thread.join()
        return _figures(site, editors)


def _keep_at(editor: Editor, over: threading.Event) -> None:
    while not over.is_set():
        try:
            editor.work()
        except httpx.HTTPError:
            over.wait(0.5)


def _figures(site: Site, editors: list[Editor]) -> dict[str, Any]:
    statuses = Counter(answer.status for editor in editors for answer in editor._record.answers)
    told = sum(editor.taken for editor in editors), sum(editor.undone for editor in editors)
    with psycopg.connect(site.settings["DATABASE_URL"]) as database:
        kept = database.execute(
            # An item that somebody accepted meanwhile may have corroboration to accept.
            "SELECT count(*) FILTER (WHERE verdict IN ('accept', 'accept_evidence')),"
            " count(*) FILTER (WHERE verdict = 'undo')"
            " FROM reactions_decision JOIN auth_user ON auth_user.id = editor_id"
            " WHERE username LIKE 'crowd-%'"
        ).fetchone()
        twice = database.execute(
            "SELECT count(*) FROM (SELECT stance_id FROM reactions_decision one"
            " WHERE verdict = 'accept' AND NOT EXISTS"
            " (SELECT FROM reactions_decision undoing WHERE undoing.undoes_id = one.id)"
            " GROUP BY stance_id HAVING count(*) > 1) AS doubled"
        ).fetchone()
    wrong = {status: count for status, count in statuses.items() if status not in _RIGHT}
    if wrong or kept != told or twice != (0,):
        raise SystemExit(
            f"Wrong answers {wrong}; decisions told {told}, on record {kept}; decided twice {twice}"
        )
    return {
        "editors": len(editors),
        "seconds": SECONDS,
        "requests": statuses.total(),
        "requests_per_second": round(statuses.total() / SECONDS, 1),
        "statuses": dict(statuses),
        "decisions": told[0],
        "undone": told[1],
        "clashes": statuses[409],
    }
