"""`manage.py check_consistency`: whether stances, evidence, decisions, changes and files agree."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.consistency import faults


class Command(BaseCommand):
    help = "Name every fault in the data with its mend; status 1 where there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--read-captures",
            action="store_true",
            help="compare the bytes of every capture with its hash; reads all files",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = [str(fault) for fault in faults(read_captures=options["read_captures"])]
        if found:
            raise CommandError("\n".join([*found, f"{len(found)} faults."]))
        self.stdout.write("Stances, evidence, decisions, public changes, texts and captures agree.")
