"""From navigation until list, filters and timeline answer, against a bare map drawn."""

from __future__ import annotations

from typing import Any

from benchmarks.browser import Stage, compared

LIMIT = 0.5

# Tries each control as a reader would, until all of them have answered.
ANSWERS = """
window.answered = 0;
(function ask() {
  const box = document.getElementById("narrow");
  const range = document.getElementById("day-range");
  const filter = document.querySelector("details.filter");
  let answers = 0;
  if (box && filter) {
    box.value = "no such actor";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    answers += document.querySelector("#actor-list [data-names]")?.hidden ? 1 : 0;
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    answers += window.htmx && filter.querySelector("form") ? 1 : 0;
  }
  if (range) {
    const before = range.getAttribute("aria-valuetext");
    range.value = String(Number(range.max) - 5);
    range.dispatchEvent(new Event("input", { bubbles: true }));
    answers += range.getAttribute("aria-valuetext") !== before ? 1 : 0;
  }
  if (answers === 3) window.answered = performance.now();
  else setTimeout(ask, 25);
})();
"""


def usable(stage: Stage) -> float:
    """Milliseconds from navigation until every control has answered."""
    with stage.page(stage.product, script=ANSWERS) as page:
        page.wait_for_function("window.answered")
        return float(page.evaluate("window.answered"))


def run() -> dict[str, Any]:
    """The medians and their ratio."""
    return compared("map-usable", usable, Stage.drawn, LIMIT)
