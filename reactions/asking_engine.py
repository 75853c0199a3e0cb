"""What the desk asks the engine: why it proposed a stance, and what it makes of some words."""

from __future__ import annotations

from datetime import UTC
from typing import NamedTuple

from reactions.extraction.codebook import DayPrecision, Target
from reactions.extraction.engine import Explained, explain
from reactions.extraction.explanation import explanation
from reactions.extraction.stances import Find
from reactions.models import Article, Crisis
from reactions.pipeline import current_gazetteer


class Reasons(NamedTuple):
    """A sentence, and line by line what the engine saw in it, coded or not, and why."""

    sentence: str
    lines: list[str]


def reasons(article: Article, crisis: Crisis, start: int, end: int) -> list[Reasons]:
    """How the engine as it is now reads the sentences between two offsets of the article."""
    told = []
    for sentence in _within(article, crisis, start, end):
        heading, *lines = explanation([sentence])
        told.append(Reasons(heading.partition("] ")[2], [line.strip() for line in lines]))
    return told


def guess(article: Article, crisis: Crisis, start: int, end: int) -> dict[str, str]:
    """What a stance shown by these words most likely is, in the names of the desk's form.

    What the engine coded comes first, then what it left out, since an editor who adds a stance
    knows better, then whoever is named. What cannot be told is missing.
    """
    sentences = _within(article, crisis, start, end)
    finds = [find for sentence in sentences for find in sentence.finds]
    named = [code for sentence in sentences for code in _codes(sentence)]
    outside = [code for code in named if code not in crisis.inside_codes()]
    if not finds:
        return {"actor": outside[0]} if outside else {}
    best = min(finds, key=lambda find: (not _is_marked(find, start, end), bool(find.excluded)))
    return _as_form(best) | ({} if _speakers(best) or not outside else {"actor": outside[0]})


def _within(article: Article, crisis: Crisis, start: int, end: int) -> list[Explained]:
    _, told = explain(
        article.text,
        published=article.published.astimezone(UTC).date(),
        crisis=crisis.frame(),
        gazetteer=current_gazetteer(),
    )
    return [one for one in told if one.read.sentence.start < end and one.read.sentence.end > start]


def _codes(sentence: Explained) -> list[str]:
    return [code for mention in sentence.read.mentions for code in mention.codes]


def _is_marked(find: Find, start: int, end: int) -> bool:
    """Whether the words of the cue are among those that the editor marked."""
    tokens = find.read.tokens
    last = tokens[min(find.cue.end, len(tokens)) - 1]
    return tokens[find.cue.first].start >= start and last.end <= end


def _speakers(find: Find) -> list[str]:
    return [code for party in find.parties for code in party.codes]


def _as_form(find: Find) -> dict[str, str]:
    speaker = next((party for party in find.parties if party.codes), None)
    is_party = find.target in (None, *Target)
    said = {
        "actor": speaker.codes[0] if speaker else "",
        "official": (speaker.official or "") if speaker and len(speaker.codes) == 1 else "",
        "office": (speaker.office or "") if speaker else "",
        "kind": str(find.kind or find.cue.kind or ""),
        "target": str(find.target or "") if is_party else "actor",
        "target_actor": "" if is_party else str(find.target),
        "phase": str(find.phase or ""),
        "day": find.day.isoformat() if find.day else "",
        "day_precision": str(find.precision) if find.precision != DayPrecision.DAY else "",
    }
    return {name: value for name, value in said.items() if value}
