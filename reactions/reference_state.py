"""Whether reference data has changed: told by the sizes of its audit.

Every change of an actor, official or article is a row of the audit. The newest number alone would
miss a change that is committed after a later one, so the rows are counted as well. Those up to a
number below which none can come any more are counted once a process; only what is newer is
counted each time.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection

_AUDITED = (
    "ActorAudit",
    "ArticleAudit",
    "CrisisAudit",
    "CrisisEventAudit",
    "MembershipAudit",
    "OfficialAudit",
    "PartyAudit",
    "SourceAudit",
    "TenureAudit",
)
_NONE = (0,) * len(_AUDITED)


class ReferenceState(NamedTuple):
    """How many changes there were of each table, the number of the last, and the moment of the
    newest of all."""

    counts: tuple[int, ...] = _NONE
    numbers: tuple[int, ...] = _NONE
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Memory:
    """What this process has counted for good, and the numbers that it saw since: they are settled
    once every transaction that ran then has ended, all of which come before `before`."""

    settled: ReferenceState
    seen: tuple[int, ...] = _NONE
    before: int = 0


_memory = _Memory(ReferenceState())


def reference_state(*also: str) -> tuple[ReferenceState, tuple[Any, ...]]:
    """The state of the reference data, and what else the same query is to ask: SQL expressions."""
    global _memory  # of several threads any one's memory is right
    memory = _memory
    bounds = [bound for pair in zip(memory.seen, memory.settled.numbers, strict=True)
              for bound in (*[pair[0]] * 3, pair[1])]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_query(also), bounds)
        oldest, next_one, *rest = cursor.fetchone()
    now = _added(memory.settled, *rest[:3])
    if oldest >= memory.before:
        # Nobody can add to what was seen then; the next to settle is what is seen now.
        settled = _added(memory.settled, *rest[3:6])
        _memory = _Memory(settled=settled, seen=now.numbers, before=next_one)
    return now, tuple(rest[6:])


def _added(
    state: ReferenceState,
    counts: Sequence[int],
    numbers: Sequence[int | None],
    changed: datetime | None,
) -> ReferenceState:
    """The state with the changes after it."""
    return ReferenceState(
        tuple(map(sum, zip(state.counts, counts, strict=True))),
        tuple(new or old for old, new in zip(state.numbers, numbers, strict=True)),
        max((moment for moment in (state.changed, changed) if moment), default=None),
    )


@functools.cache
def _query(also: tuple[str, ...]) -> str:
    """The first transaction that still runs and the first that has not begun; the changes after
    those that are settled, and among these the ones up to those that were seen."""
    tables = [apps.get_model("reactions", name)._meta.db_table for name in _AUDITED]
    seen = "FILTER (WHERE pgh_id <= %s)"
    changes = " UNION ALL ".join(
        f"SELECT {place} AS place, count(*) AS size, max(pgh_id) AS last, "  # noqa: S608
        f"max(pgh_created_at) AS at, count(*) {seen} AS seen_size, max(pgh_id) {seen} AS seen_last,"
        f" max(pgh_created_at) {seen} AS seen_at FROM {table} WHERE pgh_id > %s"
        for place, table in enumerate(tables)
    )
    asked = (
        "pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
        "pg_snapshot_xmax(pg_current_snapshot())::text::bigint",
        *("array_agg(size ORDER BY place)", "array_agg(last ORDER BY place)", "max(at)"),
        *("array_agg(seen_size ORDER BY place)", "array_agg(seen_last ORDER BY place)"),
        *("max(seen_at)", *also),
    )
    return f"SELECT {', '.join(asked)} FROM ({changes}) AS audit"  # noqa: S608
