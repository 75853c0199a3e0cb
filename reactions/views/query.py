"""What a page of a crisis is asked to show: the query string, read once for every view.

The address is the state of a page. Parameters have one order, defaults are dropped, lists are
sorted; what cannot be read is named in a notice and left out of every link (docs/method).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from reactions.charts import Colour, DayCount, bin_days
from reactions.decisive import decisive_rows
from reactions.extraction.codebook import KINDS, Group, Kind, Phase, Side
from reactions.filters import StanceFilter, lenient_filter, towards
from reactions.kept import kept
from reactions.models import Actor, Crisis, Membership, Stance
from reactions.positions import CRISIS, Position, Rule, positions
from reactions.public_state import State, current_state
from reactions.views.parameters import (
    ASKED,
    DEFAULTS,
    MEANT_FOR,
    MEANT_FOR_API,
    ORDER,
    PROPOSED_TOO,
    VIEWPORTS,
    given_parameters,
    read_day,
    unreadable,
)
from reactions.wording import GROUPS, party

# Its members are the states that can be silent; that it spoke says nothing of any one of them.
UNIVERSAL = "UN"
# How long what was made of a state is kept. Two states never share a name, so this only bounds how
# long an old one takes up space.
KEPT_SECONDS = 86_400
VIEWS = {
    "map": "Map",
    "table": "Table",
    "timeline": "Timeline",
    "stances": "Stances",
    "silence": "Silence",
    "changes": "Changes",
}
_FORM_FIELDS = frozenset(
    {
        "kind", "side", "actor_type", "region", "member_of", "target", "rule", "colour", "from",
        "until", "max_age", "q", "status",
    }
)  # fmt: skip


@dataclass(frozen=True)
class ViewLink:
    """A view of the crisis in the header, with what is asked carried over."""

    name: str
    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Chip:
    """A parameter that is set: what it says, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class PageQuery:
    """A crisis and what is asked of it; see `read_query`."""

    crisis: Crisis
    view: str
    # The public data's, read before any of them: what is kept under it may be newer, never older.
    state: State
    params: dict[str, str]
    notices: tuple[str, ...]
    stances: QuerySet[Stance]
    # The same with proposals, where they are asked for and may be seen.
    listed: QuerySet[Stance]
    may_show_proposed: bool
    first: date | None
    last: date | None
    day: date | None
    target: str = CRISIS
    rule: Rule = Rule.POSITION
    colour: Colour = Colour.GROUP

    def href(self, view: str = "", /, **changes: str | None) -> str:
        """The address of `view` (default: this one) with some parameters changed; None removes."""
        view = view or self.view
        merged = {**self.params, **changes}
        meant = MEANT_FOR.get(view, frozenset())
        kept = {
            name: str(merged[name])
            for name in ORDER
            if name in meant and merged.get(name) and merged[name] != DEFAULTS.get(name)
        }
        if "page" not in changes:
            kept.pop("page", None)
        return reverse(view, args=[self.crisis.slug]) + _query_string(kept)

    @property
    def canonical(self) -> str:
        """This page's own address."""
        return self.href(page=self.params.get("page"))

    @cached_property
    def counted(self) -> QuerySet[Stance]:
        """Those of the stances asked for that count for positions."""
        return towards(self.stances, self.target)

    @property
    def shows_proposed(self) -> bool:
        """Whether proposals are shown beside what is accepted."""
        return "status" in self.params

    @cached_property
    def proposed(self) -> QuerySet[Stance]:
        """The proposals asked for, up to the day shown; none unless they are shown."""
        if not self.shows_proposed or self.day is None:
            return Stance.objects.none()
        return self.listed.filter(status=Stance.Status.PROPOSED, day__lte=self.day)

    @property
    def proposals_href(self) -> str:
        """The list with proposals, or the page without them."""
        return self.href("stances", status=PROPOSED_TOO)

    @cached_property
    def positions(self) -> dict[str, Position]:
        """Who stands where on the day asked for."""
        if self.day is None:
            return {}
        rows = decisive_rows(self.counted, self.day, self.rule)
        return positions(rows, self.day, target=self.target, rule=self.rule)

    def position_of(self, actor: Actor) -> Position | None:
        """Where one actor stands on the day asked for, whoever else does."""
        if self.day is None:
            return None
        rows = decisive_rows(self.counted.filter(actor=actor), self.day, self.rule)
        stands = positions(rows, self.day, target=self.target, rule=self.rule)
        return stands.get(actor.code)

    @property
    def digest(self) -> str:
        """What tells this state, crisis and filter from others: what is made of the stances of all
        days is kept under it."""
        # How old a stance may be is counted from the day shown.
        day = self.day if "max_age" in self.params else None
        asked = f"{self.state.digest}:{self.crisis.pk}:{day}:{self.href('positions')}"
        return hashlib.sha256(asked.encode()).hexdigest()[:24]

    @cached_property
    def taken(self) -> QuerySet[Stance]:
        """Those that count and began something: entries that only end a measure left out."""
        return self.counted.exclude(phase=Phase.ENDED)

    @cached_property
    def counts(self) -> list[DayCount]:
        """How many new stances of each kind each day has, among those that count.

        It is the same for every day shown, and asks for all stances: kept until public data change.
        """
        if self.crisis.published:
            counted = kept(f"counts:{self.digest}", self._counted_by_day, seconds=KEPT_SECONDS)
        else:
            counted = self._counted_by_day()
        return [DayCount(day, Kind(kind), count) for day, kind, count in counted]

    def _counted_by_day(self) -> list[tuple[date, str, int]]:
        counted = self.taken.order_by("day").values_list("day", "kind").annotate(Count("pk"))
        return list(counted)

    @cached_property
    def neighbors(self) -> tuple[date | None, date | None]:
        """The nearest days with a stance among those asked for, before and after the day shown."""
        days = self.stances.values_list("day", flat=True)
        before = days.filter(day__lt=self.day).order_by("-day").first()
        return before, days.filter(day__gt=self.day).order_by("day").first()

    @cached_property
    def chips(self) -> list[Chip]:
        """What narrows or changes the page, in words."""
        hidden = {"selected", "highlight", "viewport", "ordering", "page", "organizations"}
        return [
            Chip(_LABELS.get(name, name), _in_words(name, value), self.href(**{name: None}))
            for name, value in self.params.items()
            if name not in hidden and name in MEANT_FOR.get(self.view, ())
        ]

    @property
    def path(self) -> str:
        """This page's address without parameters: where its forms go."""
        return reverse(self.view, args=[self.crisis.slug])

    @property
    def bare(self) -> str:
        """This page without filters; the day and the selected actor stay."""
        kept = {"day", "selected", "viewport", "colour"}
        return self.href(**{name: None for name in self.params if name not in kept})

    @property
    def unasked(self) -> list[tuple[str, str]]:
        """The parameters that the filter form has no field for, and must carry."""
        return [
            (name, value)
            for name, value in self.params.items()
            if name not in _FORM_FIELDS and name != "page"
        ]

    @property
    def views(self) -> list[ViewLink]:
        return [
            ViewLink(name, label, self.href(name), name == self.view)
            for name, label in VIEWS.items()
        ]

    @property
    def chosen_kinds(self) -> list[str]:
        return self.chosen("kind")

    @property
    def shows_positions(self) -> bool:
        return "rule" in MEANT_FOR[self.view]

    @property
    def targets(self) -> list[tuple[str, str]]:
        return [
            (CRISIS, "the crisis"),
            ("authorities", "the authorities"),
            ("opponents", "the opponents"),
            ("all", "all parties"),
        ]

    @property
    def rules(self) -> list[tuple[str, str]]:
        return [
            (Rule.POSITION, "position on the day"),
            (Rule.LATEST, "latest stance"),
            (Rule.STRONGEST, "strongest stance"),
            (Rule.FIRST, "first stance"),
        ]

    @property
    def viewports(self) -> list[tuple[str, str]]:
        return list(VIEWPORTS.items())

    @property
    def table_href(self) -> str:
        return self.href("table")

    @property
    def silence_href(self) -> str:
        return self.href("silence")

    @property
    def positions_href(self) -> str:
        return self.href("positions")

    @property
    def api_href(self) -> str:
        """The call of the API for what this page shows."""
        if self.view == "changes":
            return reverse("api-changes")
        asked = {"crisis": self.crisis.slug}
        if self.view == "silence":
            asked["member_of"] = UNIVERSAL
        if self.view == "timeline":
            asked["target"] = self.target
        meant = MEANT_FOR_API.get(self.view, ASKED)
        asked |= {name: value for name, value in self.params.items() if name in meant}
        return reverse(f"api-{_RESOURCES.get(self.view, 'stances')}") + _query_string(asked)

    @property
    def stances_api_href(self) -> str:
        """The call of the API for the stances behind this page."""
        asked = {name: value for name, value in self.params.items() if name in ASKED}
        return reverse("api-stances") + _query_string({"crisis": self.crisis.slug, **asked})

    @property
    def csv_href(self) -> str:
        return self.href("stances_csv" if self.view == "stances" else "positions_csv")

    @property
    def json_href(self) -> str:
        return self.href("positions_json")

    @property
    def rings_href(self) -> str:
        on = self.params.get("organizations") == "members"
        return self.href(organizations=None if on else "members")

    @cached_property
    def first_shown(self) -> date | None:
        """The first day with a stance that counts for the positions asked for."""
        first: date | None = self.counted.aggregate(first=Min("day"))["first"]
        return first

    @property
    def first_href(self) -> str:
        first = self.first_shown
        return self.href(day=first.isoformat() if first else None)

    @property
    def length(self) -> int:
        """The days from the first stance of the crisis to its last."""
        return (self.last - self.first).days if self.first and self.last else 0

    @property
    def place(self) -> int:
        """The day asked for, in days since the first."""
        return (self.day - self.first).days if self.first and self.day else 0

    @property
    def step_word(self) -> str:
        """What a step of the histogram holds: a day, or over a long period a week."""
        return (
            "day"
            if not self.first or not self.last or bin_days(self.first, self.last) == 1
            else "week"
        )

    @property
    def shown_from(self) -> date | None:
        """The first day whose stances are shown: asked for, else the crisis's first."""
        asked = read_day(self.params.get("from", ""))
        if asked is None or self.first is None or self.last is None:
            return self.first
        return min(max(asked, self.first), self.last)

    @property
    def place_from(self) -> int:
        """The first day whose stances are shown, in days since the crisis's first."""
        return (self.shown_from - self.first).days if self.first and self.shown_from else 0

    def chosen(self, name: str) -> list[str]:
        """The values of a list parameter."""
        return [value for value in self.params.get(name, "").split(",") if value]


