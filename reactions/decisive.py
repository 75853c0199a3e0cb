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

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import RawSQL

from reactions.extraction.codebook import Kind, Phase, Target
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
# Among an actor's stances of one kind: which comes first for a rule.
_FIRST_FOR = {
    Rule.POSITION: ("-day", "pk"),
    Rule.LATEST: ("-day", "pk"),
    Rule.STRONGEST: ("pk",),
    Rule.FIRST: ("day", "pk"),
}
_LATEST = _FIRST_FOR[Rule.LATEST]
_SPOKEN = [kind.value for kind in HIGHEST_FIRST if kind not in MEASURES]
# Of decisive rows: the actor by its number.
_COLUMNS = ("pk", "actor", "kind", "target", "phase", "day")

# One statement of each kind of each actor that there is, each found by an index: of a kind that an
# actor says a thousand times, the others are not even looked at.
_DECISIVE = """
WITH asked AS MATERIALIZED (
    SELECT actor.id AS actor_id, kind, height FROM reactions_actor actor
    CROSS JOIN LATERAL ({any_of_actor} LIMIT 1) found
    CROSS JOIN unnest(%s::text[]) WITH ORDINALITY kinds (kind, height)
)
SELECT said.id, code, kind, target, phase, day
FROM ({parts}) said (id, actor_id, kind, target, phase, day)
JOIN reactions_actor actor ON actor.id = said.actor_id
"""
_STATEMENTS = "SELECT said.* FROM {asked} CROSS JOIN LATERAL ({statement} LIMIT 1) said"
# Of each actor the highest kind of which there is a statement.
_HIGHEST = """(
    SELECT DISTINCT ON (actor_id) actor_id, kind
    FROM asked CROSS JOIN LATERAL ({any_of_kind} LIMIT 1) found ORDER BY actor_id, height
) asked"""
# Of the acts: those that end others, and what was done on the same day, which is for the rule to
# say; of those after it that stand, and of all, one of each actor and kind.
_ACTS = f"""
WITH acts AS MATERIALIZED (
    SELECT *, coalesce(nullif(target, ''), '{Target.AUTHORITIES}') AS towards
    FROM ({{acts}}) act (id, actor_id, kind, target, phase, day)
), ends AS (
    SELECT actor_id, kind, towards, max(day) AS last
    FROM acts WHERE phase = '{Phase.ENDED}' GROUP BY 1, 2, 3
), taken AS (
    SELECT acts.*, last, phase = '' OR last IS NULL OR day > last AS stands
    FROM acts LEFT JOIN ends USING (actor_id, kind, towards)
), chosen AS (
    SELECT id FROM taken WHERE day = last
    {{ones}}
)
SELECT id, actor_id, kind, target, phase, day FROM acts WHERE id IN (SELECT id FROM chosen)
"""  # noqa: S608 (nothing but words of the codebook)
_ONE_OF_EACH = f"""
UNION ALL (SELECT id FROM (
    SELECT DISTINCT ON (actor_id, kind) id FROM taken WHERE phase <> '{Phase.ENDED}' AND {{which}}
    ORDER BY actor_id, kind, {{order}}
) one)
"""  # noqa: S608 (nothing but a word of the codebook)


def decisive_rows(stances: QuerySet[Stance], day: date, rule: Rule) -> list[StanceRow]:
    """Those of `stances`, all of which count for one target, that decide positions on `day`."""
    known = stances.filter(day__lte=day).order_by()
    # What is second, or divides: at most so many days old.
    since = day - min(SECOND_STANCE_WITHIN, day - date.min)
    try:
        parts = [
            _acts(known, since, rule),
            _statements(known, _LATEST),
            _statements(known.filter(day__gte=since), ("pk",)),
        ]
        if rule is Rule.STRONGEST:
            parts.append(_statements(known, _FIRST_FOR[rule], of=_highest_kinds(known)))
        elif rule is Rule.FIRST:
            parts.append(_statements(known, _FIRST_FOR[rule]))
    except EmptyResultSet:
        return []
    of_actor = known.filter(phase="", actor=RawSQL("actor.id", ())).values_list("pk")
    any_of_actor, asked = of_actor.query.sql_with_params()
    # Whether a row comes twice makes no difference, and looking for those that do takes longer.
    sql = _DECISIVE.format(
        any_of_actor=any_of_actor, parts=" UNION ALL ".join(f"({part})" for part, _ in parts)
    )
    values = [*asked, _SPOKEN, *(value for _, values in parts for value in values)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return _rows(cursor.fetchall())


def _acts(known: QuerySet[Stance], since: date, rule: Rule) -> tuple[str, list[Any]]:
    """The acts that decide: SQL and its parameters."""
    acts, values = known.filter(_MEASURES).values_list(*_COLUMNS).query.sql_with_params()
    chosen = [("stands", ("pk",)), ("stands", _LATEST), ("day >= %s", ("pk",))]
    # What is ended divides, too, and comes first by the rules that know no end.
    chosen += [("true", order) for order in {_LATEST, _FIRST_FOR[rule]}]
    ones = "".join(
        _ONE_OF_EACH.format(which=which, order=_in_sql(order)) for which, order in chosen
    )
    return _ACTS.format(acts=acts, ones=ones), [*values, since]


def _in_sql(order: tuple[str, ...]) -> str:
    names = {"pk": "id", "day": "day", "-day": "day DESC"}
    return ", ".join(names[term] for term in order)


def _statements(
    known: QuerySet[Stance], order: tuple[str, ...], *, of: tuple[str, list[Any]] = ("asked", [])
) -> tuple[str, list[Any]]:
    """The first statement in this order of each actor and kind that `of` names: SQL and its
    parameters, as those of `of`."""
    sql, values = _of_asked(known).order_by(*order).values_list(*_COLUMNS).query.sql_with_params()
    asked, before = of
    return _STATEMENTS.format(asked=asked, statement=sql), [*before, *values]


def _highest_kinds(known: QuerySet[Stance]) -> tuple[str, list[Any]]:
    """Each actor with the highest kind of which it made a statement. To find the strongest all
    statements of a kind are looked at, which for every kind would be all that there are."""
    any_of_kind, values = _of_asked(known).values_list("pk").query.sql_with_params()
    return _HIGHEST.format(any_of_kind=any_of_kind), list(values)


def _of_asked(known: QuerySet[Stance]) -> QuerySet[Stance]:
    """The statements of the actor and kind that are asked for."""
    asked = {"actor": RawSQL("asked.actor_id", ()), "kind": RawSQL("asked.kind", ())}
    return known.filter(phase="", **asked)


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


def _rows(values: Iterable[tuple[Any, ...]]) -> list[StanceRow]:
    return [
        StanceRow(pk, actor, _KINDS[kind], target, phase, day)
        for pk, actor, kind, target, phase, day in values
    ]
