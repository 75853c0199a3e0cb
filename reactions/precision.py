"""How right the engine is, measured by what editors decided on its proposals.

A proposal counts as right when it was accepted as it stood, or corrected in neither actor nor kind;
as wrong when it was rejected or one of the two was corrected. Decisions that were undone count for
nothing, and so do proposals merged with another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import TruncMonth
from django.db.models.lookups import Exact, IsNull

from reactions.extraction.codebook import KINDS, Kind
from reactions.models import Decision, Finding, Stance
from reactions.queue import CONFIDENCE_BANDS

Verdict = Decision.Verdict

# Of a standard normal distribution 95 % lie within this many standard deviations.
_Z95 = 1.959964
FIELDS = ("actor", "kind", "official", "target", "day", "phase")
SHOWN_ACTORS = 20
_PARTS = ("said_kind", "said_actor", "band", "engine_version", "month")
_GROUPINGS = ((), *((part,) for part in _PARTS if part != "month"), ("engine_version", "month"))


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


@dataclass(frozen=True, slots=True)
class Precision:
    """How right the engine is, by what it said and by when and with which version it said it."""

    overall: Share
    # In the codebook's order; the surest first; of what was not rejected; the most frequent
    # first, SHOWN_ACTORS at most; by name; the newest first.
    by_kind: list[Share]
    by_confidence: list[Share]
    by_field: list[Share]
    by_actor: list[Share]
    by_version: list[Share]
    by_month: list[Share]


def judged(decisions: QuerySet[Decision] | None = None) -> QuerySet[Decision]:
    """The decisions that judge a proposal of the engine and still stand, each with `is_right`."""
    same = Q(said_actor=F("kept_actor"), said_kind=F("kept_kind"))
    rows = Decision.objects.all() if decisions is None else decisions
    return rows.filter(
        Exists(_findings()),
        verdict__in=(Verdict.ACCEPT, Verdict.CORRECT, Verdict.REJECT),
        undone_by__isnull=True,
        before__status=Stance.Status.PROPOSED,
    ).annotate(
        said_actor=KT("before__actor"),
        said_kind=KT("before__kind"),
        kept_actor=KT("after__actor"),
        kept_kind=KT("after__kind"),
        is_right=Case(When(same & ~Q(verdict=Verdict.REJECT), then=True), default=False),
    )  # fmt: skip


def _findings() -> QuerySet[Finding]:
    return Finding.objects.filter(stance=OuterRef("stance")).order_by("pk")


def overall(rows: QuerySet[Decision]) -> Share:
    """All of `rows` (made by `judged`) together."""
    counts = rows.order_by().aggregate(
        right=Count("pk", filter=Q(is_right=True)), total=Count("pk")
    )
    return Share("all", counts["right"], counts["total"])


def precision_of(decisions: QuerySet[Decision] | None = None) -> Precision:
    """All shares of these decisions, of all where none are given; they are read once."""
    counts = _counted(judged(decisions))
    (everything,) = counts[()]
    kinds = {row["said_kind"]: row for row in counts["said_kind",]}
    bands = {row["band"]: row for row in counts["band",]}
    actors = [_share(row["said_actor"], row) for row in counts["said_actor",]]
    versions = [_share(row["engine_version"], row) for row in counts["engine_version",]]
    months = sorted(
        counts["engine_version", "month"],
        key=lambda row: (row["month"], row["engine_version"]),
        reverse=True,
    )
    return Precision(
        overall=_share("all", everything),
        by_kind=[_share(KINDS[kind].label, kinds[kind]) for kind in Kind if kind in kinds],
        by_confidence=[
            _share(f"{band.low:.2f} to {min(band.high, 1):.2f}", bands[name])
            for name, band in CONFIDENCE_BANDS.items()
            if name in bands
        ],
        by_field=[Share(name, everything[name], everything["kept"]) for name in FIELDS],
        by_actor=sorted(actors, key=lambda share: (-share.total, share.label))[:SHOWN_ACTORS],
        by_version=sorted(versions, key=lambda share: share.label),
        by_month=[_share(f"{row['month']:%B %Y}, {row['engine_version']}", row) for row in months],
    )


def _share(label: str, row: Mapping[str, Any]) -> Share:
    return Share(label, row["is_right"], row["total"])


def _counted(rows: QuerySet[Decision]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """For each of _GROUPINGS its groups: how many are right, kept, and the same in each field."""
    flags = ("is_right", "kept", *FIELDS)
    sql, parameters = _with_parts(rows).values(*_PARTS, *flags).query.sql_with_params()
    parts = ", ".join(_PARTS)
    sums = ", ".join(f"count(*) FILTER (WHERE {flag}) AS {flag}" for flag in flags)
    sets = ", ".join(f"({', '.join(grouping)})" for grouping in _GROUPINGS)
    statement = f"""
        WITH judged AS MATERIALIZED ({sql})
        SELECT {parts}, GROUPING({parts}) AS left_out, count(*) AS total, {sums}
        FROM judged GROUP BY GROUPING SETS ({sets})
    """  # noqa: S608 (names of this module alone)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    return {
        grouping: [row for row in found if row["left_out"] == _left_out(grouping)]
        for grouping in _GROUPINGS
    }


def _left_out(grouping: Iterable[str]) -> int:
    """What PostgreSQL's GROUPING gives for it: a bit for each part, the last is the lowest."""
    return sum(1 << place for place, part in enumerate(reversed(_PARTS)) if part not in grouping)


def _with_parts(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """`rows` (made by `judged`) with _PARTS, whether they were kept, and in which fields."""
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
    kept = ~Q(verdict=Verdict.REJECT)
    return rows.order_by().annotate(
        band=band,
        engine_version=Subquery(_findings().values("engine_version")[:1]),
        month=TruncMonth("at"),
        kept=Case(When(kept, then=True), default=False),
        **{name: Case(When(kept & _same(name), then=True), default=False) for name in FIELDS},
    )


def _same(name: str) -> Q:
    """Whether a field stayed as it was proposed. Null where nobody is named; two nulls agree."""
    was, is_ = KT(f"before__{name}"), KT(f"after__{name}")
    return Q(Exact(was, is_)) | Q(IsNull(was, True), IsNull(is_, True))
