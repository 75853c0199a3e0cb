"""The figures, and the outlines that they are drawn upon."""

import json
from datetime import date
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

from reactions.charts import (
    DISPUTED,
    OUTLINED,
    SMALL,
    Colour,
    DayCount,
    Flag,
    Place,
    map_figure,
    timeline_figure,
)
from reactions.extraction.codebook import Kind

TOPOLOGY = Path(__file__).parents[2] / "static/vendor/topology/world_110m.json"


def topology() -> dict:
    return json.loads(TOPOLOGY.read_text())


def traces(figure: dict) -> dict:
    return {trace["name"]: trace for trace in figure["data"]}


def bare(land: dict, sort: str) -> dict:
    """Of the land without a position that of one sort: fill, edge and its width, by code."""
    edge = land["marker"]["line"]
    each = zip(
        land["customdata"], land["locations"], land["z"], edge["color"], edge["width"], strict=True
    )
    return {code: tuple(looks) for found, code, *looks in each if found == sort}


def place(code: str, kind: Kind | None = None, **fields) -> Place:
    return Place(code=code, name=code, latitude=1.0, longitude=2.0, kind=kind, **fields)


def test_the_outlines_are_those_of_the_shipped_file():
    shapes = topology()["objects"]["countries"]["geometries"]
    assert {shape["id"] for shape in shapes} == OUTLINED
    assert len(shapes) == len(OUTLINED)


def test_the_shipped_file_holds_what_the_map_draws_and_no_more():
    file = topology()
    assert set(file["objects"]) == {"countries", "coastlines"}
    used = set()

    def walk(arcs):
        for arc in arcs:
            if isinstance(arc, list):
                walk(arc)
            else:
                used.add(arc if arc >= 0 else ~arc)

    for layer in file["objects"].values():
        for shape in layer["geometries"]:
            walk(shape["arcs"])
    assert used == set(range(len(file["arcs"])))


def test_disputed_areas_are_drawn_and_never_filled():
    assert DISPUTED <= OUTLINED
    figure = traces(map_figure([place(code, Kind.URGE) for code in DISPUTED], colour=Colour.GROUP))
    assert list(figure["positions"]["locations"]) == []
    assert set(bare(figure["land"], "disputed")) == DISPUTED


@pytest.mark.parametrize("code", sorted(SMALL))
def test_each_small_state_is_a_dot(code):
    figure = traces(map_figure([place(code, Kind.URGE)], colour=Colour.GROUP))
    assert list(figure["dots"]["customdata"]) == [code]
    assert list(figure["dots"]["marker"]["symbol"]) == ["circle"]
    assert code not in figure["positions"]["locations"]


@pytest.mark.parametrize(("colour", "index", "fills"), [(Colour.GROUP, 4, 7), (Colour.KIND, 8, 15)])
def test_fills_follow_group_or_kind(colour, index, fills):
    figure = traces(map_figure([place("POL", Kind.CONDEMN), place("FRA")], colour=colour))
    assert list(figure["positions"]["z"]) == [index, 0]
    assert figure["positions"]["zmax"] == fills - 0.5
    tokens = {token for _, token in figure["positions"]["colorscale"]}
    assert len(tokens) == fills
    assert all(token.startswith("var(--") for token in tokens)


def test_marks_tell_second_and_divided_stances():
    figure = traces(
        map_figure(
            [
                place("POL", Kind.SANCTION, second=Kind.URGE),
                place("FRA", Kind.CONDEMN, second=Kind.SUPPORT, divided=True),
            ],
            colour=Colour.GROUP,
        )
    )
    assert list(figure["second"]["customdata"]) == ["POL"]
    assert list(figure["divided"]["customdata"]) == ["FRA"]


def test_the_parties_are_outlined_and_not_filled():
    figure = traces(
        map_figure([place("BLR", Kind.URGE)], colour=Colour.GROUP, inside=frozenset({"BLR"}))
    )
    assert bare(figure["land"], "inside") == {"BLR": (1, "var(--ink)", 2.2)}
    assert "BLR" not in figure["positions"]["locations"]
    assert "BLR" not in bare(figure["land"], "bare")


def test_the_timeline_counts_by_day_with_the_highest_group_at_the_base():
    figure = timeline_figure(
        [
            DayCount(date(2020, 8, 1), Kind.URGE, 2),
            DayCount(date(2020, 8, 3), Kind.SANCTION, 1),
        ],
        first=date(2020, 8, 1),
        last=date(2020, 8, 3),
        flags=[Flag(date(2020, 8, 2), "A march")],
    )
    names = [trace["name"] for trace in figure["data"]]
    assert names == ["act", "protest", "criticise", "call", "aside", "back", "events"]
    drawn = traces(figure)
    assert list(drawn["call"]["y"]) == [2, 0, 0, 0]
    assert list(drawn["act"]["y"]) == [0, 0, 1, 0]
    assert list(drawn["events"]["text"]) == ["2 Aug 2020: A march"]


def test_a_long_timeline_counts_by_week():
    figure = timeline_figure(
        [DayCount(date(2020, 1, 9), Kind.URGE, 3)], first=date(2020, 1, 1), last=date(2020, 6, 1)
    )
    assert list(traces(figure)["call"]["y"])[:3] == [0, 3, 0]


def test_the_library_shipped_is_the_one_that_figures_are_made_for():
    plotly = TOPOLOGY.parents[1] / "plotly"
    version = get_plotlyjs_version()
    assert [file.name for file in plotly.glob("*.js")] == [f"plotly-geo-{version}.min.js"]
    assert [file.name for file in plotly.glob("*.css")] == [f"plotly-{version}.css"]
