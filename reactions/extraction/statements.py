"""What a text reports that somebody says, as values: who governs which words, by what cue."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article
from reactions.extraction.vocabulary import read_table


class Directness(StrEnum):
    """How much of what is reported stands in quotation marks: all, part or nothing."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Governor:
    """The phrase that speaks: the noun phrase at a chunk of a sentence of the article.

    `possessor` says that only who owns it speaks: "their claims".
    """

    sentence: int
    chunk: int
    possessor: bool = False


class Attributed(NamedTuple):
    """Who says something: governor, the cue's offsets, and its chunk if it is a verb."""

    governor: Governor
    cue: tuple[int, int] | None = None
    verb: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A reported statement: text[start:end], without its marks if it is direct.

    `cue` is None where only the place shows who speaks; `verb` is the cue's chunk in the governor's
    sentence if it is a verb; `quote` is the quotation that a direct one is.
    """

    start: int
    end: int
    directness: Directness
    governor: Governor
    cue: tuple[int, int] | None = None
    verb: int | None = None
    quote: Quote | None = None


@cache
def reporting_frames() -> dict[str, frozenset[str]]:
    """Return the frames of each reporting word of data/reporting.tsv."""
    return {word: frozenset(frames.split("|")) for _, (word, frames) in read_table("reporting.tsv")}


def direct_statements(article: Article, quote: Quote, said: Attributed) -> Iterator[Statement]:
    """Yield a quotation as statements of its speaker, one for each paragraph."""
    for start, end in _pieces(article, quote):
        yield Statement(start, end, Directness.DIRECT, said.governor, said.cue, said.verb, quote)


def _pieces(article: Article, quote: Quote) -> Iterator[tuple[int, int]]:
    """The words of a quotation without marks, paragraph by paragraph."""
    text = article.text
    first = bisect_right(article.blocks, quote.start, key=lambda block: block.start) - 1
    for block in article.blocks[max(first, 0) :]:
        if block.start >= quote.inner[1]:
            return
        start, end = max(block.start, quote.inner[0]), min(block.end, quote.inner[1])
        while start < end and (text[start].isspace() or _reopens(text, start, block.start)):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end


def _reopens(text: str, start: int, block_start: int) -> bool:
    return start == block_start and text[start] in '"“«‘'
