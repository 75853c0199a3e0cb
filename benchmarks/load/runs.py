"""The runs: idle, loaded at several rates, and loaded with parts of the site killed."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import httpx
import psycopg

from benchmarks.load.people import Analyst, Answer, Crowd, Editor, Program, Record, at_work
from benchmarks.load.site import DECIDED_TWICE, Site, running
from benchmarks.news import sample_texts

# Rounds of an editor, an analyst and a program by turns, with nobody else there.
_IDLE_ROUNDS = 15
_IDLE_ACTS = {Editor: 1, Analyst: 12, Program: 6}
# The rate rises by steps; each brings another editor, and those who read what editors decide.
_STEPS = (1, 2, 3, 4)
_STEP_SECONDS = 60
# The promise of docs/scale.md is for so many steps, and is measured longest.
_PROMISED = 2
_PROMISED_SECONDS = 120
_MOST_TIMES_IDLE = 5
# Of fewer answers the slowest twentieth would be the slowest one.
_FEWEST = 20
_BETWEEN_KILLS_SECONDS = 20
_MOST_SECONDS_AWAY = 120
# So many copies of the sample articles are brought, more than are read meanwhile.
_COPIES = 12
# Served, sent on, unchanged, decided meanwhile by another, refused for a reason that is given; 429
# is a fair share used up.
_RIGHT = {200, 302, 304, 409, 422, 429}
# What the engine said of each article of a run, whatever the run's word in its text.
_FOUND = """
SELECT article.title, finding.draft ->> 'actor', finding.draft ->> 'kind',
    finding.draft -> 'evidence' ->> 'text', count(*)
