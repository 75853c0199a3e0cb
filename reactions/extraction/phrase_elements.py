"""Finds what a phrase holds: actors, offices, persons' names, words for those who are no actors."""

from bisect import bisect_left

from reactions.extraction.chunks import Chunk
from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import plain
from reactions.extraction.names import Elements, capital_names, first_within, stands_within
from reactions.extraction.noun_phrase import Phrase, base_end
from reactions.extraction.reading import ReadSentence
from reactions.extraction.stretches import Stretches
from reactions.extraction.vocabulary import Office
from reactions.extraction.words import Tag

_PAST_STATES = frozenset(("colonial", "soviet", "yugoslav"))
"""What may be former without being an official: "the former colonial power"."""
NOTHING = Elements([], [], [], [])
"""What a phrase holds in which no word tells of anybody."""


class PhraseElements(Stretches):
    """What the words of a phrase name, before it is asked whom the phrase stands for."""

    def _phrase(
        self, read: ReadSentence, first: int, end: int, context: Discourse | None
    ) -> Phrase:
        """Words `first` to before `end` with all that they hold."""
        tells = stands_within(read.telling, first, end)
        found = self._elements(read, first, end) if tells else NOTHING
        return Phrase(read, first, base_end(read, first, end, found), end, found, context)

    def names_in(self, read: ReadSentence, chunk: Chunk) -> list[str]:
        """The persons' names in a phrase that holds no actor."""
        if any(chunk.first <= read.mention_tokens(m)[0] < chunk.end for m in read.mentions):
            return []
        return [name for _, _, name in self._persons_in(read, chunk.first, chunk.end, set())]

    def _persons_in(
        self, read: ReadSentence, first: int, end: int, taken: set[int]
    ) -> list[tuple[int, int, str]]:
        """The names in a stretch that are not made of words of offices ("Defense Staff")."""
        return [
            name
            for name in capital_names(read.tokens, read.names, first, end, taken)
            if not all(word.lower() in self.vocabulary.office_words for word in name[2].split())
            or plain(name[2]).split()[-1] in self._persons
        ]

    def _elements(self, read: ReadSentence, first: int, end: int) -> Elements:
        tokens = read.tokens
        mentions = [span for span in read.spans if first <= span[0] < end]
        taken = {i for a, b, _ in mentions for i in range(a, b)}
        offices: list[tuple[int, int, Office]] = []
        outsiders: list[tuple[int, int, str]] = []
        free = first
        introducers = read.introducers
        for i in introducers[bisect_left(introducers, first) : bisect_left(introducers, end)]:
            if i < free:
                continue  # within the one before
            outsider = self._outsider_at(read, i, first, end)
            office = first_within(read.offices, i, end)
            if office and i in taken and (i + office[0] - 1) in taken:
                office = None  # "State" of "State Department", "States" of "United States"
            if outsider and outsider[1] == "legislator" and offices and offices[-1][1] == i:
                outsider = None  # "Foreign Minister Senator Penny Wong"
            if outsider and (not office or outsider[0] >= office[0]) and i not in taken:
                free = i + outsider[0]
                outsiders.append((i, free, outsider[1]))
            elif office and tokens[i].tag is not Tag.VERB:
                free = i + office[0]
                offices.append((i, free, office[1]))
                taken.update(range(i, free))
        bodies = {
            a for a, _, office in offices if office.type == "body" and tokens[a].tag is Tag.NAME
        }
        # "the National Constituent Assembly"
        names = [n for n in self._persons_in(read, first, end, taken) if n[1] not in bodies]
        return Elements(mentions, offices, names, outsiders)

    def _outsider_at(
        self, read: ReadSentence, i: int, first: int, end: int
    ) -> tuple[int, str] | None:
        """Who is no actor by the words from `i` on, unless they are part of a name or a state."""
        outsider = first_within(read.outsiders, i, end)
        if outsider is None:
            return None
        tokens = read.tokens
        if outsider[0] == 1 and tokens[i].text[0].isupper():
            if tokens[i].lower in self._persons:
                return None  # Julie Bishop is no bishop
            if i > first and tokens[i - 1].text[0].isupper() and outsider[1] in ("group", "party"):
                return None
        if outsider[1] == "former" and i + 1 < end and tokens[i + 1].lower in _PAST_STATES:
            return None
        return outsider
