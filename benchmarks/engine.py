"""The engine on 3 kB articles, against a bare scan for names and a split into sentences."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import ahocorasick

from reactions.extraction import extract
from reactions.extraction.gazetteer import default_gazetteer
from reactions.extraction.sentences import find_sentences
from reactions.extraction.types import CrisisFrame

GOLD = Path(__file__).parent.parent / "tests" / "data" / "gold"
SIZE = 3000
RUNS = 5


def run() -> dict[str, Any]:
    """Articles of 3 kB a second of processor time, beside the reference's; the runs alternate."""
    articles = [json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.json"))]
    size = sum(len(article["text"]) for article in articles) / SIZE
    frames = [_frame(article["crisis"]) for article in articles]
    days = [date.fromisoformat(article["published"]) for article in articles]
    automaton = ahocorasick.Automaton()
    for text, surface in default_gazetteer().surfaces.items():
        automaton.add_word(text, surface)
    automaton.make_automaton()

    def product() -> None:
        for article, frame, day in zip(articles, frames, days, strict=True):
            extract(article["text"], published=day, crisis=frame)

    def reference() -> None:
        for article in articles:
            find_sentences(article["text"])
            for _ in automaton.iter(article["text"]):
                pass

    product()
    rates = [(size / _seconds(product), size / _seconds(reference)) for _ in range(RUNS)]
    value = statistics.median(rate for rate, _ in rates)
    against = statistics.median(rate for _, rate in rates)
    return {
        "name": "engine",
        "ratio": round(value / against, 4),
        "value": round(value, 1),
        "reference": round(against, 1),
        "unit": "articles of 3 kB a second",
        "runs": RUNS,
    }


def _frame(crisis: dict[str, Any]) -> CrisisFrame:
    return CrisisFrame(
        focal=crisis["focal"],
        name=crisis.get("name", ""),
        authorities=tuple(crisis.get("authorities", ())),
        opponents=tuple(crisis.get("opponents", ())),
    )


def _seconds(job: Callable[[], None]) -> float:
    begun = time.process_time()
    job()
    return time.process_time() - begun
