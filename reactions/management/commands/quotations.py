"""manage.py quotations: who said what in texts given as JSON lines."""

from typing import Any

from reactions.extraction.jsonlines import quotations_of
from reactions.management.lines import LinesCommand


class Command(LinesCommand):
    """Reads texts, one JSON object a line, and writes every statement reported in each."""

    help = "Find who said what in texts given as JSON lines (a file, or - for standard input)."

    def answer(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the quotations of one text."""
        return quotations_of(row)
