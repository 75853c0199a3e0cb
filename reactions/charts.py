"""Plotly figures from rows: the map of positions and the timeline of new stances.

Colours are named, not given: `var(--group-call)` stands for the token of that name, which the
page's script resolves, so that one figure serves the light and the dark theme.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import plotly.graph_objects as go

from reactions.extraction.codebook import KINDS, Group, Kind


def _codes(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# The countries that static/vendor/topology/world_110m.json outlines; a test compares.
OUTLINED = _codes(
    "AFG AGO ALA ALB ARE ARG ARM ATA ATF AUS AUT AZE BDI BEL BEN BFA BGD BGR BHS BIH BLR BLZ",
    "BOL BRA BRN BTN BWA CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU",
    "DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA GAB GBR GEO GHA GIN GLP",
    "GMB GNB GNQ GRC GRL GTM GUF GUM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM",
    "JOR JPN KAZ KEN KGZ KHM KOR KWT LAO LBN LBR LBY LKA LSO LTU LUX LVA MAR MDA MDG MEX MKD",
    "MLI MMR MNE MNG MOZ MRT MTQ MUS MWI MYS NAM NCL NER NGA NIC NLD NOR NPL NZL OMN PAK PAN",
    "PER PHL PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGS SJM SLB SLE",
    "SLV SOM SRB SSD STP SUR SVK SVN SWE SWZ SYR TCD TGO THA TJK TKM TLS TTO TUN TUR TWN TZA",
    "UGA UKR URY USA UZB VEN VNM VUT WSM XAC XAP XBT XHT XIT XJK YEM ZAF ZMB ZWE",
)
# Areas that the outlines keep apart because more than one state claims them.
DISPUTED = frozenset({"XAC", "XAP", "XBT", "XHT", "XIT", "XJK"})
# Actors without an outline, and those whose outline is too small to see or to hit.
SMALL = _codes(
    "AND ATG BHR BRB COK FSM GRD HKG KIR KNA LCA LIE MAC MCO MDV MHL MLT NIU NRU PLW SGP SMR",
    "SYC TON TUV VAT VCT XKX BHS BRN COM CPV CYP DMA FJI GMB JAM KWT LBN LUX MNE MUS PSE QAT",
    "SLB STP TLS TTO VUT WSM",
)
SYMBOLS: dict[Group, str] = {
    Group.BACK: "triangle-up",
    Group.ASIDE: "square",
    Group.CALL: "circle",
    Group.CRITICISE: "cross",
    Group.PROTEST: "diamond",
    Group.ACT: "hexagon",
}
LATITUDES = (-58, 85)
WEEKS_FROM_DAYS = 120


class Colour(StrEnum):
    """What the fills of the map tell apart."""

    GROUP = "group"
    KIND = "kind"


class Place(NamedTuple):
    """A country on the map and where it stands."""

    code: str
    name: str
    latitude: float | None
    longitude: float | None
    kind: Kind | None = None
    second: Kind | None = None
    divided: bool = False
    via: str = ""
    proposed: Kind | None = None


class DayCount(NamedTuple):
    """How many stances of a kind are dated a day."""

    day: date
    kind: Kind
    stances: int


class Flag(NamedTuple):
    """An event of the crisis on the timeline."""

    day: date
    title: str


def map_figure(
    places: Sequence[Place], *, colour: Colour, inside: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The world by position: fills, dots for small states, marks for second and divided stances.

    `inside` are the parties to the crisis: outlined thickly and never filled.
    """
    outside = [place for place in places if place.code not in inside]
    filled = [p for p in outside if p.code in OUTLINED and p.code not in SMALL | DISPUTED]
    dots = [p for p in outside if _is_dot(p)]
    bare = sorted(OUTLINED - {p.code for p in filled} - inside - DISPUTED)
    data = [
        _fills(filled, colour),
        _land(bare, inside),
        _codes_on_land(filled, colour),
        _dots(dots, colour),
        _rings([p for p in outside if p.via and p.latitude is not None]),
        _marks("second", [p for p in outside if p.second and not p.divided], colour),
        _marks("divided", [p for p in outside if p.divided], colour),
        _proposed([p for p in outside if p.proposed and p.latitude is not None]),
    ]
    layout = go.Layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        hoverdistance=8,
        dragmode="pan",
        geo={
            "projection": {"type": "natural earth"},
            "resolution": 110,
            "fitbounds": False,
            "lataxis": {"range": LATITUDES},
            "lonaxis": {"range": (-180, 180)},
            "showframe": False,
            "showland": False,
            "showcountries": False,
            "showocean": False,
            "showlakes": False,
            "coastlinecolor": "var(--coast)",
            "coastlinewidth": 0.6,
            "showcoastlines": True,
            "bgcolor": "var(--sea)",
        },
    )
    return _plain(data, layout)


