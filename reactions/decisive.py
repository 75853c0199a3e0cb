"""The rows that positions are made of, narrowed in SQL.

A crisis may have a hundred thousand stances; the position rule looks at few of them. What it says
of the rows given here it says of all: of stances of one actor and kind that nothing ended, the one
that comes first for a line of the rule stands for the others, and of entries that end something,
the last.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, Min, OuterRef, Q, QuerySet, Value, When

from reactions.extraction.codebook import Kind, Phase, Target
from reactions.models import Stance
from reactions.positions import MEASURES, SECOND_STANCE_WITHIN, Rule, StanceRow

_FIELDS = ("pk", "actor__code", "kind", "target", "phase", "day")
# Among an actor's statements of one kind: which comes first for a rule.
_LATEST_FIRST = ("-day", "pk")
_LOWEST_FIRST = ("pk",)


def decisive_rows(stances: QuerySet[Stance], day: date, rule: Rule) -> list[StanceRow]:
    """Those of `stances`, all of which count for one target, that decide positions on `day`."""
    known = stances.filter(day__lte=day).annotate(ending_target=_ENDING_TARGET)
    taken = known.exclude(phase=Phase.ENDED)
    # What is second, of which the lowest number counts, or divides, of which the newest may alone
    # be young enough.
    recent = taken.filter(day__gte=day - min(SECOND_STANCE_WITHIN, day - date.min))
    parts = [_one_of_each_kind(recent, _LOWEST_FIRST), _one_of_each_kind(recent, _LATEST_FIRST)]
    if rule is Rule.STRONGEST:
        parts.append(_one_of_each_kind(taken, _LOWEST_FIRST))
    elif rule is Rule.FIRST:
        parts.append(_one_of_each_kind(taken, ("day", "pk")))
    else:
        standing = taken.filter(Q(phase="") | ~Exists(_later_ends(known)))
        parts += [
            _last_ends(known),
            _one_of_each_kind(standing, _LATEST_FIRST),
            _one_of_each_kind(standing.filter(kind__in=MEASURES), _LOWEST_FIRST),
        ]
    first, *others = (part.values_list(*_FIELDS) for part in parts)
    # Whether a row comes twice makes no difference, and looking for those that do takes longer.
    return _rows(first.union(*others, all=True))


# In ending, an empty target equals the authorities.
_ENDING_TARGET = Case(When(target="", then=Value(Target.AUTHORITIES.value)), default=F("target"))


def _last_ends(known: QuerySet[Stance]) -> QuerySet[Stance]:
    """The last entry that ends something, of each actor, kind and target."""
    each = ("actor_id", "kind", "target")
    return known.filter(phase=Phase.ENDED).order_by(*each, "-day", "-pk").distinct(*each)


def _later_ends(known: QuerySet[Stance]) -> QuerySet[Stance]:
    """The entries that end the stance of the outer query."""
    later = Q(day__gt=OuterRef("day")) | Q(day=OuterRef("day"), pk__gt=OuterRef("pk"))
    return known.filter(
        later,
        phase=Phase.ENDED,
        actor=OuterRef("actor"),
        kind=OuterRef("kind"),
        ending_target=OuterRef("ending_target"),  # type: ignore[misc]
    )


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


def _one_of_each_kind(stances: QuerySet[Stance], order: tuple[str, ...]) -> QuerySet[Stance]:
    """The first stance of each actor and kind in this order."""
    return stances.order_by("actor_id", "kind", *order).distinct("actor_id", "kind")


def _rows(values: Iterable[tuple[Any, ...]]) -> list[StanceRow]:
    return [
        StanceRow(id=pk, actor=actor, kind=Kind(kind), target=target, phase=phase, day=day)
        for pk, actor, kind, target, phase, day in values
    ]
