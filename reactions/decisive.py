"""The rows that positions are made of, narrowed in SQL.

A crisis may have a hundred thousand stances; the position rule looks at few of them. What it says
of the rows given here it says of all: of stances of one actor and kind on one day without a phase,
the one with the lowest number stands for the others. Those that may stand, end or be ended are few
and come whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Min, OuterRef, Q, QuerySet, Subquery, When

from reactions.extraction.codebook import Kind
from reactions.models import Stance
from reactions.positions import (
    HIGHEST_FIRST,
    MEASURES,
    SECOND_STANCE_WITHIN,
    Rule,
    StanceRow,
)

_FIELDS = ("pk", "actor__code", "kind", "target", "phase", "day")
_KINDS = {kind.value: kind for kind in Kind}
# The place of a kind among all, the highest first.
_HEIGHT = Case(*(When(kind=kind, then=place) for place, kind in enumerate(HIGHEST_FIRST)))
# What may stand, end or be ended.
_MEASURES = ~Q(phase="") | Q(kind__in=MEASURES)
# Among an actor's statements of one kind: which comes first for a rule.
_FIRST_FOR = {
    Rule.POSITION: ("-day", "pk"),
    Rule.LATEST: ("-day", "pk"),
    Rule.STRONGEST: ("pk",),
    Rule.FIRST: ("day", "pk"),
}


def decisive_rows(stances: QuerySet[Stance], day: date, rule: Rule) -> list[StanceRow]:
    """Those of `stances`, all of which count for one target, that decide positions on `day`."""
    known = stances.filter(day__lte=day)
    spoken = known.exclude(_MEASURES)
    # What is second, or divides: at most so many days old.
    recent = spoken.filter(day__gte=day - min(SECOND_STANCE_WITHIN, day - date.min))
    latest = _FIRST_FOR[Rule.LATEST]
    parts = [
        known.filter(_MEASURES).order_by(),
        _one_of_each_kind(spoken, latest),
        _one_of_each_kind(recent, ("pk",)),
    ]
    if _FIRST_FOR[rule] != latest:
        parts.append(_one_of_each_kind(spoken, _FIRST_FOR[rule]))
    first, *others = (part.values_list(*_FIELDS) for part in parts)
    # Whether a row comes twice makes no difference, and looking for those that do takes longer.
    return _rows(first.union(*others, all=True))


def turning_rows(stances: QuerySet[Stance]) -> list[StanceRow]:
    """Those of `stances`, all of which count for one target, that decide positions on any day."""
    first_of_day = (
        stances.filter(phase="")
        .order_by()
        .values_list("actor__code", "kind", "day")
        .annotate(Min("pk"), Min("target"))
    )
    spoken = [(pk, actor, kind, target, "", day) for actor, kind, day, pk, target in first_of_day]
    return _rows([*spoken, *stances.exclude(phase="").order_by().values_list(*_FIELDS)])


def leading_rows(stances: QuerySet[Stance]) -> list[StanceRow]:
    """Those of `stances` that decide where an actor stands on any day, without what is second to
    it or divides it: of an actor's statements on one day the highest alone.
    """
    measures = stances.exclude(phase="").order_by().values_list(*_FIELDS)
    spoken = stances.filter(phase="").order_by("actor_id", "day", _HEIGHT, "pk")
    highest = spoken.distinct("actor_id", "day").values_list(*_FIELDS)
    return _rows(highest.union(measures, all=True))


def rows_around(stances: QuerySet[Stance], turns: Iterable[int]) -> list[StanceRow]:
    """Those of `stances`, all of which count for one target, that decide where an actor stands
    on the day of each of its stances in `turns` (their numbers), and where it stood the day
    before; what is second to it or divides it is left out.
    """
    spoken = stances.exclude(_MEASURES).filter(actor=OuterRef("actor"))
    deciding = [
        Subquery(known.filter(then).order_by("-day", _HEIGHT, "pk").values("pk")[:1])
        for then in (Q(day__lte=OuterRef("day")), Q(day__lt=OuterRef("day")))
        for known in (spoken, spoken.filter(kind=Kind.SUMMON_AMBASSADOR))
    ]
    found = stances.filter(pk__in=turns).order_by().values_list("actor_id", *deciding)
    actors: set[int] = set()
    said: set[int] = set()
    for actor, *numbers in found:
        actors.add(actor)
        said.update(number for number in numbers if number)
    parts = (stances.filter(_MEASURES, actor__in=actors), stances.filter(pk__in=said))
    first, *others = (part.order_by().values_list(*_FIELDS) for part in parts)
    return _rows(first.union(*others, all=True))


def _one_of_each_kind(stances: QuerySet[Stance], order: tuple[str, ...]) -> QuerySet[Stance]:
    """The first stance of each actor and kind in this order."""
    return stances.order_by("actor_id", "kind", *order).distinct("actor_id", "kind")


def _rows(values: Iterable[tuple[Any, ...]]) -> list[StanceRow]:
    return [
        StanceRow(pk, actor, _KINDS[kind], target, phase, day)
        for pk, actor, kind, target, phase, day in values
    ]
