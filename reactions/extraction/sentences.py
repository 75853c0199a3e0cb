"""Cuts an article into blocks (paragraphs, headings, list items, table rows) and sentences.

Everything keeps its offsets in the article. One pass over the text; no expression here can
backtrack over more than a few characters, so hostile text takes linear time.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from reactions.extraction.vocabulary import word_list

MAX_SENTENCE = 1500
"""Characters after which a "sentence" is cut at the next blank: no news sentence is longer."""

SHORTEST_WRAPPED = 25
"""Characters that a line broken in mid-sentence has at least."""

_WRAPPED_LINES = 8
_WIDEST = 100
"""Fewest lines of a text that can be told to be broken, and characters of the widest."""

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_BULLET = re.compile(r"[ \t]*(?:[-–—•*·▪●►]|\(?\d{1,2}[.)])[ \t]+")
_END = re.compile(r"[.!?…]+[\"”’'»)\]]*")
_UNFINISHED = word_list("unfinished")
_TITLES = frozenset(["Mr.", "Mrs.", "Ms.", "Dr.", "Gen.", "Col.", "Lt.", "Sen."])
_OPENERS = "\"“‘'«(["
_CLOSERS = ".!?…:\"”’'»)]"
_ABBREVIATIONS = word_list("abbreviations")
_INITIALS = re.compile(r"(?:\b[A-Za-z]\.)+$")
_STARTERS = word_list("starters")
_FIRST_WORD = re.compile(r"[\"“‘'«(\[\s]*([^\W\d_]+)")


class BlockKind(StrEnum):
    """What a line of an article is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row; `start` and `end` leave out a bullet."""

    start: int
    end: int
    kind: BlockKind
    index: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article: text[start:end], without blanks around it."""

    start: int
    end: int
    block: Block
    index: int


def find_blocks(text: str, names: Sequence[tuple[int, int]] = ()) -> list[Block]:
    """Return the blocks of `text` in reading order; lines broken in mid-sentence are joined.

    No block ends within one of the `names`, which are in order: "the United", "States" below.
    """
    lines = _trimmed_lines(text)
    width = _width(text, lines)
    joined: list[tuple[int, int]] = []
    last = (0, 0)
    for start, end in lines:
        before, last = last, (start, end)
        if joined and (
            _continues(text, joined[-1], start)
            or (width and _is_full(text, before, start, width))
            or _is_within(names, start)
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    blocks = []
    for index, (start, end) in enumerate(joined):
        follows = index + 1 < len(joined)
        kind, shift = _kind_of(text[start:end], follows=follows)
        blocks.append(Block(start + shift, end, kind, index))
    return blocks


def find_sentences(text: str, blocks: Sequence[Block] | None = None) -> list[Sentence]:
    """Return the sentences of `text` in reading order; a heading or a table row is one.

    `blocks` are those of the text, if they are known already.
    """
    sentences: list[Sentence] = []
    for block in find_blocks(text) if blocks is None else blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.ROW):
            spans = [(block.start, block.end)]
        else:
            spans = _split(text, block.start, block.end)
        for start, end in spans:
            sentences.append(Sentence(start, end, block, len(sentences)))
    return sentences


_STAMP = re.compile(r"date \d{4}-\d\d-\d\d ")
"""What a search page puts before a text."""


def _trimmed_lines(text: str) -> list[tuple[int, int]]:
    lines = []
    for match in _LINE.finditer(text):
        line = match.group()
        left = len(line) - len(line.lstrip())
        stripped = line.strip()
        stamp = _STAMP.match(stripped)
        if stamp:
            left, stripped = left + stamp.end(), stripped[stamp.end() :]
        if stripped:
            start = match.start() + left
            lines.append((start, start + len(stripped)))
    return lines


def _is_within(names: Sequence[tuple[int, int]], offset: int) -> bool:
    position = bisect_left(names, (offset, 0)) - 1
    return position >= 0 and offset < names[position][1]


