"""A crisis with all that a map can show, served to a real browser that is watched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from reactions.charts import SMALL
from reactions.extraction.codebook import Kind
from reactions.extraction.reference_data import read_actors
from reactions.models import Actor, Crisis, CrisisEvent
from tests.factories import make_article, make_crisis, make_stance

FIRST = date(2020, 8, 9)
ARABIC = "\U0001f64f بيان. قالت مصر إنها تدين العنف. انتهى \U0001f54a\ufe0f البيان."
ARABIC_SPAN = "قالت مصر إنها تدين العنف."


@pytest.fixture
def demo(transactional_db: None) -> Crisis:
    """Every small state, the EU, UN and NATO; ended, divided, second, towards opponents, Arabic."""
    _make_actors()
    crisis = make_crisis(title="Belarus after the 2020 election")
    CrisisEvent.objects.create(
        crisis=crisis, day=FIRST, title="An election", source="https://example.org/"
    )
    kinds = list(Kind)
    for number, code in enumerate(sorted(SMALL)):
        _stance(code, kinds[number % len(kinds)], number % 20)
    for code, kind, day, fields in [
        ("EU", "condemn", 2, {}),
        ("UN", "concern", 1, {}),
        ("NATO", "monitor", 5, {}),
        ("POL", "urge", 1, {}),
        ("POL", "sanction", 10, {"phase": "announced"}),
        ("POL", "concern", 18, {}),
        ("LTU", "sanction", 4, {"phase": "in_force"}),
        ("LTU", "sanction", 12, {"phase": "ended"}),
        ("LTU", "urge", 13, {}),
        ("RUS", "support", 2, {}),
        ("RUS", "condemn", 6, {}),
        ("USA", "condemn", 3, {"target": "opponents"}),
        ("CAN", "solidarity", 3, {"target": "opponents"}),
        ("CHN", "neutral", 7, {}),
        ("UKR", "recall_ambassador", 8, {"phase": "in_force"}),
    ]:
        _stance(code, kind, day, **fields)
    arabic = make_article(ARABIC, language="ar", publisher="وكالة", url="https://example.org/ar")
    make_stance(
        "EGY",
        "condemn",
        article=arabic,
        span=ARABIC_SPAN,
        day=FIRST + timedelta(days=8),
        status="accepted",
    )
    return crisis


def _make_actors() -> None:
    Actor.objects.bulk_create(
        Actor(
            code=entry.code,
            type="organization" if entry.is_organization else "country",
            name=entry.name,
            iso2=entry.iso2,
            region=entry.region,
            aliases=list(entry.aliases),
            latitude=entry.latitude,
            longitude=entry.longitude,
        )
        for entry in read_actors()
    )


def _stance(code: str, kind: str, day: int, **fields: str) -> None:
    article = make_article(
        f"In the morning, {code} made it known: {kind}. Nothing more was said on day {day}.",
        url=f"https://example.org/{code}/{kind}/{day}",
    )
    make_stance(
        code,
        kind,
        article=article,
        span=f"{code} made it known: {kind}.",
        day=FIRST + timedelta(days=day),
        status="accepted",
        **fields,
    )


@dataclass
class Watch:
    """What a page asked for and complained of."""

    host: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        ours = (self.host, "data:", "blob:")
        return [address for address in self.requests if not address.startswith(ours)]

    def asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def told(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def follow(self, page: Page) -> None:
        page.on("request", self.asked)
        page.on("console", self.told)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))


@pytest.fixture
def watch(context: BrowserContext, live_server) -> Watch:
    """All requests and complaints of the pages of this test."""
    watching = Watch(live_server.url)
    context.on("page", watching.follow)
    return watching


@pytest.fixture
def site(live_server, demo: Crisis, watch: Watch, page: Page) -> Iterator[Page]:
    """A page on the demo's site, wide; nothing foreign asked for and no complaint at the end."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.set_default_timeout(15_000)
    yield page
    page.goto("about:blank")  # so that nothing is asked of a server that is being stopped
    assert watch.foreign == []
    assert watch.complaints == []


@pytest.fixture
def address(live_server) -> str:
    """The address of the demo's map."""
    return f"{live_server.url}/crises/belarus-2020/"


def open_map(page: Page, address: str) -> None:
    """Go there and wait until the map is drawn."""
    page.goto(address)
    page.wait_for_selector("#map[data-live]")


def fills(page: Page) -> dict[str, str]:
    """The colour of every country and dot on the map, by code."""
    found: dict[str, str] = page.evaluate(
        """() => {
          const shapes = {};
          for (const trace of document.querySelectorAll("#map g.trace")) {
            const name = trace.__data__?.[0]?.trace?.name;
            if (name !== "positions" && name !== "dots") continue;
            for (const path of trace.querySelectorAll("path")) {
              const code = path.__data__.loc ?? path.__data__.data;
              if (code) shapes[code] = getComputedStyle(path).fill;
            }
          }
          return shapes;
        }"""
    )
    return found
