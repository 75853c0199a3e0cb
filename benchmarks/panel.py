"""From an actor chosen to its cards, against one restyle of a bare map."""

from __future__ import annotations

from typing import Any

from benchmarks.browser import PAINTED, SWAPPED, Stage, compared

LIMIT = 2
_OPEN = f"""async () => {{
  const swapped = {SWAPPED};
  const begun = performance.now();
  document.querySelector("#actor-list [data-code] a").click();
  await swapped;
  await {PAINTED};
  if (!document.getElementById("panel-title")) throw new Error("No panel was opened.");
  return performance.now() - begun;
}}"""


def opened(stage: Stage) -> float:
    """Milliseconds from the click on an actor to its panel on the screen."""
    with stage.map() as page:
        return float(page.evaluate(_OPEN))


def run() -> dict[str, Any]:
    """The medians and their ratio."""
    return compared("panel", opened, Stage.restyle, LIMIT)
