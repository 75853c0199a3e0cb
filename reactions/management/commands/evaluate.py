"""manage.py evaluate: the codebook's measures of the engine on labelled articles."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.extraction.evaluation import GoldError, evaluate, load_gold, report


class Command(BaseCommand):
    """Prints how well the engine does on gold files, and its worst articles."""

    help = "Measure the engine on labelled articles (gold files or folders of them)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's arguments."""
        parser.add_argument("gold", nargs="+", type=Path, help="gold files or folders")
        parser.add_argument(
            "--texts", type=Path, help="folder of <id>.txt, for labels without text"
        )
        parser.add_argument(
            "--worst", type=int, default=5, help="how many articles to list with their errors"
        )
        parser.add_argument(
            "--at-least", type=float, help="fail if actor+kind F1 is lower than this"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report; fail if the headline is below --at-least."""
        try:
            evaluation = evaluate(load_gold(options["gold"], options["texts"]))
        except GoldError as error:
            raise CommandError(str(error)) from error
        for line in report(evaluation, worst=options["worst"]):
            self.stdout.write(line)
        wanted, reached = options["at_least"], evaluation.scores["actor+kind"].f1
        if wanted is not None and reached < wanted:
            raise CommandError(f"actor+kind F1 is {reached:.3f}, below {wanted:.3f}")
