"""How right the engine is, measured by what editors decided on its proposals.

A proposal counts as right when it was accepted as it stood, or corrected in neither actor nor kind;
as wrong when it was rejected or one of the two was corrected. Decisions that were undone count for
nothing, and so do proposals merged with another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import TruncMonth

from reactions.extraction.codebook import KINDS, Kind
from reactions.models import Decision, Finding, Stance
from reactions.queue import CONFIDENCE_BANDS

Verdict = Decision.Verdict

# Of a standard normal distribution 95 % lie within this many standard deviations.
_Z95 = 1.959964
FIELDS = ("actor", "kind", "official", "target", "day", "phase")


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many, with the bounds between which the true share lies at 95 %."""

    label: str
    right: int
    total: int

    @property
    def value(self) -> float:
        return self.right / self.total if self.total else 0.0

    @property
    def percent(self) -> float:
        return 100 * self.value

    @property
    def bounds(self) -> tuple[float, float]:
        """Lower and upper bound in percent."""
        low, high = wilson(self.right, self.total)
        return 100 * low, 100 * high


def wilson(right: int, total: int) -> tuple[float, float]:
    """The score interval at 95 % of a share (E. B. Wilson, JASA 22, 1927); 0 to 1 for no cases."""
    if total == 0:
        return 0.0, 1.0
    share, z2 = right / total, _Z95**2
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    spread = _Z95 * sqrt(share * (1 - share) / total + z2 / (4 * total**2)) / (1 + z2 / total)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def judged(decisions: QuerySet[Decision] | None = None) -> QuerySet[Decision]:
    """The decisions that judge a proposal of the engine and still stand, each with `is_right`."""
    same = Q(said_actor=F("kept_actor"), said_kind=F("kept_kind"))
    found = Finding.objects.filter(stance=OuterRef("stance")).order_by("pk")
    rows = Decision.objects.all() if decisions is None else decisions
    return rows.filter(
        verdict__in=(Verdict.ACCEPT, Verdict.CORRECT, Verdict.REJECT),
        undone_by__isnull=True,
        before__status=Stance.Status.PROPOSED,
    ).annotate(
        said_actor=KT("before__actor"),
        said_kind=KT("before__kind"),
        kept_actor=KT("after__actor"),
        kept_kind=KT("after__kind"),
        engine_version=Subquery(found.values("engine_version")[:1]),
        is_right=Case(When(same & ~Q(verdict=Verdict.REJECT), then=True), default=False),
    ).exclude(engine_version=None)  # fmt: skip


def overall(rows: QuerySet[Decision]) -> Share:
    """All of `rows` (made by `judged`) together."""
    counts = rows.order_by().aggregate(
        right=Count("pk", filter=Q(is_right=True)), total=Count("pk")
    )
    return Share("all", counts["right"], counts["total"])


def by_kind(rows: QuerySet[Decision]) -> list[Share]:
    """For each kind that the engine proposed, in the codebook's order."""
    shares = {share.label: share for share in _by(rows, F("said_kind"))}
    return [
        Share(KINDS[kind].label, shares[kind].right, shares[kind].total)
        for kind in Kind
        if kind in shares
    ]


def by_actor(rows: QuerySet[Decision], *, limit: int = 20) -> list[Share]:
    """For the actors proposed most often."""
    return sorted(_by(rows, F("said_actor")), key=lambda share: -share.total)[:limit]


def by_confidence(rows: QuerySet[Decision]) -> list[Share]:
    """For each band of confidence, the surest first: whether the engine knows how sure it is."""
    band = Case(
        *(
            When(
                stance__confidence__gte=band.low,
                stance__confidence__lt=band.high,
                then=Value(name),
            )
            for name, band in CONFIDENCE_BANDS.items()
        ),
        default=Value(""),
        output_field=CharField(),
    )
    shares = {share.label: share for share in _by(rows, band)}
    return [
        Share(f"{band.low:.2f} to {min(band.high, 1):.2f}", shares[name].right, shares[name].total)
        for name, band in CONFIDENCE_BANDS.items()
        if name in shares
    ]


def by_version(rows: QuerySet[Decision]) -> list[Share]:
    """For each version of the engine."""
    return sorted(_by(rows, F("engine_version")), key=lambda share: share.label)


def by_month(rows: QuerySet[Decision]) -> list[Share]:
    """For each month in which was decided, the newest first, and each version of the engine."""
    counted = (
        rows.order_by()
        .annotate(month=TruncMonth("at"))
        .values("month", "engine_version")
        .annotate(right=Count("pk", filter=Q(is_right=True)), total=Count("pk"))
        .order_by("-month", "-engine_version")
    )
    return [
        Share(f"{row['month']:%B %Y}, {row['engine_version']}", row["right"], row["total"])
        for row in counted
    ]


def by_field(rows: QuerySet[Decision]) -> list[Share]:
    """How often each field stayed as it was proposed, of what was accepted or corrected."""
    kept = rows.exclude(verdict=Verdict.REJECT).order_by()
    names = {name: (KT(f"before__{name}"), KT(f"after__{name}")) for name in FIELDS}
    annotated = kept.annotate(
        **{f"{name}_was": pair[0] for name, pair in names.items()},
        **{f"{name}_is": pair[1] for name, pair in names.items()},
    )
    # Null where nobody is named; two nulls agree.
    counts = annotated.aggregate(
        total=Count("pk"),
        **{
            f"{name}_same": Count(
                "pk",
                filter=Q(**{f"{name}_was": F(f"{name}_is")})
                | Q(**{f"{name}_was__isnull": True, f"{name}_is__isnull": True}),
            )
            for name in FIELDS
        },
    )
    return [Share(name, counts[f"{name}_same"], counts["total"]) for name in FIELDS]


def _by(rows: QuerySet[Decision], expression: Any) -> Iterable[Share]:
    counted = (
        rows.order_by()
        .annotate(part=expression)
        .values("part")
        .annotate(right=Count("pk", filter=Q(is_right=True)), total=Count("pk"))
        .order_by("part")
    )
    return [Share(str(row["part"]), row["right"], row["total"]) for row in counted]