# The resource of the API that holds what a view shows; stances, unless named here.
_RESOURCES = {
    "map": "positions",
    "table": "positions",
    "timeline": "timeline",
    "silence": "silence",
}
_LABELS = {
    "day": "Day",
    "from": "From",
    "until": "Until",
    "target": "Towards",
    "rule": "Rule",
    "colour": "Colours by",
    "kind": "Kind",
    "group": "Group",
    "side": "Side",
    "actor": "Actor",
    "actor_type": "Actors",
    "region": "Region",
    "member_of": "Members of",
    "official": "Official",
    "source": "Source",
    "language": "Language",
    "q": "Words",
    "max_age": "At most days old",
    "labels": "Codes on land",
    "status": "Status",
}


def _in_words(name: str, value: str) -> str:
    if name in ("day", "from", "until"):
        day = read_day(value)
        return f"{day.day} {day:%b %Y}" if day else value
    if name == "target":
        return party(value)
    return ", ".join(_value_in_words(name, part) for part in value.split(","))


def _value_in_words(name: str, value: str) -> str:
    excluded, code = value.startswith("-"), value.removeprefix("-")
    if name == "kind":
        words = KINDS[Kind(code)].label
    elif name == "group":
        words = GROUPS[Group(code)].name
    elif name == "actor_type":
        words = {"country": "countries", "organization": "organizations"}.get(code, code)
    else:
        words = code
    return f"not {words}" if excluded else words


