"""Articles a processor second of two worker processes, against one on as many pages."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.news import news_pages
from benchmarks.server import serving
from benchmarks.services import running_site
from crisiswatch.processes import Program, start, stop, wait_until_it_answers

PAGES = 40
WARM_UP = 8
ROUNDS = 3
_SWEEP_SECONDS = 2.0
_PATIENCE = 300.0


def run() -> dict[str, Any]:
    """Pages a second of the workers' processor time with one and two processes, in turns.

    Page and reading both: from the message that a page is due to its stored stances. PostgreSQL and
    the site run beside them on the same machine, so the clock says less than the processor time.
    """
    pages = news_pages(ROUNDS * 2 * (PAGES + WARM_UP))
    bodies = {f"/{number}": page.encode() for number, page in enumerate(pages)}
    with serving(bodies) as port:
        settings = {
            "FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
            "FETCH_ALLOWED_PORTS": str(port),
            "FETCH_HOST_DELAY": "0",
        }
        with running_site(**settings) as folder:
            return _measure([f"http://127.0.0.1:{port}{path}" for path in bodies], folder)


def _measure(urls: list[str], folder: Path) -> dict[str, Any]:
    from reactions.models import Crisis
    from reactions.sample_data import load_crisis, samples

    for sample in samples():
        load_crisis(sample)
    crisis = Crisis.objects.first()
    left = iter(urls)
    cpu: dict[int, list[float]] = {1: [], 2: []}
    wall: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for processes in (1, 2):
            with _worker(processes, folder) as group:
                _read([next(left) for _ in range(WARM_UP)], crisis)
                seconds, clock = _seconds_of(group), time.perf_counter()
                _read([next(left) for _ in range(PAGES)], crisis)
                cpu[processes].append(PAGES / (_seconds_of(group) - seconds))
                wall[processes].append(PAGES / (time.perf_counter() - clock))
    one, two = (statistics.median(cpu[processes]) for processes in (1, 2))
    return {
        "pages": PAGES,
        "rounds": ROUNDS,
        "pages_per_cpu_second_one": round(one, 1),
        "pages_per_cpu_second_two": round(two, 1),
        "ratio": round(two / one, 3),
        "pages_per_second_wall_one": round(statistics.median(wall[1]), 1),
        "pages_per_second_wall_two": round(statistics.median(wall[2]), 1),
        "load_average": round(os.getloadavg()[0], 1),
    }


@contextmanager
def _worker(processes: int, folder: Path) -> Iterator[int]:
    """A Celery worker with so many processes for both queues; its process group."""
    log = folder / f"worker-{time.monotonic_ns()}.log"
    program = Program(
        name="Celery worker",
        argv=(
            *(sys.executable, "-m", "celery", "--app=crisiswatch", "worker"),
            *("--queues=read,fetch", f"--concurrency={processes}", "--loglevel=INFO"),
            *("--without-gossip", "--without-mingle"),
        ),
        folder=Path(__file__).parent.parent,
        log=log,
        environment={"LOG_LEVEL": "INFO"},
        answers=lambda: " ready." in log.read_text(errors="replace"),
    )
    process = start(program)
    try:
        wait_until_it_answers(program, process, seconds=60)
        yield process.pid
    finally:
        stop(program, process, seconds=10)


def _read(urls: list[str], crisis: Any) -> None:
    """Have the workers fetch and read these pages, and wait for it."""
    from reactions import tasks
    from reactions.ingestion import fetching
    from reactions.models import Reading, WorkState

    pages = [fetching.wanted(url, crisis=crisis).pk for url in urls]
    for page in pages:
        tasks.fetch_page.delay(page)
    done = Reading.objects.filter(article__pages__in=pages, state=WorkState.DONE)
    end = time.monotonic() + _PATIENCE
    swept = time.monotonic()
    while done.count() < len(pages):
        if time.monotonic() > end:
            raise SystemExit(f"Only {done.count()} of {len(pages)} pages were read.")
        if time.monotonic() - swept > _SWEEP_SECONDS:
            swept = time.monotonic()
            tasks.send_due_pages()
        time.sleep(0.02)


def _seconds_of(group: int) -> float:
    """The processor time of all processes of a group, in seconds."""
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in brackets may hold blanks; the state comes after it.
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
