"""What the commands that read JSON lines and write JSON lines have in common."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.extraction.jsonlines import run_lines


class LinesCommand(BaseCommand):
    """Gives each input line to `answer` and writes what it returns, or an error line."""

    requires_system_checks = []

    def answer(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the output object for one input object. Raises LineError."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's arguments."""
        parser.add_argument("input", help="a file of JSON lines, or - for standard input")
        parser.add_argument("-o", "--output", help="where to write; standard output if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one line for each line read; end with status 1 if any was bad."""
        with ExitStack() as stack:
            if options["input"] == "-":
                lines: Iterable[str] = sys.stdin
            else:
                try:
                    lines = stack.enter_context(Path(options["input"]).open(encoding="utf-8"))
                except OSError as error:
                    raise CommandError(
                        f"{options['input']}: {error.strerror}; give a file of JSON lines"
                    ) from error
            out = sys.stdout
            if options["output"]:
                try:
                    out = stack.enter_context(Path(options["output"]).open("w", encoding="utf-8"))
                except OSError as error:
                    raise CommandError(
                        f"{options['output']}: {error.strerror}; give a file to write"
                    ) from error
            bad = 0
            for line, went_well in run_lines(lines, self.answer):
                out.write(line + "\n")
                bad += not went_well
        if bad:
            raise SystemExit(1)
