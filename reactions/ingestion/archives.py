"""Searches web archives for articles about the crises: split over workers, resumed where left.

A part is read for some seconds at a time and its place noted, so that a killed worker loses
those seconds and no more; storing what was stored already adds nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from reactions.ingestion import captures
from reactions.ingestion.documents import Document, clean_text
from reactions.ingestion.http import Response
from reactions.ingestion.pages import canonical_address, read_page
from reactions.ingestion.published import Origin, day_in_url, read_moment
from reactions.ingestion.records import Record, next_record, read_records
from reactions.ingestion.relevance import readings_of, subjects, why
from reactions.ingestion.store import store_article
from reactions.models import Archive, ArchivePart, Article, Crisis, Page, Source, WorkState
from reactions.models.work import MAX_ATTEMPTS, Taking

log = logging.getLogger(__name__)

PART_BYTES = 64_000_000
_SLICE_SECONDS = 20.0
_FEWEST_WORDS = 25
# A part that is taken once more is read carefully; a record at which its worker was lost twice
# again, with no error to tell why, is passed over and listed.
_CAREFUL = 2
_TRIES_OF_A_RECORD = _CAREFUL + 1

_take_part = Taking(ArchivePart.objects.due, columns="attempts = attempts + 1")


class ArchiveError(Exception):
    """An archive that cannot be read, with the mend."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one turn at a part: readings to be sent, and whether there is more to read."""

    readings: list[int]
    goes_on: bool


def add_archive(path: Path, *, crisis: Crisis | None = None) -> Archive:
    """The row of an archive, split into parts; known ones go on where they were.

    Raises ArchiveError.
    """
    path = path.resolve()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            first = next_record(file, 0)
            second = None if first is None else next_record(file, first + 1)
            is_packed = file.seek(0) == 0 and file.read(2) == b"\x1f\x8b"
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}. Check the path.") from error
    if first is None:
        raise ArchiveError(f"{path} holds no WARC record. Give a WARC or WET file.")
    if is_packed and second is None and size > 1_000_000:
        mend = "Make each record a member of its own: warcio recompress OLD NEW."
        raise ArchiveError(f"{path} is compressed as a whole. {mend}")
    with transaction.atomic():
        source, _ = Source.objects.get_or_create(
            name=path.name[-120:], defaults={"type": Source.Type.FILES}
        )
        archive, is_new = Archive.objects.get_or_create(
            path=str(path), defaults={"size": size, "source": source, "crisis": crisis}
        )
        if not is_new and archive.size != size:
            raise ArchiveError(f"{path} has changed since it was read. Give it another name.")
        if is_new:
            ArchivePart.objects.bulk_create(
                ArchivePart(
                    archive=archive, start=start, position=start, end=min(start + PART_BYTES, size)
                )
                for start in range(0, size, PART_BYTES)
            )
    return archive


def read_part(part_id: int) -> Turn:
    """Read on in a part for some seconds, if it is due.

    Safe to call at any time and any number of times, as fetching a page is.
    """
    part = _take_part(part_id, timezone.now())
    if part is None:
        return Turn([], goes_on=False)
    try:
        return _read_on(part)
    except OSError as error:
        reason = f"{part.archive.path}: {error.strerror}. The workers must be able to read it."
        _finish(part, part.failure(reason))
    except Exception as error:
        log.exception("Archive part %s failed", part.pk)
        _finish(part, part.failure(f"{type(error).__name__}: {error}"))
    return Turn([], goes_on=False)


def _finish(part: ArchivePart, columns: dict[str, Any]) -> bool:
    return ArchivePart.objects.filter(**part.holds()).update(**columns) == 1


def _read_on(part: ArchivePart) -> Turn:
    search = _Search(part.archive)
    stop = time.monotonic() + _SLICE_SECONDS
    # After a failure the place is noted after each record, so that a second one tells at which.
    careful = part.attempts > 1
    readings: list[int] = []
    done = True
    with Path(part.archive.path).open("rb") as file:
        for record in read_records(file, part.position, part.end):
            if part.attempts > _TRIES_OF_A_RECORD and not part.error:
                _list_failed(part, record, "Its worker was lost each time that it was read.")
            else:
                readings += _take(search, part, record)
            part.position, part.records = record.end, part.records + 1
            part.broken += record.is_broken
            part.attempts, part.error = min(part.attempts, _CAREFUL), ""
            if careful and not _note_place(part):
                return Turn(readings, goes_on=False)
            if time.monotonic() > stop:
                done = part.position >= part.end
                break
    columns = {
        "state": WorkState.DONE if done else WorkState.QUEUED,
        "leased_until": None,
        "error": "",
        "attempts": 0,
        "next_try": timezone.now(),
        "position": max(part.position, part.end) if done else part.position,
        "records": part.records,
        "broken": part.broken,
    }
    return Turn(readings, goes_on=_finish(part, columns) and not done)