def _query_string(params: Mapping[str, str]) -> str:
    return f"?{urlencode(params, safe=',', quote_via=quote)}" if params else ""


def load_crisis(request: HttpRequest, slug: str) -> Crisis:
    """The crisis of this slug if the reader may know of it; else 404."""
    visible = Crisis.objects.visible_to(getattr(request, "user", AnonymousUser()))
    return get_object_or_404(visible.select_related("focal"), slug=slug)


def read_query(request: HttpRequest, slug: str, view: str) -> PageQuery:
    """Read what a page of the crisis of this slug is asked; bad parameters become notices.

    A crisis that the reader may not know of raises Http404.
    """
    state = current_state()
    crisis = load_crisis(request, slug)
    given = given_parameters(request)
    accepted = Stance.objects.accepted().filter(crisis=crisis)
    period = accepted.aggregate(first=Min("day"), last=Max("day"))
    filters, notices = lenient_filter(
        {name: value for name, value in given.items() if name != "crisis"}, accepted
    )
    # The lenient filter keeps what could be read; the rest are the page's own parameters.
    unread = set(StanceFilter.parameters()) - set(filters.data or {})
    kept = {name: value for name, value in given.items() if name not in unread}
    user = getattr(request, "user", AnonymousUser())
    may_show = crisis.proposals_public or user.has_perm("reactions.decide_stance")
    problems = unreadable(kept, may_show_proposed=may_show)
    params = {name: kept[name] for name in ORDER if name in kept and name not in problems}
    if period["first"] is None:
        params.pop("day", None)
    day = read_day(params.get("day", "")) or period["last"]
    return PageQuery(
        crisis=crisis,
        view=view,
        state=state,
        params=params,
        notices=(*notices, *problems.values()),
        stances=filters.qs,
        listed=_with_proposed(filters, crisis) if "status" in params else filters.qs,
        may_show_proposed=may_show,
        first=period["first"],
        last=period["last"],
        day=day,
        target=params.get("target", CRISIS),
        rule=Rule(params.get("rule", Rule.POSITION)),
        colour=Colour(params.get("colour", Colour.GROUP)),
    )


