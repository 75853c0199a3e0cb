"""Who uses the site: analysts, editors, programs. Each request leaves what it was and what came."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from lxml import html

from benchmarks.load.site import Site

_ITEM = re.compile(r"/review/(\d+)/[?#]?")
_PAUSE_SECONDS = (0.2, 0.8)
_CRISIS = "/crises/belarus-2020/"
PAGES = {
    "map": _CRISIS,
    "table": f"{_CRISIS}table/",
    "timeline": f"{_CRISIS}timeline/",
    "stances": f"{_CRISIS}stances/",
    "positions": f"{_CRISIS}positions.json",
    "changes": f"{_CRISIS}changes/",
}
API = {
    "api stances": "/api/v1/stances/?crisis=belarus-2020&limit=50",
    "api positions": "/api/v1/positions/?crisis=belarus-2020",
    "api changes": "/api/v1/changes/",
}
READS = {**PAGES, **API, "queue": "/review/"}


@dataclass(frozen=True)
class Answer:
    """What came of one request; status 0 where the connection broke."""

    name: str
    at: float
    seconds: float
    status: int
    retry_after: str = ""


@dataclass
class Record:
    """All answers of a run, and the decisions that the site confirmed."""

    answers: list[Answer] = field(default_factory=list)
    decided: set[int] = field(default_factory=set)


class Person:
    """One client with a session of its own, and where its answers are recorded."""

    def __init__(self, site: Site, record: Record, seed: int) -> None:
        self._client = httpx.Client(base_url=site.address, timeout=30, follow_redirects=False)
        self._record = record
        self._site = site
        self._random = random.Random(seed)  # noqa: S311 (the order of pages)

    def ask(self, name: str, path: str, data: dict[str, str] | None = None) -> httpx.Response:
        """Send one request; raises httpx.HTTPError where the connection breaks."""
        began = time.monotonic()
        try:
            method = "GET" if data is None else "POST"
            answer = self._client.request(method, path, data=data)
        except httpx.HTTPError:
            self._record.answers.append(Answer(name, began, time.monotonic() - began, 0))
            raise
        retry = answer.headers.get("Retry-After", "")
        seconds = time.monotonic() - began
        self._record.answers.append(Answer(name, began, seconds, answer.status_code, retry))
        return answer

    def sign_in(self) -> None:
        """Sign in as the demo's editor."""
        form = self._hidden(self.ask("sign in", "/account/login/"), "")
        self.ask(
            "sign in",
            "/account/login/",
            {**form, "username": "editor", "password": self._site.password},
        )

    def look_around(self, pages: dict[str, str]) -> None:
        """Open one of the pages."""
        name = self._random.choice(list(pages))
        self.ask(name, pages[name])

    def decide(self) -> None:
        """Open the queue, then one item of it, and accept that."""
        queue = self.ask("queue", "/review/")
        if queue.status_code == 302:
            self.sign_in()
            return
        if queue.status_code != 200:
            return
        links = html.fromstring(queue.content).xpath("//main//a/@href")
        items = [link for link in links if _ITEM.match(link)]
        if not items:
            return
        link = self._random.choice(items)
        pk = int(_ITEM.match(link)[1])
        item = self.ask("item", link)
        if item.status_code == 200:
            form = self._hidden(item, f"/review/{pk}/accept/")
            if form and self.ask("accept", f"/review/{pk}/accept/", form).status_code == 302:
                self._record.decided.add(pk)

    def _hidden(self, page: httpx.Response, action: str) -> dict[str, str]:
        """The hidden fields of the form with this action, or of the first that posts."""
        for form in html.fromstring(page.content).forms:
            if form.method == "POST" and action in ((form.action or ""), ""):
                inputs = form.xpath(".//input[@type='hidden']")
                return {one.name: one.value or "" for one in inputs if one.name}
        return {}


def _keep_at(person: Person, act: Callable[[], None], over: threading.Event, seed: int) -> None:
    pauses = random.Random(seed)  # noqa: S311
    while not over.is_set():
        try:
            act()
        except httpx.HTTPError:
            time.sleep(0.5)
        over.wait(pauses.uniform(*_PAUSE_SECONDS))


@contextmanager
def crowd(
    site: Site, record: Record, *, analysts: int, editors: int, programs: int
) -> Iterator[None]:
    """Have so many people use the site while the context lasts."""
    over = threading.Event()
    threads = []
    for number in range(analysts + editors + programs):
        person = Person(site, record, number)
        if number < analysts:
            act = lambda person=person: person.look_around(PAGES)  # noqa: E731
        elif number < analysts + editors:
            act = person.decide
        else:
            act = lambda person=person: person.look_around(API)  # noqa: E731
        threads.append(threading.Thread(target=_keep_at, args=(person, act, over, number)))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
