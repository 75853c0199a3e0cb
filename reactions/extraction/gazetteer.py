"""What the engine knows of actors and officials, whatever the source of the rows."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property, lru_cache

from reactions.extraction.reference_data import (
    ActorEntry,
    GroupEntry,
    MembershipEntry,
    TenureEntry,
    read_actors,
    read_groups,
    read_memberships,
    read_tenures,
)

__all__ = [
    "ActorEntry",
    "Form",
    "Gazetteer",
    "GroupEntry",
    "MembershipEntry",
    "Surface",
    "TenureEntry",
    "default_gazetteer",
    "plain",
]

# Particles that belong to the surname when a name is cut short: "von der Leyen", "al-Burhan".
_PARTICLES = frozenset({
    "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
    "la", "le", "ter", "van", "von", "zu",
})  # fmt: skip
# The role of a minister who presides over an organization for a year.
_IN_TURN = "chairperson"
# Whom these precede is called by a first name, which names many others as well.
_TITLES = frozenset({"King", "Lord", "Pope", "Queen", "Sultan"})
_BETWEEN_WORDS = re.compile(r"[-’'‘`´.\s]+")
_INITIAL = re.compile(r" [A-Z]\. ?(?=\w)")
# Shorter words are names in capitals already (EU, NATO) or too likely to be something else.
_SHORTEST_IN_CAPITALS = 4


class Form(StrEnum):
    """In which way a text names an actor. The most telling form comes first."""

    NAME = "name"
    ORGAN = "organ"
    SEAT = "seat"
    CAPITAL = "capital"
    DEMONYM = "demonym"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Surface:
    """A string of texts that names actors. `plural` holds for a people: "the Swedes"."""

    text: str
    codes: tuple[str, ...]
    form: Form
    plural: bool = False


class Gazetteer:
    """Actors, their members and their officials, asked by code, by name and by day.

    Built from any rows: the files of this package or the product's database. Where no groups are
    given, they are those of the package. A surface that several actors share is the first one's;
    `data/ambiguities.csv` tells such actors apart.
    """

    def __init__(
        self,
        actors: Iterable[ActorEntry],
        tenures: Iterable[TenureEntry] = (),
        memberships: Iterable[MembershipEntry] = (),
        groups: Iterable[GroupEntry] | None = None,
    ) -> None:
        self.actors = tuple(actors)
        self.tenures = tuple(tenures)
        self.memberships = tuple(memberships)
        self.groups = read_groups() if groups is None else tuple(groups)
        self._by_code = {actor.code: actor for actor in self.actors}
        self._by_name = _index_tenures(self.tenures)
        self._by_actor: dict[str, list[TenureEntry]] = defaultdict(list)
        for tenure in self.tenures:
            self._by_actor[tenure.actor].append(tenure)
        self._by_organization: dict[str, list[MembershipEntry]] = defaultdict(list)
        for membership in self.memberships:
            self._by_organization[membership.organization].append(membership)

    def actor(self, code: str) -> ActorEntry:
        """Return the actor with this code. Raises KeyError for a code that is not known."""
        return self._by_code[code]

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def is_organization(self, code: str) -> bool:
        """Whether `code` is that of a known organization."""
        actor = self._by_code.get(code)
        return actor is not None and actor.is_organization

    def demonyms(self, code: str) -> tuple[str, ...]:
        """Return the adjectives, singulars and plurals for a country's people."""
        actor = self._by_code[code]
        return (*actor.demonyms, *actor.peoples)

    def names(self, code: str) -> tuple[str, ...]:
        """Return every string that may name the actor: names, demonyms, capitals, seats."""
        return tuple(surface.text for surface in _actor_surfaces(self._by_code[code]))

    def members_of(self, organization: str, on: date) -> frozenset[str]:
        """Return the codes of the countries that were members of `organization` on a day."""
        return frozenset(
            membership.country
            for membership in self._by_organization.get(organization, ())
            if membership.covers(on)
        )

    def holders(self, name: str, on: date) -> list[TenureEntry]:
        """Return the offices that persons of this name held on a day.

        `name` is a full name, a surname or an alias; case and accents do not matter. Who presides
        over an organization in turn is found by the office at home alone, if there is one.
        """
        held = [tenure for tenure in self._by_name.get(plain(name), ()) if tenure.covers(on)]
        return [tenure for tenure in held if tenure.role != _IN_TURN] or held

    @cached_property
    def official_words(self) -> frozenset[str]:
        """Every word of the names that `holders` knows, in plain spelling."""
        return frozenset(word for name in self._by_name for word in name.split())

    def is_of_official(self, word: str) -> bool:
        """Whether a word, however written, stands in one of the names that `holders` knows."""
        folded = plain(word)
        if " " in folded:
            return not self.official_words.isdisjoint(folded.split())
        return folded in self.official_words

    @cached_property
    def names_by_last_word(self) -> dict[str, list[str]]:
        """The names that `holders` knows, in plain spelling, by the last word of each."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._by_name:
            found[name.rpartition(" ")[2]].append(name)
        return dict(found)

    def holders_of(self, actor: str, role: str, on: date) -> list[TenureEntry]:
        """Return who held an office of `actor` on a day.

        `role` is a role of `tenures.csv` (foreign_minister) or the office's name in any case.
        """
        wanted = role.casefold()
        return [
            tenure
            for tenure in self._by_actor.get(actor, ())
            if wanted in (tenure.role, tenure.office.casefold()) and tenure.covers(on)
        ]

    @cached_property
    def surfaces(self) -> dict[str, Surface]:
        """Every string that names an actor or a group, in each of its spellings."""
        found: dict[str, Surface] = {}
        for surface in self._all_surfaces():
            for text in spellings(surface.text):
                found.setdefault(text, surface)
        return found

    def _all_surfaces(self) -> Iterator[Surface]:
        """Yield all surfaces, the most telling forms first, so that names outrank capitals."""
        surfaces = [surface for actor in self.actors for surface in _actor_surfaces(actor)]
        surfaces += [surface for group in self.groups for surface in _group_surfaces(group)]
        order = list(Form)
        return iter(sorted(surfaces, key=lambda surface: order.index(surface.form)))


@cache
def default_gazetteer() -> Gazetteer:
    """Return the gazetteer of the package's own files."""
    return Gazetteer(read_actors(), read_tenures(), read_memberships())


