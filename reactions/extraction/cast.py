"""Who is who in an article: labels, introductions, and what a phrase stands for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from reactions.extraction.chunks import Type
from reactions.extraction.company import Company
from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.gazetteer import Gazetteer
from reactions.extraction.mentions import Context
from reactions.extraction.names import stands_within
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.types import CrisisFrame
from reactions.extraction.vocabulary import Vocabulary
from reactions.extraction.words import Tag, is_time_word

_UNTOLD = ("no office", "whose office is not told")


_BARE_ITEM = 5
"""Words of a list item that only names an actor, over what it says."""
_LABEL_ENDS = ":|.–—-"
"""What follows a name that opens a line as its label."""
_LABEL = 16
"""Words in which the label of a line ends."""
_NO_LABEL = frozenset((Tag.VERB, Tag.MODAL, Tag.BE, Tag.HAVE, Tag.DO, Tag.INF, Tag.NUM))
_MARKS = frozenset((Tag.QUOTE, Tag.STOP))
_OWNERS = frozenset(["its", "their", "his", "her"])
_OWNED = 2
"""Words of a phrase in which it says whose office it is."""
_REACH = 25
"""Words from the beginning of a phrase to the name that goes with it."""


class Cast(Company):
    """The parties of one article, with memory for short names and labels."""

    def __init__(
        self,
        article: Article,
        gazetteer: Gazetteer,
        vocabulary: Vocabulary,
        crisis: CrisisFrame,
        published: date,
    ) -> None:
        super().__init__(article, gazetteer, vocabulary, crisis, published)
        self._introducing: dict[int, list[tuple[int, int, int]]] = {}
        self._introduced: set[tuple[int, int]] = set()
        self._leading = self._leading_parties()
        self._headings = self._heading_parties()
        self._introduce()

    def _heading_parties(self) -> dict[int, Party]:
        """For each block under a heading that names an actor alone, that actor."""
        under: dict[int, Party] = {}
        current: Party | None = None
        for read in self.article.sentences:
            if read.block.kind is BlockKind.HEADING:
                current = self._label_party(read)
                continue
            if read.block.kind is BlockKind.ITEM and len(read.tokens) <= _BARE_ITEM:
                current = self._label_party(read) or current
                continue
            if current is not None:
                under[read.block.index] = current
        return under

    def _leading_parties(self) -> dict[int, Party]:
        """For each table row and each line "Name: ..." or "Name. ..." the one named first."""
        leading: dict[int, Party] = {}
        for read in self.article.sentences:
            index = read.block.index
            if index in leading or read.sentence.start != read.block.start or not read.mentions:
                continue
            party = self._named_first(read) or self._speaker_label(read)
            if party is not None:
                leading[index] = party
        return leading

    def _named_first(self, read: ReadSentence) -> Party | None:
        """The actor in "France: ...", "France - ...", "France. ..." and the first cell of a row."""
        mention = read.mentions[0]
        a, b, _ = read.spans[0]
        row = read.block.kind is BlockKind.ROW
        if b >= len(read.tokens) or not (row or read.tokens[b].text in _LABEL_ENDS):
            return None
        if any(
            t.tag not in (Tag.DET, Tag.QUOTE, Tag.STOP, Tag.NUM)
            and not (row and is_time_word(read.tokens, i))
            for i, t in enumerate(read.tokens[:a])
        ):
            return None
        mark = read.tokens[b].text
        dash = mark in "–—-" and mention.context is not Context.DATELINE
        alone = mark == "." and b + 1 == len(read.tokens) and mention.form is not NameForm.DEMONYM
        run_in = alone and read.sentence.end < read.block.end
        if mark not in ":|" and not (dash or run_in or row):
            return None
        standing = Standing.INSIDE if set(mention.codes) & self.inside else Standing.ACTOR
        span = (mention.start, mention.end)
        return Party(standing, mention.codes, span=span, type="label")

    def _speaker_label(self, read: ReadSentence) -> Party | None:
        """The official in "French President Ada Holm: We ..." and "Ada Holm (Norway): ..."."""
        stamp = _time_stamp(read)
        first = max(1, stamp)
        marks = [i for i in range(first, min(_LABEL, len(read.tokens))) if read.lowers[i] == ":"]
        if not marks or read.block.kind is BlockKind.ROW:
            return None
        if any(t.tag in _NO_LABEL for t in read.tokens[stamp : marks[0]]):
            return None
        opening = next(
            (i for i, t in enumerate(read.tokens) if i >= stamp and t.tag not in _MARKS), 0
        )
        inside = [m for a, _, m in read.spans if a < marks[0]]
        if not inside or opening >= marks[0]:
            return None
        party = self._read_stretch(read, opening, marks[0], None)
        if party is None or not (party.official or (stamp and party.office)):
            return None
        if party.standing is Standing.OUTSIDER and party.why in _UNTOLD and len(inside) == 1:
            codes = inside[0].codes
            return self.actor(
                codes, span=party.span, official=party.official, office="", type_="person",
                official_span=party.official_span,
            )  # fmt: skip
        return party if party.codes and party.standing is not Standing.OUTSIDER else None

    def _label_party(self, read: ReadSentence) -> Party | None:
        if (
            read.mentions
            and len(read.tokens) <= 12
            and not any(t.tag is Tag.VERB for t in read.tokens)
        ):
            party = self._read_stretch(read, 0, len(read.tokens), None)
            if party is not None and party.official and party.codes and party.office:
                self._register(
                    replace(
                        party,
                        official=party.official.title()
                        if party.official.isupper()
                        else party.official,
                    )
                )
                return party
        mentions = [m for m in read.mentions if m.form is not NameForm.DEMONYM]
        if not mentions or any(t.tag in (Tag.VERB, Tag.MODAL, Tag.TO) for t in read.tokens):
            return None
        covered = sum(m.end - m.start for m in mentions)
        letters = sum(c.isalpha() for c in read.text)
        if covered < 0.6 * max(letters, 1):
            return None
        codes = tuple(dict.fromkeys(code for m in mentions for code in m.codes))
        if len(codes) > 1 and set(codes) & self.inside:
            return None
        standing = Standing.INSIDE if set(codes) & self.inside else Standing.ACTOR
        return Party(standing, codes, span=(mentions[0].start, mentions[-1].end), type="label")

    def _introduce(self) -> None:
        """Register every person whom the article introduces with an office."""
        for read in self.article.sentences:
            if read.block.kind is BlockKind.HEADING and read.text.isupper():
                continue
            self.introduce(read, None)

    def introduce(
        self, read: ReadSentence, context: "Discourse | None", *, before: int | None = None
    ) -> None:
        """Register the persons whom a sentence introduces with an office, or as no actor; only
        those `before` a chunk if it is given.
        """
        for position, first, end in self._introductions(read):
            if before is not None and position >= before:
                return
            if (read.index, position) in self._introduced:
                continue  # by what the phrase itself says, so that no context tells more
            party = self._read_stretch(read, first, end, context)
            if party is None or not party.official:
                continue
            owned = any(word in _OWNERS for word in read.lowers[first : first + _OWNED])
            if party.why == "by context" and not owned and not self._speaks(read, position):
                continue
            if (party.office and (party.codes or party.standing is Standing.INSIDE)) or (
                party.standing is Standing.OUTSIDER and party.why not in _UNTOLD
            ):
                self._register(party)
                self._introduced.add((read.index, position))

    def _introductions(self, read: ReadSentence) -> list[tuple[int, int, int]]:
        """The phrases that may introduce somebody, as (chunk, first word, end).

        They hold a name, and an office, a word for no actor or a name of the reference data.
        """
        known = self._introducing.get(read.index)
        if known is None:
            known = self._introducing[read.index] = list(self._find_introductions(read))
        return known

    def _find_introductions(self, read: ReadSentence) -> Iterator[tuple[int, int, int]]:
        named = {i for first, end, _ in read.spans for i in range(first, end)}
        names = [i for i in read.names if i not in named]
        if not names:
            return
        known = (i for i in names if self.gazetteer.is_of_official(read.tokens[i].text))
        telling = sorted({*read.introducers, *known})
        if not telling:
            return
        for position, chunk in enumerate(read.clauses.chunks):
            if chunk.type is not Type.NP or not stands_within(
                names, chunk.first, chunk.first + _REACH
            ):
                continue
            first, end = self._stretch(read, position)
            if stands_within(names, first, end) and stands_within(telling, first, end):
                yield position, first, end

    def _speaks(self, read: ReadSentence, position: int) -> bool:
        """Whether a phrase can be a subject, so that its state may be taken from the talk before
        it.
        """
        chunks = read.clauses.chunks
        if position == 0:
            return True
        before = chunks[position - 1]
        if before.type is Type.VERB:
            return read.clauses.is_inverted(position - 1) or (
                before.mood == "finite"
                and self.vocabulary.has("say", read.tokens[before.head].lemma)
            )
        return before.type is not Type.PREP


def _time_stamp(read: ReadSentence) -> int:
    """The words of the time that opens an entry of a live blog: "9.15am:", "08:27 –"."""
    end = 0
    while end < len(read.tokens) and read.tokens[end].tag is Tag.NUM:
        end += 1
    if end and read.tokens[end : end + 1] and read.tokens[end].text in _STAMP_ENDS:
        end += 1
    return end


_STAMP_ENDS = frozenset(":–—-|.")
