"""Finds names, offices and other entries of the vocabulary in a stretch of words."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from reactions.extraction.gazetteer import plain
from reactions.extraction.mentions import Mention
from reactions.extraction.vocabulary import Office, word_list
from reactions.extraction.words import Tag, Token, is_time_word

HONORIFICS = word_list("honorifics")
_PARTICLES = word_list("particles")
_REGIONAL = word_list("regional")
_STATE_WORDS = word_list("state_words")
_TITLES = word_list("titles")
_REGIONS = word_list("region_names")
_TENS = frozenset(
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"]
)
_NO_PERSONS = _STATE_WORDS | _REGIONAL | _TENS
_PORTFOLIOS = word_list("portfolios")


_ABBREVIATION = 5
"""Letters of the longest abbreviation that may stand before a name."""
_Entry = TypeVar("_Entry")


def phrase_at(
    tokens: Sequence[Token],
    i: int,
    end: int,
    table: dict[str, list[tuple[tuple[str, ...], _Entry]]],
) -> tuple[int, _Entry] | None:
    for key, value in table.get(tokens[i].lower, ()):
        if i + len(key) <= end and all(tokens[i + k].lower == word for k, word in enumerate(key)):
            return len(key), value
    return None


def phrases_in(
    words: Sequence[str], table: dict[str, list[tuple[tuple[str, ...], _Entry]]]
) -> dict[int, list[tuple[int, _Entry]]]:
    """The entries of a table that stand among `words`: for each word that some begin at, their
    lengths and values, the longest first.
    """
    found: dict[int, list[tuple[int, _Entry]]] = {}
    if table.keys().isdisjoint(words):
        return found
    for i, word in enumerate(words):
        listed = table.get(word)
        if listed is None:
            continue
        following = words[i + 1] if i + 1 < len(words) else ""
        here = tuple(words[i : i + len(listed[0][0])])
        entries = [
            (len(key), value)
            for key, value in listed
            if len(key) == 1 or (key[1] == following and here[: len(key)] == key)
        ]
        if entries:
            found[i] = entries
    return found


def first_within(
    found: dict[int, list[tuple[int, _Entry]]], i: int, end: int
) -> tuple[int, _Entry] | None:
    """The longest entry of `phrases_in` that begins at word `i` and ends before word `end`."""
    for entry in found.get(i, ()):
        if i + entry[0] <= end:
            return entry
    return None


def stands_within(places: Sequence[int], first: int, end: int) -> bool:
    """Whether one of some ordered places lies from `first` to before `end`."""
    following = bisect_left(places, first)
    return following < len(places) and places[following] < end


@dataclass(slots=True)
class Elements:
    """What a stretch of words holds: actors, offices, names, outsiders, in reading order."""

    mentions: list[tuple[int, int, Mention]]
    offices: list[tuple[int, int, Office]]
    names: list[tuple[int, int, str]]
    outsiders: list[tuple[int, int, str]]


def outside_brackets(tokens: Sequence[Token]) -> list[Token]:
    """The words that do not stand in brackets: "the United Nations (UN), the African Union"."""
    words = []
    depth = 0
    for token in tokens:
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth = max(0, depth - 1)
        elif not depth:
            words.append(token)
    return words


def is_definite(tokens: Sequence[Token], first: int) -> bool:
    return tokens[first].lower in ("the", "his", "her", "its") or tokens[first].tag is not Tag.DET


def _name_follows(tokens: Sequence[Token], j: int, end: int) -> bool:
    """Whether a name goes on after particles: "Ursula von der Leyen"."""
    while j < end and tokens[j].lower in _PARTICLES:
        j += 1
    return j < end and tokens[j].tag is Tag.NAME


def name_beside_office(found: Elements) -> tuple[int, int, str] | None:
    """The name that goes with the offices of a phrase: the one right after an office, else the
    first.
    """
    for name in found.names:
        if any(
            office[1] == name[0] or (office[1] <= name[0] <= office[1] + 1)
            for office in found.offices
        ):
            return name
    return found.names[0] if found.names else None


def _is_no_person(tokens: Sequence[Token], i: int, first: int) -> bool:
    """Whether a name of one word is a place or an abbreviation: "envoy for the Horn", "Caribbean
    countries", "its council (MSC)".
    """
    token = tokens[i]
    before = tokens[i - 1].lower if i else ""
    abbreviated = before == "(" and token.text.isupper()
    return (before == "the" and i > first) or token.lower in _REGIONS or abbreviated


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and word.isalpha() and 2 <= len(word) <= _ABBREVIATION


def capital_names(
    tokens: Sequence[Token], capitals: Sequence[int], first: int, end: int, taken: set[int]
) -> list[tuple[int, int, str]]:
    """Runs of capitalised words that can be a person's name, without titles; `capitals` are the
    words tagged as names, in order.
    """
    names = []
    free = first
    for i in capitals[bisect_left(capitals, first) : bisect_left(capitals, end)]:
        lower = tokens[i].lower
        if (
            i < free
            or i in taken
            or lower in _NO_PERSONS
            or is_time_word(tokens, i)
            or ("-" in lower and lower.split("-")[0] in _TENS)
        ):
            continue
        j = i
        while (
            j < end
            and j not in taken
            and (
                (tokens[j].tag is Tag.NAME and not is_time_word(tokens, j))
                or (tokens[j].lower in _PARTICLES and j > i and _name_follows(tokens, j + 1, end))
                or (
                    tokens[j].text == "."
                    and j + 1 < end
                    and tokens[j + 1].tag is Tag.NAME
                    and len(tokens[j - 1].text) <= 3
                )
            )
        ):
            j += 1
        k = i
        while k < j and (
            tokens[k].lower.rstrip(".") in HONORIFICS
            or tokens[k].text == "."
            or (tokens[k].lower in _REGIONS and j - k > 1)  # "envoy for the Horn of Africa Feltman"
        ):
            k += 1
        while k < j and tokens[k].lower in ("and", "or", "but"):
            k += 1  # "Kim And More"
        while k < j - 1 and _is_abbreviation(tokens[k].text) and not tokens[k + 1].text.isupper():
            k += 1  # "the representative of the MFA of the PRC Lan Zhiwei"
        if i > first and tokens[i - 1].lower in ("of", "for", "and"):
            while k < j - 1 and tokens[k].lower in _PORTFOLIOS:
                k += 1  # "Minister of International Development Ada Holm"
        letter = j - k == 1 and len(tokens[k].text) == 1  # "on his X account"
        if k < j and not letter and not (j - k == 1 and _is_no_person(tokens, k, first)):
            parts = [tokens[n].text for n in range(k, j)]
            text = " ".join(parts).replace(" .", ".")
            names.append((k, j, text))
        free = max(j, i + 1)
    return names


def name_words(names: Sequence[str], known: frozenset[str]) -> frozenset[str]:
    """The surnames in a crisis's lists of names, in plain spelling."""
    found: set[str] = set()
    for name in names:
        words = [
            word.strip(",.()'\"").removesuffix("'s").removesuffix("’s")
            for word in name.replace("(", " ").replace(")", " ").split()
        ]
        capitals = [word for word in words if word[:1].isupper() and word.lower() not in _TITLES]
        for word in capitals:
            folded = plain(word)
            if folded and folded not in known and len(folded) > 2:
                found.add(folded)
    return frozenset(found)
