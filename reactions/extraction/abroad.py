"""A quick look at a text before it is read: whether it names anybody outside the crisis at all.

Most of what feeds bring in about a crisis tells of the country alone. Such a text holds no stance
(codebook rule 1), however many cues it has.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

import ahocorasick

from reactions.extraction.gazetteer import Gazetteer, plain
from reactions.extraction.mentions import Mention
from reactions.extraction.vocabulary import former_rulers, load_vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑’'‘`´.][^\W\d_]+)*")


def names_anybody_abroad(
    text: str,
    mentions: Sequence[Mention],
    *,
    gazetteer: Gazetteer,
    inside: Collection[str],
    published: date,
) -> bool:
    """Whether `text` may name an actor outside the crisis, whose own actors are `inside`.

    It does by one of its `mentions`, by an office that implies a state, as a former colonial
    power, or by the name of an official in office on the day. When in doubt the answer is yes.
    """
    if any(code not in inside for mention in mentions for code in mention.codes):
        return True
    lowered = " ".join(text.lower().split())
    if any(_offices_of_states().iter(lowered)):
        return True
    if any(word in lowered for word in ("coloni", "imperial")) and former_rulers().keys() & inside:
        return True
    return _names_official_abroad(text, gazetteer, inside, published)


def _names_official_abroad(
    text: str, gazetteer: Gazetteer, inside: Collection[str], published: date
) -> bool:
    words = set(_WORD.findall(text))
    capitals = {part for word in words if not word.islower() for part in plain(word).split()}
    known = capitals & gazetteer.names_by_last_word.keys()
    if not known:
        return False
    present = {part for word in words for part in plain(word).split()}
    return any(
        tenure.actor not in inside
        for last in known
        for name in gazetteer.names_by_last_word[last]
        if present.issuperset(name.split())
        for tenure in gazetteer.holders(name, published)
    )


@cache
def _offices_of_states() -> Any:
    """Return an Aho-Corasick automaton over the offices that imply an actor by themselves: "the
    Taoiseach", "the Foreign Secretary".
    """
    automaton = ahocorasick.Automaton()
    for entries in load_vocabulary().offices.values():
        for key, office in entries:
            if office.actor or office.usual:
                automaton.add_word(" ".join(key), True)
    automaton.make_automaton()
    return automaton
