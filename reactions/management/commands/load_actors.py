"""`manage.py load_actors`: reference data from the files into the tables."""

from typing import Any

from django.core.management.base import BaseCommand

from reactions.reference import load_actors


class Command(BaseCommand):
    help = "Load countries, organizations, memberships, officials and tenures. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_actors()
        for word, counts in (
            ("added", report.added),
            ("updated", report.updated),
            ("kept as an editor has them", report.kept),
        ):
            if counts.total():
                parts = ", ".join(f"{number} {table}" for table, number in counts.items() if number)
                self.stdout.write(f"{word}: {parts}")
        self.stdout.write("Reference data is up to date.")
