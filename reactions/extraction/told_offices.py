"""An office as a phrase tells it: where it stands, and what stands by it."""

from collections.abc import Collection
from dataclasses import dataclass

from reactions.extraction.discourse import Discourse
from reactions.extraction.names import Elements
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import Office, word_list
from reactions.extraction.words import Tag

BODY_REFERENCES = word_list("body_references")
"""Words that stand for an organization: "the bloc"."""
OWNERS = frozenset(("its", "their", "his", "her"))
OF_STATE = ("head", "minister")
"""Types of offices that states alone have."""
_ABROAD = ("embassy", "mission", "consul", "delegation")
_LEAD = 3
"""Words before an office that tell which of several it is: "the two regional ministers"."""
_OWNER_NEAR = 4
"""Words before an office in which "its" or "the bloc's" is its owner."""


@dataclass(frozen=True, slots=True)
class ToldOffice:
    """An office in a sentence: words `at` to before `behind`, of the phrase from word `first` to
    before `end`, which holds what was `found`; `name` is that of the holder.
    """

    read: ReadSentence
    found: Elements
    office: Office
    at: int
    behind: int
    name: tuple[int, int, str] | None
    first: int
    end: int
    context: Discourse | None

    @property
    def offset(self) -> int:
        """Where the office begins in the article."""
        return self.read.tokens[self.at].start

    @property
    def span(self) -> tuple[int, int]:
        """Where the phrase stands in the article."""
        tokens = self.read.tokens
        return tokens[self.first].start, tokens[max(self.end - 1, self.first)].end

    @property
    def official(self) -> str | None:
        """The name of the holder, if it is told."""
        return self.name[2] if self.name else None

    @property
    def official_span(self) -> tuple[int, int] | None:
        """Where the name stands in the article."""
        if self.name is None:
            return None
        first, end, _ = self.name
        return self.read.tokens[first].start, self.read.tokens[end - 1].end

    @property
    def title(self) -> str:
        """The office as the article words it."""
        return self.read.words(self.at, self.behind)

    @property
    def usual(self) -> tuple[str, ...]:
        """Whose it is where nobody else was spoken of."""
        return (self.office.usual,) if self.office.usual else ()

    @property
    def lead(self) -> list[str]:
        """The three words before the office."""
        return self.read.lowers[max(0, self.at - _LEAD) : self.at]

    @property
    def opens_with_the(self) -> bool:
        """Whether its phrase begins with "the"."""
        return self.read.lowers[self.first] == "the"

    @property
    def works_abroad(self) -> bool:
        """Whether it is in another country than its own: an embassy, a mission."""
        return any(word in self.office.phrase for word in _ABROAD)

    @property
    def has_its_seat(self) -> bool:
        """Whether its place is the state it is of: "officials in Rome", but no embassy."""
        return self.office.type in ("plural", "body") and not self.works_abroad

    @property
    def possessive(self) -> str:
        """The "its" or "his" that it goes with, not that of "on its own, President Holm"."""
        words: list[str] = []
        for token in self.read.tokens[max(0, self.at - _OWNER_NEAR) : self.at]:
            words = [] if token.tag is Tag.COMMA else [*words, token.lower]
        return next((word for word in words if word in OWNERS), "")

    @property
    def is_of_reference(self) -> bool:
        """Whether "the bloc's" or "the regional body's" stands before it."""
        return any(
            self.read.lowers[i] in BODY_REFERENCES and self.read.tokens[i + 1].tag is Tag.POSS
            for i in range(max(0, self.at - _OWNER_NEAR), self.at)
        )

    @property
    def follows_reference(self) -> bool:
        """Whether "the bloc's" stands right before it: "the regional body's secretariat"."""
        tokens, at = self.read.tokens, self.at
        return at > 1 and tokens[at - 1].tag is Tag.POSS and tokens[at - 2].lower in BODY_REFERENCES

    def is_type(self, *types: str) -> bool:
        """Whether the office is of one of these types."""
        return self.office.type in types

    def is_led_by(self, words: Collection[str]) -> bool:
        """Whether one of these stands in the three words before it."""
        return any(word in words for word in self.lead)
