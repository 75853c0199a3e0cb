"""Finds who speaks the quotations that no cue of their sentence governs (codebook rule 10)."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentence_view import FEWEST
from reactions.extraction.sentences import BlockKind
from reactions.extraction.statements import (
    Attributed,
    Governor,
    Statement,
    direct_statements,
    reporting_frames,
)
from reactions.extraction.turns import find_turns
from reactions.extraction.words import Tag

_TITLE = 6
"""Words that a subheading in quotation marks has at most."""
_SIGNATURE = 6
"""Phrases that the signature under a quotation has at most."""
_SHORTEST_RUN = 20
"""Characters that a quotation which its sentence's subject begins has at least."""
_SECTION = 8
"""Sentences over which a heading that names a speaker holds."""
_PARAGRAPHS = 2
"""Paragraphs back in which a quotation looks for who spoke last."""
_LATELY = 60
"""Sentences back in which it looks."""
_MEMORY = 12
"""Statements back among which it looks."""


class LooseQuotes:
    """The quotations of an article that its cues leave over.

    `found` are the statements by cues in the sentences with quotations, `more` gives those of
    another sentence.
    """

    def __init__(
        self,
        article: Article,
        found: Sequence[Statement],
        more: Callable[[ReadSentence], Sequence[Statement]],
    ) -> None:
        self.article = article
        self._claimed = {s.quote.start for s in found if s.quote is not None}
        self._quoting = sorted(found, key=_by_end)
        self._quoting_ends = [statement.end for statement in self._quoting]
        self._more = more
        self._starts = [read.sentence.start for read in article.sentences]

    def statements(self) -> list[Statement]:
        """Return the statements that follow from their place alone."""
        made = list(find_turns(self.article))
        for quote in self.article.quotes:
            if quote.start in self._claimed or self._is_part(quote):
                continue
            said = self._attributed(quote, made)
            if said is not None:
                made += direct_statements(self.article, quote, said)
        return made

    def _attributed(self, quote: Quote, made: Sequence[Statement]) -> Attributed | None:
        read = self._sentence_at(quote.start)
        if read is None:
            return None
        running = self._running_on(read, quote)
        if running is not None or not self._is_statement(read, quote):
            return running
        return (
            self._before_colon(read, quote)
            or self._signed(quote)
            or self._told_before(read)
            or self._carried(read, quote, made)
        )

    def _is_part(self, quote: Quote) -> bool:
        """Whether a quotation stands within a statement found by its cue."""
        first = bisect_right(self._quoting_ends, quote.end - 2)
        following = self._quoting[first : first + _MEMORY]
        return any(s.start <= quote.start and quote.end <= s.end + 1 for s in following)

    def _sentence_at(self, offset: int) -> ReadSentence | None:
        position = bisect_right(self._starts, offset) - 1
        if position < 0:
            return None
        read = self.article.sentences[position]
        return read if offset < read.sentence.end else None

    def _is_statement(self, read: ReadSentence, quote: Quote) -> bool:
        """Whether a quotation is a sentence of its own, not a few words or a subheading."""
        inner = self.article.text[quote.inner[0] : quote.inner[1]].lstrip("…. [(")
        words = len(inner.split())
        heading = read.block.kind is BlockKind.HEADING and self._tail_of(quote) is None
        subheading = quote.end >= read.block.end and words <= _TITLE and inner[-1:].isalnum()
        if heading or subheading or words < FEWEST:
            return False
        before = self.article.text[read.sentence.start : quote.start].strip()
        return (not before or before[-1] == ":") and inner[:1].isupper()

    # --- in its own sentence

    def _before_colon(self, read: ReadSentence, quote: Quote) -> Attributed | None:
        """The speaker of 'Spokesperson Vanhaverbeke: "We ..."', where no verb says so."""
        at = read.token_at(quote.start)
        if not 0 < at < len(read.tokens) or read.tokens[at - 1].text != ":":
            return None
        chunks = read.clauses.chunks[: read.clauses.chunk_at(at - 1)]
        phrases = (k for k, chunk in enumerate(chunks) if chunk.type is Type.NP)
        position = next(phrases, None)
        return Attributed(Governor(read.index, position)) if position is not None else None

    def _running_on(self, read: ReadSentence, quote: Quote) -> Attributed | None:
        """The subject outside the marks of 'The governments "urge all sides to talk".'"""
        chunks = read.clauses.chunks
        at = read.token_at(quote.start) + 1
        short = quote.end - quote.start < _SHORTEST_RUN
        ends = quote.end >= read.sentence.end - 1
        if at >= len(read.tokens) or not ends or short:
            return None
        verb = read.clauses.chunk_at(at)
        while verb + 1 < len(chunks) and chunks[verb].type is Type.ADV:
            verb += 1
        led = chunks[: read.clauses.chunk_at(at - 1)]
        joints = (Type.NP, Type.CONJ, Type.PREP, Type.COMMA, Type.STOP)
        acts = _is_finite(chunks[verb]) and read.tokens[chunks[verb].first].tag is not Tag.BE
        if not led or not acts or any(chunk.type not in joints for chunk in led):
            return None
        subject = read.clauses.subject(verb)
        return Attributed(Governor(read.index, subject)) if subject is not None else None

    # --- behind it

    def _signed(self, quote: Quote) -> Attributed | None:
        """The name behind a quotation, mostly after a dash: '"We stand with them." — Ana Brnabic,
        prime minister of Serbia'.
        """
        tail = self._tail_of(quote) or self._named_behind(quote)
        if tail is None:
            return None
        after, position = tail
        chunks = after.clauses.chunks[position:]
        named = bool(chunks) and after.tokens[chunks[0].first].tag is Tag.NAME
        verbs = any(chunk.type is Type.VERB for chunk in chunks)
        if verbs or not named or len(chunks) > _SIGNATURE:
            return None
        return Attributed(Governor(after.index, position))

    def _named_behind(self, quote: Quote) -> tuple[ReadSentence, int] | None:
        """The sentence behind a quotation that only tells a name and an office."""
        after = self._sentence_at(_skip_blanks(self.article.text, quote.end))
        own = self._sentence_at(quote.end - 1)
        if after is None or own is None or after.block.index != own.block.index:
            return None
        return (after, 0) if after.offices and after is not own else None

    def _tail_of(self, quote: Quote) -> tuple[ReadSentence, int] | None:
        """The chunk behind the dash that follows a quotation, in its sentence."""
        text = self.article.text
        dash = _skip_blanks(text, quote.end)
        if text[dash : dash + 1] not in ("–", "—", "―", "-"):
            return None
        start = _skip_blanks(text, dash + 1 + (text[dash + 1 : dash + 2] == text[dash]))
        after = self._sentence_at(start)
        if after is None or start not in after.starts:
            return None
        return after, after.clauses.chunk_at(after.token_at(start))

    # --- before it

    def _told_before(self, read: ReadSentence) -> Attributed | None:
        """Who in the sentence before condemned or called for something without a quotation."""
        before = self.article.sentences[read.index - 1] if read.index else None
        if before is None:
            return None
        introduces = self.article.text[before.sentence.end - 1] == ":"
        if before.block.kind is BlockKind.HEADING and not introduces:
            return None
        if self._has_statement(before) and not introduces:
            return None
        return _subject_of(before, reporting=True, cue=introduces)

    def _has_statement(self, read: ReadSentence) -> bool:
        first = bisect_right(self._quoting_ends, read.sentence.start)
        later = self._quoting[first : first + _MEMORY]
        return any(s.start < read.sentence.end for s in later) or bool(self._more(read))

    def _carried(
        self, read: ReadSentence, quote: Quote, made: Sequence[Statement]
    ) -> Attributed | None:
        """Who spoke last: a quotation that stands alone goes on with the speaker before it."""
        heading = self._heading_over(read)
        since = self.article.sentences[heading.sentence].sentence.end if heading else 0
        recent = [*self._told_lately(read, quote), *made[-_MEMORY:]]
        before = [s for s in recent if since <= s.end <= quote.start]
        for statement in sorted(before, key=lambda s: (s.end, s.start), reverse=True):
            if read.block.index - self._block_of(statement.end) > _PARAGRAPHS:
                break
            if not _is_nested(statement, before):
                return Attributed(statement.governor, statement.cue, statement.verb)
        if heading is not None:
            return Attributed(heading)
        above = self.article.sentences[read.index - 1] if read.index else None
        same = above is not None and above.block.index == read.block.index
        return _subject_of(above, reporting=False, cue=False) if above and same else None

    def _told_lately(self, read: ReadSentence, quote: Quote) -> list[Statement]:
        """The last statements by cues that end before a quotation of a sentence."""
        until = bisect_right(self._quoting_ends, quote.start)
        told = self._quoting[max(0, until - _MEMORY) : until]
        for above in reversed(
            self.article.sentences[max(0, read.index - _LATELY) : read.index + 1]
        ):
            if read.block.index - above.block.index > _PARAGRAPHS:
                break
            told += [s for s in self._more(above) if s.end <= quote.start]
        return sorted(told, key=_by_end)[-_MEMORY:]

    def _heading_over(self, read: ReadSentence) -> Governor | None:
        """The heading of a section that names who speaks in it: "ANTONY BLINKEN, US SECRETARY"."""
        for above in reversed(self.article.sentences[max(0, read.index - _SECTION) : read.index]):
            if above.block.kind is BlockKind.HEADING:
                return Governor(above.index, 0) if _names_somebody(above) else None
            if self.article.quote_at(above.sentence.start) is None:
                return None  # the section has begun with other words
        return None

    def _block_of(self, offset: int) -> int:
        read = self._sentence_at(max(offset - 1, 0))
        return read.block.index if read else -_MEMORY


