"""How far a noun phrase reaches: its modifiers, appositions and what stands in brackets."""

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.names import first_within
from reactions.extraction.officials import Officials
from reactions.extraction.reading import CONTINENTS, ReadSentence
from reactions.extraction.words import Tag

_LINKING = frozenset(("of", "for", "to", "in", "at", "from", "on"))
"""Prepositions that hang a phrase on the one before."""
_COMMAS = 3
"""Commas in a phrase, besides those of lists of actors."""
_LONGEST = 90
"""Words after which a phrase is read no further, however it goes on."""


class Stretches(Officials):
    """The words that belong to a noun phrase, measured once for each."""

    def _stretch(self, read: ReadSentence, position: int) -> tuple[int, int]:
        """The words of the phrase that begins at a chunk, with modifiers and appositions."""
        known = self._stretches.get((read.index, position))
        if known is None:
            known = self._stretches[read.index, position] = self._measured(read, position)
        return known

    def _measured(self, read: ReadSentence, position: int) -> tuple[int, int]:
        chunks = read.clauses.chunks
        first, end = chunks[position].first, chunks[position].end
        commas = 0
        j = position + 1
        while j < len(chunks) and end - first < _LONGEST:
            if chunks[j].type is Type.COMMA:
                if commas == _COMMAS or self._opens_attribution(read, position, j):
                    break
                commas += not self._opens_listed(read, j)
                j += 1
            elif chunks[j].type is Type.CONJ:
                if not self._goes_on(read, j):
                    break
                j += 1
            else:
                behind = _behind_modifier(read, position, j)
                if behind is None:
                    break
                j, end = behind, chunks[behind - 1].end
        return first, end

    def _goes_on(self, read: ReadSentence, j: int) -> bool:
        """Whether a conjunction goes on with the phrase: "Norway and Peru"."""
        following = read.clauses.chunks[j + 1 : j + 2]
        joins = bool(following) and following[0].type in (Type.NP, Type.CONJ)
        return joins and not self._brings_company(read, j)

    def _opens_attribution(self, read: ReadSentence, position: int, comma: int) -> bool:
        """Whether what is behind a comma tells who says what was said, and is no apposition of an
        object: "Oslo closed its embassy in Minsk, Foreign Minister Holm said".
        """
        chunks = read.clauses.chunks
        if comma + 2 >= len(chunks) or not position:
            return False
        if chunks[position - 1].type not in (Type.VERB, Type.PREP):
            return False
        speaker, verb = chunks[comma + 1], chunks[comma + 2]
        while speaker.type is Type.NP is verb.type and comma + 3 < len(chunks):
            comma += 1
            verb = chunks[comma + 2]
        return (
            speaker.type is Type.NP
            and verb.type is Type.VERB
            and verb.mood == "finite"
            and not verb.passive
            and self.vocabulary.has("say", read.tokens[verb.head].lemma)
            and first_within(read.offices, speaker.first, speaker.end) is not None
        )

    def _brings_company(self, read: ReadSentence, j: int) -> bool:
        """Whether ", together with" brings in another official rather than goes on with a list."""
        chunks = read.clauses.chunks
        if read.lowers[chunks[j].end : chunks[j].end + 1] in (["his"], ["her"]):
            return True  # "Ada Holm and her Peruvian counterpart"
        if chunks[j - 1].type is not Type.COMMA or read.lowers[chunks[j].first] == "and":
            return False
        k = j
        while k < len(chunks) and chunks[k].type is Type.CONJ:
            k += 1
        together = k - j > 1 and k < len(chunks) and chunks[k].type is Type.NP
        return together and any(i in read.offices for i in range(chunks[k].first, chunks[k].end))

    def _opens_listed(self, read: ReadSentence, comma: int) -> bool:
        """Whether a comma goes on with a list of actors."""
        chunks = read.clauses.chunks
        return (
            comma + 1 < len(chunks)
            and chunks[comma + 1].type is Type.NP
            and self._is_listed(read, chunks[comma + 1])
        )

    def _is_listed(self, read: ReadSentence, chunk: Chunk) -> bool:
        """Whether a noun phrase is nothing but an actor, as in a list of them."""
        if chunk.end - chunk.first == 1 and read.tokens[chunk.first].lower in CONTINENTS:
            return True
        named = read.ends.get(chunk.end)
        if named is not None and named[0] >= chunk.first:
            return named[1].form is not NameForm.DEMONYM or named[1].plural
        if not read.ends:
            return False
        holds = any(
            read.ends[i][0] >= chunk.first
            for i in range(chunk.first + 1, chunk.end)
            if i in read.ends
        )
        return holds and first_within(read.offices, chunk.end - 1, chunk.end) is not None


def _behind_modifier(read: ReadSentence, position: int, j: int) -> int | None:
    """The chunk behind what hangs on the phrase at `position`, if that begins at chunk `j`."""
    chunk = read.clauses.chunks[j]
    if chunk.type is Type.PREP:
        return _behind_preposition(read, j)
    if chunk.type is Type.STOP:
        return _behind_bracket(read, j)
    if chunk.type is Type.NP and _is_apposed(read, position, j):
        return j + 1
    return None


def _behind_preposition(read: ReadSentence, j: int) -> int | None:
    """The chunk behind "of Norway", unless a comma stands before it."""
    chunks = read.clauses.chunks
    if chunks[j - 1].type is Type.COMMA or read.lowers[chunks[j].first] not in _LINKING:
        return None
    linked = j + 1 < len(chunks) and chunks[j + 1].type is Type.NP
    return j + 2 if linked else None


def _behind_bracket(read: ReadSentence, j: int) -> int | None:
    """The chunk behind "(EEAS)"; none if the bracket is not closed in the sentence."""
    chunks = read.clauses.chunks
    if read.tokens[chunks[j].first].text != "(":
        return None
    closing = (k for k in range(j, len(chunks)) if read.tokens[chunks[k].first].text == ")")
    closed = next(closing, None)
    return None if closed is None else closed + 1


def _is_apposed(read: ReadSentence, position: int, j: int) -> bool:
    """Whether a phrase tells more of the one at `position`: behind a comma, or as a name right
    after it, "Secretary-general of the EEAS (EEAS) | Stefan Sannino".
    """
    chunks = read.clauses.chunks
    opening, before = read.tokens[chunks[j].first], chunks[j - 1]
    if j > position + 1:
        bracketed = read.tokens[before.first].text == ")"
        if opening.tag is Tag.NAME or (bracketed and opening.tag is not Tag.DET):
            return True
    return opening.lower != "whose" and before.type in (Type.COMMA, Type.CONJ)
