"""The runs: idle, loaded, and loaded with parts of the site killed."""

from __future__ import annotations

import json
import math
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import psycopg

from benchmarks.load.people import READS, Answer, Person, Record, crowd
from benchmarks.load.site import DECIDED_TWICE, Site, running
from benchmarks.news import sample_texts

_LOAD_SECONDS = 45
_BETWEEN_KILLS_SECONDS = 20
_MOST_SECONDS_AWAY = 120
_CROWD = {"analysts": 5, "editors": 2, "programs": 2}
_MOST_TIMES_IDLE = 5
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


def run() -> dict[str, Any]:
    """Give the figures; SystemExit, with them, where a promise of docs/scale.md is broken."""
    with running() as site:
        idle = _idle(site)
        loaded, record = _loaded(site)
        ratio = {
            name: round(_p95(loaded[name]) / idle[name], 1) for name in idle if loaded.get(name)
        }
        broken = _chaos(site)
        faults = [
            *_wrong(record.answers, "undisturbed"),
            *_slow(ratio),
            *_wrong(broken["answers"], "with parts killed"),
            *_lost(site, record.decided | broken["decided"]),
        ]
        figures = {
            "idle medians, ms": {name: round(1000 * value) for name, value in idle.items()},
            "loaded p95 / idle median": ratio,
            "loaded statuses": dict(Counter(answer.status for answer in record.answers)),
            "loaded requests/s": round(len(record.answers) / _LOAD_SECONDS, 1),
            "chaos statuses": broken["statuses"],
            "chaos seconds away": broken["away"],
            "decisions confirmed": len(record.decided | broken["decided"]),
        }
    if faults:
        raise SystemExit("\n".join([json.dumps(figures, indent=1), *faults]))
    return figures


def _wrong(answers: Sequence[Answer], run: str) -> list[str]:
    """Answers that nobody should get; with parts killed, a broken connection is none of them."""
    is_disturbed = run != "undisturbed"
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


def _idle(site: Site) -> dict[str, float]:
    """The median of each page, one at a time."""
    record = Record()
    person = Person(site, record, 0)
    person.sign_in()
    for _ in range(9):
        for name, path in READS.items():
            person.ask(name, path)
    return {name: median(_seconds(record.answers)[name][1:]) for name in READS}


def _loaded(site: Site) -> tuple[dict[str, list[float]], Record]:
    record = Record()
    ingest = site.manage(
        "ingest", str(_articles(site.folder, "loaded")), "--crisis", "belarus-2020"
    )
    with crowd(site, record, **_CROWD):
        time.sleep(_LOAD_SECONDS)
    ingest.wait(300)
    return _seconds(record.answers), record


def _chaos(site: Site) -> dict[str, Any]:
    """Kill each part in turn under load; how long each was missed, and what was answered."""
    record, away = Record(), {}
    ingest = site.manage("ingest", str(_articles(site.folder, "chaos")), "--crisis", "belarus-2020")
    with crowd(site, record, **_CROWD):
        time.sleep(5)
        for name in _KILLED:
            site.kill(name)
            began = time.monotonic()
            away[name] = round(_until_ready(site) - began, 1)
            time.sleep(max(0.0, _BETWEEN_KILLS_SECONDS - away[name]))
    ingest.wait(300)
    statuses = Counter(answer.status for answer in record.answers)
    return {
        "statuses": dict(statuses),
        "away": away,
        "decided": record.decided,
        "answers": record.answers,
    }


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
            for run in ("loaded", "chaos")
        }
    if unread and unread[0]:
        faults.append(f"{unread[0]} readings are not done.")
    if lost := decided - kept:
        faults.append(f"Decisions that were confirmed and are not there: {sorted(lost)}")
    if twice != (0,):
        faults.append(f"{twice} stances were decided twice.")
    if found["loaded"] != found["chaos"] or not found["loaded"]:
        more, less = found["chaos"] - found["loaded"], found["loaded"] - found["chaos"]
        faults.append(f"With parts killed the articles gave other finds: {more} more, {less} less.")
    sys.stderr.write(f"finds of a run: {found['loaded'].total()}, confirmed: {len(decided)}\n")
    return faults


def _articles(folder: Path, word: str) -> Path:
    """A folder with copies of the sample articles whose texts are their own."""
    place = folder / f"articles-{word}"
    place.mkdir()
    for number, (title, published, text) in enumerate(sample_texts() * 3):
        own = f"{text}\n\nEdition {number} of the {word} run."
        record = {"title": title, "published": published[:10], "text": own}
        (place / f"{number}.json").write_text(json.dumps(record))
    return place


def _seconds(answers: Sequence[Answer]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for answer in answers:
        if answer.status == 200:
            found.setdefault(answer.name, []).append(answer.seconds)
    return found


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
