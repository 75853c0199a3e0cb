"""What it costs to bring a copy up to date: it grows with the changes, not with the data set."""

from __future__ import annotations

from typing import Any

from benchmarks.api_site import Worker, measured, quickest

SMALL, LARGE = 10_000, 1_000_000
BEHIND = (0, 10, 100, 500)
RUNS = 25


def run() -> dict[str, Any]:
    """Milliseconds for so many changes at two sizes; the ratio is that of a hundred changes."""
    small = measured(_measure, stances=SMALL, given=False)
    large = measured(_measure, stances=LARGE, given=True)
    return {
        "name": "changes",
        "ratio": round(large["100"] / small["100"], 2),
        "value": large["100"],
        "reference": small["100"],
        "unit": "milliseconds for a hundred changes",
        "stances": [SMALL, LARGE],
        "small": small,
        "large": large,
        "runs": RUNS,
    }


def _measure() -> dict[str, float]:
    from reactions.models import Revision

    worker, newest = Worker(), Revision.current()
    figures = {}
    for behind in BEHIND:
        address = f"/api/v1/changes/?limit=500&since={newest - behind}"
        worker.get(address)
        figures[str(behind)] = round(quickest(lambda a=address: worker.get(a), runs=RUNS), 2)
    return figures
