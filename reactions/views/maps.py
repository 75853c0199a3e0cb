"""The reaction map and its equals: table, timeline, and the file that scrubbing reads."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from reactions.charts import DayCount, Flag, Place, bin_days, map_figure, timeline_figure
from reactions.extraction.codebook import KINDS, Group, Kind
from reactions.histories import Step, histories, positions_file
from reactions.models import Actor, Membership, Revision, Stance
from reactions.positions import Position, colors
from reactions.views.query import PageQuery, filter_choices, load_crisis, read_query
from reactions.views.standing import (
    Standing,
    actors_by_code,
    deciding_stances,
    legend,
    standings,
    with_shown_evidence,
)
from reactions.wording import GROUPS

ROWS_A_PAGE = 50
RIBBONS_A_PAGE = 40
CARDS_IN_PANEL = 30
# Its members are the states that can be silent; that it spoke says nothing of any one of them.
UNIVERSAL = "UN"


def answer(
    request: HttpRequest, query: PageQuery, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The page, or for htmx its fragment; an address in another form leads to the canonical one."""
    htmx = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    if not htmx and not query.notices and not _is_canonical(request, query):
        return redirect(query.canonical)
    name = f"reactions/{'_' if htmx else ''}{template}.html"
    context = {"query": query, "crisis": query.crisis, **context}
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    if htmx:
        # A drag or a play goes through many days and leaves one entry in the history.
        settles = request.htmx.trigger == "day-range"  # type: ignore[attr-defined]
        response["HX-Replace-Url" if settles else "HX-Push-Url"] = query.canonical
    return response


def _is_canonical(request: HttpRequest, query: PageQuery) -> bool:
    """Whether the address is the canonical one, however its signs are encoded."""
    given = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    return given == parse_qsl(urlsplit(query.canonical).query, keep_blank_values=True)


@require_GET
def reaction_map(request: HttpRequest, slug: str) -> HttpResponse:
    """Who stands where on a day, and why."""
    crisis = load_crisis(request, slug)
    query = read_query(request, crisis, "map")
    actors = actors_by_code()
    found = standings(query, actors)
    inside = crisis.inside_codes()
    members = _members(query, found)
    rings = query.params.get("organizations") == "members"
    via = _via(members, found) if rings else {}
    context = {
        **_summary(query, found),
        "legend": legend(query, found),
        "listed": found,
        "organizations": [s for s in found if s.actor.type == Actor.Type.ORGANIZATION],
        "rings": rings,
        "panel": _panel(query, actors),
        "days": _days(query),
        "choices": filter_choices(query),
        "map_figure": map_figure(_places(found, actors, via), colour=query.colour, inside=inside),
        "timeline_figure": _timeline(query),
        "silent": _silent_count(members, found, inside),
        "members": {s.actor.code: members[s.actor.code] for s in found if s.actor.code in members},
        "kinds": {
            kind: {"label": entry.label, "code": entry.code, "group": entry.group}
            for kind, entry in KINDS.items()
        },
    }
    return answer(request, query, "map", context)


def _summary(query: PageQuery, found: list[Standing]) -> dict[str, Any]:
    groups = legend(query, found)
    return {
        "count": len(found),
        "counts": [entry for entry in groups if entry.count],
        "earlier": query.day is not None and query.first is not None and query.day < query.first,
    }


def _places(found: list[Standing], actors: dict[str, Actor], via: dict[str, str]) -> list[Place]:
    stands = {standing.actor.code: standing.position for standing in found}
    return [
        _place(actor, stands.get(actor.code), via.get(actor.code, ""))
        for actor in actors.values()
        if actor.type == Actor.Type.COUNTRY
    ]


def _place(actor: Actor, stands: Position | None, via: str) -> Place:
    return Place(
        code=actor.code,
        name=actor.name,
        latitude=actor.latitude,
        longitude=actor.longitude,
        kind=stands.stance.kind if stands else None,
        second=stands.second.kind if stands and stands.second else None,
        divided=stands.divided if stands else False,
        via="" if stands else via,
    )


def _via(members: dict[str, list[str]], found: list[Standing]) -> dict[str, str]:
    """For members without a position: through which organization they are heard, and since when."""
    heard: dict[str, str] = {}
    for standing in found:
        for code in members.get(standing.actor.code, ()):
            heard.setdefault(
                code, f"{standing.actor.code}, {standing.since.day} {standing.since:%b}"
            )
    return heard


