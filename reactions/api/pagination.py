"""Pages of a list by cursor: where the last page ended, not how many rows came before.

A row that comes or goes between two requests makes no other row appear twice or not at all, and
the thousandth page costs what the first did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from rest_framework.utils.urls import replace_query_param

from reactions.api.parameters import Choice, Parameter, Text, Whole
from reactions.api.problems import FieldError, Problem
from reactions.api.rows import fetched

DEFAULT_LIMIT = 100
MAX_LIMIT = 500

# What a list may be ordered by, by the name that clients use: columns, each after a minus where
# it falls, the last of them unique. None of the columns may be null.
Orderings = Mapping[str, tuple[str, ...]]
# The paths of the columns of an ordering that a joined table has, too, by their names: it has an
# index in this order that begins with what the rows are narrowed by. Several of its rows may belong
# to one of ours.
Joined = Mapping[str, str]


def page_parameters(orderings: Orderings) -> tuple[Parameter, ...]:
    """The parameters of a list that choose the page; the first ordering is the default one."""
    names = tuple(orderings)
    return (
        Parameter(
            "ordering",
            f"Order of the list; {names[0]} unless given.",
            Choice(names),
            default=names[0],
        ),
        Parameter(
            "limit",
            f"How many items a page has; {DEFAULT_LIMIT} unless given.",
            Whole(1, MAX_LIMIT),
            default=DEFAULT_LIMIT,
        ),
        Parameter(
            "cursor", "Where the page begins: taken from `next` or `previous`.", Text(longest=1000)
        ),
        Parameter(
            "count",
            "Adds `count`, the number of items on all pages: `exact`, or an `estimate` for free.",
            Choice(("none", "estimate", "exact")),
            default="none",
        ),
    )


class Position(NamedTuple):
    """A place in an ordered list: just after the row with these values, or just before it."""

    ordering: str
    backwards: bool
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page in the order of the list, and the cursors of its neighbors."""

    rows: list[Sequence[Any]]
    next: str | None
    previous: str | None
    # Whether more rows follow in the direction of reading.
    further: bool


def encode(resource: str, position: Position) -> str:
    """The cursor for a position: signed, so that only what was given out is ever read."""
    values = [_as_text(value) for value in position.values]
    return _signer(resource).sign_object([position.ordering, position.backwards, values])


def decode(resource: str, cursor: str, *, ordering: str) -> Position:
    """The position of a cursor. Raises Problem where it was not given out for this list."""
    try:
        position = Position(*_signer(resource).unsign_object(cursor))
    except (signing.BadSignature, ValueError) as error:
        raise _bad_cursor("It was not given out for this list.") from error
    if position.ordering != ordering:
        raise _bad_cursor(
            f"It was given out for ordering={position.ordering}, not for ordering={ordering}."
        )
    return position


