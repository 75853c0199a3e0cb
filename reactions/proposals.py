"""Stores what a run of the engine said: a few statements, however many drafts there are.

Every draft is kept as a Finding. It leads to a proposal, or to corroboration of a live stance,
unless an editor decided on the same words before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from reactions.extraction.types import Draft, Span
from reactions.models import Crisis, Decision, Evidence, Finding, Official, Reading, Stance

Status = Stance.Status


@dataclass(frozen=True, slots=True)
class _Key:
    """What makes two drafts tell the same stance of a crisis (codebook rule 9)."""

    actor_id: int
    official_id: int | None
    kind: str
    target: str
    day: date


def store(reading: Reading, drafts: Sequence[Draft], *, actors: Mapping[str, int]) -> None:
    """Store the drafts of one run on an article, and take back what it does not say any more.

    `actors` are the ids, by their codes, of those who may give a stance. To be called in the
    transaction that marks the reading as done. Raises ValueError for a span that is not in the
    article.
    """
    _check_spans(reading, drafts)
    # Two articles that tell the same act must not both make a stance of it.
    Crisis.objects.select_for_update(no_key=True).values_list("pk").get(pk=reading.crisis_id)
    findings = [_finding(reading, draft) for draft in drafts]
    given = [
        (finding, draft)
        for finding, draft in zip(findings, drafts, strict=True)
        if draft.actor in actors
    ]
    known = _known_evidence(reading)
    # A new article that nobody brought to the crisis by hand led to nothing yet.
    led_before = bool(known) or reading.read_at is not None
    if given and led_before and _has_decisions(reading):
        for finding, draft in given:
            finding.stance = _decided_before(reading, draft)
    undecided = [(finding, draft) for finding, draft in given if finding.stance is None]
    made = _propose(reading, undecided, actors, known)
    Finding.objects.bulk_create(findings)
    if not made.issuperset(known.values()):
        _take_back(reading, kept=made)


def _check_spans(reading: Reading, drafts: Sequence[Draft]) -> None:
    text = reading.article.text
    for draft in drafts:
        span = draft.evidence
        if text[span.start : span.end] != span.text:
            raise ValueError(
                f"The engine's span {span.start}-{span.end} is not in article "
                f"{reading.article_id} to the letter (rule {draft.rule})."
            )


def _finding(reading: Reading, draft: Draft) -> Finding:
    """A draft as it is kept."""
    return Finding(
        reading=reading,
        engine_version=reading.engine_version,
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
        Exists(Decision.objects.filter(stance=OuterRef("pk"))), crisis=reading.crisis_id
    )
    same_words = Exists(
        Evidence.objects.filter(
            stance=OuterRef("pk"),
            article=reading.article_id,
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


def _propose(
    reading: Reading,
    given: Sequence[tuple[Finding, Draft]],
    actors: Mapping[str, int],
    known: Mapping[tuple[int, int], int],
) -> set[int]:
    """Make stances and evidence of the drafts; the ids of the evidence, `known` or new."""
    keys = _keys([draft for _, draft in given], actors)
    stances, bare = _stances(reading, keys, [draft for _, draft in given])
    kept: set[int] = set()
    new: dict[tuple[int, int], Evidence] = {}
    for (finding, draft), key in zip(given, keys, strict=True):
        stance_id = finding.stance_id = stances[key]
        place = stance_id, draft.evidence.start
        if place in known:
            kept.add(known[place])
        elif place not in new:
            new[place] = Evidence(
                stance_id=stance_id,
                article_id=reading.article_id,
                primary=stance_id in bare,
                **_spans(draft),
            )
            bare.discard(stance_id)
    return kept | {row.pk for row in Evidence.objects.bulk_create(new.values())}


def _keys(drafts: Sequence[Draft], actors: Mapping[str, int]) -> list[_Key]:
    officials = Official.objects.of_names({draft.official for draft in drafts if draft.official})
    return [
        _Key(
            actor_id=actors[draft.actor],
            official_id=officials[draft.official].pk if draft.official else None,
            kind=str(draft.kind),
            target=draft.target or "",
            day=draft.day,
        )
        for draft in drafts
    ]


def _stances(
    reading: Reading, keys: Sequence[_Key], drafts: Sequence[Draft]
) -> tuple[dict[_Key, int], set[int]]:
    """The live stances of these keys, new ones for those that lack one; and those without evidence.

    A new stance has its office, precision, phase and confidence from the first of its drafts.
    """
    if not keys:
        return {}, set()
    live = Stance.objects.live().filter(
        crisis=reading.crisis_id,
        actor__in={key.actor_id for key in keys},
        day__in={key.day for key in keys},
    )
    shown = Exists(Evidence.objects.filter(stance=OuterRef("pk")))
    columns = ("actor_id", "official_id", "kind", "target", "day")
    rows = list(live.values_list(*columns, "pk", shown))
    known = {_Key(*values): pk for *values, pk, _ in rows}
    new: dict[_Key, Stance] = {}
    for key, draft in zip(keys, drafts, strict=True):
        if key not in known and key not in new:
            new[key] = _stance(reading, key, draft)
    Stance.objects.bulk_create(new.values())
    made = {key: stance.pk for key, stance in new.items()}
    return known | made, {pk for *_, pk, has in rows if not has} | set(made.values())


def _stance(reading: Reading, key: _Key, draft: Draft) -> Stance:
    return Stance(
        crisis_id=reading.crisis_id,
        actor_id=key.actor_id,
        official_id=key.official_id,
        kind=key.kind,
        target=key.target,
        day=key.day,
        office=(draft.office or "")[:200],
        day_precision=str(draft.day_precision),
        phase=str(draft.phase or ""),
        confidence=draft.confidence,
    )


def _known_evidence(reading: Reading) -> dict[tuple[int, int], int]:
    """The evidence that the article has given for this crisis, by stance and place in it."""
    rows = Evidence.objects.filter(article=reading.article_id, stance__crisis=reading.crisis_id)
    return {(stance, start): pk for stance, start, pk in rows.values_list("stance", "start", "pk")}


def _spans(draft: Draft) -> dict[str, Any]:
    marks = {"official": draft.official_span, "cue": draft.cue, "day": draft.day_span}
    evidence = draft.evidence
    columns: dict[str, Any] = {"start": evidence.start, "end": evidence.end, "text": evidence.text}
    for name, span in marks.items():
        columns[f"{name}_start"] = span.start if span else None
        columns[f"{name}_end"] = span.end if span else None
    return columns


def _take_back(reading: Reading, *, kept: Collection[int]) -> None:
    """Take back what the engine proposed from this article before and does not say any more.

    Only what nobody decided on: a proposal without a Decision, or waiting corroboration that no
    editor brought there by a merge.
    """
    dropped = (
        Evidence.objects.filter(
            article=reading.article_id,
            stance__crisis=reading.crisis_id,
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
