"""The sample crises in `samples/`: what they hold, and how they come into the tables.

Articles are read by the workers like any other; the recorded decisions are replayed through
`curation`. Loading again adds what is missing and decides nothing that was decided already.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef

from reactions import curation
from reactions.curation import DuplicateStance, EvidenceSpan, StanceFields
from reactions.extraction.codebook import DayPrecision
from reactions.ingestion.documents import Document, clean_text, parse_published
from reactions.ingestion.store import reading_for, store_article
from reactions.models import (
    Actor,
    Article,
    Crisis,
    CrisisEvent,
    Decision,
    Evidence,
    Official,
    Party,
    Reading,
    Source,
    Stance,
)

SAMPLES = Path(__file__).parent / "samples"
_EDITOR = "sample-desk"
_NEVER_ASKED = "Never asked: whoever tries the sample decides whether it goes out to the network."


@dataclass(frozen=True)
class Sample:
    """The files of one crisis."""

    folder: Path

    @cached_property
    def crisis(self) -> dict[str, Any]:
        crisis: dict[str, Any] = _read_json(self.folder / "crisis.json")
        return crisis

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = _read_json(self.folder / "events.json")
        return events

    @cached_property
    def articles(self) -> dict[str, dict[str, Any]]:
        """The articles by their id."""
        read = (_read_json(path) for path in sorted((self.folder / "articles").glob("*.json")))
        return {article["id"]: article for article in read}

    @cached_property
    def decisions(self) -> list[dict[str, Any]]:
        return _read_lines(self.folder / "decisions.jsonl")

    @cached_property
    def second_codings(self) -> list[dict[str, Any]]:
        return _read_lines(self.folder / "second_codings.jsonl")


def samples() -> list[Sample]:
    """The samples, by name."""
    return [Sample(path.parent) for path in sorted(SAMPLES.glob("*/crisis.json"))]


def load_sources() -> None:
    """Store the samples' sources that are not there yet; the feeds among them are paused."""
    for given in _read_json(SAMPLES / "sources.json"):
        is_feed = given["type"] in Source.POLLED
        Source.objects.get_or_create(
            name=given["name"],
            defaults={
                "type": given["type"],
                "address": given["address"],
                "country": Actor.objects.filter(code=given["country"]).first(),
                "text_licence": given["text_licence"],
                "paused": is_feed,
                "last_result": _NEVER_ASKED if is_feed else "",
            },
        )


def load_crisis(sample: Sample) -> tuple[Crisis, list[Reading]]:
    """Store a sample's crisis with parties, events and articles; the readings to be done."""
    with transaction.atomic():
        crisis = _store_crisis(sample)
    return crisis, [
        reading_for(stored_article(article), crisis) for article in sample.articles.values()
    ]


def _store_crisis(sample: Sample) -> Crisis:
    """The crisis of a sample. One that is there already stays as editors have it."""
    given = sample.crisis
    crisis, is_new = Crisis.objects.get_or_create(
        slug=given["slug"],
        defaults={
            "title": given["title"],
            "summary": given["summary"],
            "focal": Actor.objects.get(code=given["focal"]),
            "started": date.fromisoformat(given["started"]),
            "ended": date.fromisoformat(given["ended"]) if given["ended"] else None,
            "search_terms": given["search_terms"],
            "published": given["published"],
            "proposals_public": given["proposals_public"],
        },
    )
    if is_new:
        for side in Party.Side.values:
            for party in given[side]:
                Party.objects.create(
                    crisis=crisis, side=side, name=party["name"], aliases=party["aliases"]
                )
    for event in sample.events:
        CrisisEvent.objects.get_or_create(
            crisis=crisis,
            day=date.fromisoformat(event["day"]),
            title=event["title"],
            defaults={"source": event["source"]},
        )
    return crisis


def stored_article(given: dict[str, Any]) -> Article:
    """The row of a sample's article, made where it is not there yet."""
    published, precision = parse_published(given["published"])
    document = Document(
        place=given["id"],
        text=clean_text(given["text"]),
        published=published,
        published_precision=precision,
        title=given["title"],
        author=given["author"] or "",
        publisher=given["publisher"],
    )
    source = Source.objects.filter(name=given["publisher"]).first()
    return store_article(document, source_id=source.pk if source else None)[0]


def replay_decisions(sample: Sample) -> int:
    """Take the recorded decisions that nobody took yet; how many these were.

    An accepted label that the engine missed or coded otherwise is added or corrected, as the
    editor did who took these decisions.
    """
    crisis = Crisis.objects.get(slug=sample.crisis["slug"])
    editor, _ = User.objects.get_or_create(username=_EDITOR, defaults={"is_active": False})
    return sum(_replay(crisis, sample, record, editor) for record in sample.decisions)