def _members(query: PageQuery, found: Iterable[Standing]) -> dict[str, list[str]]:
    """The members, on the day asked for, of the UN and of the organizations with a position."""
    if query.day is None:
        return {}
    organizations = {
        standing.actor.code for standing in found if standing.actor.type == Actor.Type.ORGANIZATION
    }
    rows = (
        Membership.objects.current(query.day)
        .filter(organization__code__in=organizations | {UNIVERSAL})
        .order_by("organization__code", "country__code")
        .values_list("organization__code", "country__code")
    )
    members: dict[str, list[str]] = {}
    for organization, country in rows:
        members.setdefault(organization, []).append(country)
    return members


def _silent_count(
    members: dict[str, list[str]], found: list[Standing], inside: frozenset[str]
) -> int:
    """How many members of the UN outside the crisis have no known position."""
    heard = {standing.actor.code for standing in found}
    return len(set(members.get(UNIVERSAL, ())) - heard - inside)


@dataclass(frozen=True)
class Panel:
    """The selected actor with its cards: those that count, and those towards others."""

    actor: Actor
    position: Position | None
    counted: list[Stance]
    others: list[Stance]
    close: str


def _panel(query: PageQuery, actors: dict[str, Actor]) -> Panel | None:
    actor = actors.get(query.params.get("selected", ""))
    if actor is None or query.day is None:
        return None
    numbers = [row.id for row in query.rows if row.actor == actor.code and row.day <= query.day]
    counting = {row.id for row in query.rows if colors(row, query.target)}
    stances = with_shown_evidence(Stance.objects.filter(pk__in=numbers[-CARDS_IN_PANEL:]))
    cards = list(stances.order_by("-day", "-pk"))
    return Panel(
        actor=actor,
        position=query.positions().get(actor.code),
        counted=[stance for stance in cards if stance.pk in counting],
        others=[stance for stance in cards if stance.pk not in counting],
        close=query.href(selected=None),
    )


@dataclass(frozen=True)
class Days:
    """What the day control needs: its ends, and the days beside the one shown."""

    first: date
    last: date
    day: date
    back: str
    on: str
    previous: str
    next: str
    latest: str
    carried: list[tuple[str, str]]


def _days(query: PageQuery) -> Days | None:
    if query.day is None or query.first is None or query.last is None:
        return None
    earlier = [day for day in query.days if day < query.day]
    later = [day for day in query.days if day > query.day]
    one = timedelta(days=1)
    return Days(
        first=query.first,
        last=query.last,
        day=query.day,
        back=_link(query, query.day - one) if query.day > query.first else "",
        on=_link(query, query.day + one) if query.day < query.last else "",
        previous=_link(query, earlier[-1]) if earlier else "",
        next=_link(query, later[0]) if later else "",
        latest=query.href(day=None) if query.day != query.last else "",
        carried=[(name, value) for name, value in query.params.items() if name != "day"],
    )


def _link(query: PageQuery, day: date) -> str:
    return query.href(day=None if day == query.last else day.isoformat())


def _timeline(query: PageQuery) -> dict[str, Any] | None:
    if query.first is None or query.last is None:
        return None
    counted = Counter(
        (row.day, row.kind) for row in query.rows if not row.ends and colors(row, query.target)
    )
    flags = [
        Flag(day, title)
        for day, title in query.crisis.events.values_list("day", "title")
        if query.first <= day <= query.last
    ]
    return timeline_figure(
        (DayCount(day, kind, count) for (day, kind), count in counted.items()),
        first=query.first,
        last=query.last,
        flags=flags,
    )


@require_GET
def positions_of_all_days(request: HttpRequest, slug: str) -> HttpResponse:
    """The positions file of a crisis and filter, for scrubbing; ETag by the public revision."""
    crisis = load_crisis(request, slug)
    # Read before the rows: what is kept under a revision may be newer, never older.
    revision = Revision.current()
    query = read_query(request, crisis, "positions")
    if query.first is None or query.last is None:
        return JsonResponse({"revision": revision, "actors": {}, "days": []})
    key = hashlib.sha256(f"{crisis.pk}:{query.canonical}".encode()).hexdigest()[:24]
    etag = f'W/"{revision}-{key}"'
    # A change in an unpublished crisis makes no revision, so nothing of it may be kept.
    if crisis.published and request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    name = f"positions:{revision}:{key}"
    file = cache.get(name) if crisis.published else None
    if file is None:
        file = positions_file(
            query.rows, first=query.first, last=query.last, target=query.target, rule=query.rule
        )
        if crisis.published:
            cache.set(name, file, timeout=86_400)
    response = JsonResponse({"revision": revision, **file})
    if crisis.published:
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
    return response


