"""manage.py evaluate_passages: the codebook's measures of the engine on labelled passages."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.extraction.labelled import labelled_texts
from reactions.extraction.passage_evaluation import report_passages
from reactions.extraction.passages import PassageError


class Command(BaseCommand):
    """Prints how well the engine does on files of passages."""

    help = "Measure the engine on labelled passages (files of them, or folders of such files)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's arguments."""
        parser.add_argument("files", nargs="+", type=Path, help="files or folders of passages")
        parser.add_argument("--errors", action="store_true", help="list what is missed or wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report."""
        try:
            texts = [text for path in options["files"] for text in labelled_texts(path)]
        except (OSError, PassageError) as error:
            raise CommandError(str(error)) from error
        for line in report_passages(texts, errors=options["errors"]):
            self.stdout.write(line)
