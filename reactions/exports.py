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
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.http import StreamingHttpResponse

from reactions.extraction.codebook import KINDS, Kind, Target
from reactions.models import Actor, Crisis, Evidence, Stance
from reactions.models.stances import independent_articles

CSV_TYPE = "text/csv; charset=utf-8; header=present"
NDJSON_TYPE = "application/x-ndjson"

# What spreadsheets take for the beginning of a formula, the full-width forms among it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BATCH = 1000


class Column(NamedTuple):
    """A column of a CSV of stances: its name, where the value comes from, what is made of it, and
    its type in the words of Table Schema (https://specs.frictionlessdata.io/table-schema/)."""

    name: str
    path: str
    derive: Callable[[Any], Any] | None = None
    type: str = "string"


def _of_kind(attribute: str) -> Callable[[str], Any]:
    table = {kind.value: getattr(entry, attribute) for kind, entry in KINDS.items()}
    return table.__getitem__


# The primary evidence is joined under this name.
_SHOWN = "shown"
STANCE_COLUMNS = (
    Column("id", "pk", type="integer"),
    Column("version", "public_version", type="integer"),
    Column("crisis", "crisis__slug"),
    Column("status", "status"),
    Column("day", "day", type="date"),
    Column("day_precision", "day_precision"),
    Column("actor", "actor__code"),
    Column("actor_name", "actor__name"),
    Column("actor_type", "actor__type"),
    Column("official", "official__name"),
    Column("office", "office"),
    Column("kind", "kind"),
    Column("side", "kind", _of_kind("side")),
    Column("group", "kind", _of_kind("group")),
    Column("level", "kind", _of_kind("level"), type="integer"),
    Column("target", "target"),
    Column("phase", "phase"),
    Column("evidence", f"{_SHOWN}__text"),
    Column("evidence_start", f"{_SHOWN}__start", type="integer"),
    Column("evidence_end", f"{_SHOWN}__end", type="integer"),
    Column("article", f"{_SHOWN}__article_id", type="integer"),
    Column("article_title", f"{_SHOWN}__article__title"),
    Column("article_url", f"{_SHOWN}__article__url"),
    Column("publisher", f"{_SHOWN}__article__publisher"),
    Column("published", f"{_SHOWN}__article__published", type="datetime"),
    Column("language", f"{_SHOWN}__article__language"),
    Column("articles", "articles", type="integer"),
    Column("created_at", "created_at", type="datetime"),
    Column("changed_at", "public_changed_at", type="datetime"),
)


def with_public_change(stances: QuerySet[Stance]) -> QuerySet[Stance]:
    """Stances with `public_changed_at`, the moment of the change that made each what everybody
    sees; that of the row itself also moves with what is decided inside."""
    return stances.annotate(public_changed_at=Coalesce("public_change_at", "created_at"))


def stances_csv(stances: QuerySet[Stance], *, filename: str) -> StreamingHttpResponse:
    """A download of the stances in their order, a line each with its primary evidence.

    `articles` counts the articles with accepted evidence, reprints of one text once: more than one
    corroborate each other.
    """
    header = [column.name for column in STANCE_COLUMNS]
    lines = stance_lines(stances, STANCE_COLUMNS)
    return streamed(csv_lines(header, lines), CSV_TYPE, filename=filename)


def stance_lines(stances: QuerySet[Stance], columns: Sequence[Column]) -> Iterator[list[Any]]:
    """The values of the columns for each stance, read in batches."""
    articles = (
        Evidence.objects.accepted()
        .filter(stance=OuterRef("pk"))
        .order_by()
        .values("stance")
        .annotate(number=independent_articles())
        .values("number")
    )
    primary = Q(evidence__primary=True) & ~Q(evidence__status=Evidence.Status.REJECTED)
    paths = list(dict.fromkeys(column.path for column in columns))
    places = [(paths.index(column.path), column.derive) for column in columns]
    rows = (
        with_public_change(stances)
        .annotate(
            **{_SHOWN: FilteredRelation("evidence", condition=primary)},
            articles=Coalesce(Subquery(articles, output_field=IntegerField()), 0),
        )
        .values_list(*paths)
    )
    for row in rows.iterator(chunk_size=_BATCH):
        yield [derive(row[place]) if derive else row[place] for place, derive in places]


# The role codes of CAMEO: governments, oppositions, international organizations.
_SOURCE_ROLES: dict[str, str] = {Actor.Type.COUNTRY: "GOV", Actor.Type.ORGANIZATION: "IGO"}
_TARGET_ROLES: dict[str, str] = {Target.AUTHORITIES: "GOV", Target.OPPONENTS: "OPP"}
CODED_COLUMNS = (
    Column("stance", "pk", type="integer"),
    Column("crisis", "crisis__slug"),
    Column("date", "day", type="date"),
    Column("source", "actor__code"),
    Column("source_role", "actor__type", lambda type_: _SOURCE_ROLES[type_]),
    Column("target", "target"),
    Column("target_role", "target", lambda target: _TARGET_ROLES.get(target, "")),
    Column("cameo_root", "kind"),
    Column("quad_class", "kind", type="integer"),
    Column("plover", "kind", lambda kind: "; ".join(KINDS[Kind(kind)].plover)),
    Column("kind", "kind"),
    Column("level", "kind", _of_kind("level"), type="integer"),
    Column("evidence", f"{_SHOWN}__text"),
    Column("url", f"{_SHOWN}__article__url"),
)  # fmt: skip


def coded_csv(stances: QuerySet[Stance], *, filename: str) -> StreamingHttpResponse:
    """A download for those who join with event data: a line for each CAMEO root of each stance.

    `source` and `target` are alpha-3 codes (of organizations our own), with the CAMEO role beside
    them; a party to the crisis has the code of the focal country. `quad_class` is that of GDELT:
    1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
    """
    header = [column.name for column in CODED_COLUMNS]
    return streamed(csv_lines(header, coded_lines(stances)), CSV_TYPE, filename=filename)


def coded_lines(stances: QuerySet[Stance]) -> Iterator[list[Any]]:
    """The values of CODED_COLUMNS for each CAMEO root of each stance."""
    place = {column.name: number for number, column in enumerate(CODED_COLUMNS)}
    focal = dict(Crisis.objects.values_list("slug", "focal__code"))
    for line in stance_lines(stances, CODED_COLUMNS):
        if line[place["target"]] in ("", *Target):
            line[place["target"]] = focal[line[place["crisis"]]]
        for root in KINDS[Kind(line[place["kind"]])].cameo:
            line[place["cameo_root"]] = root
            line[place["quad_class"]] = quad_class(root)
            yield line


def quad_class(root: str) -> int:
    """GDELT's four classes of CAMEO roots (GDELT event codebook 2.0, QuadClass)."""
    number = int(root)
    return 1 + sum(number > last for last in (5, 8, 13))


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