def _plain(data: Iterable[Any], layout: go.Layout) -> dict[str, Any]:
    """The figure of these traces as JSON has it.

    Traces and layout are checked as they are made; a `go.Figure` would check all of it again.
    """
    return {"data": [trace.to_plotly_json() for trace in data], "layout": layout.to_plotly_json()}


def _is_dot(place: Place) -> bool:
    if place.latitude is None or place.longitude is None:
        return False
    return place.code in SMALL or (place.code not in OUTLINED and place.kind is not None)


def index(kind: Kind | None, colour: Colour) -> int:
    """The place of a kind in the map's scale; 0 is no stance."""
    if kind is None:
        return 0
    if colour is Colour.KIND:
        return 1 + list(KINDS).index(kind)
    return 1 + list(Group).index(KINDS[kind].group)


def scale(colour: Colour) -> list[str]:
    """The fills of the map in the order of `index`, as names of tokens."""
    if colour is Colour.KIND:
        return ["var(--nodata)", *(f"var(--kind-{kind})" for kind in KINDS)]
    return ["var(--nodata)", *(f"var(--group-{group})" for group in Group)]


def token(kind: Kind | None, colour: Colour) -> str:
    """The name of the fill of a kind."""
    return scale(colour)[index(kind, colour)]


def _fills(places: Sequence[Place], colour: Colour) -> go.Choropleth:
    fills = scale(colour)
    steps = [(edge / len(fills), fill) for i, fill in enumerate(fills) for edge in (i, i + 1)]
    return go.Choropleth(
        name="positions",
        locations=[place.code for place in places],
        text=[place.name for place in places],
        z=[index(place.kind, colour) for place in places],
        zmin=-0.5,
        zmax=len(fills) - 0.5,
        colorscale=steps,
        showscale=False,
        hoverinfo="none",
        marker={"line": {"color": "var(--seam)", "width": 0.6}, "opacity": 1},
    )


def _land(bare: Sequence[str], inside: frozenset[str]) -> go.Choropleth:
    """Land without a position: bare, disputed, and that of the parties to the crisis.

    One trace, for each has the library make all outlines anew. The thickest edge comes last.
    """
    sorts = [
        ("bare", bare, "var(--seam)", 0.6),
        ("disputed", sorted(DISPUTED), "var(--coast)", 0.8),
        ("inside", sorted(inside & OUTLINED), "var(--ink)", 2.2),
    ]
    each = [(code, sort, edge, width) for sort, codes, edge, width in sorts for code in codes]
    return go.Choropleth(
        name="land",
        locations=[code for code, *_ in each],
        customdata=[sort for _, sort, *_ in each],
        z=[int(sort == "inside") for _, sort, *_ in each],
        zmin=0,
        zmax=1,
        colorscale=[(0, "var(--nodata)"), (1, "var(--paper)")],
        showscale=False,
        hoverinfo="skip",
        marker={
            "line": {
                "color": [edge for *_, edge, _ in each],
                "width": [width for *_, width in each],
            }
        },
    )


def _dots(places: Sequence[Place], colour: Colour) -> go.Scattergeo:
    return go.Scattergeo(
        name="dots",
        mode="markers",
        lat=[place.latitude for place in places],
        lon=[place.longitude for place in places],
        text=[place.name for place in places],
        customdata=[place.code for place in places],
        hoverinfo="none",
        marker={
            "size": [9 if place.kind else 6 for place in places],
            "symbol": [
                SYMBOLS[KINDS[place.kind].group] if place.kind else "circle" for place in places
            ],
            "color": [token(place.kind, colour) for place in places],
            "opacity": 1,
            "line": {"color": "var(--coast)", "width": 1},
        },
    )


def _codes_on_land(places: Sequence[Place], colour: Colour) -> go.Scattergeo:
    """The kinds' codes at the label points; script shows them where the land is wide enough."""
    named = [(p, p.kind) for p in places if p.kind is not None and p.latitude is not None]
    return go.Scattergeo(
        name="codes",
        mode="text",
        lat=[place.latitude for place, _ in named],
        lon=[place.longitude for place, _ in named],
        text=[KINDS[kind].code for _, kind in named],
        customdata=[place.code for place, _ in named],
        textposition=[
            # A mark of a second stance lies on the label point itself.
            "top center" if place.second or place.divided else "middle center"
            for place, _ in named
        ],
        hoverinfo="skip",
        textfont={
            "size": 11,
            "color": [f"{token(kind, colour)[:-1]}-ink)" for _, kind in named],
        },
    )


