"""Lists by every filter and at every depth: with a million stances against ten thousand."""

from __future__ import annotations

from typing import Any

from benchmarks.api_questions import questions
from benchmarks.api_site import Worker, measured
from benchmarks.cost import cost_of

SMALL, LARGE = 10_000, 1_000_000
CRISES = 12
RUNS = 9


def run() -> dict[str, Any]:
    """Milliseconds of each question at both sizes, by the clock and of the processor: the least of
    some runs, since the two cannot be asked in turns. The ratio is the worst of all."""
    small = measured(_measure, stances=SMALL, crises=CRISES, given=False)
    large = measured(_measure, stances=LARGE, crises=CRISES, given=True)
    ratios = {name: round(large[name] / small[name], 2) for name in small}
    by_the_clock = [name for name in small if not name.endswith(_OF_PROCESSOR)]
    worst = max(by_the_clock, key=lambda name: ratios[name])
    return {
        "name": "api-depth",
        "ratio": ratios[worst],
        "value": large[worst],
        "reference": small[worst],
        "unit": f"milliseconds: {worst}",
        "ratio_of_processor": max(ratios[name] for name in small if name not in by_the_clock),
        "ratios": ratios,
        "small": small,
        "large": large,
        "runs": RUNS,
    }


_OF_PROCESSOR = " (processor)"


def _measure() -> dict[str, float]:
    worker = Worker()
    figures = {}
    for name, query in questions().items():
        cost = cost_of(lambda a=f"/api/v1/{query}": worker.get(a), rounds=RUNS)
        figures[name] = round(min(cost.times), 2)
        figures[name + _OF_PROCESSOR] = round(cost.least_processor, 2)
    return figures
