"""Rows of the database as plain values, read by serializers without making model instances.

A serializer lists its fields, as ever; here they also say which columns are read. A list of any
length is one SELECT of the columns asked for, and one more for each list nested in its items.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, cast

from django.db.models import QuerySet
from rest_framework import serializers

Row = Sequence[Any]
Getter = Callable[[Row], Any]
BATCH = 1000


class RowSerializer(serializers.Serializer[Any]):
    """A serializer whose fields name columns: by `source` (with dots across relations), or by name.

    A field with a `derive` function gives what that makes of the column. A nested serializer is an
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


class RowReader:
    """Reads rows as the chosen fields of a serializer say.

    `extra` are columns to read besides, for `extras` to give: those that a list is ordered by.
    """

    def __init__(
        self, serializer: type[RowSerializer], names: Collection[str], extra: Iterable[str] = ()
    ) -> None:
        self.columns: list[str] = []
        self._lists: list[tuple[str, type[RowSerializer]]] = []
        self._getters = self._plan(serializer, names)
        self._key = self._column("pk")
        self._extra = [self._column(path) for path in extra]

    def read(self, queryset: QuerySet[Any]) -> list[dict[str, Any]]:
        """All rows of the queryset, with what is nested in them."""
        return self.items(list(queryset.values_list(*self.columns)))

    def stream(self, queryset: QuerySet[Any]) -> Iterator[dict[str, Any]]:
        """The rows one by one, in the memory of one batch."""
        rows = queryset.values_list(*self.columns).iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            yield from self.items(batch)

    def items(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """What the rows of `columns` say, with what is nested in them."""
        getters = self._getters
        items = [{name: get(row) for name, get in getters} for row in rows]
        keys = [row[self._key] for row in rows]
        for name, serializer in self._lists:
            nested = _nested(serializer, keys)
            for key, item in zip(keys, items, strict=True):
                item[name] = nested.get(key, [])
        return items

    def extras(self, row: Row) -> list[Any]:
        """The extra columns of a row."""
        return [row[place] for place in self._extra]

    def _plan(
        self, serializer: type[RowSerializer], names: Collection[str], prefix: str = ""
    ) -> list[tuple[str, Getter]]:
        plan: list[tuple[str, Getter]] = []
        for name in names:
            field = serializer._declared_fields[name]
            path = prefix + (field.source or name).replace(".", "__")
            if isinstance(field, serializers.ListSerializer):
                self._lists.append((name, cast("type[RowSerializer]", type(field.child))))
                plan.append((name, _later))
            elif isinstance(field, RowSerializer):
                plan.append((name, self._nested_object(type(field), path)))
            else:
                plan.append((name, self._value(path, getattr(field, "derive", None))))
        return plan

    def _nested_object(self, serializer: type[RowSerializer], path: str) -> Getter:
        inner = self._plan(serializer, serializer.names(), f"{path}__")
        return lambda row: {name: get(row) for name, get in inner}

    def _value(self, path: str, derive: Callable[[Any], Any] | None) -> Getter:
        place = self._column(path)
        return (lambda row: derive(row[place])) if derive else itemgetter(place)

    def _column(self, path: str) -> int:
        """The place of a column in the rows."""
        if path not in self.columns:
            self.columns.append(path)
        return self.columns.index(path)


def _later(row: Row) -> None:
    """Holds the place of a nested list until the lists of all rows are read at once."""


def _nested(serializer: type[RowSerializer], keys: list[Any]) -> dict[Any, list[dict[str, Any]]]:
    """The nested rows of the outer rows with these keys, by key."""
    meta: Any = serializer.Meta
    reader = RowReader(serializer, serializer.names(), extra=[meta.parent])
    rows = list(meta.rows().filter(**{f"{meta.parent}__in": keys}).values_list(*reader.columns))
    found: dict[Any, list[dict[str, Any]]] = {}
    for row, item in zip(rows, reader.items(rows), strict=True):
        found.setdefault(reader.extras(row)[0], []).append(item)
    return found
