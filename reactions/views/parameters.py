"""The parameters of a crisis's pages: their order, their defaults, and which of them can be read.

What asks for stances is read by `filters.StanceFilter`; here is what the pages have besides.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from django.http import HttpRequest

from reactions.charts import Colour
from reactions.extraction.codebook import Group, Kind
from reactions.filters import StanceFilter
from reactions.models import Actor
from reactions.positions import CRISIS, Rule

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
    "viewport": "world",
}
LISTS = frozenset(
    {
        "kind", "group", "side", "actor", "actor_type", "region", "member_of", "official",
        "source", "language", "status",
    }
)  # fmt: skip
# Which parameters mean something to a view; the others are dropped from links to it.
ASKED = frozenset(StanceFilter.parameters()) - {"crisis"}
_POSITIONS = ASKED | {"day", "rule", "colour", "organizations", "highlight"}
MEANT_FOR: dict[str, frozenset[str]] = {
    "map": _POSITIONS | {"selected", "viewport", "labels", "status"},
    "table": _POSITIONS | {"ordering", "page", "status"},
    "timeline": _POSITIONS | {"ordering", "page", "status"},
    "stances": ASKED | {"ordering", "page", "status"},
    "positions": ASKED | {"rule"},
    "positions_csv": _POSITIONS | {"ordering"},
    "positions_json": _POSITIONS | {"ordering"},
    "stances_csv": ASKED,
    "silence": frozenset({"day", "member_of"}),
    "changes": frozenset({"page"}),
}

# The same for the API's calls for what a view shows.
MEANT_FOR_API: dict[str, frozenset[str]] = {
    "map": ASKED | {"day", "rule"},
    "table": ASKED | {"day", "rule"},
    "silence": frozenset({"day", "member_of"}),
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


def given_parameters(request: HttpRequest) -> dict[str, str]:
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


def unreadable(params: Mapping[str, str], *, may_show_proposed: bool) -> dict[str, str]:
    """A sentence for each parameter of the page itself that cannot be read."""
    problems = {
        name: f"{name}: {params[name]!r} is not {wanted}"
        for name, (reads, wanted) in _READABLE.items()
        if name in params and not reads(params[name])
    }
    if params.get("status") == PROPOSED_TOO and not may_show_proposed:
        problems["status"] = "status: the proposals of this crisis are not public."
    return problems


def read_day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


_ORDERINGS = ("level", "name", "region", "first", "newest", "oldest", "recorded")
_VIEW_OF_ONES_OWN = re.compile(r"(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?),(\d{1,2}(?:\.\d+)?)")


def _is_viewport(value: str) -> bool:
    """Whether it names a region or says, in degrees, what the map is centered on and its scale."""
    own = _VIEW_OF_ONES_OWN.fullmatch(value)
    if own is None:
        return value in VIEWPORTS
    longitude, latitude, scale = (float(part) for part in own.groups())
    return abs(longitude) <= 180 and abs(latitude) <= 90 and 1 <= scale <= 24


def _known(*values: str) -> tuple[Callable[[str], bool], str]:
    return values.__contains__, f"known. Valid: {', '.join(values)}."


_READABLE: dict[str, tuple[Callable[[str], bool], str]] = {
    "day": (lambda value: read_day(value) is not None, "a day. Write it as 2026-03-14."),
    "rule": _known(*Rule),
    "colour": _known(*Colour),
    "labels": _known("on", "off"),
    "status": _known("accepted", PROPOSED_TOO),
    "page": (str.isdecimal, "a number."),
    "organizations": _known("rail", "members"),
    "ordering": _known(*_ORDERINGS),
    "highlight": _known(*Group, *Kind),
    "selected": (lambda value: Actor.objects.filter(code=value).exists(), "an actor's code."),
    "viewport": (
        _is_viewport,
        f"a region ({', '.join(VIEWPORTS)}) or longitude, latitude, scale, as 14,53,4.3.",
    ),
}
