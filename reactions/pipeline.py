"""Runs the engine on a reading and stores what it proposes.

A run adds proposals and corroborating evidence and takes back its own undecided proposals;
what an editor decided it never touches. Running twice adds nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from reactions.extraction import ENGINE_VERSION, extract
from reactions.extraction.gazetteer import Gazetteer
from reactions.extraction.types import Draft, Span
from reactions.models import (
    Actor,
    Crisis,
    Decision,
    Evidence,
    Finding,
    Official,
    Reading,
    Stance,
    WorkState,
)
from reactions.reference import gazetteer_from_tables

log = logging.getLogger(__name__)

Status = Stance.Status


def read(reading_id: int) -> bool:
    """Read one article for one crisis; whether this call did it.

    Safe to call at any time and any number of times: the row says whether there is work. A failure
    is written on the row with the time of the next try, and raised no further.
    """
    reading = _claim(reading_id)
    if reading is None:
        return False
    started = time.perf_counter()
    try:
        drafts = _run_engine(reading)
        with transaction.atomic():
            return _store(reading, drafts, seconds=time.perf_counter() - started)
    except Exception as error:
        # Whatever an article does to the engine, the batch goes on and the row keeps the reason.
        log.exception("Reading %s failed", reading.pk)
        columns = reading.failure(f"{type(error).__name__}: {error}")
        Reading.objects.filter(**reading.holds()).update(**columns)
        return False


def _claim(reading_id: int) -> Reading | None:
    """Take the lease; None where there is nothing to do or another worker is at it."""
    now = timezone.now()
    with transaction.atomic():
        due = Reading.objects.due(now, ENGINE_VERSION).filter(pk=reading_id)
        reading = due.select_for_update(skip_locked=True).first()
        if reading is None:
            return None
        same_engine = reading.engine_version == ENGINE_VERSION
        attempts = reading.attempts + 1 if same_engine else 1
        reading.take(now, engine_version=ENGINE_VERSION, attempts=attempts)
    return Reading.objects.select_related("article", "crisis__focal").get(pk=reading.pk)


def _run_engine(reading: Reading) -> list[Draft]:
    article = reading.article
    return extract(
        article.text,
        published=article.published.astimezone(UTC).date(),
        crisis=reading.crisis.frame(),
        title=article.title,
        gazetteer=current_gazetteer(),
    )


def current_gazetteer() -> Gazetteer:
    """The gazetteer of the tables as they are now; made anew when reference data changed."""
    return _gazetteer(_reference_version())


def _reference_version() -> tuple[int, ...]:
    """A value that changes with every change of reference data: the audit's newest rows."""
    tables = ("ActorAudit", "OfficialAudit", "TenureAudit", "MembershipAudit")
    models = (apps.get_model("reactions", name) for name in tables)
    return tuple(model.objects.aggregate(newest=Max("pgh_id"))["newest"] or 0 for model in models)


@lru_cache(maxsize=1)
def _gazetteer(version: tuple[int, ...]) -> Gazetteer:
    return gazetteer_from_tables()


def _store(reading: Reading, drafts: list[Draft], *, seconds: float) -> bool:
    """Store a run's result; False where the lease was lost to another worker meanwhile."""
    if not Reading.objects.select_for_update().filter(**reading.holds()).exists():
        return False
    # Two articles that tell the same act must not both make a stance of it.
    Crisis.objects.select_for_update(no_key=True).get(pk=reading.crisis_id)
    actors = {
        actor.code: actor for actor in Actor.objects.filter(code__in={d.actor for d in drafts})
    }
    inside = reading.crisis.inside_codes()
    may_be_decided = _has_decisions(reading)
    findings, found = [], []
    for draft in drafts:
        finding = _finding(reading, draft)
        actor = None if draft.actor in inside else actors.get(draft.actor)
        if actor is not None and may_be_decided:
            finding.stance = _decided_before(reading, draft)
        if actor is not None and finding.stance is None:
            evidence = _propose(reading, draft, actor)
            finding.stance = evidence.stance
            found.append(evidence.pk)
        findings.append(finding)
    Finding.objects.bulk_create(findings)
    _take_back(reading, kept=set(found))
    Reading.objects.filter(pk=reading.pk).update(
        state=WorkState.DONE,
        leased_until=None,
        error="",
        read_at=timezone.now(),
        seconds=seconds,
    )
    return True


def _finding(reading: Reading, draft: Draft) -> Finding:
    """A draft as it is kept."""
    return Finding(
        reading=reading,
        engine_version=ENGINE_VERSION,
        draft=_as_json(draft),
        rule=draft.rule,
        confidence=draft.confidence,
    )


def _has_decisions(reading: Reading) -> bool:
    """Whether an editor decided anything that this article or this reading led to.

    Seldom so for a new article, and one question instead of one for each draft.
    """
    of_article = Q(stance__evidence__article=reading.article_id)
    of_reading = Q(stance__findings__reading=reading.pk)
    return Decision.objects.filter(
        of_article | of_reading, stance__crisis=reading.crisis_id
    ).exists()


