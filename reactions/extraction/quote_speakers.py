"""Who speaks a quotation: beside it, a sentence later, or the one before."""

import re
from collections.abc import Sequence
from itertools import pairwise

from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Type
from reactions.extraction.parties import Party, Standing, actors_among
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sayings import Sayings
from reactions.extraction.sentences import BlockKind
from reactions.extraction.statements import Governor, Statement
from reactions.extraction.vocabulary import Vocabulary
from reactions.extraction.voices import Voices

_SIGNATURE = re.compile(r"\.?\s{0,2}[—–-]{1,2}\s?(?=[^\W\d_])")
"""What leads from a quotation to who signs it: a dash, on the same line or the next."""


class QuoteSpeakers(Sayings):
    """Finds who speaks each quotation (codebook rule 10).

    Of the `statements` those in quotation marks tell who speaks a quotation.
    """

    def __init__(
        self,
        article: Article,
        cast: Cast,
        vocabulary: Vocabulary,
        statements: Sequence[Statement],
    ) -> None:
        super().__init__(article, cast, vocabulary)
        self._last_speakers: list[Party] = []
        self._last_sentence = -2
        self.statements = statements
        self._governors = {
            s.quote.start: s.governor
            for s in self.statements
            if s.quote and not s.governor.possessor
        }
        self._governing: dict[tuple[int, int | None], list[Governor]] = {}
        for s in self.statements:
            at = self._governing.setdefault((s.governor.sentence, s.verb), [])
            at.append(s.governor)
        self._spoken: dict[Governor, list[Party]] = {}

    def governing(self, governor: Governor) -> list[Party]:
        """The parties that the phrase which governs a statement stands for, as when first read."""
        if governor not in self._spoken:
            read = self.article.sentences[governor.sentence]
            self._spoken[governor] = self.cast.resolve_all(read, governor.chunk, self.discourse)
        return self._spoken[governor]

    def _note_governors(self, read: ReadSentence, verb: int | None) -> None:
        """Resolve who governs statements by a verb now: pronouns mean what was spoken of so far."""
        for governor in self._governing.get((read.index, verb), ()):
            self.governing(governor)

    def _find_speakers(self, read: ReadSentence, voices: Voices, quote: Quote) -> list[Party]:
        """Who speaks a quotation: told in its sentence, the one that ends it, or the one before."""
        signed = self._signed(quote) or self._worded_by(read, quote)
        if signed:
            return signed
        governor = self._governors.get(quote.start)
        governing = self.governing(governor) if governor else []
        labelled = self._labelled(read, governing)
        if labelled:
            return labelled
        if any(party.standing is not Standing.UNKNOWN for party in governing):
            return governing
        own = self._speakers_beside(read, voices, quote)
        if own:
            return own
        if quote.end > read.sentence.end:
            last = self._sentence_at(quote.end)
            if last is not None and last.index != read.index:
                found = self._peek(last, quote)
                if found:
                    return found
        if (
            self._last_sentence >= 0
            and read.index - self._last_sentence <= 2
            and self._stands_alone(read, quote)
        ):
            return self._last_speakers
        following = self._sentence_after(quote)
        if following is not None and self._stands_alone(read, quote):
            found = self._peek(following, None)
            if found:
                return found
        label = self.cast.label_of(read)
        return [label] if label else []

    def _signed(self, quote: Quote) -> list[Party]:
        """Who stands behind a dash under a quotation: '"Let them go." — Ada Holm, Prime Minister
        of Norway, Monday'. Somebody unknown stands for a signature that tells nobody.
        """
        mark = _SIGNATURE.match(self.article.text, quote.end)
        if mark is None or not self.is_full(quote):
            return []
        read = self._sentence_at(mark.end() + 1)
        if read is None or mark.end() not in read.starts:
            return []
        at = read.clauses.chunk_at(read.token_at(mark.end()))
        chunks = read.clauses.chunks[at:]
        told = any(
            chunk.mood == "finite" and before.type is not Type.REL
            for before, chunk in pairwise(chunks)
        )
        if chunks[0].type is not Type.NP or told:
            return []
        return self.cast.resolve_all(read, at, self.discourse) or [Party(Standing.UNKNOWN, ())]

    def _labelled(self, read: ReadSentence, governing: Sequence[Party]) -> list[Party]:
        """The actor of a row's first cell, or of "Ada Holm (Norway):", if the quotation's own words
        name no actor.
        """
        label = self.cast.label_of(read)
        if label is None or any(party.standing is Standing.ACTOR for party in governing):
            return []
        same = any(party.official == label.official for party in governing)
        row = read.block.kind is BlockKind.ROW
        return [label] if row or (label.official and same) else []

    def _stands_alone(self, read: ReadSentence, quote: Quote) -> bool:
        return self.is_full(quote)

    def _sentence_at(self, offset: int) -> ReadSentence | None:
        for read in self.article.sentences:
            if read.sentence.start < offset <= read.sentence.end:
                return read
        return None

    def _sentence_after(self, quote: Quote) -> ReadSentence | None:
        for read in self.article.sentences:
            if read.sentence.start >= quote.end:
                return read
        return None

    def _peek(self, read: ReadSentence, quote: Quote | None) -> list[Party]:
        """The speakers that a later sentence names, without taking notice of it yet."""
        voices = Voices(read)
        saved = (self.discourse, self._speakers)
        for position, chunk in enumerate(read.clauses.chunks):
            if chunk.type is Type.VERB and self.full_quote(read, chunk.head) is None:
                parties = self._subject(read, position)
                voices.subjects[position] = parties
                self._note_saying(read, voices, position, chunk, parties)
        self.discourse, self._speakers = saved
        if quote is not None:
            return self._speakers_beside(read, voices, quote)
        return (
            voices.sayings[0].speakers
            if voices.sayings and read.clauses.chunks[0].type is not Type.QUOTE
            else []
        )

    def _worded_by(self, read: ReadSentence, quote: Quote) -> list[Party]:
        """Whose words a colon opens after all: 'a remark made on Monday by the Norwegian
        minister, Ada Holm: "We ..."'.
        """
        at = read.token_at(quote.start)
        if not 1 < at < len(read.tokens) or read.tokens[at - 1].text != ":":
            return []
        chunks = read.clauses.chunks
        for position in range(read.clauses.chunk_at(at - 1) - 1, 0, -1):
            if chunks[position].type is Type.PREP:
                by = read.lowers[chunks[position].first] in ("by", "from")
                noun = any(
                    self.vocabulary.has("say_noun", word)
                    for word in read.lowers[: chunks[position].first]
                )
                if by and noun:
                    parties = self.cast.resolve(read, position + 1, self.discourse)
                    return [p for p in actors_among(parties) if p.is_person]
            elif chunks[position].type is Type.VERB:
                return []
        return []

    def _before_colon(self, read: ReadSentence, quote: Quote) -> list[Party]:
        """The speaker of 'Commission spokesperson Vanhaverbeke: "We ..."', without a verb."""
        clauses = read.clauses
        at = read.token_at(quote.start)
        if not 0 < at < len(read.tokens) or read.tokens[at - 1].text != ":":
            return []
        stop = clauses.chunk_at(at - 1)
        chunks = clauses.chunks[:stop]
        if not chunks or any(c.type is Type.VERB and c.mood == "finite" for c in chunks):
            return []
        for position, chunk in enumerate(chunks):
            if chunk.type is Type.NP and (
                position == 0 or chunks[position - 1].type is not Type.PREP
            ):
                parties = self.cast.resolve(read, position, self.discourse)
                if parties and parties[0].standing is not Standing.UNKNOWN:
                    return parties
        return []

    def _speakers_beside(self, read: ReadSentence, voices: Voices, quote: Quote) -> list[Party]:
        before_colon = self._before_colon(read, quote)
        if before_colon:
            return before_colon
        outside = [s for s in voices.sayings if s.speakers]
        after = [
            s
            for s in outside
            if read.tokens[read.clauses.chunks[s.position].first].start >= quote.end
        ]
        before = [
            s
            for s in outside
            if read.tokens[read.clauses.chunks[s.position].first].start < quote.start
        ]
        if after:
            first = after[0]
            gap = self.article.text[
                quote.end : read.tokens[read.clauses.chunks[first.position].first].start
            ]
            if first.is_after or (len(gap) < 120 and not before):
                return first.speakers
        if before:
            return before[-1].speakers
        for position, parties in voices.subjects.items():
            chunk = read.clauses.chunks[position]
            if parties and chunk.mood == "finite" and self.full_quote(read, chunk.head) is None:
                return parties
        if read.block.kind is BlockKind.ROW:
            label = self.cast.label_of(read)
            return [label] if label else []
        return []
