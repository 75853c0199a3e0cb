"""`manage.py rereading`: how far a new version of the engine is with what an older one read."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reactions import pipeline
from reactions.extraction import ENGINE_VERSION
from reactions.management.progress import follow_rereading


class Command(BaseCommand):
    help = (
        "Say how many articles the engine of this version has read and how many are left. The "
        "workers read them again by themselves, behind all other work."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--follow", action="store_true", help="show a bar until all is read")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["follow"]:
            follow_rereading()
        state = pipeline.rereading()
        self.stdout.write(
            f"Engine {ENGINE_VERSION} has read {state.read:,} articles; {state.left:,} are left."
        )
        if state.ready:
            self.stdout.write(
                f"{state.a_minute:.0f} a minute; done about {state.ready:%Y-%m-%d %H:%M} UTC."
            )
