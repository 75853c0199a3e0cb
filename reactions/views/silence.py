"""Who has said nothing that is known: silence is data too."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reactions.decisive import decisive_rows
from reactions.filters import towards
from reactions.models import Actor, Membership, Stance
from reactions.positions import CRISIS, Rule, positions
from reactions.views.answers import answer
from reactions.views.query import UNIVERSAL, PageQuery, read_query


@dataclass(frozen=True)
class Bloc:
    """An organization, how many of its members are silent, and the page that lists them."""

    organization: Actor
    silent: int
    members: int
    href: str


@require_safe
def silence(request: HttpRequest, slug: str) -> HttpResponse:
    """The members of the UN, or of the organization asked for, without a known position."""
    query = read_query(request, slug, "silence")
    return answer(request, query, "silence", partial(_context, query))


def _context(query: PageQuery) -> dict[str, Any]:
    inside = query.crisis.inside_codes()
    heard = _heard(query)
    members = _members(query, inside)
    chosen = query.params.get("member_of", UNIVERSAL)
    silent = [
        country
        for organization, countries in members.items()
        if organization.code == chosen
        for country in countries
        if country.code not in heard
    ]
    blocs = [
        Bloc(
            organization=organization,
            silent=sum(country.code not in heard for country in countries),
            members=len(countries),
            href=query.href(
                member_of=None if organization.code == UNIVERSAL else organization.code
            ),
        )
        for organization, countries in members.items()
    ]
    return {
        "silent": _since(query, sorted(silent, key=lambda one: (one.region, one.name))),
        "blocs": sorted(blocs, key=lambda bloc: (-bloc.members, bloc.organization.code)),
        "chosen": chosen,
    }


def _heard(query: PageQuery) -> set[str]:
    """Who has a position on the day, whichever members are asked for."""
    if query.day is None:
        return set()
    counted = towards(Stance.objects.accepted().filter(crisis=query.crisis), CRISIS)
    return set(positions(decisive_rows(counted, query.day, Rule.POSITION), query.day))


@dataclass(frozen=True)
class Silent:
    """A country without a position, and since when: its last stance of any sort, or never one."""

    country: Actor
    since: date
    last: date | None
    days: int


def _since(query: PageQuery, countries: list[Actor]) -> list[Silent]:
    """When each was last heard at all, else the crisis's first day."""
    if query.day is None:
        return []
    taken = Stance.objects.accepted().filter(crisis=query.crisis, day__lte=query.day)
    last = dict(
        taken.filter(actor__in=countries).values_list("actor").annotate(Max("day")).order_by()
    )
    return [
        Silent(
            country=country,
            since=last.get(country.pk, query.crisis.started),
            last=last.get(country.pk),
            days=(query.day - last.get(country.pk, query.crisis.started)).days,
        )
        for country in countries
    ]


def _members(query: PageQuery, inside: frozenset[str]) -> dict[Actor, list[Actor]]:
    """The countries outside the crisis in each organization on the day asked for."""
    if query.day is None:
        return {}
    members: dict[Actor, list[Actor]] = {}
    joined = Membership.objects.current(query.day).select_related("organization", "country")
    for membership in joined:
        if membership.country.code not in inside:
            members.setdefault(membership.organization, []).append(membership.country)
    return members
