"""The chunks of a sentence, and the steps over them: brackets, asides, modifiers."""

from collections.abc import Container, Sequence

from reactions.extraction.chunks import Chunk, ChunkType, Type, find_chunks
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Form, Tag, Token, is_time_word

_ASIDE_VERBS = word_list("aside_verbs")
_JOINTS = frozenset({Type.CONJ, Type.COMMA, Type.ADV})
_DASHES = "–—-"
_BREAKS = frozenset({Type.STOP, Type.SUB, Type.REL})


class Asides:
    """The chunks of one sentence, and what a walk over them steps past."""

    def __init__(self, tokens: Sequence[Token], breaks: Container[int] = ()) -> None:
        self.tokens = tokens
        self.chunks = find_chunks(tokens, breaks)
        self._join_infinitives()
        self._join_negations()
        self._of_token: list[int] = []
        for position, chunk in enumerate(self.chunks):
            self._of_token += [position] * (chunk.end - chunk.first)

    def _join_infinitives(self) -> None:
        """Make "urged them to stop, refrain and talk" three infinitives: the bare ones share
        "to".
        """
        last: Chunk | None = None
        before: ChunkType | None = None
        for chunk in self.chunks:
            type_ = chunk.type
            if type_ is Type.VERB:
                joined = before in _JOINTS
                if last is not None and joined and chunk.mood == "finite" and self._is_bare(chunk):
                    chunk.mood, chunk.joined = "inf", True
                if chunk.mood == "inf":
                    if last is not None and before is Type.CONJ:
                        chunk.joined = True
                    last = chunk
                elif chunk.mood == "finite":
                    last = None
            elif type_ in _BREAKS:
                last = None
            before = type_

    def _join_negations(self) -> None:
        """Carry "not" over "or": "did not name or congratulate him"."""
        last: Chunk | None = None
        before: Chunk | None = None
        for chunk in self.chunks:
            if chunk.type is Type.VERB:
                joined = before is not None and self.tokens[before.first].lower == "or"
                if joined and last is not None and self._is_bare(chunk):
                    chunk.negated, chunk.modal = True, last.modal
                negated = chunk.negated and chunk.mood == "finite"
                last = chunk if negated and (chunk.first < chunk.head or joined) else None
            elif chunk.type in _BREAKS:
                last = None
            before = chunk

    def _is_bare(self, chunk: Chunk) -> bool:
        return chunk.first == chunk.head and self.tokens[chunk.head].form is Form.BASE

    def chunk_at(self, i: int) -> int:
        """The position of the chunk that holds token `i`."""
        return self._of_token[i]

    def phrase_at(self, i: int) -> Chunk:
        """The chunk that holds token `i`."""
        return self.chunks[self._of_token[i]]

    def is_time(self, chunk: Chunk) -> bool:
        """Whether a noun phrase only tells when: "Monday", "late Saturday", "last week"."""
        last = chunk.end - 1
        word = self.tokens[last].lower
        return word == "ago" or word.isdigit() or is_time_word(self.tokens, last)

    def _parts_date(self, comma: int) -> bool:
        """Whether a comma stands between a day and its year: "May 7, 2024"."""
        if not 0 < comma < len(self.chunks) - 1:
            return False
        year = self.chunks[comma + 1]
        alone = year.end - year.first == 1 and self.tokens[year.first].lower.isdigit()
        return alone and self.is_time(self.chunks[comma - 1])

    def _stray_subject(self, comma: int, position: int) -> int | None:
        """The subject that a comma only parts from its verb, at the head of the sentence or behind
        a phrase that opens it: "In Europe, the League (LAS), also condemned".
        """
        chunks = self.chunks
        start = self._behind_opening(comma)
        lead = chunks[start:comma]
        if not lead or lead[0].type is not Type.NP or self.is_time(lead[0]):
            return None
        if any(c.type is not Type.ADV for c in chunks[comma + 1 : position]):
            return None
        whole = all(
            c.type is Type.NP or self.tokens[c.first].lower in ("of", "for", "(", ")") for c in lead
        )
        resumed = any(
            c.type is Type.COMMA and chunks[k + 1].type is Type.VERB
            for k, c in enumerate(chunks[position:-1], position)
        )
        # not "Norway, condemned by all, gave in"
        return start if whole and not resumed else None

    def _behind_opening(self, comma: int) -> int:
        """Where the clause goes on behind "In a tweet on Monday, ", which opens the sentence."""
        if self.chunks[0].type is not Type.PREP:
            return 0
        for k, chunk in enumerate(self.chunks[:comma]):
            if chunk.type is Type.COMMA:
                return k + 1
            if chunk.type not in (Type.PREP, Type.NP, Type.ADV) and chunk.mood != "part":
                break
        return 0

    def _before_abbreviation(self, np: int) -> int:
        """The phrase that "the Group of Seven (G7) industrial nations" begins with."""
        if (
            np < 2
            or self.tokens[self.chunks[np - 1].first].text != ")"
            or self.tokens[self.chunks[np].first].tag is Tag.DET
        ):
            return np
        before = self._before_bracket(np - 1)
        return before if before >= 0 and self.chunks[before].type is Type.NP else np

    def _before_bracket(self, closing: int) -> int:
        j = closing - 1
        while j >= 0 and self.tokens[self.chunks[j].first].text != "(":
            j -= 1
        return j - 1

    def _before_dash(self, closing: int) -> int | None:
        """Where the walk goes on left of an aside between dashes: "Italy - a partner - said"."""
        if not self._is_dash(closing):
            return None
        j = closing - 1
        while j >= 0 and not self._is_dash(j):
            if self.chunks[j].type is Type.STOP and self.tokens[self.chunks[j].first].text in ";:":
                return None
            j -= 1
        while j > 0 and self.tokens[self.chunks[j - 1].first].text in _DASHES:
            j -= 1
        return j - 1 if 0 < j < closing - 1 else None

    def _is_dash(self, j: int) -> bool:
        """Whether a chunk is a dash, not the hyphen of "president -elect"."""
        i = self.chunks[j].first
        if self.tokens[i].text not in _DASHES or not 0 < i < len(self.tokens) - 1:
            return False
        before, after = self.tokens[i - 1].end, self.tokens[i + 1].start
        return (before < self.tokens[i].start) == (self.tokens[i].end < after)

    def noun_before(self, prep: int) -> int | None:
        """The noun phrase that a preposition hangs on."""
        j = prep - 1
        while j >= 0 and self.chunks[j].type in (Type.ADV, Type.QUOTE):
            j -= 1
        return j if j >= 0 and self.chunks[j].type is Type.NP else None

    def first_joined(self, position: int) -> int:
        """Where the phrase begins that ends at `position`: "the ministers of Peru and Chile"."""
        joined = False
        while position > 1 and self.chunks[position - 2].type is Type.NP:
            before = self.chunks[position - 1]
            joined |= before.type is Type.CONJ
            of = before.type is Type.PREP and self.tokens[before.first].lower in ("of", "from")
            name = self.tokens[self.chunks[position - 2].end - 1].tag is Tag.NAME
            listed = joined and name and before.type is Type.COMMA
            if not (of or listed or before.type is Type.CONJ):
                break
            position -= 2
        return position

    def _before_aside(self, comma: int) -> int | None:
        """Where the walk goes on left of an aside that `comma` closes; None if it closes none."""
        j = comma - 1
        has_verb = False
        while j >= 0:
            chunk = self.chunks[j]
            if chunk.type is Type.STOP:
                if self.tokens[chunk.first].text == ")":
                    j = self._before_bracket(j)
                    continue
                return None
            if chunk.type is Type.COMMA:
                opener = self.chunks[j + 1]
                if has_verb and not (
                    opener.type is Type.REL
                    or (opener.type is Type.VERB and opener.mood in ("ing", "part"))
                    or (opener.type is Type.SUB)
                    or self._opens_aside(j + 1, comma)
                    or (opener.type is Type.PREP and self.chunks[j + 2].type is Type.REL)
                    or self._is_told_of(j + 1)
                    or (
                        opener.type is Type.NP
                        and j + 2 < comma
                        and self.chunks[j + 2].type is Type.PREP
                        and j + 3 < comma
                        and self.chunks[j + 3].type is Type.REL
                    )
                ):
                    return None
                return j - 1
            if chunk.type is Type.VERB and chunk.mood == "finite":
                has_verb = True
            elif chunk.type is Type.REL or self.tokens[chunk.first].lower == "whose":
                return self._open_of_aside(j)
            j -= 1
        return None

    def _opens_aside(self, opener: int, comma: int) -> bool:
        """Whether a verb after a comma opens an aside: "asked about it,", ", made up of three,"."""
        chunk = self.chunks[opener]
        if chunk.type is not Type.VERB:
            return False
        if self.tokens[chunk.head].lemma in _ASIDE_VERBS:
            return True
        follows = comma + 1 < len(self.chunks) and self.chunks[comma + 1].type is Type.VERB
        form = self.tokens[chunk.head].form
        return follows and form is not None and form.is_past and chunk.first == chunk.head

    def _is_told_of(self, opener: int) -> bool:
        """Whether an aside tells of its own noun: "in language that surprised its diplomats"."""
        inner = self.chunks[opener : opener + 3]
        types = [chunk.type for chunk in inner]
        return types[:2] == [Type.PREP, Type.NP] and types[2] in (Type.REL, Type.SUB)

    def _open_of_aside(self, j: int) -> int | None:
        """What stands before the comma that opens an aside with a relative clause."""
        while j >= 0:
            if self.chunks[j].type is Type.COMMA:
                return j - 1
            if self.chunks[j].type is Type.STOP:
                return None
            j -= 1
        return None
