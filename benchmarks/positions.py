"""Positions of a crisis with a hundred thousand stances: made anew, and from the cache."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.api_site import Worker, busiest_crisis, milliseconds
from benchmarks.cost import cost_of

STANCES = 100_000
RUNS = 15


def run() -> dict[str, Any]:
    """Median milliseconds by each rule; the reference is a plain SELECT of what is looked at."""
    with busiest_crisis(STANCES) as (worker, slug, number):
        return {**_measure(worker, slug), "stances_of_crisis": number}


def _measure(worker: Worker, slug: str) -> dict[str, Any]:
    from django.core.cache import cache
    from django.db import connection

    address = f"/api/v1/positions/?crisis={slug}"

    def scan() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT actor_id, kind, max(day) FROM reactions_stance WHERE status = 'accepted' "
                "AND crisis_id = (SELECT id FROM reactions_crisis WHERE slug = %s) GROUP BY 1, 2",
                [slug],
            )
            cursor.fetchall()

    rules = ("position", "latest", "strongest", "first")
    anew = {
        rule: cost_of(
            lambda r=rule: worker.get(f"{address}&rule={r}"), before=cache.clear, rounds=RUNS
        )
        for rule in rules
    }
    uncached = {rule: round(statistics.median(cost.times), 1) for rule, cost in anew.items()}
    reference = milliseconds(scan, runs=RUNS)
    worker.get(address)
    cached = milliseconds(lambda: worker.get(address), runs=10 * RUNS)
    tag = worker.headers["ETag"]
    unchanged = milliseconds(lambda: worker.get(address, if_none_match=tag), runs=10 * RUNS)
    return {
        "name": "positions",
        "ratio": round(uncached["position"] / reference, 2),
        "value": uncached["position"],
        "reference": round(reference, 1),
        "unit": "milliseconds uncached",
        "uncached_by_rule": uncached,
        "least_processor_by_rule": {
            rule: round(cost.least_processor, 1) for rule, cost in anew.items()
        },
        "cached": round(cached, 2),
        "unchanged_304": round(unchanged, 2),
        "runs": RUNS,
    }
