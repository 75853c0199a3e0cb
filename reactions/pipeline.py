"""Runs the engine on a reading and stores what it proposes.

A run adds proposals and corroborating evidence and takes back its own undecided proposals;
what an editor decided it never touches. Running twice adds nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from reactions import proposals
from reactions.extraction import ENGINE_VERSION, extract
from reactions.extraction.gazetteer import Gazetteer
from reactions.extraction.types import CrisisFrame, Draft
from reactions.models import (
    Actor,
    Article,
    Crisis,
    Finding,
    Reading,
    Version,
    WorkState,
    version_of_crises,
)
from reactions.models.work import Taking
from reactions.reference import gazetteer_from_tables

log = logging.getLogger(__name__)

# The rate of a re-reading is that of so long.
_RATE_OVER = timedelta(minutes=5)

# What the engine is given of an article.
_ARTICLE = ("title", "text", "published")

_take = Taking(
    partial(Reading.objects.due, engine_version=ENGINE_VERSION),
    columns=(
        f"attempts = CASE WHEN engine_version = '{ENGINE_VERSION}' THEN attempts + 1 ELSE 1 END, "
        f"engine_version = '{ENGINE_VERSION}'"
    ),
    along="article",
    along_columns=_ARTICLE,
)

# Changes with every change of reference data: the audit's newest rows. A person who is merely
# added, as reading does, has no office yet and changes nothing for the engine.
_REFERENCE_VERSION = (
    "(SELECT max(pgh_id) FROM reactions_actoraudit)",
    "(SELECT max(pgh_id) FROM reactions_officialaudit WHERE pgh_label <> 'insert')",
    "(SELECT max(pgh_id) FROM reactions_tenureaudit)",
    "(SELECT max(pgh_id) FROM reactions_membershipaudit)",
)


def read(reading_id: int) -> bool:
    """Read one article for one crisis; whether this call did it.

    Safe to call at any time and any number of times: the row says whether there is work. A failure
    is written on the row with the time of the next try, and raised no further.
    """
    reading = _take(reading_id, timezone.now())
    if reading is None:
        return False
    started = time.perf_counter()
    try:
        crises, tables = version_of_crises(*_REFERENCE_VERSION)
        reference = _reference(tables)
        frame = _frames(crises)[reading.crisis_id]
        drafts = _run_engine(reading, frame, reference.gazetteer)
        inside = frame.inside | {frame.focal}
        outside = {code: pk for code, pk in reference.actors.items() if code not in inside}
        with transaction.atomic():
            if drafts and not _keep_text(reading.article_id):
                return False
            if not _finish(reading, seconds=time.perf_counter() - started):
                return False
            proposals.store(reading, drafts, actors=outside)
    except Exception as error:
        # Whatever an article does to the engine, the batch goes on and the row keeps the reason.
        log.exception("Reading %s failed", reading.pk)
        columns = reading.failure(f"{type(error).__name__}: {error}")
        Reading.objects.filter(**reading.holds()).update(**columns)
        return False
    return True


def _run_engine(reading: Reading, frame: CrisisFrame, gazetteer: Gazetteer) -> list[Draft]:
    article = reading.article
    return extract(
        article.text,
        published=article.published.astimezone(UTC).date(),
        crisis=frame,
        title=article.title,
        gazetteer=gazetteer,
    )


@dataclass(frozen=True, slots=True)
class _Reference:
    """What a run needs of the reference data: the gazetteer, and actors' ids by their codes."""

    gazetteer: Gazetteer
    actors: dict[str, int]


def current_gazetteer() -> Gazetteer:
    """The actors and officials of the tables as they are now, for the engine."""
    _, version = version_of_crises(*_REFERENCE_VERSION)
    return _reference(version).gazetteer


@lru_cache(maxsize=1)
def _reference(version: Version) -> _Reference:
    """The reference data of the tables; read anew when they changed."""
    actors = dict(Actor.objects.values_list("code", "pk"))
    return _Reference(gazetteer_from_tables(), actors)


