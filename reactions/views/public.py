"""The site's own public pages: home, method, and the choice of theme."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from reactions.accuracy import measured
from reactions.decisive import decisive_rows
from reactions.extraction.codebook import KINDS, Group
from reactions.filters import StanceFilter, towards
from reactions.kept import kept
from reactions.models import Actor, Article, Crisis, Evidence, Source, Stance
from reactions.models.stances import independent_articles
from reactions.positions import CRISIS, Line, Rule, positions
from reactions.precision import judged, overall
from reactions.public_state import current_state
from reactions.views.query import KEPT_SECONDS
from reactions.wording import GROUPS, kinds_of

THEMES = ("light", "dark")
ONE_YEAR = timedelta(days=365)
SPARK_STEPS = 60


@dataclass(frozen=True)
class CrisisEntry:
    """A crisis as home lists it: who stands where on the last day, and when stances were taken."""

    crisis: Crisis
    stances: int
    actors: int
    first: date | None
    last: date | None
    groups: list[tuple[Group, str, int, int]]
    spark: list[int]

    @property
    def peak(self) -> int:
        return max(self.spark, default=0)

    @property
    def columns(self) -> list[tuple[int, int, int]]:
        """The spark's columns: place, top and height, counted from the top."""
        return [(place, self.peak - count, count) for place, count in enumerate(self.spark)]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The crises to choose from; a single one is shown at once."""
    crises = list(Crisis.objects.visible_to(request.user).select_related("focal"))
    if len(crises) == 1:
        return redirect("map", crises[0].slug)
    entries = [_kept_entry(crisis) for crisis in crises]
    return render(request, "reactions/home.html", {"entries": entries})


def _kept_entry(crisis: Crisis) -> CrisisEntry:
    """The entry of a crisis, kept until public data change."""
    if not crisis.published:
        return _entry(crisis)
    name = f"home:{crisis.pk}:{current_state().digest}"
    return kept(name, partial(_entry, crisis), seconds=KEPT_SECONDS)


def _entry(crisis: Crisis) -> CrisisEntry:
    accepted = Stance.objects.accepted().filter(crisis=crisis)
    per_day = dict(accepted.order_by("day").values_list("day").annotate(Count("pk")))
    first, last = (min(per_day), max(per_day)) if per_day else (None, None)
    rows = decisive_rows(towards(accepted, CRISIS), last, Rule.POSITION) if last else []
    stands = positions(rows, last) if last else {}
    groups = Counter(position.stance.group for position in stands.values())
    bars, start = [], 0
    for group in Group:
        bars.append((group, GROUPS[group].name, start, groups[group]))
        start += groups[group]
    return CrisisEntry(
        crisis=crisis,
        stances=sum(per_day.values()),
        actors=len(stands),
        first=first,
        last=last,
        groups=bars,
        spark=_spark(per_day, first, last),
    )


def _spark(per_day: dict[date, int], first: date | None, last: date | None) -> list[int]:
    """New stances over the period, in at most SPARK_STEPS steps of equal length."""
    if first is None or last is None:
        return []
    length = (last - first).days + 1
    steps = min(length, SPARK_STEPS)
    counts: Counter[int] = Counter()
    for day, stances in per_day.items():
        counts[(day - first).days * steps // length] += stances
    return [counts[step] for step in range(steps)]


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How stances are found, coded and turned into positions."""
    context = {
        "lines": list(Line),
        "groups": GROUPS.items(),
        "measures": measured(),
        "editors": overall(judged()),
    }
    return render(request, "reactions/method.html", context)


@require_safe
def method_kinds(request: HttpRequest) -> HttpResponse:
    """The codebook's kinds, by group."""
    groups = [
        (group, entry, [(kind, KINDS[kind]) for kind in kinds_of(group)])
        for group, entry in GROUPS.items()
    ]
    return render(request, "reactions/method_kinds.html", {"groups": groups})


@require_safe
def method_borders(request: HttpRequest) -> HttpResponse:
    """Whose outlines and names the map uses."""
    return render(request, "reactions/method_borders.html")


def _origins_read(crises: QuerySet[Crisis]) -> int:
    """How many articles were read for these crises; a text counts once with all its copies."""
    read = Article.objects.filter(readings__crisis__in=crises)
    origin = Coalesce("reprint_of", "pk")
    return int(read.aggregate(number=Count(origin, distinct=True))["number"])


@require_safe
def method_sources(request: HttpRequest) -> HttpResponse:
    """What was read: publishers, languages, articles; and how much of it shows a stance.

    Copies of one text count once, as they do where they corroborate a stance.
    """
    visible = Crisis.objects.visible_to(request.user)
    public = Evidence.objects.accepted().filter(
        stance__crisis__in=visible, stance__status=Stance.Status.ACCEPTED
    )
    context = {
        "articles": _origins_read(visible),
        "publishers": public.values_list("article__publisher")
        .annotate(articles=independent_articles(), stances=Count("stance", distinct=True))
        .order_by("-stances", "article__publisher"),
        "languages": public.values_list("article__language")
        .annotate(articles=independent_articles())
        .order_by("-articles"),
        "sources": Source.objects.exclude(type=Source.Type.FILES),
        "countries": Actor.objects.countries().count(),
        "organizations": Actor.objects.organizations().count(),
    }
    return render(request, "reactions/method_sources.html", context)


@dataclass(frozen=True)
class Found:
    """What a search found in one crisis: stances by their words, and the actors so named."""

    crisis: Crisis
    stances: int
    actors: list[Actor]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Words in the evidence and names of actors, over all crises."""
    words = request.GET.get("q", "").strip()
    found = [_found(crisis, words) for crisis in Crisis.objects.visible_to(request.user)]
    context = {"words": words, "found": [one for one in found if one.stances or one.actors]}
    return render(request, "reactions/search.html", context)


def _found(crisis: Crisis, words: str) -> Found:
    if not words:
        return Found(crisis, 0, [])
    accepted = Stance.objects.accepted().filter(crisis=crisis)
    named = Q(name__icontains=words) | Q(code__iexact=words) | Q(aliases__contains=[words])
    heard = Actor.objects.filter(named, Exists(accepted.filter(actor=OuterRef("pk"))))
    stances = StanceFilter({"q": words}, accepted).qs
    return Found(crisis, stances.count(), list(heard[:20]))


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an error of ours, with the id under which the log has it."""
    reference = request.META.get("HTTP_X_REQUEST_ID", "")
    # Rendered without the request: what the frame asks of the database may be what failed.
    known = {"reference": reference, "theme": request.COOKIES.get("theme")}
    return HttpResponse(render_to_string("500.html", known), status=500)


# Exempt: the worst that a forged request can do is to change the colours of a page.
@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie; anything else forgets it."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=ONE_YEAR, samesite="Lax")
    else:
        response.delete_cookie("theme")
    return response
