"""`manage.py ingest ADDRESS_OR_PATH... [--crisis SLUG]`: articles, read by the workers."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.ingestion.archives import ArchiveError, add_archive
from reactions.ingestion.documents import Problem
from reactions.ingestion.fetching import wanted
from reactions.ingestion.files import read_paths
from reactions.ingestion.intake import Intake, take_in
from reactions.ingestion.records import is_archive
from reactions.management.progress import (
    follow,
    follow_archive,
    follow_pages,
    send,
    send_archives,
    send_pages,
)
from reactions.models import Archive, Crisis, Page, Reading, WorkState


class Command(BaseCommand):
    help = (
        "Fetch the articles at addresses, take in those of files, folders and web archives (WARC, "
        "WET), and have the workers read them for a crisis."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("inputs", nargs="*", metavar="ADDRESS_OR_PATH")
        parser.add_argument(
            "--crisis", metavar="SLUG", help="(default: those that each article is about)"
        )
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
        crisis = _crisis(options["crisis"])
        inputs = [*options["inputs"], *_listed(options["lists"])]
        if not inputs:
            raise CommandError("Name an address, a file or a folder.")
        addresses = [given for given in inputs if given.startswith(("http://", "https://"))]
        files = [Path(given) for given in inputs if given not in addresses]
        paths = [path for path in files if not is_archive(path)]
        archives = [_add_archive(path, crisis) for path in files if is_archive(path)]
        pages = [wanted(address, crisis=crisis) for address in dict.fromkeys(addresses)]
        send_pages([page.pk for page in pages])
        send_archives(archives)
        intake = take_in(read_paths(paths, published=options["published"]), crisis=crisis)
        self._say(intake)
        send(intake.readings)
        readings = set(intake.readings)
        if pages:
            pages = follow_pages([page.pk for page in pages])
            articles = [page.article_id for page in pages if page.article_id]
            of_pages = Reading.objects.filter(article__in=articles)
            readings |= set(of_pages.values_list("pk", flat=True))
        for archive in archives:
            self.stdout.write(follow_archive(archive))
            of_archive = Reading.objects.filter(article__source=archive.source_id)
            readings |= set(of_archive.values_list("pk", flat=True))
        result = follow(sorted(readings))
        not_fetched = [page for page in pages if page.error]
        self.stdout.write(
            f"{result.read} articles read, {result.stances} stances found, "
            f"{result.failed + len(intake.problems) + len(not_fetched)} failed."
        )
        _list_failures(readings, intake.problems, not_fetched)

    def _say(self, intake: Intake) -> None:
        if intake.known:
            self.stdout.write(
                f"{intake.known} articles were known already; nothing changes for them."
            )
        if intake.unread:
            self.stdout.write(f"{intake.unread} articles are about no crisis and are not read.")


def _add_archive(path: Path, crisis: Crisis | None) -> Archive:
    try:
        return add_archive(path, crisis=crisis)
    except ArchiveError as error:
        raise CommandError(str(error)) from error


def _crisis(slug: str | None) -> Crisis | None:
    if slug is None:
        return None
    crisis = Crisis.objects.filter(slug=slug).first()
    if crisis is None:
        known = ", ".join(Crisis.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no crisis {slug!r}. Known: {known}.")
    return crisis


def _list_failures(readings: set[int], problems: list[Problem], pages: list[Page]) -> None:
    """Raise CommandError with everything that was not read, if there is any."""
    failed = Reading.objects.failed().filter(pk__in=readings).select_related("article")
    lines = [str(problem) for problem in problems]
    lines += [f"{page}: {page.error}{_next_try(page)}" for page in pages]
    lines += [f"{reading.article}: {reading.error}{_next_try(reading)}" for reading in failed]
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
