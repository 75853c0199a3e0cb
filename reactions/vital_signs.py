"""What tells whether the work gets on, counted in the tables: for metrics and the status page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from reactions.models import (
    ArchivePart,
    Article,
    Decision,
    Evidence,
    Page,
    Pulse,
    Reading,
    Revision,
    Source,
    Stance,
    WorkState,
)
from reactions.models.work import MAX_ATTEMPTS, WorkItem


@dataclass(frozen=True)
class VitalSign:
    """One figure, or one for each value of its labels."""

    name: str
    meaning: str
    figures: tuple[tuple[tuple[str, ...], float], ...]
    labels: tuple[str, ...] = ()


_COUNTED_UP_TO = 100_000
WORK: dict[str, type[WorkItem]] = {"fetch": Page, "read": Reading, "archive": ArchivePart}


def vital_signs() -> Iterator[VitalSign]:
    """All figures, as the database has them now."""
    yield from _work()
    sources = Source.objects.polled()
    yield _one("sources", "Sources that are polled.", sources.count())
    yield _one(
        "sources_failing",
        "Sources whose last poll failed.",
        sources.filter(failures__gt=0).count(),
    )
    yield _one("articles", "Stored articles; estimated where there are many.", _estimate(Article))
    waiting = Evidence.objects.filter(stance__status=Stance.Status.PROPOSED, primary=True)
    yield _one("queue", "Proposals that wait for an editor.", waiting.count())
    yield _counts("decisions", "Decisions on record.", "verdict", Decision)
    yield _counts("stances", "Stances.", "status", Stance)
    yield _one("revision", "Number of the public data set.", Revision.current())
    now = timezone.now()
    yield VitalSign(
        "pulse_age_seconds",
        "Seconds since a worker last took the beat's message from the queue.",
        tuple(
            ((pulse.queue,), max(0.0, (now - pulse.at).total_seconds()))
            for pulse in Pulse.objects.order_by("queue")
        ),
        ("queue",),
    )


def _work() -> Iterator[VitalSign]:
    """Work by state, and how long the oldest has been due."""
    now = timezone.now()
    states: list[tuple[tuple[str, ...], float]] = []
    ages: list[tuple[tuple[str, ...], float]] = []
    for name, model in WORK.items():
        unfinished = model._default_manager.exclude(state=WorkState.DONE)
        counted = unfinished.order_by().values_list("state").annotate(Count("pk"))
        states += [((name, state), number) for state, number in sorted(counted)]
        # Failed for good keeps its old `next_try`; it waits for a person, and is no backlog.
        due = unfinished.filter(next_try__lte=now).exclude(
            state=WorkState.FAILED, attempts__gte=MAX_ATTEMPTS
        )
        oldest = due.aggregate(oldest=Min("next_try"))["oldest"]
        ages.append(((name,), (now - oldest).total_seconds() if oldest else 0.0))
    yield VitalSign("work", "Unfinished work by state.", tuple(states), ("work", "state"))
    yield VitalSign(
        "work_oldest_due_seconds", "Seconds that the oldest work is due.", tuple(ages), ("work",)
    )


def _one(name: str, meaning: str, figure: float) -> VitalSign:
    return VitalSign(name, meaning, (((), figure),))


def _counts(
    name: str, meaning: str, column: str, model: type[Decision] | type[Stance]
) -> VitalSign:
    counted = model._default_manager.order_by().values_list(column).annotate(Count("pk"))
    return VitalSign(name, meaning, tuple(((key,), n) for key, n in sorted(counted)), (column,))


def _estimate(model: type[Article]) -> float:
    """The planner's estimate where there are many rows, for counting millions takes seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table]
        )
        estimate = float(cursor.fetchone()[0])
    return estimate if estimate > _COUNTED_UP_TO else float(model._default_manager.count())