def _with_proposed(filters: StanceFilter, crisis: Crisis) -> QuerySet[Stance]:
    """What the filter leaves of accepted stances and proposals."""
    return StanceFilter(filters.data, Stance.objects.live().filter(crisis=crisis)).qs


def load_actor(code: str) -> Actor:
    """The actor with this code, else 404."""
    try:
        return Actor.objects.get(code=code.upper())
    except Actor.DoesNotExist as error:
        raise Http404(f"There is no actor {code!r}.") from error


def filter_choices(query: PageQuery) -> dict[str, Any]:
    """What the filter form offers: values that occur among the crisis's accepted stances."""
    return {
        "kinds": list(KINDS.items()),
        "sides": list(Side),
        **_kept_values(query),
    }


def _kept_values(query: PageQuery) -> dict[str, Any]:
    """Regions and organizations that occur, kept until public data change."""
    if not query.crisis.published:
        return _values(query.crisis)
    name = f"choices:{query.crisis.pk}:{query.state.digest}"
    return kept(name, partial(_values, query.crisis), seconds=KEPT_SECONDS)


def _values(crisis: Crisis) -> dict[str, Any]:
    taken = Stance.objects.accepted().filter(crisis=crisis, actor=OuterRef("pk"))
    heard = Actor.objects.filter(Exists(taken))
    memberships = Membership.objects.filter(organization=OuterRef("pk"), country__in=heard)
    return {
        "regions": sorted(set(heard.exclude(region="").values_list("region", flat=True))),
        "organizations": list(
            Actor.objects.organizations()
            .filter(Exists(memberships))
            .order_by("code")
            .values_list("code", "name")
        ),
    }
