"""What an act takes of the processor, of time and of the database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client


@dataclass(frozen=True)
class Cost:
    """What an act takes: milliseconds by the clock and of the processor, and its queries.

    The processor time is this process' and the database's for it. Other work on the machine makes
    an act wait, but weighs little on what it uses.
    """

    times: list[float]
    processors: list[float]
    queries: int

    @property
    def processor(self) -> float:
        """Of one act, on average."""
        return statistics.mean(self.processors)

    @property
    def least_processor(self) -> float:
        """Of the act that took least."""
        return min(self.processors)


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
    times, processors = [], []
    statements = _processes_of_statements()
    for _ in range(rounds):
        before()
        used, begun = _processor_time(statements), time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - begun))
        processors.append(1000 * (_processor_time(statements) - used))
    return Cost(times, processors, queries)


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


def _processes_of_statements() -> list[Path]:
    """Where the machine says what the database's processes for connections use: all of them, since
    of a pool each act may take another."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        found = [Path(f"/proc/{pid}/schedstat") for (pid,) in cursor.fetchall()]
    if not all(path.exists() for path in found):
        raise SystemExit("This benchmark needs Linux and a database on this machine.")
    return found


def _processor_time(statements: list[Path]) -> float:
    """Seconds of this process and of the database's processes."""
    used = sum(int(path.read_text().split()[0]) for path in statements if path.exists())
    return time.process_time() + used / 1e9