@transaction.atomic
def _replay(crisis: Crisis, sample: Sample, record: dict[str, Any], editor: User) -> bool:
    given = sample.articles[record["article"]]
    article = stored_article(given)
    label = _label(given, record)
    if record["verdict"] == Decision.Verdict.REJECT:
        return _replay_rejection(crisis, article, record, editor)
    if label is None or _is_decided(crisis, article, label):
        return False
    fields = _fields(label)
    span = EvidenceSpan(article, label["start"], label["end"])
    for stance in _proposals(crisis, article, label):
        try:
            _accept(stance, fields, span, editor)
        except DuplicateStance as duplicate:
            other = duplicate.other
            curation.merge(stance, other, seen=stance.version, editor=editor, override=True)
            _replay(crisis, sample, record, editor)  # the other may itself wait for this decision
        return True
    try:
        curation.add(crisis, fields, span, editor=editor)
    except DuplicateStance as duplicate:
        return _corroborate(duplicate.other, article, editor)
    return True


def _accept(stance: Stance, fields: StanceFields, span: EvidenceSpan, editor: User) -> None:
    if fields.official == stance.official and not fields.office:
        # A label names nobody's office: that of the proposal is no mistake.
        fields = replace(fields, office=stance.office)
    primary = stance.evidence.get(primary=True)
    same_words = primary.article_id == span.article.pk and _overlap(primary, span)
    if same_words and StanceFields.of(stance) == fields:
        curation.accept(stance, seen=stance.version, editor=editor)
    else:
        curation.correct(
            stance,
            fields,
            seen=stance.version,
            editor=editor,
            span=None if same_words else span,
        )


def _corroborate(stance: Stance, article: Article, editor: User) -> bool:
    """Accept what this article has waiting for a stance that another article gave."""
    waiting = stance.evidence.filter(
        article=article, primary=False, status=Evidence.Status.PROPOSED
    ).first()
    if waiting is None or stance.status != Stance.Status.ACCEPTED:
        return False
    curation.decide_evidence(waiting, accepted=True, seen=stance.version, editor=editor)
    return True


def _replay_rejection(
    crisis: Crisis, article: Article, record: dict[str, Any], editor: User
) -> bool:
    for stance in _proposals(crisis, article, record):
        if record.get("evidence") in (None, stance.evidence.get(primary=True).text):
            curation.reject(
                stance,
                seen=stance.version,
                editor=editor,
                reason=record["reason"],
                note=record["note"],
            )
            return True
    return False


def _label(given: dict[str, Any], record: dict[str, Any]) -> dict[str, Any] | None:
    """The label that a decision is about."""
    wanted = ("actor", "kind", "official")
    for label in given["stances"]:
        same = all(label[name] == record.get(name) for name in wanted)
        if same and record.get("day", label["date"]) == label["date"]:
            return dict(label)
    return None


def _fields(label: dict[str, Any]) -> StanceFields:
    return StanceFields(
        actor=Actor.objects.get(code=label["actor"]),
        kind=label["kind"],
        day=date.fromisoformat(label["date"]),
        official=Official.objects.named(label["official"]),
        office=label.get("office", ""),
        target=label["target"] or "",
        day_precision=label.get("date_precision", DayPrecision.DAY),
        phase=label["phase"] or "",
    )


def _is_decided(crisis: Crisis, article: Article, label: dict[str, Any]) -> bool:
    """Whether somebody decided on what this article says with these words."""
    return (
        Stance.objects.filter(
            Exists(Decision.objects.filter(stance=OuterRef("pk"))),
            crisis=crisis,
            actor__code=label["actor"],
            kind=label["kind"],
        )
        .filter(
            evidence__article=article,
            evidence__start__lt=label["end"],
            evidence__end__gt=label["start"],
        )
        .exclude(evidence__status=Evidence.Status.PROPOSED)
        .exists()
    )


def _proposals(crisis: Crisis, article: Article, wanted: dict[str, Any]) -> Iterator[Stance]:
    """The open proposals of this article by actor and kind: those of the words wanted first, then
    the same official's.
    """
    proposals = Stance.objects.proposed().filter(
        crisis=crisis,
        actor__code=wanted["actor"],
        kind=wanted["kind"],
        evidence__article=article,
        evidence__primary=True,
    )
    start, end = wanted.get("start", 0), wanted.get("end", 0)

    def rank(stance: Stance) -> tuple[bool, bool]:
        primary = stance.evidence.get(primary=True)
        name = stance.official.name if stance.official else None
        return not (primary.start < end and primary.end > start), name != wanted.get("official")

    yield from sorted(proposals.select_related("crisis", "actor", "official"), key=rank)


def _overlap(evidence: Evidence, span: EvidenceSpan) -> bool:
    """Whether two spans share at least half of the shorter, the codebook's measure of evidence."""
    shared = min(evidence.end, span.end) - max(evidence.start, span.start)
    return 2 * shared >= min(evidence.end - evidence.start, span.end - span.start)


def _read_lines(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
