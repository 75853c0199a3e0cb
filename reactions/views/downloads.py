"""Exactly what a page shows, as CSV and JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from reactions.exports import CSV_TYPE, csv_lines, stances_csv
from reactions.models import Revision, Stance
from reactions.views.query import PageQuery, read_query
from reactions.views.standing import (
    Standing,
    actors_by_code,
    deciding_stances,
    shown_evidence,
    standings,
)


def _positions(query: PageQuery) -> list[dict[str, Any]]:
    """The rows of the table, all pages of it, as plain values."""
    found = standings(query, actors_by_code())
    stances = deciding_stances(found)
    return [_row(standing, stances[standing.position.stance.id]) for standing in found]


def _row(standing: Standing, stance: Stance) -> dict[str, Any]:
    shown = shown_evidence(stance)
    evidence = shown[0] if shown else None
    second = standing.position.second
    entry = standing.kind.entry
    return {
        "day": standing.day.isoformat(),
        "actor": standing.actor.code,
        "name": standing.actor.name,
        "type": standing.actor.type,
        "region": standing.actor.region,
        "kind": standing.kind.value,
        "group": standing.group.value,
        "side": entry.side.value,
        "level": entry.level,
        "since": standing.since.isoformat(),
        "age": standing.age,
        "decided_by": standing.position.line.value,
        "announced": standing.position.announced_only,
        "divided": standing.position.divided,
        "second": second.kind.value if second else "",
        "stance": stance.pk,
        "official": stance.official.name if stance.official else "",
        "evidence": evidence.text if evidence else "",
        "publisher": evidence.article.publisher if evidence else "",
        "url": (evidence.article.url or "") if evidence else "",
    }


@require_safe
def positions_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of positions as CSV, all pages of it."""
    query = read_query(request, slug, "table")
    rows = _positions(query)
    header = list(rows[0]) if rows else ["day", "actor"]
    lines = csv_lines(header, (list(row.values()) for row in rows))
    name = f"{query.crisis.slug}-positions-{query.day}.csv"
    return HttpResponse(
        "".join(lines),
        content_type=CSV_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def positions_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of positions as JSON, all pages of it."""
    query = read_query(request, slug, "table")
    return JsonResponse(
        {
            "crisis": query.crisis.slug,
            "day": query.day,
            "target": query.target,
            "rule": query.rule,
            "revision": Revision.current(),
            "positions": _positions(query),
        }
    )


@require_safe
def listed_stances_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The list of stances as CSV, all pages of it."""
    query = read_query(request, slug, "stances")
    stances = query.stances.order_by("-day", "pk")
    return stances_csv(stances, filename=f"{query.crisis.slug}-stances.csv")