def _by_end(statement: Statement) -> tuple[int, int]:
    return statement.end, -statement.start


def _skip_blanks(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _is_finite(chunk: Chunk) -> bool:
    return chunk.type is Type.VERB and chunk.mood == "finite"


def _is_nested(statement: Statement, others: Sequence[Statement]) -> bool:
    return any(
        other is not statement and other.start <= statement.start and statement.end <= other.end
        for other in others
    )


def _names_somebody(heading: ReadSentence) -> bool:
    """Whether a heading is a phrase with a name and no verb."""
    chunks = heading.clauses.chunks
    if not chunks or chunks[0].type is not Type.NP:
        return False
    words = heading.tokens[chunks[0].first : chunks[0].end]
    verbs = any(chunk.type is Type.VERB for chunk in chunks)
    return not verbs and any(word.tag is Tag.NAME for word in words)


def _subject_of(read: ReadSentence, *, reporting: bool, cue: bool) -> Attributed | None:
    """The subject of a sentence's first verb, or first reporting verb if so asked.

    `cue` names the verb as the cue.
    """
    for position, subject in _subjects(read):
        head = read.tokens[read.clauses.chunks[position].head]
        if not reporting or reporting_frames().get(head.lemma, frozenset()) - {"noun"}:
            offsets = (head.start, head.end) if cue else None
            return Attributed(Governor(read.index, subject), offsets, position)
    return None


def _subjects(read: ReadSentence) -> Iterator[tuple[int, int]]:
    """The active finite verbs of a sentence, each with its subject."""
    for position, chunk in enumerate(read.clauses.chunks):
        if _is_finite(chunk) and not chunk.passive:
            subject = read.clauses.subject(position)
            if subject is not None:
                yield position, subject
