"""How the desk gets on, and how right the engine is by what editors decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, FloatField, Min, Q
from django.db.models.functions import TruncDay
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reactions import precision
from reactions.models import Crisis, Decision, Stance
from reactions.queue import SAVED_QUEUES, read_queue, shown_count
from reactions.views.desk import SEE_THE_DESK, desk, editor_of

SHOWN_DAYS = 14


class Median(Aggregate):
    """The middle value; PostgreSQL's ordered-set aggregate."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@require_safe
@desk(SEE_THE_DESK)
def progress(request: HttpRequest) -> HttpResponse:
    """What was done today, what is left, and the engine's precision with its bounds."""
    slug = request.GET.get("crisis", "")
    crises = list(Crisis.objects.all())
    chosen = next((crisis for crisis in crises if crisis.slug == slug), None)
    decisions = taken()
    if chosen is not None:
        decisions = decisions.filter(stance__crisis=chosen)
    now = timezone.now()
    queue = read_queue({"crisis": chosen.slug} if chosen else {}, editor_of(request))
    counts = queue.counts()
    context = {
        "crises": crises,
        "chosen": chosen,
        "today": done_today(decisions, now),
        "own_today": done_today(decisions.filter(editor=editor_of(request)), now),
        "queues": [
            (saved.label, shown_count(counts[name]), name) for name, saved in SAVED_QUEUES.items()
        ],
        "oldest": _oldest(chosen),
        "days": _days(decisions, now),
        "reasons": _reasons(decisions),
        **_precision(decisions),
    }
    return render(request, "review/progress.html", context)


def taken() -> Any:
    """What was decided; an undo decides nothing."""
    return Decision.objects.exclude(verdict=Decision.Verdict.UNDO).order_by()


def done_today(decisions: Any, now: datetime) -> dict[str, Any]:
    """How many of these decisions were taken today and stand, and the median of their seconds."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    done = decisions.filter(at__gte=midnight, undone_by__isnull=True)
    counts: dict[str, Any] = done.aggregate(done=Count("pk"), median=Median("seconds"))
    return counts


def _oldest(crisis: Crisis | None) -> datetime | None:
    waiting = Stance.objects.proposed()
    if crisis is not None:
        waiting = waiting.filter(crisis=crisis)
    found: datetime | None = waiting.aggregate(at=Min("created_at"))["at"]
    return found


def _days(decisions: Any, now: datetime) -> list[dict[str, Any]]:
    """The decisions of the last days, by day and editor."""
    Verdict = Decision.Verdict  # noqa: N806 (a class)
    recent = decisions.filter(at__gte=now - timedelta(days=SHOWN_DAYS))
    return list(
        recent.annotate(day=TruncDay("at"))
        .values("day", "editor__username")
        .annotate(
            done=Count("pk"),
            accepted=Count("pk", filter=Q(verdict=Verdict.ACCEPT)),
            corrected=Count("pk", filter=Q(verdict=Verdict.CORRECT)),
            rejected=Count("pk", filter=Q(verdict=Verdict.REJECT)),
            undone=Count("pk", filter=Q(undone_by__isnull=False)),
            median=Median("seconds"),
        )
        .order_by("-day", "editor__username")
    )


def _reasons(decisions: Any) -> list[tuple[str, int]]:
    counted = (
        decisions.filter(verdict=Decision.Verdict.REJECT, undone_by__isnull=True)
        .values("reason")
        .annotate(count=Count("pk"))
        .order_by("reason")
    )
    return [(Decision.Reason(row["reason"]).label, row["count"]) for row in counted]


def _precision(decisions: Any) -> dict[str, Any]:
    found = precision.precision_of(decisions)
    return {
        "overall": found.overall,
        "tables": [
            ("Kind", "Right by kind", found.by_kind),
            ("Confidence", "Right by the engine’s own confidence", found.by_confidence),
            ("Field", "Fields left as proposed, of what was accepted", found.by_field),
            ("Actor", "Right by actor, the most frequent", found.by_actor),
            ("Engine", "Right by version of the engine", found.by_version),
            ("Month and engine", "Right by month of the decision", found.by_month),
        ],
    }
