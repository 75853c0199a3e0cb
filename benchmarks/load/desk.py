"""An editor at the desk, for locust: opens the queue and an item, decides, often takes it back.

`python -m benchmarks editors` runs it: EDITORS_SESSIONS names a file with a session's key a line,
one for each editor, and EDITORS_TOLD the file that gets, as JSON, what the editors were told.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

from locust import HttpUser, between, events, task
from lxml import html

# Served, decided meanwhile, refused for a reason that the answer gives.
_RIGHT = {200, 409, 422}
# So many of the decisions are taken back at once: the queue does not run dry.
_UNDONE = 0.8
_ITEM = re.compile(r"/review/(\d+)/[?#]?")

_sessions = Path(os.environ["EDITORS_SESSIONS"]).read_text().split()
_told: Counter[str] = Counter()


class Editor(HttpUser):
    """One who is signed in, decides, and sometimes thinks better of it."""

    wait_time = between(0.1, 0.5)

    def on_start(self) -> None:
        """Take a session of one's own."""
        self.client.cookies.set("sessionid", _sessions.pop())
        self._random = random.Random(len(_sessions))  # noqa: S311 (the order of items)

    @task
    def decide(self) -> None:
        """Open the queue, then one of its first items, decide on it, and maybe take that back."""
        queue = self._ask("queue", "/review/")
        links = html.fromstring(queue.content).xpath("//table//a/@href") if queue.content else []
        items = [link for link in links if _ITEM.match(link)]
        if not items:
            return
        link = self._random.choice(items)
        pk = int(_ITEM.match(link)[1])
        form = self._form(self._ask("item", link), f"/review/{pk}/accept/")
        if not form:
            return
        verdict = "reject" if self._random.random() < 0.2 else "accept"
        reason = {"reason": "1"} if verdict == "reject" else {}
        decided = self._ask(verdict, f"/review/{pk}/{verdict}/", {**form, **reason})
        if decided.status_code != 200:
            return
        _told["decided"] += 1
        if self._random.random() < _UNDONE:
            undone = self._ask("undo", decided.json()["undo"], form)
            _told["undone"] += undone.status_code == 200

    def _ask(self, name: str, path: str, form: dict[str, str] | None = None) -> Any:
        """Send one request as the page's script does; wrong answers count as failures."""
        with self.client.request(
            "GET" if form is None else "POST",
            path,
            name=name,
            data=form,
            headers={} if form is None else {"Accept": "application/json"},
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            _told[str(answer.status_code)] += 1
            if answer.status_code in _RIGHT:
                answer.success()
            return answer

    def _form(self, page: Any, action: str) -> dict[str, str]:
        """The hidden fields of the form with this action; none where there is no such form."""
        if page.status_code != 200:
            return {}
        for form in html.fromstring(page.content).forms:
            if form.action == action:
                inputs = form.xpath(".//input[@type='hidden']")
                return {one.name: one.value or "" for one in inputs if one.name}
        return {}


@events.quitting.add_listener
def _tell(environment: Any, **_: Any) -> None:
    total = environment.stats.total
    told = {**_told, "p95_ms": total.get_response_time_percentile(0.95)}
    Path(os.environ["EDITORS_TOLD"]).write_text(json.dumps(told))
