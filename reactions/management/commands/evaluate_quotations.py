"""manage.py evaluate_quotations: how well the engine tells who said what in labelled texts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.extraction.evaluation import GoldError
from reactions.extraction.quotation_evaluation import (
    evaluate_quotations,
    load_labelled,
    report_quotations,
)


class Command(BaseCommand):
    """Prints precision, recall and F1 of quotations found with the right speaker."""

    help = "Measure quotations and their speakers on labelled texts (files or folders of them)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's arguments."""
        parser.add_argument("labels", nargs="+", type=Path, help="label files or folders")
        parser.add_argument("--only", default="", help="only labels whose text_file begins so")
        parser.add_argument(
            "--worst", type=int, default=5, help="how many texts to list with their errors"
        )
        parser.add_argument("--at-least", type=float, help="fail if F1 of all is lower than this")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report; fail if F1 of all quotations is below --at-least."""
        try:
            evaluation = evaluate_quotations(load_labelled(options["labels"], only=options["only"]))
        except GoldError as error:
            raise CommandError(str(error)) from error
        for line in report_quotations(evaluation, worst=options["worst"]):
            self.stdout.write(line)
        wanted, reached = options["at_least"], evaluation.scores["all"].f1
        if wanted is not None and reached < wanted:
            raise CommandError(f"F1 of all quotations is {reached:.3f}, below {wanted:.3f}")
