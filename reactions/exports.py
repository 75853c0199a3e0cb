"""Downloads: CSV and NDJSON of any length, streamed in the memory of one batch.

CSV is UTF-8 without a byte order mark, comma-separated, with a header, lines ended as RFC 4180 has
it. Text that a spreadsheet would take for a formula begins with an apostrophe, which spreadsheets
hide.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import orjson
from django.db import transaction
from django.db.models import (
    Count,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.http import StreamingHttpResponse

from reactions.extraction.codebook import KINDS
from reactions.models import Evidence, PublicChange, Stance

CSV_TYPE = "text/csv; charset=utf-8; header=present"
NDJSON_TYPE = "application/x-ndjson"

# What spreadsheets take for the beginning of a formula, the full-width forms among it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BATCH = 1000


class Column(NamedTuple):
    """A column of the stances' CSV: its name, where the value comes from, what is made of it."""

    name: str
    path: str
    derive: Callable[[Any], Any] | None = None


def _of_kind(attribute: str) -> Callable[[str], Any]:
    table = {kind.value: getattr(entry, attribute) for kind, entry in KINDS.items()}
    return table.__getitem__


# The primary evidence is joined under this name.
_SHOWN = "shown"
STANCE_COLUMNS = (
    Column("id", "pk"),
    Column("version", "public_version"),
    Column("crisis", "crisis__slug"),
    Column("status", "status"),
    Column("day", "day"),
    Column("day_precision", "day_precision"),
    Column("actor", "actor__code"),
    Column("actor_name", "actor__name"),
    Column("actor_type", "actor__type"),
    Column("official", "official__name"),
    Column("office", "office"),
    Column("kind", "kind"),
    Column("side", "kind", _of_kind("side")),
    Column("group", "kind", _of_kind("group")),
    Column("level", "kind", _of_kind("level")),
    Column("target", "target"),
    Column("phase", "phase"),
    Column("evidence", f"{_SHOWN}__text"),
    Column("evidence_start", f"{_SHOWN}__start"),
    Column("evidence_end", f"{_SHOWN}__end"),
    Column("article", f"{_SHOWN}__article_id"),
    Column("article_title", f"{_SHOWN}__article__title"),
    Column("article_url", f"{_SHOWN}__article__url"),
    Column("publisher", f"{_SHOWN}__article__publisher"),
    Column("published", f"{_SHOWN}__article__published"),
    Column("language", f"{_SHOWN}__article__language"),
    Column("articles", "articles"),
    Column("created_at", "created_at"),
    Column("changed_at", "public_changed_at"),
)


def with_public_version(stances: QuerySet[Stance]) -> QuerySet[Stance]:
    """Stances with `public_version`, the revision of the change that made each what everybody
    sees (0 where nobody but editors does), and its moment, `public_changed_at`.

    The version and the moment of the row itself also move with what is decided inside.
    """
    changes = PublicChange.objects.filter(stance=OuterRef("pk")).order_by("-revision")
    return stances.annotate(
        public_version=Coalesce(Subquery(changes.values("revision")[:1]), 0),
        public_changed_at=Coalesce(Subquery(changes.values("at")[:1]), F("created_at")),
    )


def stances_csv(stances: QuerySet[Stance], *, filename: str) -> StreamingHttpResponse:
    """A download of the stances in their order, a line each with its primary evidence.

    `articles` counts the articles with accepted evidence: more than one corroborate each other.
    """
    header = [column.name for column in STANCE_COLUMNS]
    return streamed(csv_lines(header, stance_lines(stances)), CSV_TYPE, filename=filename)


def stance_lines(stances: QuerySet[Stance]) -> Iterator[list[Any]]:
    """The values of STANCE_COLUMNS for each stance, read in batches."""
    articles = (
        Evidence.objects.accepted()
        .filter(stance=OuterRef("pk"))
        .order_by()
        .values("stance")
        .annotate(number=Count("article", distinct=True))
        .values("number")
    )
    primary = Q(evidence__primary=True) & ~Q(evidence__status=Evidence.Status.REJECTED)
    paths = list(dict.fromkeys(column.path for column in STANCE_COLUMNS))
    places = [(paths.index(column.path), column.derive) for column in STANCE_COLUMNS]
    rows = (
        with_public_version(stances)
        .annotate(
            **{_SHOWN: FilteredRelation("evidence", condition=primary)},
            articles=Coalesce(Subquery(articles, output_field=IntegerField()), 0),
        )
        .values_list(*paths)
    )
    for row in rows.iterator(chunk_size=_BATCH):
        yield [derive(row[place]) if derive else row[place] for place, derive in places]


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """CSV in pieces of many lines; see `cell` for how values are written."""
    written: list[str] = []
    writer = csv.writer(_Collector(written))
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([cell(value) for value in row])
        if number % _BATCH == 0:
            yield "".join(written)
            written.clear()
    yield "".join(written)


def ndjson_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One JSON object a line, in pieces of many lines."""
    written: list[bytes] = []
    for item in items:
        written.append(orjson.dumps(item, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE))
        if len(written) == _BATCH:
            yield b"".join(written)
            written.clear()
    yield b"".join(written)


def cell(value: Any) -> Any:
    """A value as a cell: days and moments by ISO 8601, lists joined, formulas made harmless."""
    match value:
        case str():
            return f"'{value}" if value.startswith(_FORMULA) else value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case list() | tuple():
            return cell("; ".join(map(str, value)))
        case bool():
            return "true" if value else "false"
        case _:
            return value


def streamed(
    pieces: Iterable[str] | Iterable[bytes], content_type: str, *, filename: str
) -> StreamingHttpResponse:
    """A download of the pieces as they are made."""
    return StreamingHttpResponse(
        _in_one_transaction(pieces),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def _in_one_transaction(pieces: Iterable[Any]) -> Iterator[Any]:
    """The pieces, made in a transaction: outside of one the database would first lay aside the
    whole result of a cursor before giving the first row."""
    with transaction.atomic():
        yield from pieces


class _Collector:
    """The file that the csv module writes lines to."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append
