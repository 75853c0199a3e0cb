"""The timeline: new stances day by day, and each actor's position as a ribbon."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reactions.charts import Flag, bin_days, timeline_figure
from reactions.extraction.codebook import KINDS, Group, Kind
from reactions.models import Actor
from reactions.views.all_days import leading_steps
from reactions.views.answers import answer, page_links
from reactions.views.days import day_control
from reactions.views.query import PageQuery, filter_choices, read_query
from reactions.views.standing import (
    Standing,
    actors_by_code,
    legend,
    standings,
    summary,
)
from reactions.wording import GROUPS

RIBBONS_A_PAGE = 40
_KINDS = list(KINDS)


@dataclass(frozen=True)
class Segment:
    """A stretch of a ribbon; `start` and `width` are in days since the first."""

    stance: int
    start: int
    width: int
    kind: Kind
    group: str
    words: str

    @property
    def end(self) -> int:
        return self.start + self.width


@dataclass(frozen=True)
class Ribbon:
    """One actor's positions as stretches in time."""

    actor: Actor
    segments: list[Segment]


@require_safe
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """New stances day by day, and each actor's position as a ribbon."""
    query = read_query(request, slug, "timeline")
    return answer(request, query, "timeline", partial(_context, query))


def _context(query: PageQuery) -> dict[str, Any]:
    actors = actors_by_code()
    found = standings(query, actors)
    order = _ribbon_order(query, found, actors)
    page = Paginator(order, RIBBONS_A_PAGE).get_page(query.params.get("page"))
    shown = [actors[code] for code in page]
    steps = leading_steps(query, shown)
    return {
        **summary(query, found),
        "page": page,
        "pages": page_links(query, page),
        "ribbons": [Ribbon(actor, segments(steps.get(actor.code, []), query)) for actor in shown],
        "span": (query.last - query.first).days + 1 if query.first and query.last else 0,
        "cursor": (query.day - query.first).days if query.first and query.day else 0,
        "sorts": _ribbon_sorts(query),
        "legend": legend(query, found),
        "events": list(query.crisis.events.all()),
        "days": day_control(query),
        "choices": filter_choices(query),
        "timeline_figure": figure_of(query),
        **_numbers(query),
    }


def figure_of(query: PageQuery) -> dict[str, Any] | None:
    """The histogram of new stances with the crisis's events; None where there is no stance."""
    if query.first is None or query.last is None:
        return None
    flags = [
        Flag(day, title)
        for day, title in query.crisis.events.values_list("day", "title")
        if query.first <= day <= query.last
    ]
    return timeline_figure(query.counts, first=query.first, last=query.last, flags=flags)


@dataclass(frozen=True)
class NumberRow:
    """A step of the timeline in figures: new stances by group, and the list behind them."""

    label: str
    counts: list[int]
    total: int
    href: str


def _numbers(query: PageQuery) -> dict[str, Any]:
    """The timeline's histogram as a table, and the months under the ribbons."""
    if query.first is None or query.last is None:
        return {}
    step = bin_days(query.first, query.last)
    counted: dict[int, Counter[Group]] = {}
    for day, kind, count in query.counts:
        place = (day - query.first).days // step
        counted.setdefault(place, Counter())[kind.entry.group] += count
    rows = []
    for place, groups in sorted(counted.items()):
        start = query.first + timedelta(days=place * step)
        end = start + timedelta(days=step - 1)
        rows.append(
            NumberRow(
                label=f"{start.day} {start:%b %Y}",
                counts=[groups[group] for group in Group],
                total=groups.total(),
                href=query.href("stances", **{"from": f"{start}", "until": f"{end}"}),
            )
        )
    return {
        "numbers": rows,
        "group_names": list(GROUPS.values()),
        "ticks": _months(query.first, query.last),
    }


def _months(first: date, last: date) -> list[dict[str, float]]:
    """Where the months begin between two days, in days since the first."""
    length = (last - first).days + 1
    days = (first + timedelta(days=place) for place in range(length))
    return [{"place": (day - first).days, "width": length / 600} for day in days if day.day == 1]


def _ribbon_order(query: PageQuery, found: list[Standing], actors: dict[str, Actor]) -> list[str]:
    """The actors that have taken a stance, as the page sorts them; by first mover at first."""
    # One stance of each actor, found by an index: of a thousand others none is looked at.
    days = query.taken.filter(actor=OuterRef("pk")).order_by("day").values("day")
    spoken = Actor.objects.annotate(first=Subquery(days[:1])).filter(first__isnull=False)
    first: dict[str, date] = dict(spoken.order_by().values_list("code", "first"))
    scores = {standing.actor.code: standing.score for standing in found}
    keys = {
        "level": lambda code: (-scores.get(code, -99), actors[code].name),
        "region": lambda code: (actors[code].region, actors[code].name),
        "name": lambda code: actors[code].name,
    }
    first_mover = lambda code: (first[code], actors[code].name)  # noqa: E731
    return sorted(first, key=keys.get(query.params.get("ordering", ""), first_mover))


def _ribbon_sorts(query: PageQuery) -> list[tuple[str, str, bool]]:
    chosen = query.params.get("ordering", "first")
    names = {"first": "first mover", "level": "position", "region": "region", "name": "name"}
    return [
        (label, query.href(ordering=None if name == "first" else name), name == chosen)
        for name, label in names.items()
    ]


def segments(steps: list[list[int]], query: PageQuery) -> list[Segment]:
    """An actor's steps in a positions file as the stretches of a ribbon, up to the last stance."""
    if not steps or query.first is None or query.last is None:
        return []
    ends = [*(step[0] for step in steps[1:]), (query.last - query.first).days + 1]
    stretches: list[Segment] = []
    for (start, place, stance, since, *_), end in zip(steps, ends, strict=True):
        if place < 0 or end <= start:
            continue
        if stretches and stretches[-1].stance == stance and stretches[-1].end == start:
            # Only the marks beside the fill have changed.
            stretches[-1] = replace(stretches[-1], width=stretches[-1].width + end - start)
            continue
        kind, day = _KINDS[place], query.first + timedelta(days=since)
        stretches.append(
            Segment(
                stance=stance,
                start=start,
                width=end - start,
                kind=kind,
                group=kind.entry.group,
                words=f"{kind.entry.label}, {day.day} {day:%b %Y}",
            )
        )
    return stretches
