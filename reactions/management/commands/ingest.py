"""`manage.py ingest ADDRESS_OR_PATH... --crisis SLUG`: articles, read by the workers."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.ingestion.documents import Problem
from reactions.ingestion.fetching import wanted
from reactions.ingestion.files import read_paths
from reactions.ingestion.store import reading_for, store_article
from reactions.management.progress import follow, follow_pages, send, send_pages
from reactions.models import Crisis, Page, Reading, WorkState


class Command(BaseCommand):
    help = (
        "Fetch the articles at addresses, take in those of files and folders, and have the workers "
        "read them for a crisis."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("inputs", nargs="*", metavar="ADDRESS_OR_PATH")
        parser.add_argument("--crisis", required=True, metavar="SLUG")
        parser.add_argument(
            "--list",
            dest="lists",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="a file of addresses, one a line; what follows # is left out",
        )
        parser.add_argument(
            "--published",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="day of publication of the files that name none",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        crisis = Crisis.objects.filter(slug=options["crisis"]).first()
        if crisis is None:
            known = ", ".join(Crisis.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no crisis {options['crisis']!r}. Known: {known}.")
        inputs = [*options["inputs"], *_listed(options["lists"])]
        if not inputs:
            raise CommandError("Name an address, a file or a folder.")
        addresses = [given for given in inputs if given.startswith(("http://", "https://"))]
        paths = [Path(given) for given in inputs if given not in addresses]
        pages = [wanted(address, crisis=crisis) for address in dict.fromkeys(addresses)]
        send_pages([page.pk for page in pages])
        readings, problems = self._store(crisis, paths, options["published"])
        send([reading.pk for reading in readings if reading.state != WorkState.DONE])
        if pages:
            pages = follow_pages([page.pk for page in pages])
            articles = [page.article_id for page in pages if page.article_id]
            readings += Reading.objects.filter(article__in=articles, crisis=crisis)
        result = follow(sorted({reading.pk for reading in readings}))
        not_fetched = [page for page in pages if page.error]
        self.stdout.write(
            f"{result.read} articles read, {result.stances} stances found, "
            f"{result.failed + len(problems) + len(not_fetched)} failed."
        )
        self._list_failures(readings, problems, not_fetched)

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

    def _list_failures(
        self, readings: list[Reading], problems: list[Problem], pages: list[Page]
    ) -> None:
        ids = [reading.pk for reading in readings]
        failed = Reading.objects.filter(pk__in=ids, state=WorkState.FAILED)
        lines = [str(problem) for problem in problems]
        lines += [f"{page}: {page.error}{_next_try(page)}" for page in pages]
        lines += [
            f"{reading.article}: {reading.error}{_next_try(reading)}"
            for reading in failed.select_related("article")
        ]
        if lines:
            raise CommandError("\n".join(["Not read:", *lines]))


def _listed(lists: list[Path]) -> Iterator[str]:
    """The addresses in files of addresses."""
    for path in lists:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read as a list of addresses: {error}.") from error
        for number, line in enumerate(text.splitlines(), start=1):
            address = line.partition(" #")[0].strip()
            if not address or address.startswith("#"):
                continue
            if not address.startswith(("http://", "https://")):
                raise CommandError(f"{path}, line {number}: {address!r} is no address of the web.")
            yield address


def _next_try(item: Page | Reading) -> str:
    if item.state != WorkState.FAILED:
        return ""
    if item.rests:
        return " It is not tried again by itself; `manage.py retry` does."
    return f" It is tried again at {item.next_try:%H:%M} UTC."
