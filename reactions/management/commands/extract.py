"""manage.py extract: run the engine on articles given as JSON lines."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.extraction.jsonlines import run_lines, stances_of


class Command(BaseCommand):
    """Reads articles, one JSON object a line, and writes the stances found in each."""

    help = "Find the stances in articles given as JSON lines (a file, or - for standard input)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's arguments."""
        parser.add_argument("input", help="a file of JSON lines, or - for standard input")
        parser.add_argument("-o", "--output", help="where to write; standard output if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one line for each article; end with status 1 if any line was bad."""
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
            for line, went_well in run_lines(lines, stances_of):
                out.write(line + "\n")
                bad += not went_well
        if bad:
            raise SystemExit(1)
