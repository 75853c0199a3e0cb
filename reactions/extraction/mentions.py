"""Finds where a text names actors, and says what of the context a reader must weigh."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import ahocorasick

from reactions.extraction.ambiguities import Article, Place, default_ambiguities
from reactions.extraction.gazetteer import Form, Gazetteer, Surface, spellings, straight
from reactions.extraction.reference_data import read_traps


class Context(StrEnum):
    """What the words around a mention make of it."""

    FREE = "free"
    PLACE = "place"  # "protests in Moscow": where, not who
    COMPOUND = "compound"  # "US-backed", "pro-Russian": says something of somebody else
    DATELINE = "dateline"  # "MINSK, Aug 17 (Reuters) -"
    BYLINE = "byline"  # "By Jane Doe in Warsaw"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names one actor, or several at once ("the Baltic states").

    The offsets are code points; a possessive 's is not part of it. `plural` holds for a people
    ("the Swedes"). A capital or seat is given wherever it stands: the context tells a mere place,
    and the reader of the sentence whether it acts.
    """

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    form: Form
    plural: bool = False
    context: Context = Context.FREE


class _Hit(NamedTuple):
    start: int
    end: int
    surface: Surface | None  # None for a trap


def find_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Return the mentions of actors in `text`, in order; they do not overlap, the longest wins."""
    plain_text = straight(text)
    ambiguities = default_ambiguities()
    article = Article(plain_text)
    mentions: list[Mention] = []
    for hit in _longest(_hits(plain_text, gazetteer)):
        if hit.surface is None:
            continue
        place = _place(article, hit, hit.surface, mentions[-1] if mentions else None)
        codes = ambiguities.resolve(hit.surface, place)
        codes = tuple(code for code in codes if code in gazetteer)
        if not codes:
            continue
        if mentions and _is_same_bloc(mentions[-1], hit.start, codes):
            mentions.pop()  # "the West African bloc ECOWAS" has one name
        mentions.append(
            Mention(
                hit.start,
                hit.end,
                text[hit.start : hit.end],
                codes,
                hit.surface.form,
                hit.surface.plural,
                _context(plain_text, hit.start, hit.end, hit.surface.form),
            )
        )
    return _with_abbreviations(plain_text, mentions, gazetteer)


def _is_same_bloc(before: Mention, start: int, codes: tuple[str, ...]) -> bool:
    """Whether a name repeats the description of an organization right before it."""
    return before.codes == codes and before.end + 1 == start and before.text.endswith(_BLOCS)


def _with_abbreviations(text: str, mentions: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Add the short names that the article itself gives: "the bloc's Security Council (BSC)"."""
    short = {
        match[1]: mention
        for mention in mentions
        if gazetteer.is_organization(mention.codes[0])
        and (match := _ABBREVIATION.match(text, mention.end))
    }
    if not short:
        return mentions
    starts = [mention.start for mention in mentions]
    more = []
    for match in _CAPITALS.finditer(text):
        before = bisect_right(starts, match.start()) - 1
        known = before >= 0 and mentions[before].end > match.start()
        if match[0] in short and not known:
            named = replace(short[match[0]], start=match.start(), end=match.end(), text=match[0])
            more.append(replace(named, context=Context.FREE))
    return sorted([*mentions, *more], key=lambda mention: mention.start)


def _place(article: Article, hit: _Hit, surface: Surface, previous: Mention | None) -> Place:
    if previous is None:
        return Place(article, hit.start, hit.end, surface.codes)
    return Place(article, hit.start, hit.end, surface.codes, previous.end, previous.codes)


# Two gazetteers at most live at once in practice: the files' and the database's.
@lru_cache(maxsize=4)
def _automaton(gazetteer: Gazetteer) -> Any:
    """Return an Aho-Corasick automaton whose values are pairs (length, Surface or None)."""
    automaton = ahocorasick.Automaton()
    for text, surface in (gazetteer.surfaces | default_ambiguities().surfaces).items():
        automaton.add_word(text, (len(text), surface))
    for phrase in read_traps():
        for text in spellings(phrase):
            automaton.add_word(text, (len(text), None))
    automaton.make_automaton()
    return automaton


def _hits(text: str, gazetteer: Gazetteer) -> Iterator[_Hit]:
    """Yield every surface and trap that stands in the text as words of its own."""
    # A name may be broken over two lines; the positions stay the same.
    for last, (length, surface) in _automaton(gazetteer).iter(text.replace("\n", " ")):
        start, end = last + 1 - length, last + 1
        if _stands_alone(text, start, end):
            yield _Hit(start, end, surface)


def _longest(hits: Iterator[_Hit]) -> Iterator[_Hit]:
    """Yield, from left to right, the longest of the hits that overlap."""
    covered = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= covered:
            covered = hit.end
            yield hit


