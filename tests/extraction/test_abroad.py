"""Texts that name nobody outside the crisis are left unread; whoever is named by any way is not."""

import json
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from reactions.extraction import extract
from reactions.extraction.abroad import names_anybody_abroad
from reactions.extraction.engine import explain
from reactions.extraction.evaluation import frame_from
from reactions.extraction.gazetteer import default_gazetteer
from reactions.extraction.people import codes_inside
from reactions.extraction.reading import find_actors
from reactions.extraction.types import CrisisFrame
from tests.extraction.frames import BELARUS, MONDAY

GOLD = sorted((Path(__file__).parents[1] / "data" / "gold").glob("*.json"))
GUINEA = CrisisFrame(focal="GIN", authorities=("the junta",))


def is_abroad(text, crisis=BELARUS, published=MONDAY):
    gazetteer = default_gazetteer()
    return names_anybody_abroad(
        text,
        find_actors(text, gazetteer),
        gazetteer=gazetteer,
        inside=codes_inside(crisis, gazetteer),
        published=published,
    )


@pytest.mark.parametrize(
    "text",
    [
        "The Swedish ministry condemned the vote.",
        "The Taoiseach condemned the vote.",
        "The Secretary of\nState condemned the vote.",
        "Dominic Raab condemned the vote.",
        "RAAB condemned the vote.",
        "Ursula von der Leyen condemned the vote.",
    ],
)
def test_somebody_abroad_is_named(text):
    assert is_abroad(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lukashenko condemned the protests in Minsk and urged Belarusians to stay home.",
        "It may be raabed: the king of the road condemned the vote in May.",
        "The former colonial power condemned the vote.",  # Belarus has none
        "",
    ],
)
def test_nobody_abroad_is_named(text):
    assert not is_abroad(text)
    assert extract(text, published=MONDAY, crisis=BELARUS) == []


def test_a_former_colonial_power_is_abroad():
    assert is_abroad("The former colonial power condemned the coup.", crisis=GUINEA)


def test_whoever_left_office_is_nobody():
    assert not is_abroad("Raab condemned the vote.", published=date(2024, 1, 1))


def test_no_paragraph_with_a_find_is_left_unread():
    """What the engine would find in any paragraph of gold read alone, the quick look lets by."""
    for path in GOLD:
        gold = json.loads(path.read_text("utf-8"))
        crisis, published = frame_from(gold["crisis"]), date.fromisoformat(gold["published"])
        for empty, lines in groupby(gold["text"].splitlines(), key=lambda line: not line.strip()):
            text = "\n".join(lines)
            if not empty and not is_abroad(text, crisis, published):
                _, explained = explain(text, published=published, crisis=crisis)
                finds = [find for sentence in explained for find in sentence.finds]
                assert all(find.excluded for find in finds), text