FROM reactions_article AS article JOIN reactions_reading AS reading ON article_id = article.id
LEFT JOIN reactions_finding AS finding ON reading_id = reading.id
WHERE article.text LIKE %s GROUP BY 1, 2, 3, 4
"""
_KILLED = ("Celery worker (read)", "Valkey", "PostgreSQL", "web server")


def _crowd(steps: int) -> Crowd:
    return Crowd(analysts=8 * steps, editors=steps, programs=2 * steps)


def run() -> dict[str, Any]:
    """Give the figures; SystemExit, with them, where a promise of docs/scale.md is broken."""
    with running() as site:
        idle = idle_medians(site)
        steps = {step: loaded(site, step, idle) for step in _STEPS}
        broken, away = _chaos(site)
        decided = set().union(
            *(one.decided for one in (broken, *(s.record for s in steps.values())))
        )
        faults = [
            *(fault for one in steps.values() for fault in _wrong(one.record.answers, "loaded")),
            *_slow(steps[_PROMISED].ratio),
            *_wrong(broken.answers, "with parts killed", is_disturbed=True),
            *_lost(site, decided),
        ]
        figures = {
            "idle medians, ms": {name: round(1000 * value) for name, value in idle.items()},
            **{f"{step} steps": one.figures() for step, one in steps.items()},
            "chaos statuses": dict(Counter(answer.status for answer in broken.answers)),
            "chaos seconds away": away,
            "decisions confirmed": len(decided),
        }
    if faults:
        raise SystemExit("\n".join([json.dumps(figures, indent=1), *faults]))
    return figures


@dataclass(frozen=True)
class Loaded:
    """A run under load, and the p95 of each kind of answer in idle medians."""

    seconds: float
    record: Record
    ratio: dict[str, float]
    is_read: bool  # whether the articles were all read before the end

    def figures(self) -> dict[str, Any]:
        """What is told of it."""
        return {
            "requests/s": round(len(self.record.answers) / self.seconds, 1),
            "statuses": dict(Counter(answer.status for answer in self.record.answers)),
            "p95 / idle median": self.ratio,
            "articles were all read before the end": self.is_read,
        }


def idle_medians(site: Site) -> dict[str, float]:
    """The median seconds of each kind of answer: one act at a time, and nothing to read."""
    record = Record()
    people = {kind: kind(site, record, 0) for kind in _IDLE_ACTS}
    for _ in range(_IDLE_ROUNDS):
        for kind, acts in _IDLE_ACTS.items():
            for _ in range(acts):
                people[kind].act()
    return {name: median(values) for name, values in sorted(_seconds(record.answers).items())}


def loaded(site: Site, steps: int, idle: dict[str, float]) -> Loaded:
    """Have a crowd use the site while articles are read."""
    seconds = _PROMISED_SECONDS if steps == _PROMISED else _STEP_SECONDS
    record = Record()
    ingest = _ingest(site, f"loaded{steps}")
    with at_work(_crowd(steps).people(site, record)):
        time.sleep(seconds)
        is_read = ingest.poll() is not None
    ingest.wait(600)
    return Loaded(seconds, record, _in_idle_medians(record.answers, idle), is_read)


def _in_idle_medians(answers: Sequence[Answer], idle: dict[str, float]) -> dict[str, float]:
    """The p95 of each kind of which there are enough answers, and that of all answers together."""
    found = {
        name: [one / idle[name] for one in seconds]
        for name, seconds in _seconds(answers).items()
        if name in idle
    }
    enough = {name: times for name, times in found.items() if len(times) >= _FEWEST}
    enough["all of them"] = [one for times in found.values() for one in times]
    return {name: round(_p95(times), 1) for name, times in enough.items()}


def _chaos(site: Site) -> tuple[Record, dict[str, float]]:
    """Kill each part in turn under load; what was answered, and how long each was missed."""
    record, away = Record(), {}
    ingest = _ingest(site, "chaos")
    with at_work(_crowd(_PROMISED).people(site, record)):
        time.sleep(5)
        for name in _KILLED:
            site.kill(name)
            began = time.monotonic()
            away[name] = round(_until_ready(site) - began, 1)
            time.sleep(max(0.0, _BETWEEN_KILLS_SECONDS - away[name]))
    ingest.wait(600)
    return record, away


def _until_ready(site: Site) -> float:
    """When the pages are there again, whoever was killed."""
    time.sleep(0.1)
    deadline = time.monotonic() + _MOST_SECONDS_AWAY
    in_a_row = 0
    while time.monotonic() < deadline:
        try:
            in_a_row = in_a_row + 1 if httpx.get(f"{site.address}/").status_code == 200 else 0
        except httpx.HTTPError:
            in_a_row = 0
        if in_a_row == 5:
            return time.monotonic()
        time.sleep(0.1)
    raise SystemExit(f"The site did not come back within {_MOST_SECONDS_AWAY} s.")


def _wrong(answers: Sequence[Answer], run: str, *, is_disturbed: bool = False) -> list[str]:
    """Answers that nobody should get; with parts killed, a broken connection is none of them."""
    wrong = Counter(
        (answer.name, answer.status)
        for answer in answers
        if answer.status not in _RIGHT
        and not (is_disturbed and (answer.status == 0 or answer.retry_after))
    )
    return [
        f"{run}: {name} answered {status}, {count} times" for (name, status), count in wrong.items()
    ]


def _slow(ratio: dict[str, float]) -> list[str]:
    return [
        f"{name}: p95 is {times} times the idle median (at most {_MOST_TIMES_IDLE})"
        for name, times in ratio.items()
        if times > _MOST_TIMES_IDLE
    ]


def _lost(site: Site, decided: set[int]) -> list[str]:
    """What the site confirmed or was given and does not have, or has twice.

    The articles of both runs are the same but for a word, and so must be what was found in them.
    """
    time.sleep(20)  # sweeps: what was lost on the way is sent again
    check = site.manage("check_consistency")
    said, _ = check.communicate()
    faults = [] if check.returncode == 0 else said.splitlines()
    with psycopg.connect(site.settings["DATABASE_URL"]) as database:
        unread = database.execute(
            "SELECT count(*) FROM reactions_reading WHERE state <> 'done'"
        ).fetchone()
        kept = {
            row[0]
            for row in database.execute(
                "SELECT stance_id FROM reactions_decision"
                " WHERE verdict IN ('accept', 'accept_evidence')"
            )
        }
        twice = database.execute(DECIDED_TWICE).fetchone()
        found = {
            run: Counter(
                {row[:4]: row[4] for row in database.execute(_FOUND, [f"%of the {run} run."])}
            )
            for run in (f"loaded{_PROMISED}", "chaos")
        }
    if unread and unread[0]:
        faults.append(f"{unread[0]} readings are not done.")
    if lost := decided - kept:
        faults.append(f"Decisions that were confirmed and are not there: {sorted(lost)}")
    if twice != (0,):
        faults.append(f"{twice} stances were decided twice.")
    undisturbed, disturbed = found.values()
    if undisturbed != disturbed or not undisturbed:
        more, less = disturbed - undisturbed, undisturbed - disturbed
        faults.append(f"With parts killed the articles gave other finds: {more} more, {less} less.")
    sys.stderr.write(f"finds of a run: {undisturbed.total()}, confirmed: {len(decided)}\n")
    return faults


def _ingest(site: Site, word: str) -> subprocess.Popen[str]:
    """Bring copies of the sample articles whose texts are their own; ends when all are read."""
    place = site.folder / f"articles-{word}"
    place.mkdir()
    for number, (title, published, text) in enumerate(sample_texts() * _COPIES):
        own = f"{text}\n\nEdition {number} of the {word} run."
        record = {"title": title, "published": published[:10], "text": own}
        (place / f"{number}.json").write_text(json.dumps(record))
    return site.manage("ingest", str(place), "--crisis", "belarus-2020", is_heard=False)


def _seconds(answers: Sequence[Answer]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for answer in answers:
        if answer.status == 200:
            found.setdefault(answer.name, []).append(answer.seconds)
    return found


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
