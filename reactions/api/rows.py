"""Rows of the database as plain values, read by serializers without making model instances.

A serializer lists its fields, as ever; here they also say which columns are read. A list of any
length is one SELECT of the columns asked for, and one more for each list nested in its items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Lookup, QuerySet
from psycopg.types.datetime import TimestamptzLoader
from rest_framework import serializers

from reactions.api.reading_ahead import asked_ahead

Row = Sequence[Any]
# The rows nested in others, by the keys of those.
Nested = Mapping[Any, Sequence[Row]]
ItemMaker = Callable[[Row, Sequence[Nested]], dict[str, Any]]


class RowSerializer(serializers.Serializer[Any]):
    """A serializer whose fields name columns: by `source` (with dots across relations), or by name.

    A field with a `derive` function gives what that makes of the column, one that says
    `empty_is_null` gives null for empty text. A nested serializer is an
    object from the same row; with `many=True` it is a list of rows of another table, which its own
    Meta names: `rows` makes their queryset, `parent` is their column with the key of the outer row.
    `Meta.expandable` are the fields that are left out unless they are asked for.
    """

    class Meta:
        expandable: tuple[str, ...] = ()

    @classmethod
    def names(cls) -> list[str]:
        """The names of all fields."""
        return list(cls._declared_fields)

    @classmethod
    def expandable(cls) -> tuple[str, ...]:
        """The names of the fields that are left out unless they are asked for."""
        return tuple(getattr(cls.Meta, "expandable", ()))

    @classmethod
    def nested(cls) -> frozenset[str]:
        """The names of the fields that hold lists of objects."""
        fields = cls._declared_fields.items()
        return frozenset(n for n, field in fields if isinstance(field, serializers.ListSerializer))

    @classmethod
    def chosen(cls, fields: Collection[str] = (), expand: Collection[str] = ()) -> list[str]:
        """The names of the fields to answer with, in their order: `fields` (default all that are
        not expandable) and those of `expand`."""
        plain = set(fields) or set(cls.names()) - set(cls.expandable())
        return [name for name in cls.names() if name in plain or name in expand]


def fetched(queryset: QuerySet[Any]) -> list[Row]:
    """The rows of a queryset of `values_list`, as the database gives them."""
    question = _question(queryset)
    rows: list[Row] = _ask(*question).fetchall() if question else []
    return rows


def _question(queryset: QuerySet[Any]) -> tuple[str, Sequence[Any]] | None:
    """The SELECT and its parameters; None where no row can be meant by it."""
    try:
        sql, parameters = queryset.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, parameters


def _ask(sql: str, parameters: Sequence[Any]) -> Any:
    """A cursor that the rows can be fetched from."""
    cursor = connection.cursor()
    _load_moments_quickly(cursor)
    cursor.execute(sql, parameters)
    return cursor


def _load_moments_quickly(cursor: Any) -> None:
    # Django's own loader is written in Python, to put the time zone of its settings in place of
    # the connection's. Both are UTC here.
    cursor.adapters.register_loader("timestamptz", TimestamptzLoader)


@cache
def reader_of(
    serializer: type[RowSerializer], names: tuple[str, ...], extra: tuple[str, ...] = ()
) -> RowReader:
    """The reader of these fields, made once."""
    return RowReader(serializer, names, extra)


class RowReader:
    """Reads rows as the chosen fields of a serializer say.

    `extra` are columns to read besides, for `extras` to give: those that a list is ordered by.
    """

    def __init__(
        self, serializer: type[RowSerializer], names: Collection[str], extra: Iterable[str] = ()
    ) -> None:
        self.columns: list[str] = []
        self._lists: list[type[RowSerializer]] = []
        self._key = self._column("pk")
        self._item = self._item_maker(serializer, names)
        self._extra = [self._column(path) for path in extra]

    def read(self, queryset: QuerySet[Any]) -> list[dict[str, Any]]:
        """All rows of the queryset, with what is nested in them."""
        return self.items(fetched(queryset.values_list(*self.columns)))

    def stream(self, queryset: QuerySet[Any]) -> Iterator[dict[str, Any]]:
        """The rows one by one, in the memory of one batch; to be read within a transaction."""
        question = _question(queryset.values_list(*self.columns))
        if question:
            for rows, nested in asked_ahead(_ask, *question, self._ask_nested):
                yield from self._items(rows, nested)

    def items(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """What the rows of `columns` say, with what is nested in them."""
        nested = [asked.fetchall() for asked in self._ask_nested(rows)]
        return list(self._items(rows, nested))

    def _ask_nested(self, rows: Sequence[Row]) -> list[Any]:
        """Cursors with the rows of each nested list, for all of these rows."""
        listed = listed_keys(row[self._key] for row in rows)
        return [_ask(*_nested_question(serializer, listed)) for serializer in self._lists]

    def _items(
        self, rows: Sequence[Row], nested: Sequence[Sequence[Row]]
    ) -> Iterator[dict[str, Any]]:
        """Made when they are asked for: of a download each is gone before the next one, so that
        the collector of garbage, which takes as long as the making, finds nothing to look at."""
        by_parent = [
            _by_parent(serializer, inner)
            for serializer, inner in zip(self._lists, nested, strict=True)
        ]
        for row in rows:
            yield self._item(row, by_parent)

    def extras(self, row: Row) -> list[Any]:
        """The extra columns of a row."""
        return [row[place] for place in self._extra]

    def _item_maker(self, serializer: type[RowSerializer], names: Collection[str]) -> ItemMaker:
        """What makes an item of a row: one expression of Python, put together once and compiled.

        To go through the fields for every row instead would take twice as long.
        """
        known: dict[str, Any] = {}
        written = self._object(serializer, names, known)
        # Names of ours and numbers alone, no value of a row or of a request.
        maker: ItemMaker = eval(f"lambda row, nested: {written}", known)  # noqa: S307
        return maker

    def _object(
        self,
        serializer: type[RowSerializer],
        names: Collection[str],
        known: dict[str, Any],
        prefix: str = "",
    ) -> str:
        """The expression of an object with these fields. What it calls is added to `known`."""
        members = []
        for name in names:
            field = serializer._declared_fields[name]
            path = prefix + (field.source or name).replace(".", "__")
            if isinstance(field, serializers.ListSerializer):
                value = self._list(type(field.child), known)
            elif isinstance(field, RowSerializer):
                value = self._object(type(field), type(field).names(), known, f"{path}__")
            else:
                value = self._value(field, path, known)
            members.append(f"{name!r}: {value}")
        return f"{{{', '.join(members)}}}"

    def _list(self, serializer: Any, known: dict[str, Any]) -> str:
        """The expression of the objects nested in one; nothing is nested in those."""
        place = len(self._lists)
        self._lists.append(serializer)
        known[f"make_{place}"] = _nested_plan(serializer)[0]._item
        rows = f"nested[{place}].get(row[{self._key}], ())"
        return f"[make_{place}(inner, ()) for inner in {rows}]"

    def _value(self, field: Any, path: str, known: dict[str, Any]) -> str:
        """The expression of a column's value."""
        value = f"row[{self._column(path)}]"
        if getattr(field, "empty_is_null", False):
            value = f"{value} or None"
        if derive := getattr(field, "derive", None):
            name = f"derive_{len(known)}"
            known[name] = derive
            value = f"{name}({value})"
        return value

    def _column(self, path: str) -> int:
        """The place of a column in the rows."""
        if path not in self.columns:
            self.columns.append(path)
        return self.columns.index(path)


