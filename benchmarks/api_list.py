"""A list of a hundred stances with evidence, against a hand-written view with the same SQL."""

from __future__ import annotations

import statistics
import time
from typing import Any

from benchmarks.api_site import Worker, busiest_crisis

STANCES = 100_000
ROUNDS = 7
REQUESTS = 40


def run() -> dict[str, Any]:
    """Requests a second of one worker, in turns with the reference; medians of the rounds."""
    with busiest_crisis(STANCES) as (worker, slug, number):
        return {**_measure(worker, slug), "stances_of_crisis": number}


def _measure(worker: Worker, slug: str) -> dict[str, Any]:
    ours = f"/api/v1/stances/?crisis={slug}&limit=100"
    theirs = f"/reference/stances/?crisis={slug}"
    for address in (ours, theirs):
        worker.get(address)
    rates = [(_rate(worker, ours), _rate(worker, theirs)) for _ in range(ROUNDS)]
    value, reference = (statistics.median(column) for column in zip(*rates, strict=True))
    return {
        "name": "api-list",
        "ratio": round(value / reference, 3),
        "value": round(value, 1),
        "reference": round(reference, 1),
        "unit": "requests a second per worker",
        "runs": ROUNDS,
    }


def _rate(worker: Worker, address: str) -> float:
    begun = time.perf_counter()
    for _ in range(REQUESTS):
        worker.get(address)
    return REQUESTS / (time.perf_counter() - begun)
