"""Celery's scheduler, with a sign of life."""

from pathlib import Path
from typing import Any

from celery.beat import PersistentScheduler

from crisiswatch.health import sign_of_life


class Scheduler(PersistentScheduler):
    """Sends what is due as Celery's own does, and touches a file beside the schedule each time."""

    schedule_filename: str  # which its types leave out

    def tick(self, *args: Any, **words: Any) -> float:
        """Send what is due; give the seconds until the next is."""
        seconds: float = super().tick(*args, **words)
        sign_of_life(Path(self.schedule_filename)).touch()
        return seconds
