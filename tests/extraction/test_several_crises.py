"""An article that is read for several crises gives each of them what it would give it alone."""

import json
from datetime import date
from pathlib import Path

from reactions.extraction import extract
from tests.extraction.frames import BELARUS, MALI, UKRAINE

GOLD = sorted((Path(__file__).parents[1] / "data" / "gold").glob("*.json"))


def test_no_reading_leaves_traces_for_the_next():
    texts = [json.loads(path.read_text("utf-8"))["text"] for path in GOLD[:6]]
    frames = [BELARUS, MALI, UKRAINE]

    def drafts(order):
        return {
            (text, frame.focal): extract(text, published=date(2022, 3, 1), crisis=frame)
            for text, frame in order
        }

    together = drafts((text, frame) for text in texts for frame in frames)
    apart = drafts((text, frame) for frame in reversed(frames) for text in texts)
    assert together == apart
    assert any(together.values())