def _decided_before(reading: Reading, draft: Draft) -> Stance | None:
    """The stance that an editor decided for this article, actor, kind and overlapping span.

    Found by its own evidence and by earlier findings, since a correction may have changed the
    actor, the kind or the span that the engine had proposed.
    """
    decided = Stance.objects.filter(
        Exists(Decision.objects.filter(stance=OuterRef("pk"))), crisis=reading.crisis
    )
    same_words = Exists(
        Evidence.objects.filter(
            stance=OuterRef("pk"),
            article=reading.article,
            start__lt=draft.evidence.end,
            end__gt=draft.evidence.start,
        ).exclude(status=Evidence.Status.PROPOSED)
    )
    said_before = Exists(
        Finding.objects.filter(
            stance=OuterRef("pk"),
            reading=reading,
            draft__actor=draft.actor,
            draft__kind=str(draft.kind),
            draft__evidence__start__lt=draft.evidence.end,
            draft__evidence__end__gt=draft.evidence.start,
        )
    )
    by_evidence = Q(same_words, actor__code=draft.actor, kind=str(draft.kind))
    rejected_before = Q(said_before) & ~Q(status=Status.PROPOSED)
    return decided.filter(by_evidence | rejected_before).order_by("pk").first()


def _propose(reading: Reading, draft: Draft, actor: Actor) -> Evidence:
    """The draft as a stance with evidence: a new one, or corroboration of a live one."""
    official = Official.objects.named(draft.official)
    key = {
        "crisis": reading.crisis,
        "actor": actor,
        "official": official,
        "kind": str(draft.kind),
        "target": draft.target or "",
        "day": draft.day,
    }
    stance = Stance.objects.live().filter(**key).first()
    if stance is None:
        stance = Stance.objects.create(
            **key,
            office=(draft.office or "")[:200],
            day_precision=str(draft.day_precision),
            phase=str(draft.phase or ""),
            confidence=draft.confidence,
        )
    evidence, is_new = Evidence.objects.get_or_create(
        stance=stance,
        article=reading.article,
        start=draft.evidence.start,
        defaults={**_spans(draft), "primary": not stance.evidence.exists()},
    )
    if is_new and not evidence.fits():
        raise ValueError(
            f"The engine's span {evidence.start}-{evidence.end} is not in article "
            f"{reading.article_id} to the letter (rule {draft.rule})."
        )
    return evidence


def _spans(draft: Draft) -> dict[str, Any]:
    marks = {"official": draft.official_span, "cue": draft.cue, "day": draft.day_span}
    columns: dict[str, Any] = {"end": draft.evidence.end, "text": draft.evidence.text}
    for name, span in marks.items():
        columns[f"{name}_start"] = span.start if span else None
        columns[f"{name}_end"] = span.end if span else None
    return columns


def _take_back(reading: Reading, *, kept: set[int]) -> None:
    """Take back what the engine proposed from this article before and does not say any more.

    Only what nobody decided on: a proposal without a Decision, or waiting corroboration that no
    editor brought there by a merge.
    """
    dropped = (
        Evidence.objects.filter(
            article=reading.article,
            stance__crisis=reading.crisis,
            stance__status__in=Stance.LIVE,
            status=Evidence.Status.PROPOSED,
        )
        .exclude(pk__in=kept)
        .exclude(Exists(Decision.objects.filter(stance=OuterRef("stance"))), primary=True)
        .exclude(Exists(Stance.objects.filter(merged_into=OuterRef("stance"))), primary=False)
        .select_related("stance")
    )
    for evidence in dropped:
        others = Evidence.objects.filter(stance=evidence.stance).exclude(pk=evidence.pk)
        if not evidence.primary:
            evidence.delete()
        elif (heir := others.order_by("pk").first()) is not None:
            evidence.delete()
            Evidence.objects.filter(pk=heir.pk).update(primary=True)
        else:
            # Compare and set: an editor who decides at this moment wins.
            Stance.objects.filter(
                pk=evidence.stance_id, status=Status.PROPOSED, version=evidence.stance.version
            ).update(status=Status.SUPERSEDED, version=F("version") + 1, changed_at=timezone.now())


def _as_json(draft: Draft) -> dict[str, Any]:
    """A draft as it is kept in a Finding."""
    return {
        "actor": draft.actor,
        "official": draft.official,
        "office": draft.office,
        "kind": str(draft.kind),
        "target": draft.target,
        "phase": str(draft.phase) if draft.phase else None,
        "date": draft.day.isoformat(),
        "date_precision": str(draft.day_precision),
        "evidence": _span_as_json(draft.evidence),
        "cue": _span_as_json(draft.cue),
        "official_span": _span_as_json(draft.official_span),
        "day_span": _span_as_json(draft.day_span),
    }


def _span_as_json(span: Span | None) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "text": span.text} if span else None


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
