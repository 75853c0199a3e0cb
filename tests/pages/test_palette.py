"""The shipped colours can be told apart by every eye, and read on every ground."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from reactions.extraction.codebook import Group, Kind
from tests.pages.palette import SIGHT, contrast, difference, lab, seen

CSS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
THEMES = ["light", "dark"]


def tokens(theme: str) -> dict[str, str]:
    """The colours of tokens.css by name, as `theme` shows them."""
    found = re.findall(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\);", CSS.read_text())
    return {name: light if theme == "light" else dark for name, light, dark in found}


def fills(theme: str, sort: str) -> list[str]:
    words = Kind if sort == "kind" else Group
    return [tokens(theme)[f"{sort}-{word}"] for word in words]


def worst(pairs, sight: str) -> float:
    return min(difference(lab(seen(a, sight)), lab(seen(b, sight))) for a, b in pairs)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Pairs 1, 7, 13, 17 and 25 of the table published by Sharma, Wu and Dalal.
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, -0.001, 2.49), (50.0, 0.0009, -2.49), 4.8045),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_difference_agrees_with_the_published_pairs(one, other, expected):
    assert difference(one, other) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_kinds_look_alike(theme, sight):
    limit = 9 if sight == "tritan" else 11
    assert worst(combinations(fills(theme, "kind"), 2), sight) >= limit


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_groups_look_alike(theme, sight):
    assert worst(combinations(fills(theme, "group"), 2), sight) >= 16


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("sort", ["kind", "group"])
def test_no_fill_looks_like_sea_or_land_without_a_stance(theme, sight, sort):
    grounds = [tokens(theme)["sea"], tokens(theme)["nodata"]]
    assert worst([(fill, ground) for fill in fills(theme, sort) for ground in grounds], sight) >= 13


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", [*(f"kind-{k}" for k in Kind), *(f"group-{g}" for g in Group)])
def test_codes_are_legible_on_their_fill(theme, name):
    shown = tokens(theme)
    assert contrast(shown[name], shown[f"{name}-ink"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("name", ["ink", "ink-2", "link", "visited", "error", "ok"])
def test_text_is_legible_on_its_ground(theme, ground, name):
    shown = tokens(theme)
    assert contrast(shown[name], shown[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["mark", "mark-on"])
def test_marked_evidence_is_legible(theme, ground):
    shown = tokens(theme)
    assert contrast(shown["ink"], shown[ground]) >= 4.5
