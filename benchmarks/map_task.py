"""The longest task before the page is usable, against a bare map drawn."""

from __future__ import annotations

from typing import Any

from benchmarks.browser import Stage, compared
from benchmarks.map_usable import ANSWERS

LIMIT = 0.06
WATCH = """
window.tasks = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) window.tasks.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });
"""


def longest(stage: Stage) -> float:
    """Milliseconds of the longest task that began before every control had answered.

    Chromium tells of tasks from 50 ms on; where there is none, the longest took 50 at most.
    """
    with stage.page(stage.product, script=WATCH + ANSWERS) as page:
        page.wait_for_function("window.answered")
        page.wait_for_timeout(1000)
        found: float = page.evaluate(
            """Math.max(50, ...window.tasks
              .filter(([begun]) => begun < window.answered).map(([, lasted]) => lasted))"""
        )
        return found


def run() -> dict[str, Any]:
    """The medians and their ratio."""
    return compared("map-task", longest, Stage.drawn, LIMIT)
