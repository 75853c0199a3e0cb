"""The heartbeat of the queues."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class PulseQuerySet(models.QuerySet["Pulse"]):
    """Questions about the queues' heartbeat."""

    def silent(self) -> list[str]:
        """The queues that no worker took a message from of late, or ever."""
        since = timezone.now() - timedelta(seconds=Pulse.MISSED_BEATS * settings.SWEEP_SECONDS)
        heard = set(self.filter(at__gte=since).values_list("queue", flat=True))
        return [queue for queue in Pulse.QUEUES if queue not in heard]


class Pulse(models.Model):
    """When a worker last took a message that beat sent to its queue: both live, and the broker."""

    QUEUES = ("fetch", "read")
    # A worker may be in the middle of a long task when the beat comes.
    MISSED_BEATS = 4

    queue = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    objects = PulseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.queue} at {self.at:%Y-%m-%d %H:%M:%S}"
