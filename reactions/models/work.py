"""Work items: rows that say what is undone, so that no message needs to be kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

MAX_ATTEMPTS = 5
# How long a worker may take before another may have the work. The tasks' own limit is shorter.
LEASE = timedelta(seconds=60)
# The wait after the first failure; it doubles with each further one.
FIRST_WAIT = timedelta(minutes=1)


class WorkState(models.TextChoices):
    QUEUED = "queued", "queued"
    STARTED = "started", "being worked on"
    DONE = "done", "done"
    FAILED = "failed", "failed"


Item = TypeVar("Item", bound="WorkItem")


class WorkItemQuerySet(models.QuerySet[Item]):
    """Questions to any table of work items."""

    def waiting(self, now: datetime) -> Self:
        """Those whose time has come: not begun, failed, or begun by a worker that was lost."""
        lost = Q(state=WorkState.STARTED, leased_until__lt=now)
        ready = Q(state__in=[WorkState.QUEUED, WorkState.FAILED], next_try__lte=now)
        return self.filter(lost | ready)

    def given_up(self, now: datetime) -> Self:
        """Those whose worker was lost at the last attempt."""
        return self.filter(
            state=WorkState.STARTED, leased_until__lt=now, attempts__gte=MAX_ATTEMPTS
        )

    def failed(self) -> Self:
        """Those whose last attempt failed, whether it is tried again by itself or not."""
        return self.filter(state=WorkState.FAILED)


class WorkItem(models.Model):
    """A row that a worker takes under a lease, and that says how that went."""

    state = models.CharField(max_length=8, choices=WorkState, default=WorkState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def rests(self) -> bool:
        """Whether it failed too often to be tried again by itself."""
        return self.state == WorkState.FAILED and self.attempts >= MAX_ATTEMPTS

    def holds(self) -> dict[str, Any]:
        """The filter that finds this row only while this worker's lease still stands."""
        return {"pk": self.pk, "state": WorkState.STARTED, "leased_until": self.leased_until}

    def failure(self, error: str, *, wait: timedelta | None = None) -> dict[str, Any]:
        """The columns of a failed attempt. Without `wait` it doubles with each attempt."""
        wait = wait or backoff(self.attempts)
        return {
            "state": WorkState.FAILED,
            "leased_until": None,
            "next_try": timezone.now() + wait,
            "error": error,
        }

    def final_failure(self, error: str) -> dict[str, Any]:
        """The columns of a failure that trying again by itself would not mend."""
        return {**self.failure(error), "attempts": MAX_ATTEMPTS}


# What stands in a compiled statement for the values of a call.
_NOW = datetime(1, 1, 1, tzinfo=UTC)
_PK = -1


class Taking(Generic[Item]):
    """Takes the lease of a row if it is due: one statement, compiled once.

    `due` gives the rows that are due at a time, `columns` is SQL for what else is set. The row that
    the foreign key `along` leads to comes along, with these of its columns.
    """

    def __init__(
        self,
        due: Callable[[datetime], WorkItemQuerySet[Item]],
        *,
        columns: str,
        along: str = "",
        along_columns: Sequence[str] = (),
    ) -> None:
        self._due = due
        self._columns = columns
        self._along = along
        self._along_columns = along_columns

    def __call__(self, pk: int, now: datetime) -> Item | None:
        """The row as it is taken; None where it is not due or another worker has it."""
        sql, parameters = self._statement
        given = {_NOW: now, _PK: pk}
        values = [given.get(value, value) for value in parameters]
        rows = self._model._default_manager.raw(sql, [now + LEASE, *values])
        taken = next(iter(rows), None)
        if taken is not None and self._along:
            self._bring_along(taken)
        return taken

    def _bring_along(self, taken: Item) -> None:
        """Give the row taken the one that it leads to, read in the same statement."""
        field: Any = taken._meta.get_field(self._along)
        model = field.related_model
        given = {name: taken.__dict__.pop(f"along_{name}") for name in self._along_columns}
        given[field.target_field.attname] = getattr(taken, field.attname)
        names = [
            column.attname for column in model._meta.concrete_fields if column.attname in given
        ]
        values = [given[name] for name in names]
        setattr(taken, self._along, model.from_db(taken._state.db, names, values))

    @cached_property
    def _model(self) -> type[Item]:
        return self._due(_NOW).model

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        rows = self._due(_NOW).filter(pk=_PK).order_by().values("pk")
        select, parameters = rows.query.sql_with_params()
        # No words of others are in it.
        update = (
            f"UPDATE {self._model._meta.db_table} SET state = 'started', leased_until = %s, "  # noqa: S608
            f"{self._columns} WHERE id = ({select} FOR UPDATE SKIP LOCKED) RETURNING *"
        )
        return self._with_along(update), parameters

    def _with_along(self, update: str) -> str:
        if not self._along:
            return update
        field: Any = self._model._meta.get_field(self._along)
        columns = ", ".join(f"along.{name} AS along_{name}" for name in self._along_columns)
        return (
            f"WITH taken AS ({update}) SELECT taken.*, {columns} FROM taken "  # noqa: S608
            f"JOIN {field.related_model._meta.db_table} AS along ON along.id = taken.{field.column}"
        )


def backoff(failures: int, *, first: timedelta = FIRST_WAIT) -> timedelta:
    """How long to wait after so many failures in a row: twice as long after each further one.

    A fifth more or less by chance, so that what failed together does not come back together.
    """
    doubled: int = 2 ** min(max(failures - 1, 0), 20)
    return first * doubled * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)


def work_constraints(prefix: str) -> list[models.BaseConstraint]:
    """What the database holds every table of work items to."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_state_known", condition=Q(state__in=WorkState.values)
        ),
        models.CheckConstraint(
            name=f"{prefix}_started_has_lease",
            condition=~Q(state=WorkState.STARTED) | Q(leased_until__isnull=False),
        ),
    ]
