"""Decides what an ambiguous name means where it stands, by the rules of `data/ambiguities.csv`.

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
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from reactions.extraction.gazetteer import Form, Surface, spellings
from reactions.extraction.reference_data import AmbiguityEntry, read_ambiguities

_EVERY_SURFACE = "*"
_AS_IT_STANDS = ("=",)
_TOUCHING = 60
_NEAR = 200
_BETWEEN_ACTOR_AND_ORGAN = re.compile(r"(?:'s?)? (?:state |own )?")
WHERE = frozenset(
    {"before", "after", "near", "article", "caps", "caps-before", "country-before", "always"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: the whole text with straight signs, and who was named before it."""

    text: str
    start: int
    end: int
    previous_end: int = 0
    previous_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    where: str
    pattern: re.Pattern[str]
    codes: tuple[str, ...]
    form: Form | None

    def holds(self, place: Place, codes: tuple[str, ...]) -> bool:
        """Whether the rule holds for a name that stands there and would mean `codes`."""
        text, start, end = place.text, place.start, place.end
        match self.where:
            case "before":
                return bool(self.pattern.search(text[max(0, start - _TOUCHING) : start]))
            case "after":
                return bool(self.pattern.match(text[end : end + _TOUCHING]))
            case "near":
                return bool(self.pattern.search(_near(text, start, end)))
            case "article":
                return bool(self.pattern.search(text))
            case "caps":
                return _in_capitals(text, start, end)
            case "caps-before":
                before = text[max(0, start - _TOUCHING) : start]
                return bool(self.pattern.search(before)) and _in_capitals(text, start, end)
            case "country-before":
                between = text[place.previous_end : start]
                touches = _BETWEEN_ACTOR_AND_ORGAN.fullmatch(between)
                return (
                    bool(touches) and bool(place.previous_codes) and place.previous_codes != codes
                )
            case _:
                return True


class Ambiguities:
    """The rules, found by the surface that they are for."""

    def __init__(self, entries: Iterable[AmbiguityEntry]) -> None:
        self.surfaces: dict[str, Surface] = {}
        self._general: list[_Rule] = []
        self._special: dict[str, list[_Rule]] = defaultdict(list)
        for entry in entries:
            self._add(entry)

    def resolve(self, surface: Surface, place: Place) -> tuple[str, ...]:
        """Return the codes of the actors that are meant, none if nobody is."""
        for rule in self._general:
            if rule.holds(place, surface.codes):
                return rule.codes
        for rule in self._special.get(surface.text, ()):
            if rule.holds(place, surface.codes):
                return surface.codes if rule.codes == _AS_IT_STANDS else rule.codes
        return surface.codes

    def _add(self, entry: AmbiguityEntry) -> None:
        forms = dict(zip(entry.surfaces, entry.forms, strict=False))
        for text in entry.surfaces:
            form = Form(forms[text]) if text in forms else None
            rule = _Rule(entry.where, re.compile(entry.pattern), entry.codes, form)
            if text == _EVERY_SURFACE:
                self._general.append(rule)
                continue
            self._special[text].append(rule)
            if form is not None:
                surface = Surface(text, entry.codes, form, plural=text.endswith("s"))
                self.surfaces |= dict.fromkeys(spellings(text), surface)


@cache
def default_ambiguities() -> Ambiguities:
    """Return the rules of the package's own file."""
    return Ambiguities(read_ambiguities())


def _near(text: str, start: int, end: int) -> str:
    first = max(text.rfind("\n", 0, start) + 1, start - _NEAR)
    last = text.find("\n", end, end + _NEAR)
    return text[first : end + _NEAR if last < 0 else last]


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Whether the rest of the line is in capitals too, and there is such a rest."""
    line = _near(text, start, end)
    letters = sum(letter.isalpha() for letter in line)
    return line.isupper() and letters > end - start
