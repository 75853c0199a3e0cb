"""From navigation until the map is drawn and live, against a bare map drawn."""

from __future__ import annotations

from typing import Any

from benchmarks.browser import Stage, compared

LIMIT = 1.3
# The page marks its map when it can be used.
WATCH = """
window.live = 0;
new MutationObserver(() => {
  if (!window.live && document.querySelector("#map[data-live]")) window.live = performance.now();
}).observe(document, { subtree: true, childList: true, attributeFilter: ["data-live"] });
"""


def live(stage: Stage) -> float:
    """Milliseconds from navigation until the map is live."""
    with stage.page(stage.product, script=WATCH) as page:
        page.wait_for_function("window.live")
        return float(page.evaluate("window.live"))


def run() -> dict[str, Any]:
    """The medians and their ratio."""
    return compared("map-live", live, Stage.drawn, LIMIT)
