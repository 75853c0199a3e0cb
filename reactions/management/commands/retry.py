"""`manage.py retry`: failed pages and readings are tried again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reactions import pipeline
from reactions.ingestion import fetching
from reactions.models import Page, Reading


class Command(BaseCommand):
    help = "List what failed, and have the workers try it again from the beginning."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="list only, try nothing again")
        parser.add_argument(
            "--resting", action="store_true", help="only what is not tried again by itself"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pages = list(Page.objects.failed().order_by("pk"))
        readings = list(Reading.objects.failed().select_related("article", "crisis").order_by("pk"))
        if options["resting"]:
            pages = [page for page in pages if page.rests]
            readings = [reading for reading in readings if reading.rests]
        for page in pages:
            self.stdout.write(f"{page.url}: {page.error}")
        for reading in readings:
            self.stdout.write(f"{reading.article}, for {reading.crisis}: {reading.error}")
        if options["list"]:
            self.stdout.write(f"{len(pages)} pages and {len(readings)} readings failed.")
            return
        again = fetching.retry([page.pk for page in pages])
        read_again = pipeline.retry([reading.pk for reading in readings])
        self.stdout.write(
            f"{again} pages and {read_again} readings are tried again with the next sweep."
        )