@require_GET
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """The map's equal: the same actors and positions, with the evidence beside them."""
    crisis = load_crisis(request, slug)
    query = read_query(request, crisis, "table")
    found = standings(query, actors_by_code())
    page = Paginator(found, ROWS_A_PAGE).get_page(query.params.get("page"))
    stances = deciding_stances(page)
    context = {
        **_summary(query, found),
        "page": page,
        "rows": [(standing, stances[standing.position.stance.id]) for standing in page],
        "pages": page_links(query, page),
        "sorts": _sorts(query),
        "days": _days(query),
        "choices": filter_choices(query),
    }
    return answer(request, query, "table", context)


def page_links(query: PageQuery, page: Page[Any]) -> dict[str, str]:
    links = {}
    if page.has_previous():
        links["previous"] = query.href(page=str(page.previous_page_number()))
    if page.has_next():
        links["next"] = query.href(page=str(page.next_page_number()))
    return links


def _sorts(query: PageQuery) -> dict[str, dict[str, Any]]:
    chosen = query.params.get("ordering", "level")
    return {
        name: {
            "href": query.href(ordering=None if name == "level" else name),
            "on": name == chosen,
        }
        for name in ("level", "name", "region", "first", "newest")
    }


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


@require_GET
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """New stances day by day, and each actor's position as a ribbon."""
    crisis = load_crisis(request, slug)
    query = read_query(request, crisis, "timeline")
    actors = actors_by_code()
    found = standings(query, actors)
    order = _ribbon_order(query, found, actors)
    page = Paginator(order, RIBBONS_A_PAGE).get_page(query.params.get("page"))
    # Histories are the dearest part of the page: only those shown are made.
    on_page = set(page)
    shown = [row for row in query.rows if row.actor in on_page]
    steps = histories(shown, target=query.target, rule=query.rule, last=query.last)
    context = {
        **_summary(query, found),
        "page": page,
        "pages": page_links(query, page),
        "ribbons": [Ribbon(actors[code], segments(steps.get(code, []), query)) for code in page],
        "span": (query.last - query.first).days + 1 if query.first and query.last else 0,
        "cursor": (query.day - query.first).days if query.first and query.day else 0,
        "sorts": _ribbon_sorts(query),
        "legend": legend(query, found),
        "events": list(crisis.events.all()),
        "days": _days(query),
        "choices": filter_choices(query),
        "timeline_figure": _timeline(query),
        **_numbers(query),
    }
    return answer(request, query, "timeline", context)


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
    for row in query.rows:
        if not row.ends and colors(row, query.target):
            place = (row.day - query.first).days // step
            counted.setdefault(place, Counter())[row.group] += 1
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
        "step_word": "day" if step == 1 else "week",
        "ticks": _months(query.first, query.last),
    }


def _months(first: date, last: date) -> list[dict[str, float]]:
    """Where the months begin between two days, in days since the first."""
    length = (last - first).days + 1
    days = (first + timedelta(days=place) for place in range(length))
    return [{"place": (day - first).days, "width": length / 600} for day in days if day.day == 1]


def _ribbon_order(query: PageQuery, found: list[Standing], actors: dict[str, Actor]) -> list[str]:
    """The actors that have taken a stance, as the page sorts them; by first mover at first."""
    first: dict[str, date] = {}
    for row in query.rows:  # oldest first
        if not row.ends and colors(row, query.target):
            first.setdefault(row.actor, row.day)
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


def segments(steps: list[Step], query: PageQuery) -> list[Segment]:
    """A history as the stretches of a ribbon, from the crisis's first to its last stance."""
    if not steps or query.first is None or query.last is None:
        return []
    ends = [*(step.day for step in steps[1:]), query.last + timedelta(days=1)]
    stretches: list[Segment] = []
    for step, end in zip(steps, ends, strict=True):
        if step.position is None or end <= step.day:
            continue
        stance = step.position.stance
        start, width = (step.day - query.first).days, (end - step.day).days
        if stretches and stretches[-1].stance == stance.id and stretches[-1].end == start:
            # Only the marks beside the fill have changed.
            stretches[-1] = replace(stretches[-1], width=stretches[-1].width + width)
            continue
        stretches.append(
            Segment(
                stance=stance.id,
                start=start,
                width=width,
                kind=stance.kind,
                group=stance.group,
                words=f"{stance.kind.entry.label}, {stance.day.day} {stance.day:%b %Y}",
            )
        )
    return stretches
