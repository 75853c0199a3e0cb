"""The persons of an article: the crisis's own, those introduced, those known by their office."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from reactions.extraction.gazetteer import Gazetteer, plain
from reactions.extraction.mentions import find_mentions
from reactions.extraction.names import name_words
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.types import CrisisFrame
from reactions.extraction.vocabulary import Vocabulary
from reactions.extraction.words import Tag, Token

_FULL = 3
"""Words of a name that leave one between the first and the last."""


class People:
    """Persons and actors of an article: who is inside, who was introduced, who holds an office."""

    def __init__(
        self,
        article: Article,
        gazetteer: Gazetteer,
        vocabulary: Vocabulary,
        crisis: CrisisFrame,
        published: date,
    ) -> None:
        self.article = article
        self.gazetteer = gazetteer
        self.vocabulary = vocabulary
        self.crisis = crisis
        self.published = published
        self.inside = codes_inside(crisis, gazetteer)
        self.actor_words = _actor_words(gazetteer, self.inside)
        """Every word of the names of the actors inside, in plain spelling."""
        self._inside_names = name_words(crisis.authorities + crisis.opponents, self.actor_words)
        self._persons: dict[str, list[Party]] = {}
        self._headings: dict[int, Party] = {}
        self._leading: dict[int, Party] = {}
        self._stretches: dict[tuple[int, int], tuple[int, int]] = {}

    def is_inside_name(self, name: str) -> bool:
        """Whether a person's name is one of the crisis's authorities or opponents."""
        words = plain(name).split()
        return bool(words) and words[-1] in self._inside_names

    def label_of(self, read: ReadSentence) -> Party | None:
        """The actor that the heading over a sentence, the first cell of a row or a leading
        "Name:" names.
        """
        return self._leading.get(read.block.index) or self._headings.get(read.block.index)

    def _register(self, party: Party) -> None:
        assert party.official is not None  # noqa: S101
        words = plain(party.official).split()
        if len(words) > 1 and self.vocabulary.has("surname_first", words[0]):
            words = [*words[1:], words[0]]
        for key in {words[-1], plain(party.official), " ".join(words), " ".join(words[-2:])} | (
            {" ".join(words[i:]) for i in range(1, len(words))} if len(words) < 6 else set()
        ):
            known = self._persons.setdefault(key, [])
            if not any(same.official == party.official for same in known):
                known.append(party)

    def person(self, name: str, offset: int) -> Party | None:
        """The person introduced under this name or surname; the last one before `offset` if
        several.
        """
        known = self._persons.get(plain(name)) or self._spelled_alike(name)
        if not known:
            return None
        before = [party for party in known if party.span[0] <= offset]
        return before[-1] if before else known[0]

    def _spelled_alike(self, name: str) -> list[Party]:
        """The persons of the same first and last name, whatever stands between: names are
        transcribed in more than one way.
        """
        words = plain(name).split()
        if len(words) < _FULL:
            return []
        return [
            party
            for party in self._persons.get(words[-1], ())
            if party.official is not None
            and len(full := plain(party.official).split()) >= _FULL
            and (full[0], full[-1]) == (words[0], words[-1])
        ]

    def persons(self) -> list[Party]:
        """Every person whom the article introduces, in order of first naming."""
        found = {party.span: party for known in self._persons.values() for party in known}
        return [found[span] for span in sorted(found)]

    def actor(
        self,
        codes: tuple[str, ...],
        *,
        span: tuple[int, int],
        official: str | None = None,
        office: str | None = None,
        type_: str = "",
        official_span: tuple[int, int] | None = None,
    ) -> Party:
        if official is not None and self.is_inside_name(official):
            return Party(Standing.INSIDE, codes, official, office, type_, span, official_span)
        outside = tuple(code for code in codes if code not in self.inside)
        if not outside:
            return Party(Standing.INSIDE, codes, official, office, type_, span, official_span)
        return Party(Standing.ACTOR, outside, official, office, type_, span, official_span)

    def _holder(self, name: str) -> Party | None:
        """The official of this name in the reference data on the day of publication."""
        tenures = self.gazetteer.holders(name, self.published)
        actors = {tenure.actor for tenure in tenures}
        if len(actors) != 1:
            return None
        tenure = tenures[0]
        return self.actor(
            (tenure.actor,),
            span=(0, 0),
            official=self._as_written(name, tenure.official),
            office=tenure.office,
            type_="person",
        )

    def _as_written(self, name: str, full: str) -> str:
        """The full name if the article has it, else the name as it stands."""
        return full if full in self.article.text else name

    def _is_known_actor(self, name: tuple[int, int, str] | None, offset: int) -> bool:
        known = self.person(name[2], offset) if name else None
        return known is not None and known.standing is Standing.ACTOR

    def _possessor(self, tokens: Sequence[Token], at: int, offset: int) -> Party | None:
        """The person whose spokesman or aide stands at a word: "Merkel's spokesman"."""
        i = at - 1
        while i > 0 and tokens[i].tag in (Tag.ADJ, Tag.NOUN):
            i -= 1
        if i < 1 or tokens[i].tag is not Tag.POSS or tokens[i - 1].tag is not Tag.NAME:
            return None
        name = tokens[i - 1].text
        known = self.person(name, offset)
        if known is not None:
            return known
        if self.is_inside_name(name):
            return Party(Standing.INSIDE, (), name)
        return self._holder(name)


def codes_inside(crisis: CrisisFrame, gazetteer: Gazetteer) -> frozenset[str]:
    """The codes of the actors that are parties to a crisis themselves: they give no stance."""
    focal = {crisis.focal} if crisis.focal else set()
    return crisis.inside | focal | _inside_by_name(gazetteer, crisis.authorities)


# The articles of a crisis ask for the same again and again.
@lru_cache(maxsize=64)
def _inside_by_name(gazetteer: Gazetteer, authorities: tuple[str, ...]) -> frozenset[str]:
    """An invader named as authorities ("the Libyan government") is inside as well."""
    mentions = (m for name in authorities for m in find_mentions(name, gazetteer))
    return frozenset(
        m.codes[0]
        for m in mentions
        if len(m.codes) == 1 and not gazetteer.is_organization(m.codes[0])
    )


@lru_cache(maxsize=64)
def _actor_words(gazetteer: Gazetteer, codes: frozenset[str]) -> frozenset[str]:
    names = (name for code in codes if code in gazetteer for name in gazetteer.names(code))
    return frozenset(word for name in names for word in plain(name).split())