_BLOCS = ("bloc", "community", "body", "Group")
_JOINS_WORDS = frozenset("_@$€£")


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isalnum() or before in _JOINS_WORDS or after.isalnum() or after in _JOINS_WORDS:
        return False
    return not (before in "/." or after in "/.") or not _in_address(text, start, end)


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the word is part of a web or mail address."""
    words_before = text[max(0, start - 100) : start].split()
    opening = words_before[-1] if words_before and not text[start - 1].isspace() else ""
    word = opening + text[start : end + 20].split(maxsplit=1)[0]
    return "//" in word or "www." in word or "@" in word or ".com" in word or ".org" in word


_PREPOSITION = re.compile(
    r"\b(?:(?<!called )(?<!call )(?<!calls )(?<!calling )in|at|near|outside|around|across|inside|"
    r"within|throughout|downtown|central|out of|going to|reporting from|leave|"
    r"(?:capital|city|town|port|streets|outskirts|suburbs|residents|airport) of|"
    r"capital(?: city)?,?|"
    r"(?:visit|visits|visited|visiting|trip|trips|flight|flights|flew|fly|flying|fled|flee|"
    r"travell?ed|travel|travell?ing|went|drove|returned|heading|headed|arrived?|left|back|"
    r"exile|moved|brought) (?:to|in|for|from)|visit|visited|visiting|left|leaving|reached)"
    r" (?:the )?$",
    re.IGNORECASE,
)
_ENDINGS = (
    "in", "at", "near", "outside", "around", "across", "inside", "within", "throughout",
    "downtown", "central", "of", "to", "for", "from", "leave", "capital", "city", "visit",
    "visited", "visiting", "left", "leaving", "reached",
)  # fmt: skip
"""The words that `_PREPOSITION` can end with, but for an article."""
_OPINION = re.compile(r"'s (?:view|opinion|eyes|judge?ment|name|interest|favou?r|power|hands)\b")
_MUNICIPAL = re.compile(
    r"(?:'s)? (?:airport|metro|suburbs?|streets?|residents?|police|courts?|city|district|prison|"
    r"jail|hotel|hospital|office of|bureau|university|stadium|square|mayor)\b",
    re.IGNORECASE,
)
_DATE = (
    r"(?:\d{1,2}\.? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}|\d\d?\.\d\d?\.(?=\d{4}))"
    r"(?:,? ?\d{4})?"
)
_DATELINE = re.compile(
    r"[ \t]*[A-Z][^\n]{0,60}?(?:"
    r"\([A-Z][^)\n]{1,60}\)[^\n]{0,20}?[-–—:]|"
    rf"{_DATE} ?(?:\([^)\n]{{1,40}}\))?(?:[^\n\w]{{0,3}}[-–—:/]|[ \t]*$|(?<=\d{{4}}) ))",
    re.MULTILINE,
)
_CAPITALS_AND_DASH = re.compile(
    r"[ \t]*[A-Z][A-Z '/.,-]{2,50}(?:, [A-Z][a-z]+)?(?: ?[-–—]{1,2} |(?<=[A-Z]{3})[-–—:])"
)
_PLACES = re.compile(r"[ \t]*(?:[A-Z][\w'.-]*(?:[ ,/]+|$))*")
_DATED = re.compile(rf",? {_DATE}")
_BYLINE = re.compile(
    r"[ \t(]*(?:By [A-Z][^\n.]{2,70}$|(?:Additional |Further )?(?:[Rr]eporting|[Ee]diting|"
    r"[Ww]riting|[Tt]ranslat(?:ed|ion)) by )"
)
# A dateline or a byline begins at most so far before a name in it.
_OPENING = 60
_ABBREVIATION = re.compile(r" \(([A-Z]{2,8})\)")
_CAPITALS = re.compile(r"\b[A-Z]{2,8}\b")
_COMPOUND_BEFORE = re.compile(r"\w-$")
_COMPOUND_AFTER = re.compile(r"-\w|–[A-Z]")


def _context(text: str, start: int, end: int, form: Form) -> Context:
    line_start = text.rfind("\n", max(0, start - _OPENING), start) + 1
    if line_start or start <= _OPENING:
        if _is_dateline(text, line_start, start, end, form):
            return Context.DATELINE
        if _in_byline(text, line_start):
            return Context.BYLINE
    before, after = text[max(0, start - 30) : start], text[end : end + 20]
    if _COMPOUND_BEFORE.search(before) or _COMPOUND_AFTER.match(after):
        return Context.COMPOUND
    if form in (Form.DEMONYM, Form.ORGAN, Form.GROUP) or _OPINION.match(after):
        return Context.FREE
    if form is Form.CAPITAL and (_MUNICIPAL.match(after) or _DATED.match(after)):
        return Context.PLACE
    place = _leads_to_place(before) and _PREPOSITION.search(before) is not None
    return Context.PLACE if place else Context.FREE


def _leads_to_place(before: str) -> bool:
    """Whether the words before a name can end `_PREPOSITION`, which is slow to search for."""
    if before[-1:] != " ":
        return False
    words = before.lower().split()
    if words[-1:] == ["the"]:
        del words[-1]
    return bool(words) and words[-1].rstrip(",").endswith(_ENDINGS)


def _is_dateline(text: str, line_start: int, start: int, end: int, form: Form) -> bool:
    """Whether the mention stands in the place and date that open a paragraph."""
    before = text[line_start:start]
    if form not in (Form.CAPITAL, Form.NAME) or not _PLACES.fullmatch(before):
        return False
    if form is Form.NAME and not before.strip() and not text[start:end].isupper():
        return False  # "France, 14 August: ..." is a line of a list, and France its speaker
    opening = _DATELINE.match(text, line_start)
    if opening is None and form is Form.CAPITAL:
        # A country before a dash may be the speaker of a list's line; a capital is a place.
        opening = _CAPITALS_AND_DASH.match(text, line_start)
    return opening is not None and end <= opening.end()


def _in_byline(text: str, line_start: int) -> bool:
    line_end = text.find("\n", line_start)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    return _BYLINE.match(line) is not None
