"""Shows on a terminal how far the workers have come with a set of readings."""

import sys
import time
from collections.abc import Sequence

from celery import current_app
from django.core.management.base import CommandError
from kombu.exceptions import OperationalError
from tqdm import tqdm

from reactions import pipeline, tasks

_POLL_SECONDS = 0.3
# A worker answers a ping in milliseconds; one that is busy starting may take some seconds.
_PATIENCE_SECONDS = 20


def send(reading_ids: Sequence[int]) -> None:
    """Nudge the workers to read these. Nothing is lost where the broker is down: a sweep sends."""
    try:
        for reading_id in reading_ids:
            tasks.read_reading.delay(reading_id)
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
    moved = time.monotonic()
    with tqdm(total=len(reading_ids), unit=" articles", file=sys.stderr, mininterval=0.1) as bar:
        while True:
            done = state.read + state.failed
            if done != bar.n:
                moved = time.monotonic()
            bar.update(done - bar.n)
            bar.set_postfix_str(f"{state.stances} stances found")
            if state.finished:
                return state
            if time.monotonic() - moved > _PATIENCE_SECONDS:
                _expect_a_worker()
                moved = time.monotonic()
            time.sleep(_POLL_SECONDS)
            state = pipeline.progress(reading_ids)


def _expect_a_worker() -> None:
    if not current_app.control.ping(timeout=2):
        raise CommandError(
            "No worker answers. The articles are stored and will be read once one runs: "
            "celery -A crisiswatch worker -Q fetch,read"
        )
