"""One change of the day while scrubbing, and its settling, against one restyle of a bare map."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.browser import PAINTED, RUNS, SWAPPED, Stage, compared

LIMIT = 0.25
SLOWEST_LIMIT = 0.5
SETTLED_LIMIT = 1.3
_CHANGES = f"""async () => {{
  const range = document.getElementById("day-range");
  const times = [];
  for (let turn = 0; turn < 40; turn += 1) {{
    await {PAINTED};
    const begun = performance.now();
    range.value = String(Number(range.value) - 3);
    range.dispatchEvent(new Event("input", {{ bubbles: true }}));
    // Styles and layout are part of what a change costs; waiting for the next frame is not.
    document.getElementById("map").getBoundingClientRect();
    times.push(performance.now() - begun);
  }}
  return times;
}}"""
_SETTLE = f"""async () => {{
  const drawn = new Promise((done, fail) => {{
    document.getElementById("map").on("plotly_afterplot", done);
    setTimeout(() => fail(new Error("The map was not drawn within a minute.")), 60_000);
  }});
  const swapped = {SWAPPED};
  document.querySelector("[data-day=previous]").click();
  const begun = await swapped;
  await drawn;
  await {PAINTED};
  return performance.now() - begun;
}}"""


def run() -> dict[str, Any]:
    """The median change to S, its 95th percentile to S, and the drawing after settling to S."""
    slowest: list[float] = []
    settled: list[float] = []

    def changes(stage: Stage) -> float:
        with stage.map() as page:
            times = sorted(page.evaluate(_CHANGES))
            page.wait_for_timeout(2500)
            settled.append(page.evaluate(_SETTLE))
        slowest.append(times[round(len(times) * 0.95) - 1])
        return statistics.median(times)

    figures = compared("scrub", changes, Stage.restyle, LIMIT)
    at_worst = statistics.median(slowest[-RUNS:])
    after = statistics.median(settled[-RUNS:])
    return {
        **figures,
        "slowest_of_20": round(at_worst, 1),
        "slowest_of_20_ratio": round(at_worst / figures["reference"], 3),
        "slowest_of_20_limit": SLOWEST_LIMIT,
        "settled": round(after, 1),
        "settled_ratio": round(after / figures["reference"], 3),
        "settled_limit": SETTLED_LIMIT,
    }
