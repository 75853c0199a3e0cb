"""What a page of a crisis is asked to show: the query string, read once for every view.

The address is the state of a page. Parameters have one order, defaults are dropped, lists are
sorted; what cannot be read is named in a notice and left out of every link (docs/method).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from reactions.charts import Colour, DayCount
from reactions.decisive import decisive_rows
from reactions.extraction.codebook import KINDS, Group, Kind, Phase, Side
from reactions.filters import StanceFilter, lenient_filter, towards
from reactions.models import Actor, Article, Crisis, Membership, Revision, Stance
from reactions.positions import CRISIS, Position, Rule, positions
from reactions.wording import GROUPS, party

ORDER = (
    "day", "from", "until", "target", "rule", "colour", "kind", "group", "side", "actor",
    "actor_type", "region", "member_of", "official", "source", "language", "q", "max_age",
    "organizations", "labels", "ordering", "highlight", "selected", "viewport", "status", "page",
)  # fmt: skip
DEFAULTS = {
    "day": "latest",
    "from": "earliest",
    "until": "latest",
    "target": CRISIS,
    "rule": Rule.POSITION.value,
    "colour": Colour.GROUP.value,
    "organizations": "rail",
    "labels": "auto",
    "status": "accepted",
    "page": "1",
}
LISTS = frozenset(
    {
        "kind", "group", "side", "actor", "actor_type", "region", "member_of", "official",
        "source", "language", "status",
    }
)  # fmt: skip
# Which parameters mean something to a view; the others are dropped from links to it.
_ASKED = frozenset(StanceFilter.parameters()) - {"crisis"}
_POSITIONS = _ASKED | {"day", "rule", "colour", "organizations", "highlight"}
MEANT_FOR: dict[str, frozenset[str]] = {
    "map": _POSITIONS | {"selected", "viewport", "labels", "status"},
    "table": _POSITIONS | {"ordering", "page", "status"},
    "timeline": _POSITIONS | {"ordering", "page", "status"},
    "stances": _ASKED | {"ordering", "page", "status"},
    "positions": _ASKED | {"rule"},
    "positions_csv": _POSITIONS | {"ordering"},
    "positions_json": _POSITIONS | {"ordering"},
    "stances_csv": _ASKED,
    "silence": frozenset({"day", "member_of"}),
    "changes": frozenset({"page"}),
}


# How long what was made of a revision is kept. Two revisions never share a name, so this only
# bounds how long an old one takes up space.
KEPT_SECONDS = 86_400
VIEWS = {
    "map": "Map",
    "table": "Table",
    "timeline": "Timeline",
    "stances": "Stances",
    "silence": "Silence",
    "changes": "Changes",
}
PROPOSED_TOO = "accepted,proposed"
VIEWPORTS = {
    "world": "World",
    "europe": "Europe",
    "africa": "Africa",
    "middle-east": "M. East",
    "asia": "Asia",
    "pacific": "Pacific",
    "north-america": "N. America",
    "caribbean": "Caribbean",
    "south-america": "S. America",
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

    @cached_property
    def counts(self) -> list[DayCount]:
        """How many new stances of each kind each day has, among those that count."""
        new = self.counted.exclude(phase=Phase.ENDED).order_by("day")
        counted = new.values_list("day", "kind").annotate(Count("pk"))
        return [DayCount(day, Kind(kind), count) for day, kind, count in counted]

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
        """The call of the API for the stances behind this page."""
        asked = {name: value for name, value in self.params.items() if name in _ASKED}
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

    def chosen(self, name: str) -> list[str]:
        """The values of a list parameter."""
        return [value for value in self.params.get(name, "").split(",") if value]


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
        day = _day(value)
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


def read_query(request: HttpRequest, crisis: Crisis, view: str) -> PageQuery:
    """Read the query string of a page of `crisis`; bad parameters become notices."""
    given = _given(request)
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
    problems = _check_view(kept, may_show_proposed=may_show)
    params = {name: kept[name] for name in ORDER if name in kept and name not in problems}
    if period["first"] is None:
        params.pop("day", None)
    day = _day(params.get("day", "")) or period["last"]
    return PageQuery(
        crisis=crisis,
        view=view,
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


def _given(request: HttpRequest) -> dict[str, str]:
    """The parameters in their canonical form: lists joined and sorted, defaults and blanks out."""
    given: dict[str, str] = {}
    for name in request.GET:
        values = [value.strip() for value in request.GET.getlist(name)]
        if name in LISTS:
            parts = {part.strip() for value in values for part in value.split(",")}
            value = ",".join(sorted(parts - {""}))
        else:
            value = values[-1]
        if value and value != DEFAULTS.get(name):
            given[name] = value
    return given


def _check_view(params: Mapping[str, str], *, may_show_proposed: bool) -> dict[str, str]:
    """A sentence for each parameter of the page itself that cannot be read."""
    problems: dict[str, str] = {}
    if "day" in params and _day(params["day"]) is None:
        problems["day"] = f"day: {params['day']!r} is not a day. Write it as 2026-03-14."
    for name, known in (("rule", Rule), ("colour", Colour)):
        if name in params and params[name] not in list(known):
            valid = ", ".join(known)
            problems[name] = f"{name}: {params[name]!r} is not known. Valid: {valid}."
    if "labels" in params and params["labels"] not in ("on", "off"):
        problems["labels"] = f"labels: {params['labels']!r} is not known. Valid: auto, on, off."
    if "status" in params and params["status"] != PROPOSED_TOO:
        problems["status"] = (
            f"status: {params['status']!r} is not known. Valid: accepted, {PROPOSED_TOO}."
        )
    elif "status" in params and not may_show_proposed:
        problems["status"] = "status: the proposals of this crisis are not public."
    if "page" in params and not params["page"].isdecimal():
        problems["page"] = f"page: {params['page']!r} is not a number."
    if "organizations" in params and params["organizations"] != "members":
        problems["organizations"] = (
            f"organizations: {params['organizations']!r} is not known. Valid: rail, members."
        )
    return problems


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def load_actor(code: str) -> Actor:
    """The actor with this code, else 404."""
    try:
        return Actor.objects.get(code=code.upper())
    except Actor.DoesNotExist as error:
        raise Http404(f"There is no actor {code!r}.") from error


def filter_choices(query: PageQuery) -> dict[str, Any]:
    """What the filter form offers: values that occur among the crisis's accepted stances."""
    return {
        "groups": [(group, entry) for group, entry in GROUPS.items()],
        "kinds": list(KINDS.items()),
        "sides": list(Side),
        **_kept_values(query.crisis),
    }


def _kept_values(crisis: Crisis) -> dict[str, Any]:
    """Regions, organizations and languages that occur, kept until the public revision changes."""
    if not crisis.published:
        return _values(crisis)
    name = f"choices:{crisis.pk}:{Revision.current()}"
    kept: dict[str, Any] | None = cache.get(name)
    if kept is None:
        kept = _values(crisis)
        cache.set(name, kept, timeout=KEPT_SECONDS)
    return kept


def _values(crisis: Crisis) -> dict[str, Any]:
    taken = Stance.objects.accepted().filter(crisis=crisis, actor=OuterRef("pk"))
    heard = Actor.objects.filter(Exists(taken))
    memberships = Membership.objects.filter(organization=OuterRef("pk"), country__in=heard)
    read = Article.objects.filter(readings__crisis=crisis).order_by("language")
    return {
        "regions": sorted(set(heard.exclude(region="").values_list("region", flat=True))),
        "languages": list(read.values_list("language", flat=True).distinct()),
        "organizations": list(
            Actor.objects.organizations()
            .filter(Exists(memberships))
            .order_by("code")
            .values_list("code", "name")
        ),
    }
