"""Actors, stances and public changes of a crisis, one by one and in lists."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reactions.extraction.codebook import KINDS, Kind
from reactions.filters import lenient_filter
from reactions.models import Actor, Membership, PublicChange, Revision, Stance
from reactions.positions import Position
from reactions.views.all_days import leading_steps
from reactions.views.answers import answer, page_links
from reactions.views.context import in_context
from reactions.views.query import (
    PageQuery,
    filter_choices,
    load_actor,
    load_crisis,
    read_query,
)
from reactions.views.standing import Standing, shown_evidence, with_shown_evidence
from reactions.views.timeline import segments
from reactions.wording import deed

STANCES_A_PAGE = 50
CARDS_A_PAGE = 50
STANCE_ORDERINGS = {
    "newest": ("-day", "pk"),
    "oldest": ("day", "pk"),
    "recorded": ("-created_at", "pk"),
}


# An actor


@require_safe
def actor(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Where an actor stands, how it came there, and its stances one by one."""
    query = read_query(request, slug, "map")
    crisis = query.crisis
    shown = load_actor(code)
    if shown.code != code:
        return redirect("actor", slug, shown.code)
    stands = query.positions
    stances = with_shown_evidence(query.listed.filter(actor=shown)).order_by("-day", "-pk")
    page = Paginator(stances, CARDS_A_PAGE).get_page(request.GET.get("page"))
    numbers = [stance.pk for stance in page]
    counting = set(query.counted.filter(pk__in=numbers).values_list("pk", flat=True))
    context = {
        "query": query,
        "crisis": crisis,
        "actor": shown,
        "position": stands.get(shown.code),
        "sentence": _position_sentence(shown, stands.get(shown.code)),
        "inside": shown.code in crisis.inside_codes(),
        "segments": segments(leading_steps(query, [shown]).get(shown.code, []), query),
        "span": (query.last - query.first).days + 1 if query.first and query.last else 0,
        "page": page,
        "cards": [(stance, stance.pk in counting) for stance in page],
        "related": _related(shown, query, stands),
        "api_call": f"{reverse('api-stances')}?crisis={slug}&actor={shown.code}",
        "proposals": Stance.objects.proposed().filter(crisis=crisis, actor=shown).count(),
    }
    return render(request, "reactions/actor.html", context)


def _position_sentence(shown: Actor, stands: Position | None) -> str:
    if stands is None:
        return ""
    first = _clause(stands.stance.kind, stands.stance.target, stands.stance.phase)
    day = stands.stance.day
    sentence = f"{shown.name} {first} on {day.day} {day:%b %Y}"
    if stands.stance.phase == "in_force":
        sentence += "; the measure is in force"
    if stands.second:
        also = _clause(stands.second.kind, stands.second.target, stands.second.phase)
        sentence += f"; it also {also} on {stands.second.day.day} {stands.second.day:%b}"
    return f"{sentence}."


def _clause(kind: Kind, target: str, phase: str) -> str:
    return deed(kind, target=target, phase=phase)


@dataclass(frozen=True)
class Related:
    """An organization of a country, or a member of an organization, and where it stands."""

    actor: Actor
    standing: Standing | None
    diverges: bool


def _related(shown: Actor, query: PageQuery, stands: dict[str, Position]) -> list[Related]:
    """A country's organizations that have a position, or all members of an organization."""
    if query.day is None:
        return []
    if shown.type == Actor.Type.ORGANIZATION:
        rows = Membership.objects.current(query.day).filter(organization=shown)
        others = [row.country for row in rows.select_related("country").order_by("country__name")]
    else:
        rows = Membership.objects.current(query.day).filter(country=shown)
        others = [
            row.organization
            for row in rows.select_related("organization").order_by("organization__name")
            if row.organization.code in stands
        ]
    own = stands.get(shown.code)
    return [_relate(other, stands.get(other.code), own, query.day) for other in others]


def _relate(other: Actor, theirs: Position | None, own: Position | None, day: date) -> Related:
    if theirs is None:
        return Related(other, None, diverges=False)
    diverges = own is not None and theirs.stance.group != own.stance.group
    return Related(other, Standing(actor=other, position=theirs, day=day), diverges)


# Stances


@require_safe
def stances(request: HttpRequest, slug: str) -> HttpResponse:
    """The accepted stances asked for, with facets that count after the other filters."""
    query = read_query(request, slug, "stances")
    return answer(request, query, "stances", partial(_list_context, query))


def _list_context(query: PageQuery) -> dict[str, Any]:
    ordering = query.params.get("ordering", "newest")
    ordered = with_shown_evidence(query.listed).order_by(
        *STANCE_ORDERINGS.get(ordering, STANCE_ORDERINGS["newest"])
    )
    page = Paginator(ordered, STANCES_A_PAGE).get_page(query.params.get("page"))
    return {
        "page": page,
        "pages": page_links(query, page),
        "words": query.params.get("q", "").split(),
        "facets": _facets(query),
        "sorts": [
            (name, query.href(ordering=None if name == "newest" else name), name == ordering)
            for name in STANCE_ORDERINGS
        ],
        "choices": filter_choices(query),
    }


