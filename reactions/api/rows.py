"""Rows of the database as plain values, read by serializers without making model instances.

A serializer lists its fields, as ever; here they also say which columns are read. A list of any
length is one SELECT of the columns asked for, and one more for each list nested in its items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Lookup, QuerySet
from psycopg.types.datetime import TimestamptzLoader
from rest_framework import serializers

from reactions.api.reading_ahead import ahead

Row = Sequence[Any]
ItemMaker = Callable[[Row], dict[str, Any]]
BATCH = 1000


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
    with connection.cursor() as cursor:
        return cursor.fetchall() if _asked(cursor, queryset) else []


def fetched_in_batches(queryset: QuerySet[Any]) -> Iterator[list[Row]]:
    """The same for any number of rows, in the memory of BATCH of them; within a transaction."""
    with connection.chunked_cursor() as cursor:
        if _asked(cursor, queryset):
            while batch := cursor.fetchmany(BATCH):
                yield batch


def _asked(cursor: Any, queryset: QuerySet[Any]) -> bool:
    """Put the question; false where no row can be meant by it."""
    try:
        sql, parameters = queryset.query.sql_with_params()
    except EmptyResultSet:
        return False
    _load_moments_quickly(cursor)
    cursor.execute(sql, parameters)
    return True


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
        self._lists: list[tuple[str, type[RowSerializer]]] = []
        self._item = self._plan(serializer, names)
        self._key = self._column("pk")
        self._extra = [self._column(path) for path in extra]

    def read(self, queryset: QuerySet[Any]) -> list[dict[str, Any]]:
        """All rows of the queryset, with what is nested in them."""
        return self.items(fetched(queryset.values_list(*self.columns)))

    def stream(self, queryset: QuerySet[Any]) -> Iterator[dict[str, Any]]:
        """The rows one by one, in the memory of one batch; to be read within a transaction."""
        batches = fetched_in_batches(queryset.values_list(*self.columns))
        for rows, nested in ahead((rows, self._nested(rows)) for rows in batches):
            yield from self._items(rows, nested)

    def items(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """What the rows of `columns` say, with what is nested in them."""
        return list(self._items(rows, self._nested(rows)))

    def _nested(self, rows: Sequence[Row]) -> list[list[Row]]:
        """The rows of each nested list, for all of these rows."""
        keys = [row[self._key] for row in rows]
        return [_nested_rows(serializer, keys) for _, serializer in self._lists]

    def _items(self, rows: Sequence[Row], nested: list[list[Row]]) -> Iterator[dict[str, Any]]:
        """Made when they are asked for: of a download each is gone before the next one, so that
        the collector of garbage, which takes as long as the making, finds nothing to look at."""
        make, key = self._item, self._key
        lists = [
            (name, *_by_parent(serializer, inner))
            for (name, serializer), inner in zip(self._lists, nested, strict=True)
        ]
        for row in rows:
            item = make(row)
            for name, make_inner, inner_rows in lists:
                item[name] = list(map(make_inner, inner_rows.get(row[key], ())))
            yield item

    def extras(self, row: Row) -> list[Any]:
        """The extra columns of a row."""
        return [row[place] for place in self._extra]

    def _plan(
        self, serializer: type[RowSerializer], names: Collection[str], prefix: str = ""
    ) -> ItemMaker:
        """What makes an item of a row: all columns at once, then those that are made of them."""
        places: list[int] = []
        nulls: list[str] = []
        made: list[tuple[str, Callable[[Any], Any]]] = []
        objects: list[tuple[str, ItemMaker]] = []
        for name in names:
            field = serializer._declared_fields[name]
            path = prefix + (field.source or name).replace(".", "__")
            # What is made later holds its place until then, so that the order stays.
            if isinstance(field, serializers.ListSerializer):
                self._lists.append((name, cast("type[RowSerializer]", type(field.child))))
                places.append(self._column("pk"))
            elif isinstance(field, RowSerializer):
                objects.append((name, self._plan(type(field), type(field).names(), f"{path}__")))
                places.append(self._column("pk"))
            else:
                places.append(self._column(path))
                if getattr(field, "empty_is_null", False):
                    nulls.append(name)
                if derive := getattr(field, "derive", None):
                    made.append((name, derive))
        return _item_maker(tuple(names), places, nulls, made, objects)

    def _column(self, path: str) -> int:
        """The place of a column in the rows."""
        if path not in self.columns:
            self.columns.append(path)
        return self.columns.index(path)


def _item_maker(
    names: tuple[str, ...],
    places: Sequence[int],
    nulls: Sequence[str],
    made: Sequence[tuple[str, Callable[[Any], Any]]],
    objects: Sequence[tuple[str, ItemMaker]],
) -> ItemMaker:
    # Of a single place itemgetter would give the bare value.
    values = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)

    def make(row: Row) -> dict[str, Any]:
        # To compare the lengths anew for each row would take an eighth of the time.
        item = dict(zip(names, values(row), strict=False))
        for name in nulls:
            # No comparison with "": these are texts or null already.
            if not item[name]:
                item[name] = None
        for name, derive in made:
            item[name] = derive(item[name])
        for name, make_object in objects:
            item[name] = make_object(row)
        return item

    return make


@cache
def _nested_plan(serializer: type[RowSerializer]) -> tuple[RowReader, str, tuple[Any, ...]]:
    """The reader of nested rows, and their SELECT: made once, since making it takes as long as
    running it. Its one list among the parameters is that of the outer rows' keys."""
    meta: Any = serializer.Meta
    reader = RowReader(serializer, serializer.names(), extra=[meta.parent])
    rows = meta.rows().filter(**{f"{meta.parent}__any": []}).values_list(*reader.columns)
    sql, parameters = rows.query.sql_with_params()
    return reader, sql, parameters


def _nested_rows(serializer: type[RowSerializer], keys: list[Any]) -> list[Row]:
    """The nested rows of the outer rows with these keys."""
    _, sql, parameters = _nested_plan(serializer)
    with connection.cursor() as cursor:
        _load_moments_quickly(cursor)
        listed = listed_keys(keys)
        cursor.execute(sql, [listed if isinstance(each, list) else each for each in parameters])
        rows: list[Row] = cursor.fetchall()
    return rows


def _by_parent(
    serializer: type[RowSerializer], rows: list[Row]
) -> tuple[ItemMaker, Mapping[Any, list[Row]]]:
    """What makes items of nested rows, and these by the key of the outer row; nothing is nested
    in them."""
    reader, _, _ = _nested_plan(serializer)
    (parent,) = reader._extra
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[parent]].append(row)
    return reader._item, found


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
