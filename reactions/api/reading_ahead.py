"""Reading a table of any length, in an export that does nothing else.

The database is asked for the next rows before those that came are used, and works meanwhile. A
thread that waits for them would not do: it takes turns with the one that uses them, some
milliseconds each, for every few rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from django.db import connection

Rows = Sequence[Sequence[Any]]
# Asks by a cursor, whose rows are fetched later.
Ask = Callable[[str, Sequence[Any]], Any]

# What the database says of so many rows it can lay down without waiting for us to read it.
_BATCH = 400
_numbers = count(1)


def asked_ahead(
    ask: Ask, sql: str, parameters: Sequence[Any], also: Callable[[Rows], list[Any]]
) -> Iterator[tuple[Rows, list[Rows]]]:
    """The rows of a SELECT in batches, each with the rows of what `also` asks of it; in the memory
    of two batches, and within a transaction. Nothing else may be asked until the end."""
    name = f"download_{next(_numbers)}"
    ask(f"DECLARE {name} NO SCROLL CURSOR FOR {sql}", parameters)
    more = f"FETCH {_BATCH} FROM {name}"
    with connection.connection.pipeline():
        ready: tuple[Rows, list[Rows]] | None = None
        rows: Rows = ask(more, ()).fetchall()
        while rows:
            nested, following = also(rows), ask(more, ())
            if ready:
                yield ready
            ready = rows, [each.fetchall() for each in nested]
            rows = following.fetchall()
        if ready:
            yield ready
