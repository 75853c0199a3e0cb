"""Who uses the site: analysts, editors, programs. Each request leaves what it was and what came.

Nobody asks without a pause: an analyst looks at what came, an editor reads the passage, a program
comes again after a while. Pauses are drawn from an exponential distribution around the means below.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

import httpx
from lxml import html

from benchmarks.load.site import Site

_ITEM = re.compile(r"/review/(\d+)/[?#]?")
_LONGEST_PAUSE = 5  # times the mean
_AFTER_A_BREAK_SECONDS = 2.0


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

    # Mean seconds between two acts.
    pause: ClassVar[float]

    def __init__(self, site: Site, record: Record, seed: int) -> None:
        self._client = httpx.Client(base_url=site.address, timeout=30, follow_redirects=False)
        self._record = record
        self._site = site
        self._random = random.Random(seed)  # noqa: S311 (which page, and when)

    def act(self) -> None:
        """Do the next thing; raises httpx.HTTPError where the connection breaks."""
        raise NotImplementedError

    def wait(self) -> float:
        """How long this one looks at what came."""
        return min(self._random.expovariate(1 / self.pause), _LONGEST_PAUSE * self.pause)

    def ask(
        self,
        name: str,
        path: str,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send one request; raises httpx.HTTPError where the connection breaks."""
        began = time.monotonic()
        try:
            method = "GET" if data is None else "POST"
            answer = self._client.request(method, path, data=data, headers=headers)
        except httpx.HTTPError:
            self._record.answers.append(Answer(name, began, time.monotonic() - began, 0))
            raise
        retry = answer.headers.get("Retry-After", "")
        seconds = time.monotonic() - began
        self._record.answers.append(Answer(name, began, seconds, answer.status_code, retry))
        return answer


class Analyst(Person):
    """Reads without an account: a map of some day, who says what there, the lists behind it."""

    pause = 8.0
    _SHARES: ClassVar[dict[str, int]] = {
        "panel": 6, "map": 4, "stances": 3, "table": 2, "timeline": 2, "actor": 2, "changes": 1,
        "positions of all days": 1,
    }  # fmt: skip

    def act(self) -> None:
        """Open a page of a crisis, as somebody does who follows one question."""
        name = self._random.choices(list(self._SHARES), list(self._SHARES.values()))[0]
        crisis = self._random.choice(self._site.asked)
        day = self._random.choice(crisis.days)
        actor = self._random.choice(crisis.actors)
        kind = self._random.choice(crisis.kinds)
        top = f"/crises/{crisis.slug}/"
        headers = {}
        if name == "panel":
            headers = {"HX-Request": "true", "HX-Target": "panel-place"}
        path = {
            "map": f"{top}?day={day}",
            "panel": f"{top}?day={day}&selected={actor}",
            "table": f"{top}table/?day={day}",
            "timeline": f"{top}timeline/?kind={kind}",
            "stances": f"{top}stances/?actor={actor}",
            "actor": f"{top}actors/{actor}/",
            "changes": f"{top}changes/",
            "positions of all days": f"{top}positions.json",
        }[name]
        answer = self.ask(name, path, headers=headers)
        if answer.status_code == 302:
            self.ask(name, answer.headers["Location"], headers=headers)


class Editor(Person):
    """Signed in: opens the queue, reads an item, decides, and is led to the next one."""

    pause = 8.0
    _item = ""
    _form: dict[str, str] | None = None

    def act(self) -> None:
        """Accept the item in hand and open the next, or take one from the queue."""
        if self._form is not None:
            pk = int(_ITEM.match(self._item)[1])
            form, self._form = self._form, None
            decided = self.ask(
                "accept", f"/review/{pk}/accept/", form, {"Accept": "application/json"}
            )
            self._item = ""
            if decided.status_code == 200:
                self._record.decided.add(pk)
                self._item = decided.json()["next"]
        if not _ITEM.match(self._item):
            self._item = self._first_of_queue()
        if self._item:
            self._open()

    def _first_of_queue(self) -> str:
        queue = self.ask("queue", "/review/")
        if queue.status_code == 302:
            self._sign_in()
            return ""
        if queue.status_code != 200:
            return ""
        links = html.fromstring(queue.content).xpath("//main//a/@href")
        items = [link for link in links if _ITEM.match(link)]
        return self._random.choice(items) if items else ""

    def _open(self) -> None:
        item = self.ask("item", self._item)
        pk = int(_ITEM.match(self._item)[1])
        self._form = (
            self._hidden(item, f"/review/{pk}/accept/") if item.status_code == 200 else None
        )
        if not self._form:
            self._item, self._form = "", None

    def _sign_in(self) -> None:
        form = self._hidden(self.ask("sign in", "/account/login/"), "")
        given = {**(form or {}), "username": "editor", "password": self._site.password}
        self.ask("sign in", "/account/login/", given)

    def _hidden(self, page: httpx.Response, action: str) -> dict[str, str] | None:
        """The hidden fields of the form with this action, or of the first that posts."""
        for form in html.fromstring(page.content).forms:
            if form.method == "POST" and action in ((form.action or ""), ""):
                inputs = form.xpath(".//input[@type='hidden']")
                return {one.name: one.value or "" for one in inputs if one.name}
        return None


class Program(Person):
    """Keeps a copy: asks for changes again and again, for stances by the page, for positions."""

    pause = 2.0
    _since = 0
    _next = ""

    def act(self) -> None:
        """Ask for one of the three."""
        crisis = self._random.choice(self._site.asked)
        name = self._random.choice(("api changes", "api stances", "api positions"))
        if name == "api changes":
            answer = self.ask(name, f"/api/v1/changes/?since={self._since}")
            if answer.status_code == 200 and (changes := answer.json()["results"]):
                self._since = changes[-1]["revision"]
        elif name == "api stances":
            path = self._next or f"/api/v1/stances/?crisis={crisis.slug}&limit=50"
            answer = self.ask(name, path)
            self._next = answer.json()["next"] or "" if answer.status_code == 200 else ""
        else:
            day = self._random.choice(crisis.days)
            self.ask(name, f"/api/v1/positions/?crisis={crisis.slug}&day={day}")


@dataclass(frozen=True)
class Crowd:
    """How many of each use the site at the same time."""

    analysts: int
    editors: int
    programs: int

    def people(self, site: Site, record: Record) -> list[Person]:
        """Make them, each with choices of its own."""
        kinds: Sequence[type[Person]] = [
            *[Analyst] * self.analysts,
            *[Editor] * self.editors,
            *[Program] * self.programs,
        ]
        return [kind(site, record, seed) for seed, kind in enumerate(kinds)]


@contextmanager
def at_work(people: Sequence[Person]) -> Iterator[None]:
    """Have all of them use the site, each in a thread, while the context lasts."""
    over = threading.Event()
    threads = [threading.Thread(target=_keep_at, args=(person, over)) for person in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _keep_at(person: Person, over: threading.Event) -> None:
    over.wait(person.wait())  # not all at once
    while not over.is_set():
        try:
            person.act()
        except httpx.HTTPError:
            over.wait(_AFTER_A_BREAK_SECONDS)
        over.wait(person.wait())
