"""An editor clears a hundred items by keyboard.

The time of one is from the key that decides to the next item on the screen, against S, one restyle
of a bare map in the same browser, slowed four times.
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

from benchmarks.browser import SLOWED, stage
from benchmarks.keyboard import first_item, make_editor, press

DECIDED = 100
LIMIT = 1.0
_GUARD = 260  # ms; a little more than the desk's own, in which a new item cannot be decided


def run() -> dict[str, Any]:
    """The median and slowest time to the next item, and how long the whole session took.

    Each item's time goes to the standard error as it is decided: the record of the session.
    """
    from_keys: list[float] = []
    with stage(proposals=2 * DECIDED) as where:
        reference = where.restyle()
        editor = make_editor()
        with first_item(where, editor, slowed=SLOWED) as page:
            begun = time.monotonic()
            for number in range(DECIDED):
                page.wait_for_timeout(_GUARD)
                keys = ["r", str(number % 6 + 1)] if number % 4 == 3 else ["a"]
                from_keys.append(press(page, keys))
                sys.stderr.write(f"{number + 1:>4} {'+'.join(keys):<4} {from_keys[-1]:7.0f} ms\n")
            taken = time.monotonic() - begun
            page.wait_for_load_state("networkidle")
        decisions = _decisions_of(editor)
        if decisions != (DECIDED, DECIDED):
            raise SystemExit(f"{DECIDED} items were decided, but {decisions} are on record.")
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
        "session_seconds": round(taken, 1),
    }


def _decisions_of(editor: Any) -> tuple[int, int]:
    """How many decisions the editor took, and on how many stances."""
    decisions = editor.decisions.all()
    return decisions.count(), decisions.values("stance").distinct().count()
