"""An editor clears a hundred items by keyboard, then walks through three thousand.

The time of one is from the key that decides to the next item on the screen, against S, one restyle
of a bare map in the same browser, slowed four times. The walk, not slowed, measures what the page's
script keeps in memory.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from benchmarks.browser import PAINTED, SLOWED, Stage, stage

DECIDED = 100
WALKED = 3000
LIMIT = 1.0
HEAP_LIMIT = 30.0
_GUARD = 260  # ms; a little more than the desk's own, in which a new item cannot be decided
# Before the desk's own listener, which keeps a key to itself.
_NOTE_KEYS = "addEventListener('keydown', (event) => (window.pressedAt = event.timeStamp), true)"
# Promises the time from the last key until another item is painted.
_WATCH = f"""() => {{
  const before = document.getElementById("item").dataset.stance;
  window.shown = (async () => {{
    const begun = performance.now();
    while (document.getElementById("item")?.dataset.stance === before) {{
      await new Promise((done) => setTimeout(done));
      if (performance.now() - begun > 60000) throw new Error("No next item after a minute.");
    }}
    await {PAINTED};
    return performance.now() - window.pressedAt;
  }})();
}}"""


def run() -> dict[str, Any]:
    """The median and slowest time to the next item, and the growth of the heap in MB.

    Each item's time goes to the standard error as it is decided: the record of the session.
    """
    from_keys: list[float] = []
    with stage(proposals=WALKED + 2 * DECIDED) as where:
        reference = where.restyle()
        editor = _make_editor()
        with _desk(where, editor, slowed=SLOWED) as page:
            for number in range(DECIDED):
                page.wait_for_timeout(_GUARD)
                page.wait_for_load_state("networkidle")
                keys = ["r", str(number % 6 + 1)] if number % 4 == 3 else ["a"]
                from_keys.append(_press(page, keys))
                sys.stderr.write(f"{number + 1:>4} {'+'.join(keys):<4} {from_keys[-1]:7.0f} ms\n")
            page.wait_for_load_state("networkidle")
        decisions = _decisions_of(editor)
        if decisions != (DECIDED, DECIDED):
            raise SystemExit(f"{DECIDED} items were decided, but {decisions} are on record.")
        with _desk(where, editor, slowed=1) as page:
            grown = _walk(page)
    median = statistics.median(from_keys)
    return {
        "name": "review-next",
        "ratio": round(median / reference, 3),
        "limit": LIMIT,
        "within": median <= LIMIT * reference,
        "value": round(median, 1),
        "p95": round(sorted(from_keys)[int(0.95 * DECIDED)], 1),
        "reference": round(reference, 1),
        "unit": f"ms, processor {SLOWED} times slower",
        "decided": DECIDED,
        "heap_growth_mb": round(grown, 1),
        "heap_limit_mb": HEAP_LIMIT,
        "walked": WALKED,
    }


def _press(page: Page, keys: list[str]) -> float:
    """Press keys on the keyboard; the milliseconds from the last one to the next item."""
    page.evaluate(_WATCH)
    for key in keys:
        page.keyboard.press(key)
    return float(page.evaluate("window.shown"))


@contextmanager
def _desk(where: Stage, editor: Any, *, slowed: int) -> Iterator[Page]:
    """The first item of the queue, opened by the editor."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(editor)
    address = where.product.split("/crises/")[0]
    context = where.browser.new_context(
        viewport={"width": 1440, "height": 900}, bypass_csp=True, base_url=address
    )
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(_NOTE_KEYS)
    page.goto("/review/")
    page.get_by_role("link", name="Start with the first").click()
    page.wait_for_selector("#item kbd", state="attached")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    try:
        yield page
    finally:
        context.close()


def _make_editor() -> Any:
    from django.contrib.auth.models import User

    from reactions.roles import Role, ensure_roles

    editor = User.objects.create_user("clearing")
    editor.groups.add(ensure_roles()[Role.EDITOR])
    return editor


def _decisions_of(editor: Any) -> tuple[int, int]:
    """How many decisions the editor took, and on how many stances."""
    decisions = editor.decisions.all()
    return decisions.count(), decisions.values("stance").distinct().count()


def _walk(page: Page) -> float:
    """MB by which the heap grows while one goes on from item to item."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def used() -> float:
        session.send("HeapProfiler.collectGarbage")
        metrics = session.send("Performance.getMetrics")["metrics"]
        heap = next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize")
        return float(heap) / 1e6

    def go_on(times: int) -> None:
        for _ in range(times):
            _press(page, ["j"])

    go_on(50)  # what is made once is there by then
    before = used()
    go_on(WALKED)
    return used() - before
