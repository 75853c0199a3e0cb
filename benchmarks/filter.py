"""From a filter chosen to the narrowed list, against one restyle of a bare map."""

from __future__ import annotations

from typing import Any

from benchmarks.browser import PAINTED, SWAPPED, Stage, compared

LIMIT = 2.5
_FILTER = f"""async () => {{
  const form = document.querySelector("details.filter form");
  const before = document.querySelectorAll("#actor-list [data-code]").length;
  const swapped = {SWAPPED};
  form.querySelector("input[name=kind][value=condemn]").checked = true;
  const begun = performance.now();
  form.requestSubmit();
  await swapped;
  await {PAINTED};
  const after = document.querySelectorAll("#actor-list [data-code]").length;
  if (after === before) throw new Error(`The list still holds ${{after}} actors.`);
  return performance.now() - begun;
}}"""


def narrowed(stage: Stage) -> float:
    """Milliseconds from the filter sent to the new list on the screen."""
    with stage.map() as page:
        return float(page.evaluate(_FILTER))


def run() -> dict[str, Any]:
    """The medians and their ratio."""
    return compared("filter", narrowed, Stage.restyle, LIMIT)
