"""Shows on a terminal how far the workers have come with some pages or readings."""

import sys
import time
from collections.abc import Callable, Sequence

from celery import current_app
from django.core.management.base import CommandError
from django.db.models import F, Sum
from django.utils import timezone
from kombu.exceptions import OperationalError
from tqdm import tqdm

from reactions import pipeline, tasks
from reactions.models import Archive, ArchivePart, Page, WorkState

_POLL_SECONDS = 0.3
# A worker answers a ping in milliseconds; one that is busy starting may take some seconds.
_PATIENCE_SECONDS = 20
# Pages that wait for their host's turn are sent again so soon, not only by the sweep.
_NUDGE_SECONDS = 5


def send(reading_ids: Sequence[int]) -> None:
    """Nudge the workers to read these. Nothing is lost where the broker is down: a sweep sends."""
    _send(tasks.read_reading.delay, reading_ids)


def send_pages(page_ids: Sequence[int]) -> None:
    """Nudge the workers to fetch these, as `send` does for readings."""
    _send(tasks.fetch_page.delay, page_ids)


def send_archives(archives: Sequence[Archive]) -> None:
    """Nudge the workers to read what is left of these archives."""
    left = ArchivePart.objects.filter(archive__in=archives).exclude(state=WorkState.DONE)
    _send(tasks.read_archive_part.delay, list(left.values_list("pk", flat=True)))


def _send(nudge: Callable[[int], object], ids: Sequence[int]) -> None:
    try:
        for pk in ids:
            nudge(pk)
    except OperationalError as error:
        raise CommandError(
            f"The broker does not answer ({error}). The articles are stored; "
            "the workers read them when it is back."
        ) from error


def follow(reading_ids: list[int]) -> pipeline.Progress:
    """Show a bar until the workers have read these; give the end result.

    Raises CommandError where nothing moves and no worker answers.
    """
    state = pipeline.progress(reading_ids)

    def look() -> tuple[int, str]:
        nonlocal state
        state = pipeline.progress(reading_ids)
        return state.read + state.failed, f"{state.stances} stances found"

    _show(look, total=len(reading_ids), unit=" articles")
    return state


def follow_pages(page_ids: list[int]) -> list[Page]:
    """Show a bar until the workers have fetched these or failed; give the pages.

    Raises CommandError where nothing moves and no worker answers.
    """
    pages = Page.objects.filter(pk__in=page_ids)
    nudged = time.monotonic()

    def look() -> tuple[int, str]:
        nonlocal nudged
        waiting = pages.filter(state__in=[WorkState.QUEUED, WorkState.STARTED])
        failed = pages.filter(state=WorkState.FAILED).count()
        if time.monotonic() - nudged > _NUDGE_SECONDS:
            nudged = time.monotonic()
            ready = waiting.filter(state=WorkState.QUEUED, next_try__lte=timezone.now())
            send_pages(list(ready.values_list("pk", flat=True)))
        return len(page_ids) - waiting.count(), f"{failed} failed"

    _show(look, total=len(page_ids), unit=" pages")
    return list(pages.select_related("article").order_by("pk"))


def follow_archive(archive: Archive) -> str:
    """Show how far an archive is read, with rate and time left, to its end; say what came of it.

    Raises CommandError where nothing moves and no worker answers, or a part failed.
    """
    parts = ArchivePart.objects.filter(archive=archive)
    done = Sum(F("position") - F("start"))

    def look() -> tuple[int, str]:
        state = parts.aggregate(done=done, records=Sum("records"))
        failed = parts.failed().first()
        if failed and failed.rests:
            raise CommandError(f"{failed}: {failed.error}")
        left = parts.exclude(state=WorkState.DONE).exists()
        return min(state["done"], archive.size - left), f"{state['records']:,} records"

    _show(look, total=archive.size, unit="B")
    state = parts.aggregate(records=Sum("records"), broken=Sum("broken"))
    articles = archive.source.articles.count()
    return (
        f"{archive}: {state['records']:,} records, {state['broken']:,} of them broken; "
        f"{articles:,} articles about tracked crises."
    )


def follow_rereading() -> None:
    """Show a bar until the workers have read again what an older engine read.

    Raises CommandError where nothing moves and no worker answers.
    """
    state = pipeline.rereading()
    total = state.left

    def look() -> tuple[int, str]:
        return max(total - pipeline.rereading().left, 0), "read again"

    _show(look, total=total, unit=" articles")


def _show(look: Callable[[], tuple[int, str]], *, total: int, unit: str) -> None:
    """Show a bar until `look`, which gives what is done and a remark, says that all is done."""
    moved = time.monotonic()
    scaled = unit == "B"
    with tqdm(total=total, unit=unit, unit_scale=scaled, file=sys.stderr, mininterval=0.1) as bar:
        while True:
            done, remark = look()
            if done != bar.n:
                moved = time.monotonic()
            bar.update(done - bar.n)
            bar.set_postfix_str(remark)
            if done >= total:
                return
            if time.monotonic() - moved > _PATIENCE_SECONDS:
                _expect_a_worker()
                moved = time.monotonic()
            time.sleep(_POLL_SECONDS)


def _expect_a_worker() -> None:
    if not current_app.control.ping(timeout=2):
        raise CommandError(
            "No worker answers. The articles are stored and will be read once one runs: "
            "celery -A crisiswatch worker -Q fetch,read"
        )
