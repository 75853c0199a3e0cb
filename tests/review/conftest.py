"""A queue of proposals, and a real browser at the desk."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Request

from reactions.models import Stance
from tests.factories import COUNTRIES, make_article, make_editor, make_stance

GUARD = 300  # ms; a little more than the desk's own


@pytest.fixture(autouse=True)
def _empty_cache(services: None) -> None:
    """No claims and counts of another test."""
    cache.clear()


@pytest.fixture
def proposals(transactional_db: None) -> Callable[[int], list[Stance]]:
    """Return a function that makes so many proposals, each in an article of its own."""

    def make(count: int) -> list[Stance]:
        actors = [code for code in COUNTRIES if code != "BLR"]
        kinds = ("reject", "urge", "condemn", "warn", "support", "monitor")
        return [
            make_stance(
                actors[number % len(actors)],
                kinds[number // len(actors) % len(kinds)],
                day=f"2020-08-{10 + number // (len(actors) * len(kinds))}",
                article=make_article(f"🕊️ Item {number}. They objected on Monday. The end."),
                span="They objected on Monday.",
                confidence=0.8,
            )
            for number in range(count)
        ]

    return make


@pytest.fixture
def desk(
    live_server: object, context: BrowserContext, transactional_db: None
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address of the desk as an editor and gives the page.

    The test fails if a page broke the content security policy or threw an error.
    """
    troubles: list[str] = []
    editors = {}
    pending: set[Request] = set()
    context.on("request", lambda request: pending.add(request))
    context.on("requestfinished", lambda request: pending.discard(request))
    context.on("requestfailed", lambda request: pending.discard(request))

    def open_(path: str = "/review/", editor: str = "anna") -> Page:
        if editor not in editors:
            editors[editor] = make_editor(editor, permissions=("merge_stance",))
        client = Client()
        client.force_login(editors[editor])
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda message: (
                troubles.append(message.text) if "Content Security" in message.text else None
            ),
        )
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_
    for page in context.pages:
        # Whatever is still asked for must have its answer before the tables are emptied,
        # and so must what is asked for upon an answer.
        for _ in range(100):
            page.wait_for_timeout(50)
            if not pending:
                break
        page.goto("about:blank")
    assert troubles == []
