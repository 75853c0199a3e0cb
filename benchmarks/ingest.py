"""HTML page to stored stances in one process, against bare extraction of the same pages."""

from __future__ import annotations

import statistics
import time
from typing import Any

from benchmarks.news import news_pages
from benchmarks.server import serving
from benchmarks.services import running_site

PAGES = 26
ROUNDS = 3


def run() -> dict[str, Any]:
    """Pages a second of both, in turns, and the ratio of their medians.

    Processor time counts, so that other work on the machine weighs on neither.
    """
    pages = news_pages(PAGES * ROUNDS)
    bodies = {f"/{number}": page.encode() for number, page in enumerate(pages)}
    with serving(bodies) as port:
        settings = {
            "FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
            "FETCH_ALLOWED_PORTS": str(port),
            "FETCH_HOST_DELAY": "0",
        }
        with running_site(**settings):
            return _measure(bodies, port)


def _measure(bodies: dict[str, bytes], port: int) -> dict[str, Any]:
    from reactions import pipeline
    from reactions.ingestion import fetching
    from reactions.ingestion.http import Client
    from reactions.models import Article, Crisis, Finding
    from reactions.sample_data import load_crisis, samples

    for sample in samples():
        load_crisis(sample)
    known = Article.objects.count()
    crises = list(Crisis.objects.all())
    urls = list(bodies)
    ours, reference, wall = [], [], []
    with Client() as client:
        for turn in range(ROUNDS):
            paths = urls[turn * PAGES : (turn + 1) * PAGES]
            reference.append(_extract([bodies[path] for path in paths]))
            rows = [
                fetching.wanted(f"http://127.0.0.1:{port}{path}", crisis=crises[0])
                for path in paths
            ]
            cpu, clock = time.process_time(), time.perf_counter()
            for row in rows:
                for reading in fetching.fetch_page(row.pk, client=client):
                    pipeline.read(reading)
            ours.append(PAGES / (time.process_time() - cpu))
            wall.append(PAGES / (time.perf_counter() - clock))
    stored = Article.objects.count() - known
    if stored != PAGES * ROUNDS:
        raise SystemExit(f"Only {stored} of {PAGES * ROUNDS} pages became articles.")
    return {
        "pages": PAGES * ROUNDS,
        "bytes_a_page": sum(map(len, bodies.values())) // len(bodies),
        "findings": Finding.objects.count(),
        "pages_per_cpu_second": round(statistics.median(ours), 1),
        "reference_pages_per_cpu_second": round(statistics.median(reference), 1),
        "ratio": round(statistics.median(ours) / statistics.median(reference), 3),
        "pages_per_second_wall": round(statistics.median(wall), 1),
    }


def _extract(bodies: list[bytes]) -> float:
    """Pages per processor second of bare trafilatura."""
    import trafilatura

    cpu = time.process_time()
    for body in bodies:
        trafilatura.bare_extraction(body, include_comments=False)
    return len(bodies) / (time.process_time() - cpu)
