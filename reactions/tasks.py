"""Background work. The row says what is undone; a message is only a nudge and may come twice."""

from celery import shared_task
from django.utils import timezone

from reactions import pipeline

# So many messages a sweep, so that a large backlog does not fill the broker over and over.
SWEEP_LIMIT = 1000


@shared_task(acks_late=True, time_limit=45)
def read_reading(reading_id: int) -> None:
    """Read one article for one crisis."""
    pipeline.read(reading_id)


@shared_task
def send_due_readings() -> None:
    """Send what is due again: what failed, what was lost, what an older engine read."""
    now = timezone.now()
    pipeline.give_up_lost_readings(now)
    for reading_id in pipeline.due_readings(now, limit=SWEEP_LIMIT):
        read_reading.delay(reading_id)
