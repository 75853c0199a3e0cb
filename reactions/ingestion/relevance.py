"""Which crises an article is about: decided by its words and its day, with the reason kept.

An article must be of the crisis' time, name the focal country, its people or its parties where
it matters, and speak of what is tracked: an editor's search term, or politics in several words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from reactions.ingestion.store import ASKED_FOR
from reactions.models import Article, Crisis, Reading, Version, WorkState, version_of_crises

# News of a crisis that ended is still reported and commented on for a while.
_AFTERMATH = timedelta(days=60)
# What comes a little before is the reason why a crisis is tracked at all.
_RUN_UP = timedelta(days=14)
# So many mentions in a text, or one where everybody looks first: its title or first lines.
_FEWEST_MENTIONS = 3
_LEAD_CHARACTERS = 400
_FEWEST_POLITICAL_WORDS = 3
# The last words of two that name a body and not a person: alone they name anything.
_BODY_LIST = """
accord alliance army assembly bloc coalition command commission committee congress council
federation force forces front government guard junta league movement parliament party police
revolution state union
"""
_BODIES = frozenset(_BODY_LIST.split())
# Beginnings of words by which English news tells a political crisis.
_POLITICAL = re.compile(
    r"\b(ambassador|annul|arrest|assassinat|authorit|ballot|ceasefire|clash|condemn|constitution"
    r"|coup|crackdown|crisis|curfew|decree|democra|demonstrat|detain|detention|diplomat|dissident"
    r"|election|embass|envoy|exile|foreign minist|human rights|inaugurat|invasion|junta"
    r"|legitima|martial law|militar|mutin|oppos|overthrow|parliament|poll|president|protest"
    r"|recall|referendum|regime|repress|resign|restraint|riot|sanction|security council|soldier"
    r"|strike|summit|troops|unrest|uprising|violence|vote)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What tells that an article is about a crisis.

    `words` are the names of the focal country, its people and its parties, `names` finds them;
    `terms` are what editors gave,
    each with what all of its words are found by.
    """

    crisis_id: int
    first: date
    last: date | None
    words: tuple[str, ...]
    names: re.Pattern[str]
    terms: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]


def readings_of(
    article: Article,
    *,
    asked_for: int | None = None,
    known: Iterable[Subject] | None = None,
    is_new: bool = False,
) -> list[int]:
    """Make the readings of an article for the crises it is about; the ids of those not yet done.

    For the crisis of the id `asked_for` it is read whatever it says; else a reprint is read only
    where it adds something. `known` spares asking for the crises again, `is_new` for the readings
    of an article that was stored just now. What was removed is read for none.
    """
    if article.removed_at is not None:
        return []
    reasons = {asked_for: ASKED_FOR} if asked_for else {}
    is_told = article.reprint_of_id is not None and not article.adds_to_original
    for subject in () if is_told else (subjects() if known is None else known):
        if subject.crisis_id not in reasons and (reason := why_read(subject, article)):
            reasons[subject.crisis_id] = reason
    there = {} if is_new else {row.crisis_id: row for row in article.readings.defer("error")}
    # Another worker may make the same at this moment; either gets the row.
    made = Reading.objects.bulk_create(
        (
            Reading(article=article, crisis_id=crisis_id, reason=reason[:300])
            for crisis_id, reason in reasons.items()
            if crisis_id not in there
        ),
        update_conflicts=True,
        unique_fields=["article", "crisis"],
        update_fields=["article"],
    )
    old = (there[crisis_id] for crisis_id in reasons if crisis_id in there)
    return [*(row.pk for row in old if row.state != WorkState.DONE), *(row.pk for row in made)]


def subjects() -> tuple[Subject, ...]:
    """What each crisis is recognized by; read anew when one changed."""
    version, _ = version_of_crises()
    return _subjects(version)


@lru_cache(maxsize=1)
def _subjects(version: Version) -> tuple[Subject, ...]:
    crises = Crisis.objects.select_related("focal").prefetch_related("parties")
    return tuple(_subject(crisis) for crisis in crises)


def _subject(crisis: Crisis) -> Subject:
    parties = (name for party in crisis.parties.all() for name in (party.name, *party.aliases))
    return subject_with_parties(crisis, parties)


def subject_with_parties(crisis: Crisis, parties: Iterable[str]) -> Subject:
    """A crisis' subject with these names of its parties; it need not be stored yet."""
    focal = crisis.focal
    names = [focal.name, *focal.aliases, *focal.demonyms, *focal.peoples]
    names += [*focal.capitals, *focal.seats]
    names += [part for name in parties for part in _own_names(name)]
    return subject_of(
        crisis.pk or 0,
        started=crisis.started,
        ended=crisis.ended,
        names=names,
        terms=crisis.search_terms,
    )


def subject_of(
    crisis_id: int,
    *,
    started: date,
    ended: date | None,
    names: Iterable[str],
    terms: Iterable[str],
) -> Subject:
    """A subject from the crisis' period, the names that belong to it, and its search terms."""
    ordered = sorted({name for name in names if len(name) > 2}, key=len, reverse=True)
    return Subject(
        crisis_id=crisis_id,
        first=started - _RUN_UP,
        last=ended + _AFTERMATH if ended else None,
        words=tuple(ordered),
        # Capitals as given: "Chad" is a country, "chad" is not.
        names=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered)) or '(?!)'})(?!\w)"),
        terms=tuple((term, tuple(map(_any_ending, term.split()))) for term in terms),
    )


def _own_names(name: str) -> list[str]:
    """What of a party's name is its own: not "the protesters"; of a person also the last name."""
    words = name.removeprefix("the ").removeprefix("The ").split()
    if not words or not all(word[:1].isupper() for word in words):
        return []
    is_person = len(words) == 2 and words[-1].lower() not in _BODIES
    return [" ".join(words), words[-1]] if is_person else [" ".join(words)]


def _any_ending(word: str) -> re.Pattern[str]:
    """The word with the endings of its plural and tenses: "protests" finds "protesters"."""
    stem = re.sub(r"(?<=\w{4})(?:s|ed|ing)$", "", word)
    return re.compile(rf"(?<!\w){re.escape(stem)}", re.I)


def why_read(subject: Subject, article: Article) -> str:
    """Why this article is about the crisis, in words for editors; empty where it is not."""
    return why(
        subject,
        title=article.title,
        text=article.text,
        day=article.published.date(),
        language=article.language,
    )


def why(subject: Subject, *, title: str, text: str, day: date, language: str = "en") -> str:
    """Why a text is about the crisis, in words for editors; empty where it is not."""
    if day < subject.first or (subject.last and day > subject.last):
        return ""
    mention = _mention(subject, title=title, text=text)
    if not mention:
        return ""
    everything = f"{title}\n{text}"
    for term, words in subject.terms:
        if len(words) > 1 and all(word.search(everything) for word in words):
            return f"{mention}; “{term}”"
    if language != "en":
        return mention  # the words of politics are known in English alone
    political = dict.fromkeys(found[1].lower() for found in _POLITICAL.finditer(everything))
    if len(political) < _FEWEST_POLITICAL_WORDS:
        return ""
    return f"{mention}; {', '.join(f'{word}…' for word in islice(political, 3))}"


def _mention(subject: Subject, *, title: str, text: str) -> str:
    lead = subject.names.search(f"{title}\n{text[:_LEAD_CHARACTERS]}")
    if lead:
        return f"“{lead[0]}” in the title or lead"
    found = list(islice(subject.names.finditer(text), _FEWEST_MENTIONS))
    if len(found) < _FEWEST_MENTIONS:
        return ""
    return f"“{found[0][0]}” and more in the text"