def _continues(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether the line at `start` goes on with the sentence of the line `before` it."""
    gap = text[before[1] : start]
    if gap.count("\n") > 1 or "|" in text[before[0] : before[1]]:
        return False
    last_word = text[max(before[0], before[1] - 12) : before[1]].split()[-1]
    if last_word in _UNFINISHED or last_word in _TITLES:
        return True
    last, first = text[before[1] - 1], text[start : start + 2].lstrip('"“‘')[:1]
    # A wrapped line is long; a heading over a lower-case line is rare and short.
    return last not in _CLOSERS and first.islower() and before[1] - before[0] > SHORTEST_WRAPPED


def _width(text: str, lines: Sequence[tuple[int, int]]) -> int:
    """The width at which the lines of a text are broken; 0 if they are whole paragraphs."""
    if len(lines) < _WRAPPED_LINES:
        return 0
    width = max(end - start for start, end in lines)
    if width > _WIDEST:
        return 0
    broken = sum(
        text[one[1] - 1] not in _CLOSERS and text[following[0]].islower()
        for one, following in pairwise(lines)
    )
    return width if broken * 3 >= len(lines) else 0


def _is_full(text: str, line: tuple[int, int], start: int, width: int) -> bool:
    """Whether a line of a text broken at `width` is full, so that the next one goes on with it."""
    gap = text[line[1] : start]
    return (
        gap.count("\n") == 1
        and text[line[1] - 1] not in _CLOSERS
        and (line[1] - line[0]) * 10 >= width * 7
    )


def _kind_of(line: str, *, follows: bool) -> tuple[BlockKind, int]:
    if line.count(" | ") or "\t" in line:
        return BlockKind.ROW, 0
    bullet = _BULLET.match(line)
    if bullet:
        return BlockKind.ITEM, bullet.end()
    words = line.split()
    if follows and len(words) <= 14 and line[-1] not in '.!?…"”»;,':
        return BlockKind.HEADING, 0
    return BlockKind.PARAGRAPH, 0


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop < end and not _is_boundary(text, begin, match, end):
            continue
        spans.extend(_cut_long(text, begin, stop))
        begin = stop
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        spans.extend(_cut_long(text, begin, end))
    return spans


def _is_boundary(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    stop = match.end()
    after = text[stop]
    word = _word_before(text, begin, match.start())
    if not after.isspace():
        # "crisis.The", "Minister.In": a blank is missing, but not in "U.S" and "bbc.com".
        opening = _FIRST_WORD.match(text, stop, min(end, stop + 12))
        starts = opening is not None and opening.group(1).lower() in _STARTERS
        return (
            match.group() in (".", "!", "?", '."', ".”")
            and after.isupper()
            and len(word) > 2
            and (word.islower() or (starts and word[1:].islower()))
            and stop + 1 < end
            and text[stop + 1].islower()
        )
    first = _FIRST_WORD.match(text, stop, min(end, stop + 40))
    following = (
        text[stop:end].lstrip()[:1] if stop + 3 >= end else text[stop : stop + 3].lstrip()[:1]
    )
    if not (following.isupper() or following.isdigit() or following in _OPENERS or not following):
        return following in "•–—-" and match.group()[0] in "!?."
    if match.group() == ".":
        if word.lower() in _ABBREVIATIONS and word[:1].isupper():
            return False
        if _INITIALS.search(text, max(begin, match.start() - 10), match.end()):
            if len(word) == 1 and text[match.start() - 2 : match.start() - 1] != ".":
                return False  # an initial: "George W. Bush"
            return first is not None and first.group(1).lower() in _STARTERS
    if match.group()[0] == "…" or match.group().startswith(".."):
        return following.isupper() or following in _OPENERS
    return True


def _word_before(text: str, begin: int, position: int) -> str:
    start = position
    while start > begin and position - start < 30 and text[start - 1].isalnum():
        start -= 1
    return text[start:position]


def _cut_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    while end - start > MAX_SENTENCE:
        blank = text.find(" ", start + MAX_SENTENCE - 200, start + MAX_SENTENCE)
        stop = blank if blank > start else start + MAX_SENTENCE
        spans.append((start, stop))
        start = stop + 1 if blank > start else stop
    if start < end:
        spans.append((start, end))
    return spans
