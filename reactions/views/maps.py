"""The reaction map and its equal, the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reactions.charts import Place, map_figure
from reactions.extraction.codebook import KINDS, Kind
from reactions.models import Actor, Membership, Stance
from reactions.positions import Position
from reactions.views.answers import answer, page_links
from reactions.views.days import day_control
from reactions.views.query import (
    UNIVERSAL,
    PageQuery,
    filter_choices,
    load_actor,
    read_query,
)
from reactions.views.standing import (
    Standing,
    actors_by_code,
    deciding_stances,
    legend,
    standings,
    summary,
    with_shown_evidence,
)
from reactions.views.timeline import figure_of

ROWS_A_PAGE = 50
CARDS_IN_PANEL = 30
# Where the map's page keeps the panel: who asks for that alone gets nothing else.
PANEL_PLACE = "panel-place"


@require_safe
def reaction_map(request: HttpRequest, slug: str) -> HttpResponse:
    """Who stands where on a day, and why."""
    query = read_query(request, slug, "map")
    if request.htmx and request.htmx.target == PANEL_PLACE:  # type: ignore[attr-defined]
        return answer(request, query, "panel", lambda: {"panel": _panel(query)})
    return answer(request, query, "map", partial(_map_context, query))


def _map_context(query: PageQuery) -> dict[str, Any]:
    actors = actors_by_code()
    found = standings(query, actors)
    inside = query.crisis.inside_codes()
    members = _members(query, found)
    rings = query.params.get("organizations") == "members"
    via = _via(members, found) if rings else {}
    places = _places(query, found, actors, via)
    return {
        **summary(query, found),
        "legend": legend(query, found),
        "listed": found,
        "organizations": [s for s in found if s.actor.type == Actor.Type.ORGANIZATION],
        "rings": rings,
        "panel": _panel(query),
        "days": day_control(query),
        "choices": filter_choices(query),
        "map_figure": map_figure(places, colour=query.colour, inside=inside),
        "timeline_figure": figure_of(query),
        "silent": _silent_count(members, found, inside),
        "members": {s.actor.code: members[s.actor.code] for s in found if s.actor.code in members},
        "kinds": {
            kind: {"label": entry.label, "code": entry.code, "group": entry.group}
            for kind, entry in KINDS.items()
        },
    }


def _places(
    query: PageQuery, found: list[Standing], actors: dict[str, Actor], via: dict[str, str]
) -> list[Place]:
    stands = {standing.actor.code: standing.position for standing in found}
    # The newest proposal of each comes last, and stays.
    proposed = dict(query.proposed.order_by("day", "pk").values_list("actor__code", "kind"))
    return [
        _place(actor, stands.get(actor.code), via.get(actor.code, ""), proposed.get(actor.code, ""))
        for actor in actors.values()
        if actor.type == Actor.Type.COUNTRY
    ]


def _place(actor: Actor, stands: Position | None, via: str, proposed: str) -> Place:
    return Place(
        code=actor.code,
        name=actor.name,
        latitude=actor.latitude,
        longitude=actor.longitude,
        kind=stands.stance.kind if stands else None,
        second=stands.second.kind if stands and stands.second else None,
        divided=stands.divided if stands else False,
        via="" if stands else via,
        proposed=Kind(proposed) if proposed else None,
    )


def _via(members: dict[str, list[str]], found: list[Standing]) -> dict[str, str]:
    """For members without a position: through which organization they are heard, and since when."""
    heard: dict[str, str] = {}
    for standing in found:
        if standing.actor.code == UNIVERSAL:
            continue
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
    """The selected actor with its cards: the one that decided, those that count, and others."""

    actor: Actor
    position: Position | None
    deciding: Stance | None
    counted: list[Stance]
    others: list[Stance]
    close: str


def _panel(query: PageQuery) -> Panel | None:
    if "selected" not in query.params or query.day is None:
        return None
    actor = load_actor(query.params["selected"])
    position = query.position_of(actor)
    decided = position.stance.id if position else 0
    known = with_shown_evidence(query.listed.filter(actor=actor, day__lte=query.day))
    # The one that decided may be older than all that are shown.
    cards = list(known.exclude(pk=decided).order_by("-day", "-pk")[:CARDS_IN_PANEL])
    counting = set(
        query.counted.filter(pk__in=[card.pk for card in cards]).values_list("pk", flat=True)
    )
    return Panel(
        actor=actor,
        position=position,
        deciding=known.filter(pk=decided).first(),
        counted=[stance for stance in cards if stance.pk in counting],
        others=[stance for stance in cards if stance.pk not in counting],
        close=query.href(selected=None),
    )


@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """The map's equal: the same actors and positions, with the evidence beside them."""
    query = read_query(request, slug, "table")
    return answer(request, query, "table", partial(_table_context, query))


def _table_context(query: PageQuery) -> dict[str, Any]:
    found = standings(query, actors_by_code())
    page = Paginator(found, ROWS_A_PAGE).get_page(query.params.get("page"))
    stances = deciding_stances(page)
    return {
        **summary(query, found),
        "page": page,
        "rows": [(standing, stances[standing.position.stance.id]) for standing in page],
        "pages": page_links(query, page),
        "sorts": _sorts(query),
        "days": day_control(query),
        "choices": filter_choices(query),
    }


def _sorts(query: PageQuery) -> dict[str, dict[str, Any]]:
    chosen = query.params.get("ordering", "level")
    return {
        name: {
            "href": query.href(ordering=None if name == "level" else name),
            "on": name == chosen,
        }
        for name in ("level", "name", "region", "first", "newest")
    }
