"""Fills an empty database with as many stances as asked for, skewed as real ones are.

Few crises hold most stances, few actors take most of them, and most days lie in the first weeks
or after an event. Each stance has its article, evidence, finding and decisions, and the public
changes that `curation` would have left, so that pages, API, exports and the desk find what they
read. The same arguments give the same rows.

`python -m benchmarks.seed --stances 100000` fills the database of DATABASE_URL; where none is
given it starts servers of its own, prints their addresses and keeps them until it is stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any

import orjson

from benchmarks.copies import Copies
from benchmarks.dispatches import LANGUAGES, OFFICES, Sentence, article_text, person, sentence
from benchmarks.services import running_site

ACTORS_OF_CRISIS = 200
_RANDOM = 20_260_314
_EDITORS = ("first-editor", "second-editor", "third-editor")
_SOURCES = 120
_FOCAL = (
    "BLR", "MMR", "SDN", "VEN", "GEO", "MLI", "HTI", "NER", "ETH", "GIN", "BOL", "LKA", "TCD",
    "KGZ", "PER", "BGD", "NIC", "GAB", "BFA", "TUN", "SRB", "LBN", "KAZ", "ZWE",
)  # fmt: skip
_KINDS = {
    "concern": 18, "urge": 20, "condemn": 17, "monitor": 6, "neutral": 5, "support": 7,
    "mediate": 6, "solidarity": 5, "reject": 5, "warn": 4, "summon_ambassador": 1.5,
    "recall_ambassador": 0.8, "sanction": 4, "sever_relations": 0.5,
}  # fmt: skip
_TARGETS = {
    "urge": ("authorities", "authorities", "all", "", "opponents"),
    "mediate": ("all", ""),
    "condemn": ("authorities", "authorities", "", "opponents"),
    "solidarity": ("opponents", ""),
    "concern": ("",),
    "monitor": ("",),
    "neutral": ("",),
}
_PHASES = {
    "support": ("", "", "", "announced", "in_force", "ended"),
    "mediate": ("", "", "", "announced", "in_force", "ended"),
    "recall_ambassador": ("in_force", "in_force", "announced", "ended"),
    "sanction": ("in_force", "in_force", "announced", "announced", "ended"),
    "sever_relations": ("in_force", "announced", "ended"),
}
_LANGUAGE_WEIGHTS = (86, 5, 6, 3)
# Beside a hundred accepted stances so many were rejected, and withdrawn after they were public.
_REJECTED, _WITHDRAWN = 0.08, 0.01
# Of the accepted so many were corrected in kind, and told by a second article.
_CORRECTED, _CORROBORATED = 0.06, 0.15
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Size:
    """How much to make: accepted stances in so many crises, proposals beside them, up to a day."""

    stances: int
    crises: int = 1
    proposals: int = 0
    until: date = field(default_factory=lambda: datetime.now(tz=UTC).date())


@dataclass(slots=True)
class _Words:
    """Evidence before it has an id: the sentence, and where it stands."""

    reading: int
    article: int
    start: int
    sentence: Sentence


@dataclass(slots=True)
class _Draft:
    """A stance before it has an id."""

    day: date
    actor: int
    official: int
    kind: str
    target: str
    phase: str
    status: str
    language: str = "en"
    words: list[_Words] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """What the stances of one crisis have in common."""

    crisis: int
    focal: str
    first: date
    days: int
    peaks: tuple[int, ...]


def fill(size: Size) -> dict[str, int]:
    """Fill the database that Django is set up for; how many rows of what it then holds.

    SystemExit where it holds stances already: ids are given out from 1.
    """
    from django.db import connection, transaction

    from reactions.models import Stance

    if Stance.objects.exists():
        raise SystemExit("The database holds stances already; seed an empty one.")
    with transaction.atomic(), connection.cursor() as cursor:
        counts = _Seeding(Copies(cursor.cursor), size).run()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return counts


class _Seeding:
    """One run: what is drawn, what waits to be stored, and what became public of it."""

    def __init__(self, copies: Copies, size: Size) -> None:
        from reactions.extraction import ENGINE_VERSION
        from reactions.models import Actor

        self.copies = copies
        self.size = size
        self.random = random.Random(_RANDOM)  # noqa: S311 (no secret)
        self.engine_version = ENGINE_VERSION
        self.now = datetime.combine(size.until, datetime.min.time(), tzinfo=UTC)
        self.actors = list(
            Actor.objects.order_by("-type", "code").values_list("pk", "code", "name")
        )
        self.names = {pk: name for pk, _, name in self.actors}
        self.codes = {pk: code for pk, code, _ in self.actors}
        self.editors = _make_editors()
        self.sources = _make_sources()
        self.source_weights = list(accumulate(_falling(len(self.sources), 1.0)))
        # Names of officials by actor and number; the ids of those that were stored.
        self.officials: dict[tuple[int, int], tuple[int, str, str]] = {}
        self.changes: list[tuple[datetime, int, str, int]] = []

    def run(self) -> dict[str, int]:
        shares = _falling(self.size.crises, 1.1)
        accepted = _portions(self.size.stances, shares)
        proposed = _portions(self.size.proposals, shares)
        for rank in range(self.size.crises):
            place = self._make_crisis(rank)
            drafts = self._draw(place, accepted[rank], proposed[rank])
            self._store(place, drafts)
        self._publish()
        return self.copies.finish()

    def _make_crisis(self, rank: int) -> _Place:
        from reactions.models import Actor, Crisis, CrisisEvent, Party

        days = self.random.randint(200, 500)
        first = self.size.until - timedelta(days=days + (rank and self.random.randint(0, 300)))
        focal = Actor.objects.get(code=_FOCAL[rank % len(_FOCAL)])
        crisis = Crisis.objects.create(
            slug=f"{focal.code.lower()}-{rank + 1}",
            title=f"{focal.name}, crisis {rank + 1}",
            summary="Made up for measurements.",
            focal=focal,
            started=first,
            search_terms=[focal.name],
            published=True,
        )
        Party.objects.create(crisis=crisis, side="authorities", name=f"the government {rank + 1}")
        Party.objects.create(crisis=crisis, side="opponents", name=f"the protesters {rank + 1}")
        peaks = (0, *sorted(self.random.sample(range(10, days - 10), 5)))
        for number, peak in enumerate(peaks):
            CrisisEvent.objects.create(
                crisis=crisis,
                day=first + timedelta(days=peak),
                title=f"Event {number + 1}",
                source=f"https://events.example/{crisis.pk}/{number}",
            )
        return _Place(crisis.pk, focal.name, first, days, peaks)

    def _draw(self, place: _Place, accepted: int, proposed: int) -> list[_Draft]:
        """So many different drafts, oldest first, the proposals among the newest."""
        rejected, withdrawn = round(accepted * _REJECTED), round(accepted * _WITHDRAWN)
        total = accepted + rejected + withdrawn + proposed
        kinds = self.random.choices(list(_KINDS), list(_KINDS.values()), k=total)
        actors = self._actors_of(place, total)
        loudness = {actor: 3 + actors.count(actor) // 100 for actor in set(actors)}
        seen: set[tuple[Any, ...]] = set()
        drafts = []
        for actor, kind in zip(actors, kinds, strict=True):
            draft = self._draft(place, actor, kind, loudness[actor])
            while (key := _identity(draft)) in seen:
                draft = self._draft(place, actor, self._kind(), loudness[actor] + 1)
                draft.day = place.first + timedelta(days=self.random.randrange(place.days))
            seen.add(key)
            drafts.append(draft)
        drafts.sort(key=lambda draft: draft.day)
        self._set_states(drafts, rejected, withdrawn, proposed)
        return drafts

    def _actors_of(self, place: _Place, total: int) -> list[int]:
        """Who takes each stance: a few are loud, every one of the crisis's actors is heard."""
        outside = [pk for pk, _, name in self.actors if name != place.focal]
        chosen = self.random.sample(outside, min(ACTORS_OF_CRISIS, len(outside), total))
        weights = _falling(len(chosen), 1.0)
        return chosen + self.random.choices(chosen, weights, k=total - len(chosen))

    def _kind(self) -> str:
        return self.random.choices(list(_KINDS), list(_KINDS.values()))[0]

    def _draft(self, place: _Place, actor: int, kind: str, officials: int) -> _Draft:
        return _Draft(
            day=self._day(place),
            actor=actor,
            official=self.random.randrange(officials),
            kind=kind,
            target=self.random.choice(_TARGETS.get(kind, ("authorities",))),
            phase=self.random.choice(_PHASES.get(kind, ("",))),
            status="accepted",
        )

    def _day(self, place: _Place) -> date:
        """A day of the crisis: at its beginning, after an event, or any."""
        chance = self.random.random()
        if chance < 0.3:
            days = self.random.expovariate(1 / 12)
        elif chance < 0.7:
            days = self.random.choice(place.peaks) + self.random.expovariate(1 / 5)
        else:
            days = self.random.uniform(0, place.days)
        return place.first + timedelta(days=int(days) % place.days)

    def _set_states(
        self, drafts: list[_Draft], rejected: int, withdrawn: int, proposed: int
    ) -> None:
        newest = range(max(0, len(drafts) - 3 * proposed), len(drafts))
        for place in self.random.sample(newest, proposed):
            drafts[place].status = "proposed"
        others = [draft for draft in drafts if draft.status == "accepted"]
        changed = self.random.sample(others, rejected + withdrawn)
        for number, draft in enumerate(changed):
            draft.status = "rejected" if number < rejected else "withdrawn"

    def _store(self, place: _Place, drafts: list[_Draft]) -> None:
        """Write the drafts into articles of one to six, some into two of them."""
        waiting: list[_Draft] = []
        begin = 0
        while begin < len(drafts) or waiting:
            new = drafts[begin : begin + self.random.choice((1, 2, 2, 3, 4, 6))]
            begin += len(new)
            self._write_article(place, waiting + new)
            for draft in waiting:
                self._store_stance(place, draft)
            waiting = []
            for draft in new:
                if self.random.random() < _CORROBORATED:
                    waiting.append(draft)
                else:
                    self._store_stance(place, draft)
            self.copies.flush(at_least=_ROWS_AT_ONCE)

    def _write_article(self, place: _Place, drafts: list[_Draft]) -> None:
        number = self.copies.last("reactions_article") + 1
        language = self.random.choices(LANGUAGES, _LANGUAGE_WEIGHTS)[0]
        sentences = [self._sentence(place, draft, language, number) for draft in drafts]
        text, starts = article_text(number, sentences)
        day = max(draft.day for draft in drafts)
        published = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
        published += timedelta(minutes=self.random.randrange(60, 1380))
        source, publisher = self.random.choices(self.sources, cum_weights=self.source_weights)[0]
        article = self.copies.add(
            "reactions_article",
            source, f"https://{publisher.lower().replace(' ', '-')}.example/{number}", 1,
            f"{place.focal}: dispatch {number}", "", publisher, language, published, "time",
            "meta", published + timedelta(minutes=5), text,
            hashlib.sha256(text.encode()).hexdigest(), False,
        )  # fmt: skip
        read = published + timedelta(minutes=6)
        reading = self.copies.add(
            "reactions_reading",
            article, place.crisis, self.engine_version, "names the country", "done", 1, read, "",
            read, 0.03,
        )  # fmt: skip
        for draft, words, start in zip(drafts, sentences, starts, strict=True):
            draft.words.append(_Words(reading, article, start, words))

    def _sentence(self, place: _Place, draft: _Draft, language: str, variant: int) -> Sentence:
        _, official, office = self._official(draft)
        return sentence(
            actor=self.names[draft.actor],
            kind=draft.kind,
            phase=draft.phase,
            day=draft.day,
            focal=place.focal,
            official=official,
            office=office,
            language=language,
            variant=variant,
        )

    def _official(self, draft: _Draft) -> tuple[int | None, str, str]:
        """Id, name and office of who speaks; the actor itself speaks as number 0."""
        if draft.official == 0:
            return None, "", ""
        key = (draft.actor, draft.official)
        if key not in self.officials:
            name = person(len(self.officials))
            pk = self.copies.add("reactions_official", name, [])
            self.officials[key] = (pk, name, OFFICES[draft.official % len(OFFICES)])
        return self.officials[key]

    def _store_stance(self, place: _Place, draft: _Draft) -> None:
        """The stance with its evidence and findings, and the decisions that made it what it is."""
        official, name, office = self._official(draft)
        confidence = round(self.random.uniform(0.35, 0.8) ** 0.5, 3)
        if draft.status == "rejected":
            confidence = round(confidence * 0.7, 3)
        found = datetime.combine(draft.day, datetime.min.time(), tzinfo=UTC) + timedelta(days=1)
        stance = self.copies.last("reactions_stance") + 1
        fields = {
            "actor": self.codes[draft.actor],
            "official": name or None,
            "office": office,
            "kind": draft.kind,
            "target": draft.target,
            "day": draft.day.isoformat(),
            "day_precision": "day",
            "phase": draft.phase,
        }
        told = _Telling(self, stance, {**fields, "official_id": official}, draft, found)
        told.decide()
        self.copies.add(
            "reactions_stance",
            place.crisis, draft.actor, official, office, draft.kind, draft.target, draft.day,
            "day", draft.phase, draft.status, confidence, told.version, found, told.at,
        )  # fmt: skip
        for words, item in zip(draft.words, told.evidence, strict=True):
            self._store_evidence(stance, words, item)
            self._store_finding(stance, words, {**fields, "kind": told.said}, confidence, found)

    def _store_evidence(self, stance: int, words: _Words, item: dict[str, Any]) -> None:
        shown, start = words.sentence, words.start
        marks = (
            None if span is None else start + span[end]
            for span in (shown.official, shown.cue, shown.day)
            for end in (0, 1)
        )
        self.copies.add(
            "reactions_evidence",
            stance, words.article, item["start"], item["end"], item["text"], *marks,
            item["primary"], item["status"],
        )  # fmt: skip

    def _store_finding(
        self,
        stance: int,
        words: _Words,
        fields: dict[str, Any],
        confidence: float,
        found: datetime,
    ) -> None:
        shown = words.sentence
        draft = {
            **{name: value or None for name, value in fields.items()},
            "date": fields["day"],
            "date_precision": "day",
            "evidence": {
                "start": words.start,
                "end": words.start + len(shown.text),
                "text": shown.text,
            },
        }
        self.copies.add(
            "reactions_finding",
            words.reading, self.engine_version, _json(draft), f"seed-{fields['kind']}", confidence,
            stance, found,
        )  # fmt: skip

    def _publish(self) -> None:
        """Give the public changes their revisions, in the order of time."""
        from reactions.models import Revision

        self.changes.sort()
        for revision, (at, stance, type_, decision) in enumerate(self.changes, start=1):
            self.copies.add("reactions_publicchange", revision, stance, type_, decision, at)
        Revision.objects.update_or_create(pk=1, defaults={"number": len(self.changes)})


