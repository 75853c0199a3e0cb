"""manage.py check_vocabulary: faults in the engine's word lists."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.extraction.vocabulary import VocabularyError, load_vocabulary
from reactions.extraction.vocabulary_check import check_vocabulary


class Command(BaseCommand):
    """Lists clashes, duplicates and entries that can never match; fails if there are any."""

    help = "Check the engine's vocabulary for clashes, duplicates and dead entries."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault."""
        try:
            vocabulary = load_vocabulary()
            faults = list(check_vocabulary(vocabulary))
        except VocabularyError as error:
            raise CommandError(str(error)) from error
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults")
        self.stdout.write(
            f"{len(vocabulary.cues)} cues, {len(vocabulary.word_sets)} sets: no fault"
        )
