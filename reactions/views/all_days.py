"""Where everybody stood on all days: one compact file a crisis and filter, kept by revision."""

import hashlib
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from reactions.decisive import turning_rows
from reactions.histories import positions_file
from reactions.models import Revision
from reactions.views.query import KEPT_SECONDS, PageQuery, load_crisis, read_query


@require_GET
def positions_of_all_days(request: HttpRequest, slug: str) -> HttpResponse:
    """The positions file of a crisis and filter, for scrubbing; ETag by the public revision."""
    crisis = load_crisis(request, slug)
    # Read before the rows: what is sent under a revision may be newer, never older.
    revision = Revision.current()
    query = read_query(request, crisis, "positions")
    etag = f'W/"{revision}-{_digest(query)}"'
    # A change in an unpublished crisis makes no revision, so nothing of it may be kept.
    if crisis.published and request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = JsonResponse({"revision": revision, **all_positions(query)})
    if crisis.published:
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
    return response


def all_positions(query: PageQuery) -> dict[str, Any]:
    """The positions file of what is asked for; see `histories.positions_file`."""
    if query.first is None or query.last is None:
        return {"actors": {}, "days": []}
    name = f"positions:{Revision.current()}:{_digest(query)}"
    kept: dict[str, Any] | None = cache.get(name) if query.crisis.published else None
    if kept is not None:
        return kept
    made = positions_file(
        turning_rows(query.counted),
        first=query.first,
        last=query.last,
        target=query.target,
        rule=query.rule,
    )
    days = query.stances.order_by("day").values_list("day", flat=True).distinct()
    made["days"] = [(day - query.first).days for day in days]
    if query.crisis.published:
        cache.set(name, made, timeout=KEPT_SECONDS)
    return made


def _digest(query: PageQuery) -> str:
    """What tells this crisis and filter from others."""
    # How old a stance may be is counted from the day shown.
    day = query.day if "max_age" in query.params else None
    asked = f"{query.crisis.pk}:{day}:{query.href('positions')}"
    return hashlib.sha256(asked.encode()).hexdigest()[:24]