class _Telling:
    """A stance on its way through the desk: each decision with what was before and after it."""

    def __init__(
        self,
        seeding: _Seeding,
        stance: int,
        fields: dict[str, Any],
        draft: _Draft,
        at: datetime,
    ) -> None:
        self.seeding = seeding
        self.stance = stance
        self.fields = fields
        self.end = draft.status
        self.at = at
        self.version = 1
        self.status = "proposed"
        self.said = draft.kind
        evidence = seeding.copies.last("reactions_evidence")
        self.evidence: list[dict[str, Any]] = [
            {
                "id": evidence + place + 1,
                "article": words.article,
                "start": words.start,
                "end": words.start + len(words.sentence.text),
                "text": words.sentence.text,
                "primary": place == 0,
                "status": "proposed",
            }
            for place, words in enumerate(draft.words)
        ]

    def decide(self) -> None:
        """Take the decisions that lead to the state where the stance is to end."""
        draw = self.seeding.random
        if self.end == "proposed":
            return
        if self.end == "rejected":
            self._take("reject", status="rejected", reason=draw.choice("123456"))
            return
        verdict = "accept"
        if draw.random() < _CORRECTED:
            verdict = "correct"
            self.said = draw.choice([kind for kind in _KINDS if kind not in _PHASES])
        self._take(verdict, status="accepted", evidence=0, change="created")
        for place in range(1, len(self.evidence)):
            if draw.random() < 0.7:
                self._take("accept_evidence", evidence=place, change="changed")
        if self.end == "withdrawn":
            reason = "The report was withdrawn by its publisher."
            self._take("withdraw", status="withdrawn", change="withdrawn", public_reason=reason)

    def _take(
        self,
        verdict: str,
        *,
        status: str = "",
        evidence: int | None = None,
        change: str = "",
        reason: str = "",
        public_reason: str = "",
    ) -> None:
        draw, copies = self.seeding.random, self.seeding.copies
        before = self._snapshot()
        self.status = status or self.status
        self.version += 1
        if evidence is not None:
            self.evidence[evidence]["status"] = "accepted"
        self.at = min(self.at + timedelta(hours=draw.expovariate(1 / 20)), self.seeding.now)
        decision = copies.add(
            "reactions_decision",
            self.stance, draw.choice(self.seeding.editors), verdict, before, self._snapshot(),
            reason, "", public_reason, round(draw.lognormvariate(2, 0.7), 1), self.at,
        )  # fmt: skip
        if change:
            self.seeding.changes.append((self.at, self.stance, change, decision))

    def _snapshot(self) -> str:
        """What `curation` writes of a stance before and after a decision."""
        kind = self.said if self.version == 1 else self.fields["kind"]
        return _json(
            {
                **self.fields,
                "kind": kind,
                "status": self.status,
                "merged_into": None,
                "version": self.version,
                "evidence": self.evidence,
            }
        )


