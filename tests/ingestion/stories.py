"""Invented reports of invented events, their edited copies, and the same events by other hands."""

from __future__ import annotations

import random
from dataclasses import dataclass

_WORD_LIST = """
harbor river market council bridge school winter engine letter window garden station number
morning evening report minister soldier farmer teacher doctor driver judge clerk reader question
answer reason moment office building street village border valley island mountain quiet heavy
narrow early former foreign local public private common general special recent open closed
broken painted empty crowded distant nearby northern southern eastern western carried opened
followed reached crossed watched signed refused accepted delayed repeated quickly slowly
together apart again almost nearly hardly plainly later earlier yesterday
"""
_WORDS = _WORD_LIST.split()
_JOIN_LIST = "and but while after before because although when where that which until"
_JOINS = _JOIN_LIST.split()
_PLACES = ("Orlava", "Tessin", "Marrow", "Keld", "Port Amary", "Sundholm", "Vastra", "Belmar")
_NAMES = ("Alda Renn", "Tomas Veil", "Ines Corvo", "Pavel Otts", "Mary Holt", "Jon Askwith")
_OPENINGS = (
    "Here is what is known so far about {place}.",
    "There was little sleep in {place} that night.",
    "It began, as these things do in {place}, with a rumor.",
)
QUOTES = (
    "We have seen enough of this and we will say so in every room that we are let into,",
    "Nobody in this government wants a single window broken, and everybody knows it,",
    "The people who gave these orders will one day be asked about them under oath,",
)


@dataclass(frozen=True)
class Event:
    place: str
    people: tuple[str, ...]
    dead: int
    quotes: tuple[str, ...]


def event(chance: random.Random) -> Event:
    """What happened: the facts and quotations that every report of it shares."""
    return Event(
        place=chance.choice(_PLACES),
        people=tuple(chance.sample(_NAMES, 3)),
        dead=chance.randrange(2, 90),
        quotes=tuple(f"“{_sentence(chance, 16)}”" for _ in range(2)),
    )


def _sentence(chance: random.Random, length: int) -> str:
    words = [chance.choice(_JOINS if position % 6 == 5 else _WORDS) for position in range(length)]
    return " ".join(words).capitalize()


def report(facts: Event, hand: int, chance: random.Random) -> str:
    """One author's report: own sentences, with the names, numbers and quotations of the event."""
    paragraphs = [_OPENINGS[hand].format(place=facts.place)]
    for number in range(9):
        sentences = [f"{_sentence(chance, chance.randrange(12, 26))}." for _ in range(3)]
        if number % 4 == 1:
            sentences.append(f"{facts.quotes[number // 4 % 2]} said {facts.people[number % 3]}.")
        if number % 4 == 3:
            sentences.append(f"At least {facts.dead} people died in {facts.place}, officials said.")
        paragraphs.append(" ".join(sentences))
    return "\n".join(paragraphs)


def edited(text: str, edit: int, chance: random.Random) -> str:
    """A copy as papers make them: words changed, cut, a new lead, or all of these."""
    paragraphs = text.split("\n")
    if edit == 1:
        paragraphs = paragraphs[: len(paragraphs) // 2]
    if edit in (2, 4):
        paragraphs[:2] = [f"{_sentence(chance, 30)}, this paper has learned."]
    if edit == 4:
        del paragraphs[-3:]
    share = (0.05, 0.1, 0.1, 0.2, 0.15)[edit]
    return "\n".join(_reworded(paragraph, share, chance) for paragraph in paragraphs)


def _reworded(paragraph: str, share: float, chance: random.Random) -> str:
    return " ".join(
        chance.choice(_WORDS) if chance.random() < share else word for word in paragraph.split()
    )
