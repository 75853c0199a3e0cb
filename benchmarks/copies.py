"""Rows on their way into the tables by COPY, with ids that are known before they are stored."""

from __future__ import annotations

from typing import Any

# In the order in which they refer to each other.
_COLUMNS = {
    "reactions_official": "id name aliases",
    "reactions_article": "id source_id url version title author publisher language published "
    "published_precision published_origin retrieved text sha256 adds_to_original",
    "reactions_reading": "id article_id crisis_id engine_version reason state attempts next_try "
    "error read_at seconds",
    "reactions_stance": "id crisis_id actor_id official_id office kind target day day_precision "
    "phase status confidence version created_at changed_at",
    "reactions_evidence": "id stance_id article_id start end text official_start official_end "
    "cue_start cue_end day_start day_end primary status",
    "reactions_finding": "id reading_id engine_version draft rule confidence stance_id created_at",
    "reactions_decision": "id stance_id editor_id verdict before after reason note public_reason "
    "seconds at",
    "reactions_publicchange": "id revision stance_id type decision_id at",
}


class Copies:
    """Rows of these tables; `add` keeps them, `flush` sends them."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
        self._first = {table: self._newest(table) for table in _COLUMNS}
        # The triggers' audit, which nothing here reads, would take a millisecond a row.
        self._set_triggers("DISABLE")
        self._last = dict(self._first)

    def last(self, table: str) -> int:
        """The id that was given out last."""
        return self._last[table]

    def add(self, table: str, *values: Any) -> int:
        """The id of a new row with these values of the columns after it."""
        self._last[table] += 1
        self._waiting[table].append((self._last[table], *values))
        return self._last[table]

    def flush(self, *, at_least: int = 1) -> None:
        """Send what waits, if there are so many rows of any table."""
        if max(map(len, self._waiting.values())) < at_least:
            return
        for table, rows in self._waiting.items():
            columns = ", ".join(f'"{column}"' for column in _COLUMNS[table].split())
            with self._cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            rows.clear()

    def finish(self) -> dict[str, int]:
        """Send the rest, let the tables count on from there; how many rows went into each."""
        self.flush()
        self._cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self._set_triggers("ENABLE")
        # What `curation` notes of public changes, and what the triggers keep of evidence.
        self._cursor.execute(
            "UPDATE reactions_stance SET public_version = newest.revision, "
            "public_change_at = newest.at FROM (SELECT DISTINCT ON (stance_id) stance_id, "
            "revision, at FROM reactions_publicchange ORDER BY stance_id, revision DESC) newest "
            "WHERE newest.stance_id = reactions_stance.id"
        )
        self._cursor.execute("UPDATE reactions_evidence SET waits = waits")
        for table, last in self._last.items():
            if last:
                self._cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", (table, last)
                )
        return {
            table.removeprefix("reactions_"): last - self._first[table]
            for table, last in self._last.items()
        }

    def _set_triggers(self, state: str) -> None:
        for table in _COLUMNS:
            self._cursor.execute(f"ALTER TABLE {table} {state} TRIGGER USER")

    def _newest(self, table: str) -> int:
        self._cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
        return int(self._cursor.fetchone()[0])
