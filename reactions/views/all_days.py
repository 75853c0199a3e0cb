"""Where everybody stood on all days: one compact file a crisis and filter, kept by state."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from reactions.decisive import leading_rows, turning_rows
from reactions.histories import positions_file
from reactions.kept import kept
from reactions.models import Actor
from reactions.views.query import KEPT_SECONDS, PageQuery, read_query


@require_safe
def positions_of_all_days(request: HttpRequest, slug: str) -> HttpResponse:
    """The positions file of a crisis and filter, for scrubbing; ETag by the public state."""
    query = read_query(request, slug, "positions")
    published = query.crisis.published
    etag = f'W/"{query.digest}"'
    # A change in an unpublished crisis makes no new state, so nothing of it may be kept.
    if published and request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = JsonResponse({"revision": query.state.revision, **all_positions(query)})
    if published:
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
    return response


def all_positions(query: PageQuery) -> dict[str, Any]:
    """The positions file of what is asked for; see `histories.positions_file`."""
    if not query.crisis.published:
        return _made(query)
    name = f"positions:{query.digest}"
    return kept(name, partial(_made, query), seconds=KEPT_SECONDS)


def leading_steps(query: PageQuery, actors: Iterable[Actor]) -> dict[str, list[list[int]]]:
    """What the positions file says of these actors, but for what is second or divides: ribbons."""
    if query.first is None or query.last is None:
        return {}
    file = positions_file(
        leading_rows(query.counted.filter(actor__in=[actor.pk for actor in actors])),
        first=query.first,
        last=query.last,
        target=query.target,
        rule=query.rule,
        marks=False,
    )
    steps: dict[str, list[list[int]]] = file["actors"]
    return steps


def _made(query: PageQuery) -> dict[str, Any]:
    if query.first is None or query.last is None:
        return {"actors": {}, "days": []}
    file = positions_file(
        turning_rows(query.counted),
        first=query.first,
        last=query.last,
        target=query.target,
        rule=query.rule,
    )
    days = query.stances.order_by("day").values_list("day", flat=True).distinct()
    file["days"] = [(day - query.first).days for day in days]
    return file
