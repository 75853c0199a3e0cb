"""How accurate the engine is on articles that no rule came from: figures of `docs/accuracy.md`."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_DOCUMENT = Path(__file__).parent.parent / "docs" / "accuracy.md"
# The rows of its first table, and what they tell a reader.
_ROWS = {
    "actor + kind, precision": "Of the proposals of actor and kind, the share that is right",
    "actor + kind, recall": "Of the actors and kinds that are in the text, the share that it finds",
    "actor + kind, F1": "Both in one figure (F1)",
    "actor, F1": "The actor alone (F1)",
    "actor + official + kind, F1": "With the official (F1)",
    "actor + kind + date, F1": "With the day (F1)",
}


class Measure(NamedTuple):
    """A measure in words, and its value as the document gives it."""

    label: str
    value: str


@lru_cache(maxsize=1)
def measured() -> list[Measure]:
    """The measures on unseen articles, the last column, as far as taken; none where the document
    is not there."""
    if not _DOCUMENT.exists():
        return []
    lines = _DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    values = {row[0]: row[-1].strip("*") for row in rows}
    return [Measure(words, values[name]) for name, words in _ROWS.items() if values.get(name)]
