"""Made-up news reports: sentences that say who took which stance, and the articles round them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# What an actor does, by kind and phase; the focal country's name follows.
_CUES = {
    "support": ("congratulated the government of", "pledged new loans to the government of"),
    "neutral": ("spoke of an internal matter of", "declined to take sides in"),
    "monitor": ("is closely following events in", "is watching the situation in"),
    "concern": ("voiced deep concern about events in", "is alarmed by the news from"),
    "urge": ("urged restraint in", "called for the release of those detained in"),
    "mediate": ("offered to host talks on", "convened a meeting on"),
    "solidarity": ("declared that it stands with the people of", "praised the courage shown in"),
    "condemn": ("condemned the violence in", "denounced the arrests in"),
    "reject": ("refused to recognize the results in", "called the vote null and void in"),
    "warn": ("warned of consequences for those responsible in", "threatened to act against"),
    "summon_ambassador": ("summoned the ambassador of", "handed a note of protest to the envoy of"),
    "recall_ambassador": ("recalled its ambassador from", "withdrew its envoy from"),
    "sanction": ("imposed travel bans on officials of", "froze the assets of officials of"),
    "sever_relations": ("expelled diplomats of", "closed its embassy in"),
}
_ENDED = {
    "support": "ended its aid to",
    "mediate": "gave up its talks on",
    "recall_ambassador": "sent its ambassador back to",
    "sanction": "lifted its sanctions on",
    "sever_relations": "restored relations with",
}
# Reports in other languages say no more than that the actor spoke.
_ABROAD = {
    "ar": ("أدلى", "{who} {cue} بموقف من {focal} في {day} {tail}."),
    "fr": ("a pris position sur", "{who} {cue} {focal} le {day}, {tail}."),
    "ru": ("высказался о положении в", "{who} {cue} {focal} {day}, {tail}."),
}
LANGUAGES = ("en", "ar", "fr", "ru")
_TAILS = (
    "as crowds gathered for another evening",
    "hours after the cabinet had met",
    "in a statement posted online",
    "at a briefing for reporters",
    "before talks with neighboring states",
    "in a letter that was made public",
    "after a call between ministers",
    "in an address to parliament",
)
_FILLERS = (
    (
        "Shops in the center opened late and closed early, and most schools kept their doors shut. "
        "Buses ran on the main lines alone, drivers said."
    ),
    (
        "The number of those held could not be verified. Lawyers waited at two police stations for "
        "lists of names that had been promised for the morning."
    ),
    (
        "Markets took the news calmly at first. By the afternoon the currency had lost a part of "
        "what it had won in the week before."
    ),
    (
        "Mobile internet was slow in several districts, which engineers put down to the load on "
        "the network. Landlines worked."
    ),
    (
        "A commission is to report within the month. Its members have yet to be named, and nobody "
        "would say by whom."
    ),
)
_GIVEN = (
    "Ada", "Amir", "Anna", "Boris", "Carla", "Chen", "Dario", "Elena", "Emil", "Fatou", "Farid",
    "Grace", "Hugo", "Ines", "Ivan", "Jamal", "Julia", "Karim", "Kofi", "Lena", "Leo", "Maya",
    "Milan", "Nadia", "Noor", "Olga", "Omar", "Paula", "Pedro", "Rania", "Ravi", "Rosa", "Samir",
    "Sofia", "Tariq", "Tomas", "Uma", "Vera", "Yusuf", "Zoe",
)  # fmt: skip
_SYLLABLES = ("ba", "de", "fi", "go", "ka", "lu", "mi", "no", "pe", "ra", "si", "to", "va", "zu")
OFFICES = ("foreign minister", "president", "prime minister", "spokesperson", "ambassador")


def person(number: int) -> str:
    """A name that no other number gives."""
    family, rest = "", number // len(_GIVEN) + len(_SYLLABLES) ** 2
    while rest:
        rest, place = divmod(rest, len(_SYLLABLES))
        family += _SYLLABLES[place]
    return f"{_GIVEN[number % len(_GIVEN)]} {family.capitalize()}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What shows a stance, and where in it official, cue and day stand."""

    text: str
    official: tuple[int, int] | None
    cue: tuple[int, int]
    day: tuple[int, int]


def sentence(
    *,
    actor: str,
    kind: str,
    phase: str,
    day: date,
    focal: str,
    official: str,
    office: str,
    language: str,
    variant: int,
) -> Sentence:
    """The sentence that shows this stance; `variant` chooses among its wordings."""
    who = f"{official}, {office} of {actor}," if official else actor
    told = f"{day.day} {day:%B}"
    tail = _TAILS[variant % len(_TAILS)]
    cue, pattern = _CUES[kind][variant % 2], "{who} {cue} {focal} on {day}, {tail}."
    if phase == "ended":
        cue = _ENDED[kind]
    if language in _ABROAD:
        cue, pattern = _ABROAD[language]
    text = pattern.format(who=who, cue=cue, focal=focal, day=told, tail=tail)
    after = len(who) + 1
    begins = text.index(told, after + len(cue))
    return Sentence(
        text=text,
        official=(0, len(official)) if official else None,
        cue=(after, after + len(cue)),
        day=(begins, begins + len(told)),
    )


def article_text(number: int, sentences: Sequence[Sentence]) -> tuple[str, list[int]]:
    """An article that holds the sentences, and where in it each begins."""
    parts = [f"Dispatch {number}."]
    starts, length = [], len(parts[0])
    for place, item in enumerate(sentences):
        filler = _FILLERS[(number + place) % len(_FILLERS)]
        starts.append(length + 2 + len(filler) + 2)
        parts += [filler, item.text]
        length = starts[-1] + len(item.text)
    parts.append(_FILLERS[(number + len(sentences)) % len(_FILLERS)])
    return "\n\n".join(parts), starts
