"""manage.py extract: run the engine on articles given as JSON lines."""

from typing import Any

from reactions.extraction.jsonlines import stances_of
from reactions.management.lines import LinesCommand


class Command(LinesCommand):
    """Reads articles, one JSON object a line, and writes the stances found in each."""

    help = "Find the stances in articles given as JSON lines (a file, or - for standard input)."

    def answer(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the stances of one article."""
        return stances_of(row)