def _rings(places: Sequence[Place]) -> go.Scattergeo:
    """Members of organizations that have no position of their own."""
    texts = [f"{place.name}: via {place.via}" for place in places]
    return _circles("rings", places, texts, size=9, hoverinfo="none")


def _proposed(places: Sequence[Place]) -> go.Scattergeo:
    """Where an unreviewed proposal waits: hollow, and dashed by the page's script."""
    texts = [f"{place.name}: proposed" for place in places]
    return _circles("proposed", places, texts, size=14, hoverinfo="skip")


def _circles(
    name: str, places: Sequence[Place], texts: list[str], *, size: int, hoverinfo: str
) -> go.Scattergeo:
    return go.Scattergeo(
        name=name,
        mode="markers",
        lat=[place.latitude for place in places],
        lon=[place.longitude for place in places],
        text=texts,
        customdata=[place.code for place in places],
        hoverinfo=hoverinfo,
        marker={
            "size": size,
            "symbol": "circle-open",
            "color": "var(--ink)",
            "line": {"width": 1.5},
        },
    )


def _marks(name: str, places: Sequence[Place], colour: Colour) -> go.Scattergeo:
    known = [p for p in places if p.latitude is not None and p.code not in SMALL]
    return go.Scattergeo(
        name=name,
        mode="markers",
        lat=[place.latitude for place in known],
        lon=[place.longitude for place in known],
        customdata=[place.code for place in known],
        hoverinfo="skip",
        marker={
            "size": 7 if name == "second" else 9,
            "symbol": "diamond" if name == "second" else "diamond-x",
            "color": [token(place.second, colour) for place in known],
            "opacity": 1,
            "line": {
                "color": "var(--paper)" if name == "second" else "var(--ink)",
                "width": 1.2,
            },
        },
    )


def bin_days(first: date, last: date) -> int:
    """How many days a step of the timeline holds: one, or seven over a long period."""
    return 7 if (last - first).days > WEEKS_FROM_DAYS else 1


def timeline_figure(
    counts: Iterable[DayCount], *, first: date, last: date, flags: Sequence[Flag] = ()
) -> dict[str, Any]:
    """New stances by group, a step a day (a week over 120 days), the highest group at the base."""
    step = bin_days(first, last)
    steps = (last - first).days // step + 1
    totals: dict[Group, Counter[int]] = {group: Counter() for group in Group}
    for day, kind, count in counts:
        totals[KINDS[kind].group][(day - first).days // step] += count
    starts = [_moment(first, place * step) for place in range(steps)]
    highest = max(
        (sum(totals[group][place] for group in Group) for place in range(steps)), default=1
    )
    data: list[Any] = [
        go.Scatter(
            name=group.value,
            x=[*starts, _moment(first, steps * step)],
            y=[*(totals[group][place] for place in range(steps)), 0],
            stackgroup="stances",
            mode="lines",
            fillcolor=f"var(--group-{group})",
            line={"width": 0.5, "color": "var(--paper)", "shape": "hv"},
            hoverinfo="skip",
        )
        for group in reversed(Group)
    ]
    data.append(
        go.Scatter(
            name="events",
            mode="markers",
            x=[_moment(flag.day, 0.5) for flag in flags],
            y=[highest * 1.12] * len(flags),
            text=[f"{flag.day.day} {flag.day:%b %Y}: {flag.title}" for flag in flags],
            hoverinfo="text",
            hoverlabel={
                "bgcolor": "var(--paper)",
                "bordercolor": "var(--border)",
                "font": {"color": "var(--ink)", "size": 13},
            },
            marker={"symbol": "triangle-down", "size": 9, "color": "var(--ink)"},
        )
    )
    layout = go.Layout(
        margin={"l": 32, "r": 8, "t": 4, "b": 20},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        font={"color": "var(--ink-2)", "size": 12},
        xaxis={
            "type": "date",
            "range": [_moment(first, 0), _moment(first, steps * step)],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "linecolor": "var(--border)",
            "ticks": "outside",
            "ticklen": 3,
            "tickcolor": "var(--border)",
            "tickangle": 0,
            "tickformat": "%-d %b" if step == 1 else "%b %Y",
            "ticklabelmode": "instant",
        },
        yaxis={
            "range": [0, highest * 1.25],
            "fixedrange": True,
            "showgrid": True,
            "gridcolor": "var(--hairline)",
            "zeroline": False,
            "nticks": 4,
            "tickformat": "d",
        },
    )
    return _plain(data, layout)


def _moment(day: date, days: float) -> str:
    """The instant `days` after the start of `day`, in the form that Plotly reads."""
    whole = day + timedelta(days=int(days))
    return f"{whole.isoformat()} {'12:00' if days % 1 else '00:00'}"
