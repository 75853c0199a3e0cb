"""NDJSON of all stances, against COPY of the same joins piped to orjson."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import Any

import orjson

from benchmarks.api_site import Worker, seeded_site

STANCES = 200_000
ROUNDS = 3
_PAGE = os.sysconf("SC_PAGE_SIZE")


def run() -> dict[str, Any]:
    """Rows a second of both, in turns; the growth of memory while the export runs."""
    with seeded_site(STANCES):
        return _measure()


def _measure() -> dict[str, Any]:
    worker = Worker()
    _export(worker, most=2000)
    ours, theirs, grown = [], [], []
    for _ in range(ROUNDS):
        rows, seconds, growth = _export(worker)
        ours.append(rows / seconds)
        grown.append(growth)
        theirs.append(_reference())
    value, reference = statistics.median(ours), statistics.median(theirs)
    return {
        "name": "export",
        "ratio": round(value / reference, 3),
        "value": round(value),
        "reference": round(reference),
        "unit": "rows a second",
        "rows": rows,
        "memory_growth_mb": round(max(grown) / 1e6, 1),
        "runs": ROUNDS,
    }


def _export(worker: Worker, most: int | None = None) -> tuple[int, float, int]:
    """Rows, seconds, and the bytes by which the process grew after the first tenth of a second."""
    begun, rows, first, largest = time.perf_counter(), 0, 0, 0
    for piece in worker.pieces("/api/v1/stances.ndjson"):
        rows += piece.count(b"\n")
        largest = max(largest, _memory())
        first = first or largest
        if most and rows >= most:
            break
    return rows, time.perf_counter() - begun, largest - first


def _reference() -> float:
    from django.db import connection

    from benchmarks.api_reference import EXPORT_NAMES, EXPORT_SQL

    connection.ensure_connection()
    begun, rows, last = time.perf_counter(), 0, None
    with connection.connection.cursor().copy(EXPORT_SQL) as copy:
        for row in copy.rows():
            orjson.dumps(
                dict(zip(EXPORT_NAMES, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE
            )
            rows += row[0] != last
            last = row[0]
    return rows / (time.perf_counter() - begun)


def _memory() -> int:
    """The resident memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
