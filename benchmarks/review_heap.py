"""What the desk's script keeps in memory while an editor walks through three thousand items."""

from __future__ import annotations

import sys
from typing import Any

from playwright.sync_api import Page

from benchmarks.browser import stage
from benchmarks.keyboard import first_item, make_editor, press

WALKED = 3000
LIMIT = 30.0
# What is made once is there after so many items.
_SETTLED = 50
_TOLD_EVERY = 500


def run() -> dict[str, Any]:
    """By how many MB the heap grows from item to item, garbage collected before each measure."""
    with stage(proposals=WALKED + 2 * _SETTLED) as where, first_item(where, make_editor()) as page:
        _go_on(page, _SETTLED)
        before = now = _used(page)
        for walked in range(_TOLD_EVERY, WALKED + 1, _TOLD_EVERY):
            _go_on(page, _TOLD_EVERY)
            now = _used(page)
            sys.stderr.write(f"{walked:>5} items: {now:6.1f} MB\n")
    return {
        "name": "review-heap",
        "value": round(now - before, 1),
        "limit": LIMIT,
        "within": now - before <= LIMIT,
        "before": round(before, 1),
        "unit": "MB",
        "walked": WALKED,
    }


def _go_on(page: Page, times: int) -> None:
    for _ in range(times):
        press(page, ["j"])


def _used(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return float(next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize")) / 1e6
