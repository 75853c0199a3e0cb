"""Work items: rows that say what is undone, so that no message needs to be kept."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

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

    def take(self, now: datetime, **columns: Any) -> bool:
        """Take the lease of the one row that these are; whether this call got it.

        One statement: of two workers the second finds that the row is no longer among these.
        """
        return self.update(state=WorkState.STARTED, leased_until=now + LEASE, **columns) == 1

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
