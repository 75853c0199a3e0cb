"""Articles as feeds bring them in about a crisis: what happens there, and what others say of it.

A third are reports of reactions (texts of tests/data/gold, which are denser than most), a third
running stories (half of their paragraphs from such a report, the others local), and a third local
reports in which nobody abroad speaks. All have about 3,000 characters and no two are alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from reactions.extraction.evaluation import frame_from
from reactions.extraction.gazetteer import default_gazetteer
from reactions.extraction.types import CrisisFrame

GOLD = Path(__file__).parent.parent / "tests" / "data" / "gold"
SCENES = Path(__file__).with_name("scenes.txt")
"""Paragraphs of local reports, written for this."""
SIZE = 3000


class FeedArticle(NamedTuple):
    """An article of the feed, with what the engine is told of it."""

    text: str
    published: date
    crisis: CrisisFrame


def feed(number: int) -> Iterator[FeedArticle]:
    """Yield so many articles, one crisis after the other."""
    reports = [json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.json"))]
    reports = [report for report in reports if report["stances"]]
    scenes = SCENES.read_text("utf-8").strip().split("\n\n")
    for position in range(number):
        report = reports[position % len(reports)]
        other = reports[(position // len(reports) * 7 + position + 1) % len(reports)]
        style = position // len(reports) % len(_STYLES)
        local = _local(scenes, report["crisis"]["focal"], position)
        reactions = [*report["text"].split("\n\n"), *other["text"].split("\n\n")]
        yield FeedArticle(
            _sized(position, _STYLES[style](reactions, local)),
            date.fromisoformat(report["published"]),
            frame_from(report["crisis"]),
        )


def _local(scenes: Sequence[str], focal: str, position: int) -> list[str]:
    """The scenes set in the country of a crisis, from another one on for each article."""
    place = default_gazetteer().actor(focal)
    first = position % len(scenes)
    return [
        scene.format(country=place.name, capital=place.capitals[0], count=position % 83 + 12)
        for scene in (*scenes[first:], *scenes[:first])
    ]


def _report(reactions: Sequence[str], local: Sequence[str]) -> list[str]:
    return [*reactions, *local]


def _running_story(reactions: Sequence[str], local: Sequence[str]) -> list[str]:
    return [part for pair in zip(local, reactions, strict=False) for part in pair] + [*local]


def _local_report(_: Sequence[str], local: Sequence[str]) -> list[str]:
    return [*local]


_STYLES = (_report, _running_story, _local_report)


def _sized(number: int, paragraphs: Sequence[str]) -> str:
    """The paragraphs up to the size, under a line that no other article has."""
    text = f"{number} people have read this report so far."
    for paragraph in paragraphs:
        if len(text) >= SIZE:
            break
        text += f"\n\n{paragraph}"
    return text[:SIZE].rsplit(" ", 1)[0]
