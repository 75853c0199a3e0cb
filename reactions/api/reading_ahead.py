"""Reading from the database and writing at once, in an export that does nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

T = TypeVar("T")


def ahead(pieces: Iterator[T]) -> Iterator[T]:
    """The same pieces, each of which is fetched while the one before is used.

    They are made in a thread that has the connection of this one, and with it the transaction:
    whoever uses them leaves the connection alone until the end.
    """
    ours = connections[DEFAULT_DB_ALIAS]

    def share() -> None:
        connections[DEFAULT_DB_ALIAS] = ours

    ours.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(max_workers=1, initializer=share) as thread:
            waiting = thread.submit(next, pieces, None)
            while (piece := waiting.result()) is not None:
                waiting = thread.submit(next, pieces, None)
                yield piece
    finally:
        ours.dec_thread_sharing()
