"""Finds what stands in quotation marks, over paragraphs too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reactions.extraction.sentences import Block

LONGEST = 4000
"""Characters after which a quotation that nobody closed is given up."""

_ATTRIBUTION = re.compile(
    r"[,?!] (?:he|she|it|they|(?:[^\W\d_]+ ){1,4}) ?"
    r"(?:said|says|added|adds|told|wrote|writes)\b[^.,]{0,40}\.$"
)
_TWO_SINGLE = re.compile(r"(?:''|``)(?=(\w|[…\[(])?)(?!')")
_DOUBLE = '"'
_OPENING = re.compile("[\"“«„'‘]")
_CLOSING = {
    mark: re.compile(f"[{signs}]")
    for mark, signs in {
        _DOUBLE: '"”', "“": '”"', "«": "»", "„": "“”", "'": "'’", "‘": "'’"
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words with their marks: text[start:end]. `inner` is without the marks."""

    start: int
    end: int
    inner: tuple[int, int]


def find_quotes(text: str, blocks: Sequence[Block]) -> list[Quote]:
    """Return the quotations of `text` in reading order, not nested.

    A quotation that a paragraph leaves open goes on in the next one if that begins with a mark or
    closes it; otherwise it ends with its paragraph.
    """
    text = _with_double_marks(text)
    quotes: list[Quote] = []
    pending: tuple[int, str] | None = None
    for number, block in enumerate(blocks):
        position = block.start
        if pending is not None:
            start, mark = pending
            closing = _closing(text, block.start, block.end, mark, again=True)
            reopened = text[block.start] in '“"‘«'
            if (
                closing is not None
                and closing - start < LONGEST
                and (reopened or _closes_first(text, block, mark))
            ):
                quotes.append(Quote(start, closing + 1, (start + 1, closing)))
                position = closing + 1
                pending = None
            elif reopened and block.end - start < LONGEST and closing is None:
                continue
            else:
                end = _unclosed_end(text, start, blocks[number - 1].end)
                quotes.append(Quote(start, end, (start + 1, end)))
                pending = None
        while position < block.end:
            opening = _opening(text, position, block.end)
            if opening is None:
                break
            mark = text[opening]
            closing = _closing(text, opening + 1, block.end, mark, again=False)
            if closing is None:
                if mark not in "'‘":
                    pending = (opening, mark)
                    break
                position = opening + 1
                continue
            quotes.append(Quote(opening, closing + 1, (opening + 1, closing)))
            position = closing + 1
    if pending is not None:
        end = min(blocks[-1].end, pending[0] + LONGEST)
        end = _unclosed_end(text, pending[0], end)
        quotes.append(Quote(pending[0], end, (pending[0] + 1, end)))
    return quotes


def _with_double_marks(text: str) -> str:
    """Return the text, as long as it was, with a double mark for two single ones: ''so''."""
    if "''" not in text and "``" not in text:
        return text
    return _TWO_SINGLE.sub(lambda match: ' "' if match[1] else '" ', text)


def _unclosed_end(text: str, start: int, end: int) -> int:
    """Where a quotation that nobody closed ends: before an attribution at its end, if any."""
    attribution = _ATTRIBUTION.search(text, max(start + 1, end - 80), end)
    return attribution.start() + 1 if attribution else end


def _opening(text: str, start: int, end: int) -> int | None:
    for match in _OPENING.finditer(text, start, end):
        i = match.start()
        if text[i] not in "'‘" or _opens_word(text, i, end):
            return i
    return None


def _opens_word(text: str, i: int, end: int) -> bool:
    before = text[i - 1] if i else " "
    after = text[i + 1] if i + 1 < end else " "
    return (
        (before.isspace() or before in "([—–-")
        and (after.isalpha() or after in "…[")
        and not text[i + 1 : i + 4].isdigit()
    )


def _closing(text: str, start: int, end: int, mark: str, *, again: bool) -> int | None:
    first = start
    if again and first < end and text[first] in '“"‘«':
        first += 1
    for match in _CLOSING[mark].finditer(text, first, end):
        if mark not in "'‘" or _closes_single(text, match.start(), end):
            return match.start()
    return None


def _closes_single(text: str, i: int, end: int) -> bool:
    before = text[i - 1]
    after = text[i + 1] if i + 1 < end else " "
    if after.isalnum():
        return False
    # "the protesters' demands" goes on with a word; a quotation ends after a mark or before one.
    return (
        not (before == "s" and after == " " and i + 2 < end and text[i + 2].islower())
        or before in ".,!?"
    )


def _closes_first(text: str, block: Block, mark: str) -> bool:
    """Whether the first mark of the block closes a quotation rather than opens one."""
    if mark != _DOUBLE:
        opening = text.find(mark, block.start, block.end)
        closing = _closing(text, block.start, block.end, mark, again=False)
        return opening == -1 or (closing is not None and closing < opening)
    i = text.find(_DOUBLE, block.start, block.end)
    if i <= block.start:
        return False
    after = text[i + 1] if i + 1 < block.end else " "
    return not text[i - 1].isspace() and not after.isalnum()
