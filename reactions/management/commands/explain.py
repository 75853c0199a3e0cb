"""manage.py explain: how the engine comes to its finds in a text."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.extraction.engine import explain
from reactions.extraction.evaluation import frame_from
from reactions.extraction.explanation import explanation
from reactions.extraction.types import CrisisFrame


class Command(BaseCommand):
    """Prints each sentence with what was found in it, by which rule, and what was left out and
    why.
    """

    help = (
        "Explain the engine's finds in a gold file (.json) or a text file (- for standard input)."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's arguments."""
        parser.add_argument(
            "input", help="a .json file with text, published and crisis, a text file, or -"
        )
        parser.add_argument("--published", help="day of publication of a plain text, YYYY-MM-DD")
        parser.add_argument("--focal", help="code of the focal country of a plain text")
        parser.add_argument("--authorities", nargs="*", default=[], help="names of the authorities")
        parser.add_argument("--opponents", nargs="*", default=[], help="names of the opponents")
        parser.add_argument("--phrases", action="store_true", help="show how sentences are cut")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the explanation."""
        text, published, crisis = self._article(options)
        _, explained = explain(text, published=published, crisis=crisis)
        for line in explanation(explained, phrases=options["phrases"]):
            self.stdout.write(line)

    def _article(self, options: dict[str, Any]) -> tuple[str, date, CrisisFrame]:
        source = options["input"]
        try:
            content = (
                sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
            )
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{source}: {error}; give a UTF-8 text or a gold file") from error
        if source.endswith(".json"):
            try:
                row = json.loads(content)
                return (
                    row["text"],
                    date.fromisoformat(row["published"]),
                    frame_from(row.get("crisis")),
                )
            except (ValueError, KeyError, TypeError) as error:
                raise CommandError(
                    f"{source}: {error!r}; give text, published and crisis"
                ) from error
        frame = frame_from(
            {
                "focal": options["focal"],
                "authorities": options["authorities"],
                "opponents": options["opponents"],
            }
        )
        try:
            published = date.fromisoformat(options["published"] or "")
        except ValueError as error:
            raise CommandError("a plain text needs --published YYYY-MM-DD") from error
        return content, published, frame
