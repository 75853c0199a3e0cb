"""Decides what an ambiguous name means where it stands, by the rules of `data/ambiguities.csv`.

The rules for "*" are for every name and say that nobody is meant; they come first.

The rules for a name are tried in the file's order; the first that holds decides. `where` is one of

- `before`, `after`: the pattern is held against the text that touches the name (a `before` pattern
  ends with `$`);
- `near`: anywhere in the same line, up to 200 characters to either side;
- `article`: anywhere in the text;
- `caps`: the name stands in a line in capitals; `caps-before`: likewise, and the text before fits;
- `country-before`: another actor is named directly before ("the German Foreign Office");
- `always`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from reactions.extraction.gazetteer import Form, Surface, spellings
from reactions.extraction.reference_data import AmbiguityEntry, read_ambiguities

_EVERY_SURFACE = "*"
_AS_IT_STANDS = ("=",)
_TOUCHING = 60
_NEAR = 200
_BETWEEN_ACTOR_AND_ORGAN = re.compile(r"(?:'s?)? (?:state |own )?")


class Article:
    """A text with straight signs, and what was asked of the whole of it before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._answers: dict[re.Pattern[str], bool] = {}

    def holds(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is found anywhere; looked for once, however often it is asked."""
        if pattern not in self._answers:
            self._answers[pattern] = pattern.search(self.text) is not None
        return self._answers[pattern]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an article a name stands, what it would mean, and who was named before it."""

    article: Article
    start: int
    end: int
    codes: tuple[str, ...] = ()
    previous_end: int = 0
    previous_codes: tuple[str, ...] = ()

    @property
    def before(self) -> str:
        """The text that ends where the name begins."""
        return self.article.text[max(0, self.start - _TOUCHING) : self.start]

    @property
    def after(self) -> str:
        """The text that begins where the name ends."""
        return self.article.text[self.end : self.end + _TOUCHING]

    @property
    def line(self) -> str:
        """The line that the name stands in, cut where it is very long."""
        text, first = self.article.text, max(0, self.start - _NEAR)
        last = text.find("\n", self.end, self.end + _NEAR)
        first = max(first, text.rfind("\n", first, self.start) + 1)
        return text[first : self.end + _NEAR if last < 0 else last]

    @property
    def in_capitals(self) -> bool:
        """Whether the rest of the line is in capitals too, and there is such a rest."""
        line = self.line
        letters = sum(letter.isalpha() for letter in line)
        return line.isupper() and letters > self.end - self.start

    @property
    def follows_another(self) -> bool:
        """Whether another actor is named directly before: "the German Foreign Office"."""
        if not self.previous_codes or self.previous_codes == self.codes:
            return False
        between = self.article.text[self.previous_end : self.start][:_TOUCHING]
        return _BETWEEN_ACTOR_AND_ORGAN.fullmatch(between) is not None


_Question = Callable[[re.Pattern[str], Place], bool]
WHERE: dict[str, _Question] = {
    "before": lambda pattern, place: pattern.search(place.before) is not None,
    "after": lambda pattern, place: pattern.match(place.after) is not None,
    "near": lambda pattern, place: pattern.search(place.line) is not None,
    "article": lambda pattern, place: place.article.holds(pattern),
    "caps": lambda pattern, place: place.in_capitals,
    "caps-before": lambda pattern, place: (
        pattern.search(place.before) is not None and place.in_capitals
    ),
    "country-before": lambda pattern, place: place.follows_another,
    "always": lambda pattern, place: True,
}


@dataclass(frozen=True, slots=True)
class _Rule:
    question: _Question
    pattern: re.Pattern[str]
    codes: tuple[str, ...]

    def holds(self, place: Place) -> bool:
        return self.question(self.pattern, place)


class Ambiguities:
    """The rules, found by the surface that they are for."""

    def __init__(self, entries: Iterable[AmbiguityEntry]) -> None:
        self.surfaces: dict[str, Surface] = {}
        self._general: list[_Rule] = []
        self._special: dict[str, list[_Rule]] = defaultdict(list)
        general: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            if _EVERY_SURFACE in entry.surfaces:
                general[entry.where].append(f"(?:{entry.pattern})")
            else:
                self._add(entry)
        # One pattern for each question: these are held against every name of a text.
        for where, patterns in general.items():
            self._general.append(_Rule(WHERE[where], re.compile("|".join(patterns)), ()))

    def resolve(self, surface: Surface, place: Place) -> tuple[str, ...]:
        """Return the codes of the actors that are meant, none if nobody is."""
        if any(rule.holds(place) for rule in self._general):
            return ()
        for rule in self._special.get(surface.text, ()):
            if rule.holds(place):
                return surface.codes if rule.codes == _AS_IT_STANDS else rule.codes
        return surface.codes

    def _add(self, entry: AmbiguityEntry) -> None:
        rule = _Rule(WHERE[entry.where], re.compile(entry.pattern), entry.codes)
        for text in entry.surfaces:
            self._special[text].append(rule)
        for text, form in zip(entry.surfaces, entry.forms, strict=False):
            surface = Surface(text, entry.codes, Form(form), plural=text.endswith("s"))
            self.surfaces |= dict.fromkeys(spellings(text), surface)


@cache
def default_ambiguities() -> Ambiguities:
    """Return the rules of the package's own file."""
    return Ambiguities(read_ambiguities())