@lru_cache(maxsize=1)
def _frames(version: Version) -> dict[int, CrisisFrame]:
    """What the engine must know of each crisis."""
    return {crisis.pk: crisis.frame() for crisis in Crisis.objects.select_related("focal")}


def _keep_text(article_id: int) -> bool:
    """Keep the article's text from being removed until the transaction ends; False if it was."""
    there = Article.objects.filter(pk=article_id, removed_at__isnull=True)
    return there.select_for_update(no_key=True).values_list("pk").first() is not None


def _finish(reading: Reading, *, seconds: float) -> bool:
    """Mark the reading as done; False where the lease was lost to another worker meanwhile."""
    held = Reading.objects.filter(**reading.holds())
    now = timezone.now()
    done = {"state": WorkState.DONE, "leased_until": None, "error": ""}
    return held.update(**done, read_at=now, seconds=seconds) == 1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the readings of a set have come."""

    queued: int
    read: int
    failed: int
    stances: int

    @property
    def finished(self) -> bool:
        return self.queued == 0


def progress(reading_ids: list[int]) -> Progress:
    """Count the states of some readings, and the stances that their articles led to.

    A reading that failed counts as finished here: its next try is the sweep's business.
    """
    readings = Reading.objects.filter(pk__in=reading_ids)
    read_now = readings.filter(state=WorkState.DONE, engine_version=ENGINE_VERSION).count()
    failed = readings.filter(state=WorkState.FAILED).count()
    stances = (
        Finding.objects.filter(reading__in=reading_ids, stance__isnull=False)
        .values("stance")
        .distinct()
        .count()
    )
    return Progress(len(reading_ids) - read_now - failed, read_now, failed, stances)


@dataclass(frozen=True, slots=True)
class Rereading:
    """How far this version of the engine has come with what an older one read."""

    read: int
    left: int
    a_minute: float

    @property
    def ready(self) -> datetime | None:
        """When it is done, at the rate of the last minutes; None where nothing moves."""
        if not self.left or not self.a_minute:
            return None
        return timezone.now() + timedelta(minutes=self.left / self.a_minute)


def rereading() -> Rereading:
    """Count what this version of the engine has read, and what it is to read again."""
    of_this = Q(engine_version=ENGINE_VERSION)
    recent = Q(read_at__gte=timezone.now() - _RATE_OVER)
    counts = Reading.objects.filter(state=WorkState.DONE).aggregate(
        read=Count("pk", filter=of_this),
        left=Count("pk", filter=~of_this),
        recent=Count("pk", filter=of_this & recent),
    )
    a_minute = counts.pop("recent") / (_RATE_OVER / timedelta(minutes=1))
    return Rereading(**counts, a_minute=a_minute)


def give_up_lost_readings(now: datetime) -> int:
    """Mark as failed what took its worker down at every attempt; how many these were."""
    lost = Reading.objects.given_up(now).filter(engine_version=ENGINE_VERSION)
    return lost.update(
        state=WorkState.FAILED,
        leased_until=None,
        error="The worker was lost at every attempt. Look at the article's text, then try again.",
    )


def due_readings(now: datetime, *, limit: int) -> list[int]:
    """The ids of the readings that are due, the longest waiting first.

    What an older engine read is not among them: see `outdated_readings`.
    """
    due = Reading.objects.due(now, ENGINE_VERSION).exclude(state=WorkState.DONE)
    return list(due.order_by("next_try", "pk").values_list("pk", flat=True)[:limit])


def outdated_readings(*, limit: int) -> list[int]:
    """The ids of readings that an older engine did, the newest articles first."""
    outdated = Reading.objects.outdated(ENGINE_VERSION).order_by("-article__published", "pk")
    return list(outdated.values_list("pk", flat=True)[:limit])


def retry(reading_ids: Iterable[int]) -> int:
    """Try failed readings again from the beginning; how many there were."""
    failed = Reading.objects.filter(pk__in=reading_ids, state=WorkState.FAILED)
    return failed.update(state=WorkState.QUEUED, attempts=0, next_try=timezone.now())