def _make_editors() -> list[int]:
    from django.contrib.auth.models import User

    return [User.objects.create(username=name, is_active=False).pk for name in _EDITORS]


def _make_sources() -> list[tuple[int, str]]:
    from reactions.models import Source

    names = [f"Newsroom {number + 1}" for number in range(_SOURCES)]
    made = [
        # Files: nothing of theirs is to be polled.
        Source.objects.create(name=name, type=Source.Type.FILES)
        for name in names
    ]
    return [(source.pk, source.name) for source in made]


def _identity(draft: _Draft) -> tuple[Any, ...]:
    """What no two live stances of a crisis have in common."""
    return (draft.actor, draft.official, draft.kind, draft.target, draft.day)


def _falling(number: int, exponent: float) -> list[float]:
    """Weights that fall with the rank as word frequencies do (Zipf's law)."""
    return [1 / rank**exponent for rank in range(1, number + 1)]


def _portions(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total."""
    edges = [round(total * edge / sum(weights)) for edge in accumulate(weights, initial=0)]
    return [end - start for start, end in pairwise(edges)]


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seed", description=__doc__)
    parser.add_argument("--stances", type=int, default=5_000, help="accepted ones")
    parser.add_argument("--crises", type=int, default=1)
    parser.add_argument("--proposals", type=int, default=0)
    parser.add_argument("--until", type=date.fromisoformat, help="the last day; default today")
    given = {name: value for name, value in vars(parser.parse_args()).items() if value is not None}
    size = Size(**given)
    if os.environ.get("DATABASE_URL"):
        import django
        from django.core.management import call_command

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisiswatch.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_actors", verbosity=0)
        _report(size)
        return
    with running_site():
        _report(size)
        sys.stdout.write(
            f"DATABASE_URL={os.environ['DATABASE_URL']}\nREDIS_URL={os.environ['REDIS_URL']}\n"
            "Servers run until this is stopped (Ctrl-C).\n"
        )
        sys.stdout.flush()
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _report(size: Size) -> None:
    begun = time.perf_counter()
    for name, count in fill(size).items():
        sys.stdout.write(f"{count:>10,} {name}\n")
    sys.stdout.write(f"{time.perf_counter() - begun:.1f} s\n")


if __name__ == "__main__":
    main()