@cache
def _nested_plan(serializer: type[RowSerializer]) -> tuple[RowReader, str, tuple[Any, ...]]:
    """The reader of nested rows, and their SELECT: made once, since making it takes as long as
    running it. Its one list among the parameters is that of the outer rows' keys."""
    meta: Any = serializer.Meta
    reader = RowReader(serializer, serializer.names(), extra=[meta.parent])
    rows = meta.rows().filter(**{f"{meta.parent}__any": []}).values_list(*reader.columns)
    sql, parameters = rows.query.sql_with_params()
    return reader, sql, parameters


def _nested_question(serializer: type[RowSerializer], listed: str) -> tuple[str, list[Any]]:
    """The SELECT of the nested rows of the outer rows with these keys."""
    _, sql, parameters = _nested_plan(serializer)
    return sql, [listed if isinstance(each, list) else each for each in parameters]


def _by_parent(serializer: type[RowSerializer], rows: Sequence[Row]) -> Nested:
    """Nested rows by the key of the outer row."""
    (parent,) = _nested_plan(serializer)[0]._extra
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[parent]].append(row)
    return found


def listed_keys(keys: Iterable[int]) -> str:
    """Keys as a value for the lookup `any`: written out, since the driver would look at each item
    of a list."""
    return f"{{{','.join(map(str, keys))}}}"


class AnyOf(Lookup):
    """`column = ANY (list)`: one parameter, however many values; see `listed_keys`."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*parameters, self.rhs]


for _field in (models.ForeignKey, models.AutoField, models.BigAutoField):
    _field.register_lookup(AnyOf)