# An article asks for the same words again and again.
@lru_cache(maxsize=1 << 13)
def plain(name: str) -> str:
    """Return `name` for comparing: without accents, case, hyphens and apostrophes."""
    return _BETWEEN_WORDS.sub(" ", without_accents(name)).strip().casefold()


def without_accents(text: str) -> str:
    """Return `text` with accents and dots taken off its letters."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def straight(text: str) -> str:
    """Return `text`, as long as before, with plain apostrophes, hyphens and spaces."""
    for sign, plain_sign in _STRAIGHT:
        text = text.replace(sign, plain_sign)
    return text


# One by one: many times as quick as `str.translate` on a text that has few of them.
_STRAIGHT = tuple(zip("’‘‐‑\u00a0\u202f\t", "''--   ", strict=True))
# Letters that Unicode does not take apart into a base and an accent.
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "ə": "e"}
)


def _actor_surfaces(actor: ActorEntry) -> Iterator[Surface]:
    codes = (actor.code,)
    for text in (actor.name, actor.official, *actor.aliases):
        if text:
            yield Surface(text, codes, Form.NAME)
    for text in actor.seats:
        yield Surface(text, codes, Form.ORGAN if actor.is_organization else Form.SEAT)
    for text in actor.capitals:
        yield Surface(text, codes, Form.CAPITAL)
    for text in actor.demonyms:
        yield Surface(text, codes, Form.DEMONYM)
    for text in actor.peoples:
        yield Surface(text, codes, Form.DEMONYM, plural=True)


def _group_surfaces(group: GroupEntry) -> Iterator[Surface]:
    for text in (group.name, *group.aliases):
        yield Surface(text, group.members, Form.GROUP)


def spellings(text: str) -> set[str]:
    """Return the text as headings and accent-less wires write it as well."""
    found = {text, without_accents(text)}
    if len(text) >= _SHORTEST_IN_CAPITALS:
        found |= {spelling.upper() for spelling in found}
    return {straight(spelling) for spelling in found}


def _index_tenures(tenures: Iterable[TenureEntry]) -> dict[str, list[TenureEntry]]:
    index: dict[str, list[TenureEntry]] = defaultdict(list)
    for tenure in tenures:
        for key in {plain(name) for name in _names_of(tenure)}:
            index[key].append(tenure)
    return dict(index)


def _names_of(tenure: TenureEntry) -> Iterator[str]:
    yield tenure.official
    yield _INITIAL.sub(" ", tenure.official)
    yield from tenure.aliases
    words = tenure.official.split()
    # An alias that is the first word says that the family name stands first (Xi Jinping).
    if words[0] not in tenure.aliases and words[0] not in _TITLES:
        yield short_name(tenure.official)


def short_name(full_name: str) -> str:
    """Return the surname with its particles: "von der Leyen" for "Ursula von der Leyen"."""
    words = [word for word in full_name.split() if word != "Jr."]
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[start:])
