"""`manage.py retry`: failed pages, readings and parts of archives are tried again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reactions import pipeline
from reactions.ingestion import archives, fetching
from reactions.models import ArchivePart, Page, Reading


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
        parts = list(ArchivePart.objects.failed().select_related("archive").order_by("pk"))
        if options["resting"]:
            pages = [page for page in pages if page.rests]
            readings = [reading for reading in readings if reading.rests]
            parts = [part for part in parts if part.rests]
        for page in pages:
            self.stdout.write(f"{page.url}: {page.error}")
        for reading in readings:
            self.stdout.write(f"{reading.article}, for {reading.crisis}: {reading.error}")
        for part in parts:
            self.stdout.write(f"{part}: {part.error}")
        if options["list"]:
            self.stdout.write(
                f"{len(pages)} pages, {len(readings)} readings and {len(parts)} parts of archives "
                "failed."
            )
            return
        again = fetching.retry([page.pk for page in pages])
        read_again = pipeline.retry([reading.pk for reading in readings])
        parts_again = archives.retry([part.pk for part in parts])
        self.stdout.write(
            f"{again} pages, {read_again} readings and {parts_again} parts of archives are tried "
            "again with the next sweep."
        )
