"""Whose view a sentence tells without a verb of saying: "In Norway's view", "For Norway, it is"."""

from collections.abc import Iterator

from reactions.extraction.chunks import Type
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import ReadSentence
from reactions.extraction.subjects import Subjects
from reactions.extraction.vocabulary import word_list
from reactions.extraction.voices import Saying, Voices
from reactions.extraction.words import Tag

_VIEWS = word_list("views")
_INTO = frozenset(("in", "from", "to"))
_COMING = frozenset(("come", "be", "arrive", "emerge"))
_FULL = 4
"""Chunks that a sentence has at least which opens with whose view it tells."""
_OPENING = 1
"""The chunk behind the first word of a sentence."""


class Views(Subjects):
    """Finds whose view a sentence tells, by a phrase that says so."""

    def _note_views(self, read: ReadSentence, voices: Voices) -> None:
        """Take what a sentence tells for the words of whoever has the view."""
        for position in (*self._opened_for(read), *self._viewers(read), *self._sources(read)):
            parties = self.cast.resolve(read, position, self.discourse)
            if parties and all(party.standing is Standing.ACTOR for party in parties):
                self._note_view(read, voices, position, parties)
        for position in self._owned_views(read):
            party = self._owner(read, position)
            if party is not None:
                self._note_view(read, voices, position, [party])

    @staticmethod
    def _note_view(read: ReadSentence, voices: Voices, position: int, parties: list[Party]) -> None:
        voices.sayings.append(Saying(position, parties, 0, len(read.tokens), is_after=True))

    def _opened_for(self, read: ReadSentence) -> Iterator[int]:
        """The phrase of "For Norway, he is no president" and "To Norway the vote is a sham"."""
        chunks = read.clauses.chunks
        if len(chunks) < _FULL or chunks[_OPENING].type is not Type.NP:
            return
        following, then = chunks[_OPENING + 1], chunks[_OPENING + 2]
        judged = (
            following.type in (Type.NP, Type.ADV)
            and then.type is Type.VERB
            and then.mood == "finite"
            and read.tokens[then.head].tag is Tag.BE
        )
        quoted = following.type is Type.QUOTE and read.lowers[0] == "for"
        if read.lowers[0] in ("for", "to") and (judged or quoted or following.type is Type.COMMA):
            yield _OPENING

    def _viewers(self, read: ReadSentence) -> Iterator[int]:
        """The phrase behind "in the eyes of", "as far as" (it "is concerned") and "seen from"."""
        words, chunks = read.lowers, read.clauses.chunks
        concerned = "concerned" in words
        seen = words[:2] in (["seen", "from"], ["viewed", "from"])
        if not (concerned or seen) and _VIEWS.isdisjoint(words):
            return
        for position, chunk in enumerate(chunks[1:-1], 1):
            if chunk.type is not Type.PREP or chunks[position + 1].type is not Type.NP:
                continue
            of = words[chunk.first - 1] in _VIEWS and words[chunk.first] == "of"
            far = concerned and words[chunk.first - 1 : chunk.end] == ["far", "as"]
            led_in = of and self._is_led_in(read, position - 1)
            if led_in or far or (seen and chunk.first == 1):
                yield position + 1

    @staticmethod
    def _is_led_in(read: ReadSentence, position: int) -> bool:
        """Whether "in", "from" or "to" stands before a phrase."""
        before = read.clauses.chunks[position - 1] if position else None
        return before is not None and read.lowers[before.end - 1] in _INTO

    def _owned_views(self, read: ReadSentence) -> Iterator[int]:
        """The phrases of "in Norway's view" and "to Norwegian eyes"."""
        if _VIEWS.isdisjoint(read.lowers) or not read.spans:
            return
        for position, chunk in enumerate(read.clauses.chunks):
            viewed = chunk.type is Type.NP and read.lowers[chunk.end - 1] in _VIEWS
            if viewed and self._is_led_in(read, position):
                yield position

    def _owner(self, read: ReadSentence, position: int) -> Party | None:
        """Who is named as the owner in a phrase: "the Irish Government's judgment"."""
        chunk = read.clauses.chunks[position]
        for first, end, mention in read.spans:
            if chunk.first <= first and end < chunk.end:
                tail = read.tokens[end : chunk.end - 1]
                owned = any(token.tag is Tag.POSS for token in tail) or not tail
                if owned:
                    return self.cast.actor(mention.codes, span=(mention.start, mention.end))
        return None

    def _sources(self, read: ReadSentence) -> Iterator[int]:
        """The phrase of "From Oslo came a plea", "From Oslo, a plea" and "From Oslo: let go"."""
        chunks = read.clauses.chunks
        stamped = read.tokens[0].tag is Tag.NUM and chunks[0].end == 1  # "10.21 From the EU:"
        opening = _OPENING + stamped
        if len(chunks) < _FULL + stamped or chunks[opening].type is not Type.NP:
            return
        if read.lowers[chunks[opening - 1].first] != "from":
            return
        following = chunks[opening + 1]
        came = following.type is Type.VERB and read.tokens[following.head].lemma in _COMING
        told = any(chunk.mood == "finite" for chunk in chunks)
        label = read.tokens[following.first].text == ":"
        if came or label or (following.type is Type.COMMA and not told):
            yield opening
