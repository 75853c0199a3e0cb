"""`manage.py ingest PATH... --crisis SLUG`: articles from files, read by the workers."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.ingestion.documents import Problem
from reactions.ingestion.files import read_paths
from reactions.ingestion.store import reading_for, store_article
from reactions.management.progress import follow, send
from reactions.models import Crisis, Reading, WorkState


class Command(BaseCommand):
    help = "Store the articles of files and folders and have the workers read them for a crisis."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--crisis", required=True, metavar="SLUG")
        parser.add_argument(
            "--published",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="day of publication of the articles that name none",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        crisis = Crisis.objects.filter(slug=options["crisis"]).first()
        if crisis is None:
            known = ", ".join(Crisis.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no crisis {options['crisis']!r}. Known: {known}.")
        readings, problems = self._store(crisis, options["paths"], options["published"])
        send([reading.pk for reading in readings if reading.state != WorkState.DONE])
        result = follow([reading.pk for reading in readings])
        self.stdout.write(
            f"{result.read} articles read, {result.stances} stances found, "
            f"{result.failed + len(problems)} failed."
        )
        self._list_failures(readings, problems)

    def _store(
        self, crisis: Crisis, paths: list[Path], published: date | None
    ) -> tuple[list[Reading], list[Problem]]:
        readings: dict[int, Reading] = {}
        problems = []
        known = 0
        for item in read_paths(paths, published=published):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            article, is_new = store_article(item)
            known += not is_new
            reading = reading_for(article, crisis)
            readings[reading.pk] = reading
        if known:
            self.stdout.write(f"{known} articles were known already; nothing changes for them.")
        return list(readings.values()), problems

    def _list_failures(self, readings: list[Reading], problems: list[Problem]) -> None:
        ids = [reading.pk for reading in readings]
        failed = Reading.objects.filter(pk__in=ids, state=WorkState.FAILED)
        lines = [str(problem) for problem in problems]
        lines += [
            f"{reading.article}: {reading.error} It is tried again at {reading.next_try:%H:%M} UTC."
            for reading in failed.select_related("article")
        ]
        if lines:
            raise CommandError("\n".join(["Not read:", *lines]))
