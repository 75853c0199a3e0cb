"""Background work. The row says what is undone; a message is only a nudge and may come twice."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from reactions import pipeline, removal
from reactions.ingestion import archives, fetching, polling
from reactions.ingestion.http import Client
from reactions.models import KeptAnswer, Pulse

# So many messages a sweep, so that a large backlog does not fill the broker over and over.
SWEEP_LIMIT = 1000
# What an older engine read is read again behind everything else, as the queue has room: Redis
# keeps a list for each priority, and takes from the last one when the others are empty.
_LAST = 9
_AGAIN_LIMIT = 200
# So many captures and texts an hour are removed because they are kept no longer.
_REMOVAL_LIMIT = 5000
# A month of archives must not keep today's news waiting.
_BACKFILL = 6


def nudge(task: Task[Any, Any], ids: Iterable[int]) -> bool:
    """Send work on; false where the broker is away: then a sweep sends what the rows ask for."""
    try:
        for pk in ids:
            task.delay(pk)
    except OperationalError:
        return False
    return True


@shared_task(acks_late=True, time_limit=45)
def read_reading(reading_id: int) -> None:
    """Read one article for one crisis."""
    pipeline.read(reading_id)


@shared_task(acks_late=True, time_limit=55)
def fetch_page(page_id: int) -> None:
    """Fetch one page and send the readings that it leads to."""
    with Client() as client:
        readings = fetching.fetch_page(page_id, client=client)
    for reading_id in readings:
        read_reading.delay(reading_id)


@shared_task(acks_late=True, time_limit=55)
def poll_source(source_id: int) -> None:
    """Ask one source for new articles and send the pages that are to be fetched."""
    with Client() as client:
        pages = polling.poll(source_id, client=client)
    for page_id in pages:
        fetch_page.delay(page_id)


@shared_task(acks_late=True, time_limit=55)
def read_archive_part(part_id: int) -> None:
    """Read on in a part of a web archive, and go on with it afterwards."""
    turn = archives.read_part(part_id)
    for reading_id in turn.readings:
        read_reading.delay(reading_id)
    if turn.goes_on:
        read_archive_part.apply_async((part_id,), priority=_BACKFILL)


@shared_task
def send_due_readings() -> None:
    """Send what is due again: what failed, what was lost, what an older engine read."""
    now = timezone.now()
    pipeline.give_up_lost_readings(now)
    for reading_id in pipeline.due_readings(now, limit=SWEEP_LIMIT):
        read_reading.delay(reading_id)
    for reading_id in pipeline.outdated_readings(limit=_AGAIN_LIMIT):
        read_reading.apply_async((reading_id,), priority=_LAST)


@shared_task
def send_due_pages() -> None:
    """Send the pages that are to be fetched, and parts of archives: new, failed, lost, or again."""
    now = timezone.now()
    fetching.give_up_lost_pages(now)
    for page_id in fetching.due_pages(now, limit=SWEEP_LIMIT):
        fetch_page.delay(page_id)
    archives.give_up_lost_parts(now)
    for part_id in archives.due_parts(now, limit=SWEEP_LIMIT):
        read_archive_part.apply_async((part_id,), priority=_BACKFILL)


@shared_task
def send_due_sources() -> None:
    """Send the sources that are to be polled."""
    for source_id in polling.due_sources(timezone.now(), limit=SWEEP_LIMIT):
        poll_source.delay(source_id)


@shared_task
def record_pulse(queue: str) -> None:
    """Note that beat, broker and a worker of `queue` are alive."""
    Pulse.objects.update_or_create(queue=queue, defaults={"at": timezone.now()})


@shared_task
def remove_expired() -> None:
    """Remove captures and texts that are older than the settings keep them, and answers of the API
    that nobody asks for again."""
    now = timezone.now()
    removal.remove_expired(
        now,
        captures_after=_days(settings.KEEP_CAPTURES_DAYS),
        texts_after=_days(settings.KEEP_TEXTS_DAYS),
        limit=_REMOVAL_LIMIT,
    )
    KeptAnswer.objects.expired(now).delete()


def _days(number: int) -> timedelta | None:
    return timedelta(days=number) if number else None
