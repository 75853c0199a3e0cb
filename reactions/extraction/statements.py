"""Finds what a text reports that somebody says: who governs which words, by what cue.

It goes by form alone. Which party the governing phrase stands for is told by attribution.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from reactions.extraction.clauses import Chunk, Type
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentences import Block, BlockKind
from reactions.extraction.vocabulary import read_table
from reactions.extraction.words import Tag

_ASIDE_OPENERS = frozenset(
    "after before since as during despite amid following because when while although though until in on at by".split()
)
_CONTRASTS = frozenset("while although though whereas".split())
_INVERTED_EVERYWHERE = frozenset("say add write tell report state note explain".split())
_CONTENT_OPENERS = frozenset(
    "that if whether when while how why what where who unless because".split()
)
_REACH = 16
"""Phrases after a verb within which what it reports has to begin."""


class Directness(StrEnum):
    """How much of what is reported stands in quotation marks: all, part or nothing."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Governor:
    """The phrase that speaks: a noun phrase's chunk in a sentence of the article."""

    sentence: int
    chunk: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A reported statement: text[start:end], without marks if it is direct.

    `cue` is None where only the place shows who speaks; `verb` is the cue's chunk if it is a verb.
    """

    start: int
    end: int
    directness: Directness
    governor: Governor
    cue: tuple[int, int] | None
    sentence: int
    verb: int | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class _Report:
    """A cue in a sentence, with the words that it governs as ranges of tokens."""

    cue: tuple[int, int]
    speaker: int
    ranges: tuple[tuple[int, int], ...]
    verb: int | None = None
    object_only: bool = False


@cache
def reporting_frames() -> dict[str, frozenset[str]]:
    """Return the frames of each reporting word of data/reporting.tsv."""
    return {word: frozenset(frames.split("|")) for _, (word, frames) in read_table("reporting.tsv")}


def find_statements(article: Article) -> list[Statement]:
    """Return every reported statement of an article, in the order of their words."""
    found: list[Statement] = []
    claimed: set[int] = set()
    for read in article.sentences:
        for statement in _SentenceReports(article, read).statements():
            found.append(statement)
            if statement.quote is not None:
                claimed.add(statement.quote.start)
    found += _unclaimed(article, found, claimed)
    return sorted(_distinct(found), key=lambda s: (s.start, s.end))


def _distinct(found: Sequence[Statement]) -> Iterator[Statement]:
    seen: set[tuple[int, int]] = set()
    for statement in found:
        if (statement.start, statement.end) not in seen:
            seen.add((statement.start, statement.end))
            yield statement


class _SentenceReports:
    """The reports of one sentence."""

    def __init__(self, article: Article, read: ReadSentence) -> None:
        self.article = article
        self.read = read
        self.tokens = read.tokens
        self.clauses = read.clauses
        self.chunks = read.clauses.chunks
        self.frames = reporting_frames()
        self._quotes = [article.quote_at(token.start) for token in read.tokens]

    def statements(self) -> Iterator[Statement]:
        """Yield what the sentence reports, cue by cue."""
        reports = [r for p, c in enumerate(self.chunks) for r in self._reports_at(p, c)]
        for report in reports:
            for first, end in report.ranges:
                yield from self._statements_of(report, first, end, reports)

    # --- cues

    def _reports_at(self, position: int, chunk: Chunk) -> Iterator[_Report]:
        word = self.tokens[chunk.first].lower
        if self._is_quoted(chunk.first):
            return
        if word == "according" and self._word(chunk.end) == "to":
            yield from self._according(position)
        elif chunk.type is Type.VERB:
            yield from self._verb_reports(position, chunk)
        elif chunk.type is Type.NP:
            yield from self._noun_reports(position, chunk)

    def _verb_reports(self, position: int, chunk: Chunk) -> Iterator[_Report]:
        if self._is_quoted(chunk.head):
            return
        verb = self.tokens[chunk.head]
        frames = self.frames.get(verb.lemma, frozenset())
        cue = (chunk.head, chunk.head + 1)
        if chunk.passive and not self._active_participle(chunk):
            speaker = self.clauses.agent(position)
            if speaker is not None and frames:
                after = self._after(self.clauses.chunks[speaker].end, frames, position=speaker)
                ranges = [after] if after else []
                if ranges:
                    yield _Report(cue, speaker, tuple(ranges), position)
            return
        preposition = self._word(chunk.end)
        if f"order+{preposition}" in frames:
            cue = (chunk.head, chunk.end + 1)
            frames = frames | {"order"}
        quoted_before = self._before(position, cue)
        if not frames and quoted_before is None and not self._opens_quote(position):
            return
        speaker, inverted = self._speaker(position, quoted_before is not None)
        if speaker is None:
            return
        ranges = self._ranges(position, speaker, frames, inverted=inverted)
        if not ranges:
            return
        yield _Report(cue, speaker, tuple(ranges), position)