def _note_place(part: ArchivePart) -> bool:
    """Note how far the part is read; False where the lease was lost to another worker meanwhile."""
    columns = ("position", "records", "broken", "attempts", "error")
    return _finish(part, {name: getattr(part, name) for name in columns})


def _take(search: _Search, part: ArchivePart, record: Record) -> list[int]:
    try:
        return search.take(record)
    except (DatabaseError, OSError):
        raise  # not the record's fault: the whole part is tried again later
    except Exception as error:
        log.exception("Record at byte %s of %s failed", part.position, part.archive)
        _list_failed(part, record, f"{type(error).__name__}: {error}.")
        return []


def _list_failed(part: ArchivePart, record: Record, reason: str) -> None:
    """List one record among the failed pages, so that the rest of its archive is read."""
    if not record.url:
        return
    place = f"The record at byte {part.position:,} of {part.archive} could not be read. {reason}"
    mend = "Trying again fetches its address from the web instead; or paste its text."
    failure = Page(attempts=MAX_ATTEMPTS).final_failure(f"{place} {mend}")
    source = part.archive.source
    Page.objects.get_or_create(url=record.url, defaults={**failure, "source": source})


class _Search:
    """Finds the articles about the crises in an archive's records, and stores them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        wanted = archive.crisis_id
        self._subjects = [one for one in subjects() if wanted in (None, one.crisis_id)]
        # A look at the bytes spares parsing most pages of the web.
        self._names = [name.encode() for one in self._subjects for name in one.words]
        self._first = min((subject.first for subject in self._subjects), default=None)

    def take(self, record: Record) -> list[int]:
        """Store a record that is an article about a crisis; the readings that it led to."""
        if not record.url or not self._may_be_about(record):
            return []
        retrieved = record.retrieved or timezone.now()
        document = _document(record, retrieved)
        if document is None or not self._is_about(document):
            return []
        name = captures.keep_bytes(record.body)
        with transaction.atomic():
            return self._store(record, document, name, retrieved)

    def _may_be_about(self, record: Record) -> bool:
        if self._first is None or (record.retrieved and record.retrieved.date() < self._first):
            return False
        return any(name in record.body for name in self._names)

    def _is_about(self, document: Document) -> bool:
        return any(
            why(subject, title=document.title, text=document.text, day=document.published.date())
            for subject in self._subjects
        )

    def _store(
        self, record: Record, document: Document, name: str, retrieved: datetime
    ) -> list[int]:
        url = document.url or record.url
        page, is_new = Page.objects.get_or_create(
            url=url,
            defaults={
                "source": self._archive.source,
                "state": WorkState.DONE,
                "form": Page.Form.ARTICLE,
                "fetched": retrieved,
            },
        )
        if not is_new and page.article_id and page.source_id != self._archive.source_id:
            return []  # the live page was read, which may be newer than the archive's
        article, is_new = store_article(document, source_id=self._archive.source_id)
        if is_new:
            Article.objects.filter(pk=article.pk).update(retrieved=retrieved)
        Page.objects.filter(pk=page.pk, article=None).update(article=article)
        response = Response(record.url, record.status, record.headers, record.body)
        captures.record_capture(page, response, name, retrieved=retrieved, article=article)
        return readings_of(article, known=self._subjects, is_new=is_new)


def _document(record: Record, retrieved: datetime) -> Document | None:
    """The article in a record, if it holds one."""
    if not record.is_text:
        content = read_page(
            record.body,
            url=record.url,
            retrieved=retrieved,
            content_type=record.headers.get("content-type", ""),
        )
        return content.document
    try:
        text = clean_text(record.body.decode("utf-8", errors="replace"))
    except ValueError:
        return None
    if len(text.split()) < _FEWEST_WORDS:
        return None
    # A WET record is all of a page's words; its first line is the page's title.
    title = text.partition("\n")[0][:500]
    found = read_moment(day_in_url(record.url), latest=retrieved)
    moment, precision = found or (retrieved, "day")
    return Document(
        place=record.url,
        text=text,
        published=moment,
        published_precision=precision,
        published_origin=Origin.URL if found else Origin.RETRIEVED,
        title=title,
        url=canonical_address(record.url),
    )


def due_parts(now: datetime, *, limit: int) -> list[int]:
    """The ids of the parts of archives that are due."""
    due = ArchivePart.objects.due(now).order_by("next_try", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def retry(parts: Iterable[int]) -> int:
    """Go on with failed parts of archives where they stand; how many there were."""
    failed = ArchivePart.objects.filter(pk__in=parts, state=WorkState.FAILED)
    return failed.update(state=WorkState.QUEUED, attempts=0, error="", next_try=timezone.now())


def give_up_lost_parts(now: datetime) -> int:
    """Mark as failed what took its worker down at every attempt; how many these were."""
    return ArchivePart.objects.given_up(now).update(
        state=WorkState.FAILED,
        leased_until=None,
        attempts=MAX_ATTEMPTS,
        error="The worker was lost at every attempt. Look at its memory, then retry.",
    )