def read_page(
    queryset: QuerySet[Any],
    *,
    resource: str,
    columns: Sequence[str],
    orderings: Orderings,
    ordering: str,
    limit: int,
    position: Position | None,
    joined: Joined,
) -> Page:
    """One page of `queryset` as rows of `columns`, among which are those of the ordering: from
    the position on, or the first one."""
    backwards = bool(position and position.backwards)
    order = _reading_order(terms_of(orderings[ordering], joined), position)
    queryset = in_order(queryset, order, joined)
    try:
        if position:
            queryset = _beyond(queryset, order, position.values, joined)
        rows = fetched(queryset[: limit + 1])
    except (ValueError, ValidationError) as error:
        raise _bad_cursor("It is from an older version of this list.") from error
    further = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    places = [columns.index(term.removeprefix("-")) for term in orderings[ordering]]

    def cursor_at(row: Sequence[Any], *, back: bool) -> str:
        return encode(resource, Position(ordering, back, [row[place] for place in places]))

    has_next = bool(rows) and (backwards or further)
    has_previous = bool(rows) and (further if backwards else position is not None)
    return Page(
        rows=rows,
        next=cursor_at(rows[-1], back=False) if has_next else None,
        previous=cursor_at(rows[0], back=True) if has_previous else None,
        further=further,
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """The next so many rows of a list: the values of the first column where they begin and end,
    as lookups (a list that has no bound there has none), and the row that comes after them."""

    ends: dict[str, Any]
    next_row: Sequence[Any] | None


def stretch(
    queryset: QuerySet[Any],
    order: Sequence[str],
    names: Joined,
    *,
    position: Position | None,
    length: int,
) -> Stretch:
    """So many rows from where a page begins. Columns that `names` has are called so here."""
    terms = _reading_order(terms_of(order, names), position)
    rows = _beginning_at(queryset, terms, position).order_by(*terms)
    begin, end = ("lte", "gte") if terms[0].startswith("-") else ("gte", "lte")
    ends = {begin: position.values[0]} if position else {}
    columns = (term.removeprefix("-") for term in terms)
    found = fetched(rows.values_list(*columns)[length : length + 1])
    if not found:
        return Stretch(ends, None)
    return Stretch({**ends, end: found[0][0]}, found[0])


def within_stretch(
    queryset: QuerySet[Any],
    order: Sequence[str],
    joined: Joined,
    *,
    position: Position | None,
    within: Stretch,
) -> QuerySet[Any]:
    """The rows that are read before the one that comes after the stretch: not those besides that
    share its day, of which there may be thousands."""
    if within.next_row is None:
        return queryset
    terms = _reading_order(terms_of(order, joined), position)
    return _beyond(queryset, [_flip(term) for term in terms], within.next_row, joined)


def next_numbers(
    queryset: QuerySet[Any],
    order: Sequence[str],
    names: Joined,
    *,
    position: Position | None,
    most: int,
) -> list[int]:
    """The numbers, by the last column, of the first rows of a page: at most so many, sorted after
    all that the queryset has were collected."""
    terms = _reading_order(terms_of(order, names), position)
    rows = _beginning_at(queryset, terms, position)
    # As expressions they are in the order of no index, by which the database would go through the
    # whole table where it takes what is rare for frequent.
    sorted_by = [
        Coalesce(F(name := term.removeprefix("-")), F(name)).desc()
        if term.startswith("-")
        else Coalesce(F(term), F(term)).asc()
        for term in terms
    ]
    found = rows.order_by(*sorted_by).values_list(terms[-1].removeprefix("-"))
    return [number for (number,) in fetched(found[:most])]


def merged_numbers(
    parts: Sequence[QuerySet[Any]],
    order: Sequence[str],
    names: Joined,
    *,
    position: Position | None,
    most: int,
) -> tuple[set[int], bool]:
    """The numbers, by the last column, of the first rows of a page that is merged from parts with
    an index in this order each: at most so many of each part. Whether they are all."""
    terms = _reading_order(terms_of(order, names), position)
    found: set[int] = set()
    are_all = True
    for part in parts:
        rows = in_order(_beginning_at(part, terms, position), terms, names)
        numbers = fetched(rows.values_list(terms[-1].removeprefix("-"))[:most])
        found.update(number for (number,) in numbers)
        are_all = are_all and len(numbers) < most
    return found, are_all


def terms_of(order: Sequence[str], joined: Joined) -> list[str]:
    """The terms of an ordering with the columns of the joined table, where it has them."""
    names = [term.removeprefix("-") for term in order]
    return [
        term.replace(name, joined.get(name, name)) for term, name in zip(order, names, strict=True)
    ]


def in_order(queryset: QuerySet[Any], terms: Sequence[str], joined: Joined) -> QuerySet[Any]:
    """The rows in the order of the terms, each once."""
    ordered = queryset.order_by(*terms)
    return ordered.distinct(*(term.removeprefix("-") for term in terms)) if joined else ordered


def count_rows(queryset: QuerySet[Any], how: str) -> int:
    """How many rows there are: `exact`, or the planner's `estimate`, which costs nothing."""
    if how == "exact":
        return queryset.count()
    plan = queryset.order_by().values("pk").explain(format="json")
    # Nothing is said of a question that no row can answer.
    return int(orjson.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0


def page_url(address: str, cursor: str | None) -> str | None:
    """The address of the page that begins at `cursor`, all other parameters kept."""
    return replace_query_param(address, "cursor", cursor) if cursor else None


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """The rows that come after the one with these values.

    For (day falling, id rising): day <= D and not (day = D and id <= I). An index on the day can
    begin at the first part, and the second leaves the database's estimate of it as it is.
    """
    condition = Q()
    for term, value in reversed(list(zip(order, values, strict=True))):
        path = term.removeprefix("-")
        beyond = Q(**{f"{path}__{'lt' if term.startswith('-') else 'gt'}": value})
        reached = Q(**{f"{path}__{'lte' if term.startswith('-') else 'gte'}": value})
        condition = reached & ~(Q(**{path: value}) & ~condition) if condition else beyond
    return condition


def _beyond(
    queryset: QuerySet[Any], order: Sequence[str], values: Sequence[Any], joined: Joined
) -> QuerySet[Any]:
    """The rows that come after the one with these values."""
    if joined:
        # A path in a filter would join the table once more; what is named by it, not.
        named = {_as_name(path): F(path) for path in joined.values()}
        queryset, order = queryset.alias(**named), [_as_name(term) for term in order]
    return queryset.filter(_after(order, values))


def _beginning_at(
    queryset: QuerySet[Any], terms: Sequence[str], position: Position | None
) -> QuerySet[Any]:
    return queryset.filter(_after(terms, position.values)) if position else queryset


def _as_name(path: str) -> str:
    return path.replace("__", "_")


def _reading_order(order: list[str], position: Position | None) -> list[str]:
    """The terms of an ordering, turned round where the list is read backwards."""
    return [_flip(term) for term in order] if position and position.backwards else order


def _flip(term: str) -> str:
    return term.removeprefix("-") if term.startswith("-") else f"-{term}"


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _signer(resource: str) -> signing.Signer:
    return signing.Signer(salt=f"api cursor {resource}")


def _bad_cursor(detail: str) -> Problem:
    return Problem("bad-cursor", errors=[FieldError(parameter="cursor", detail=detail)])
