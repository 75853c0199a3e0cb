"""What an act takes of the processor, of time and of the database."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client


@dataclass(frozen=True)
class Cost:
    """What an act takes: its times in milliseconds, processor time of one, and its queries.

    The processor time is this process' and the database's for it. Other work on the machine makes
    an act wait, but weighs little on what it uses.
    """

    times: list[float]
    processor: float
    queries: int


def cost_of(
    act: Callable[[], object], *, rounds: int, before: Callable[[], object] = lambda: None
) -> Cost:
    """What an act takes, of so many rounds; `before` is called before each and not counted."""
    from django.db import connection

    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        act()
    times, processor = [], 0.0
    for _ in range(rounds):
        before()
        used, begun = _processor_time(), time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - begun))
        processor += 1000 * (_processor_time() - used)
    return Cost(times, processor / rounds, queries)


def opening(client: Client, address: str) -> Callable[[], None]:
    """The act of asking the site for an address and reading the answer to its end; another answer
    than 200 ends the benchmark."""

    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")
        for _ in answer:
            pass

    return ask


def _processor_time() -> float:
    """Seconds of this process and of the database's process that serves it."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not stat.exists():
        raise SystemExit("This benchmark needs /proc and a database on this machine.")
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