@dataclass(frozen=True)
class FacetValue:
    """A value to narrow by: how many stances it would leave, and the address that does so."""

    value: str
    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A parameter with the values that occur."""

    name: str
    label: str
    values: list[FacetValue]


def _facets(query: PageQuery) -> list[Facet]:
    fields = {
        "kind": ("Kind", "kind", {kind.value: entry.label for kind, entry in KINDS.items()}),
        "actor": ("Actor", "actor__code", {}),
        "region": ("Region", "actor__region", {}),
    }
    return [
        Facet(name, label, _facet_values(query, name, column, labels))
        for name, (label, column, labels) in fields.items()
    ]


def _facet_values(
    query: PageQuery, name: str, column: str, labels: dict[str, str]
) -> list[FacetValue]:
    others = {key: value for key, value in query.params.items() if key != name}
    statuses = Stance.LIVE if query.shows_proposed else [Stance.Status.ACCEPTED]
    known = Stance.objects.filter(crisis=query.crisis, status__in=statuses)
    filters, _ = lenient_filter(others, known)
    counted = (
        filters.qs.order_by()
        .values_list(column)
        .annotate(Count("pk"))
        .order_by("-pk__count", column)
    )
    chosen = query.chosen(name)
    names = labels or _actor_names(column, counted)
    return [
        FacetValue(
            value=value,
            label=names.get(value, value),
            count=count,
            href=query.href(**{name: ",".join(sorted({*chosen} ^ {value}))}),
            chosen=value in chosen,
        )
        for value, count in counted
        if value
    ]


def _actor_names(column: str, counted: QuerySet[Stance, Any]) -> dict[str, str]:
    if column != "actor__code":
        return {}
    return dict(Actor.objects.values_list("code", "name"))


@require_safe
def stance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One stance: its evidence in context, its articles, what became of it, how to cite it."""
    query = read_query(request, slug, "stances")
    crisis = query.crisis
    found = get_object_or_404(with_shown_evidence(Stance.objects.filter(crisis=crisis)), pk=pk)
    changes = list(
        PublicChange.objects.filter(stance=found)
        .select_related("decision__editor__byline")
        .order_by("revision")
    )
    context = {"query": query, "crisis": crisis, "stance": found, "changes": changes}
    if found.status == Stance.Status.MERGED and found.merged_into_id:
        return redirect("stance", slug, found.merged_into_id)
    if found.status == Stance.Status.WITHDRAWN and changes:
        return render(request, "reactions/withdrawn.html", context, status=410)
    if found.status != Stance.Status.ACCEPTED:
        raise Http404("There is no public stance of this number.")
    context |= {
        "contexts": [in_context(evidence) for evidence in shown_evidence(found)],
        "sentence": _stance_sentence(found),
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "bibtex": _bibtex(request, found),
        "linked": _linked_data(request, found),
        "map_href": _map_of(found),
        "mail": _error_mail(request, found),
        "api_call": reverse("api-stances-item", args=[found.pk]),
    }
    return render(request, "reactions/stance.html", context)


def _stance_sentence(found: Stance) -> str:
    who = f"{found.official.name} ({found.actor.name})" if found.official else found.actor.name
    words = deed(found.kind, target=found.target, phase=found.phase, actor_name=found.target_name)
    return f"{who} {words}"


def _bibtex(request: HttpRequest, found: Stance) -> str:
    fields = {
        "title": _stance_sentence(found),
        "author": "{crisiswatch}",
        "year": str(found.day.year),
        "howpublished": f"Stance {found.pk}, {found.crisis.title}, revision {Revision.current()}",
        "url": request.build_absolute_uri(found.get_absolute_url()),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{crisiswatch-{found.pk},\n{lines}\n}}"


def _linked_data(request: HttpRequest, found: Stance) -> dict[str, Any]:
    """The stance as schema.org's Claim, for machines that read pages."""
    return {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": request.build_absolute_uri(found.get_absolute_url()),
        "name": _stance_sentence(found),
        "datePublished": found.day.isoformat(),
        "author": {
            "@type": "Country" if found.actor.type == Actor.Type.COUNTRY else "Organization",
            "name": found.actor.name,
            "identifier": found.actor.code,
        },
        "appearance": [
            {
                "@type": "NewsArticle",
                "headline": evidence.article.title,
                "url": evidence.article.url or "",
                "publisher": evidence.article.publisher,
            }
            for evidence in shown_evidence(found)
        ],
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def _map_of(found: Stance) -> str:
    return f"{found.crisis.get_absolute_url()}?day={found.day}&selected={found.actor.code}"


def _error_mail(request: HttpRequest, found: Stance) -> str:
    """The subject and body for a reader's report, where there is somebody to write to."""
    if not settings.CONTACT_EMAIL:
        return ""
    address = request.build_absolute_uri(found.get_absolute_url())
    subject = quote(f"Stance {found.pk}: an error")
    body = quote(f"{address}\nRevision {Revision.current()}\n\nWhat is wrong:\n")
    return f"mailto:{settings.CONTACT_EMAIL}?subject={subject}&body={body}"


@require_safe
def tip(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the map's tooltip says of the stance that decided: the words, and who published them."""
    crisis = load_crisis(request, slug)
    accepted = Stance.objects.accepted().filter(crisis=crisis)
    found = get_object_or_404(with_shown_evidence(accepted), pk=pk)
    response = render(request, "reactions/_tip.html", {"stance": found})
    response["Cache-Control"] = "private, max-age=300"
    return response
