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
    cursor: str | None,
    joined: Joined,
) -> Page:
    """One page of `queryset` as rows of `columns`, among which are those of the ordering."""
    position = decode(resource, cursor, ordering=ordering) if cursor else None
    backwards = bool(position and position.backwards)
    order = terms_of(orderings[ordering], joined)
    if backwards:
        order = [_flip(term) for term in order]
    queryset = in_order(queryset, order, joined)
    try:
        if position:
            if joined:
                # A path in a filter would join the table once more; what is named by it, not.
                named = {_as_name(path): F(path) for path in joined.values()}
                queryset, order = queryset.alias(**named), [_as_name(term) for term in order]
            queryset = queryset.filter(_after(order, position.values))
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


def stretch(
    queryset: QuerySet[Any],
    *,
    resource: str,
    orderings: Orderings,
    ordering: str,
    cursor: str | None,
    length: int,
) -> tuple[Any, Any] | None:
    """The values of the ordering's first column where a page begins and so many rows further on;
    None where there are not so many."""
    position = decode(resource, cursor, ordering=ordering) if cursor else None
    order = list(orderings[ordering])
    if position and position.backwards:
        order = [_flip(term) for term in order]
    queryset = queryset.order_by(*order)
    if position:
        queryset = queryset.filter(_after(order, position.values))
    values = queryset.values_list(order[0].removeprefix("-"), flat=True)
    first, last = list(values[:1]), list(values[length : length + 1])
    return (first[0], last[0]) if last else None


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

    For (day falling, id rising): day <= D and (day < D or id > I). The first part is implied by
    the second, but it is the one that an index on the day can begin at.
    """
    condition = Q()
    for term, value in reversed(list(zip(order, values, strict=True))):
        path = term.removeprefix("-")
        beyond = Q(**{f"{path}__{'lt' if term.startswith('-') else 'gt'}": value})
        if not condition:
            condition = beyond
            continue
        reached = Q(**{f"{path}__{'lte' if term.startswith('-') else 'gte'}": value})
        condition = reached & (beyond | condition)
    return condition


def _as_name(path: str) -> str:
    return path.replace("__", "_")


def _flip(term: str) -> str:
    return term.removeprefix("-") if term.startswith("-") else f"-{term}"


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _signer(resource: str) -> signing.Signer:
    return signing.Signer(salt=f"api cursor {resource}")


def _bad_cursor(detail: str) -> Problem:
    return Problem("bad-cursor", errors=[FieldError(parameter="cursor", detail=detail)])
