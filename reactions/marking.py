"""An article's text as HTML, with the words marked that show a stance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reactions.models import Evidence

_LINES = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, in code points, with its CSS class and the words that name it."""

    start: int
    end: int
    name: str
    label: str

    def covers(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


def evidence_marks(evidence: Evidence) -> list[Mark]:
    """The evidence with its official, cue and day; nothing where it is not in the text."""
    if not evidence.fits():
        return []
    marks = [Mark(evidence.start, evidence.end, "on", "evidence")]
    for name, label in (("official", "official"), ("cue", "cue"), ("day", "date")):
        start = getattr(evidence, f"{name}_start")
        end = getattr(evidence, f"{name}_end")
        if start is not None and end is not None and start < end:
            marks.append(Mark(start, end, name, label))
    return marks


def other_marks(evidence: Iterable[Evidence]) -> list[Mark]:
    """The evidence of other stances in the same article."""
    return [Mark(item.start, item.end, "other", "other evidence") for item in evidence]


def article_html(text: str, marks: Sequence[Mark]) -> SafeString:
    """The text in paragraphs, escaped, with `marks` as elements.

    Each paragraph says in `data-start` at which code point it begins, so that script can tell a
    selection's place in the text; only newlines stand between paragraphs. Each mark begins and ends
    with words for those who do not see it, in elements with `data-words`, which are not text. The
    element with which a mark begins says from where to where the mark goes.
    """
    return format_html_join(
        "\n",
        '<p dir="auto" data-start="{}">{}</p>',
        (
            (line.start(), _line_html(text, line.start(), line.end(), marks))
            for line in _LINES.finditer(text)
            if line.group().strip()
        ),
    )


def _line_html(text: str, start: int, end: int, marks: Sequence[Mark]) -> SafeString:
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = {start, end}
    for mark in here:
        cuts |= {max(mark.start, start), min(mark.end, end)}
    edges = sorted(cuts)
    return format_html_join(
        "",
        "{}",
        ((_piece_html(text, left, right, here),) for left, right in pairwise(edges)),
    )


def _piece_html(text: str, start: int, end: int, marks: Sequence[Mark]) -> SafeString:
    """One stretch that the same marks cover, with the hidden words of those that begin or end."""
    covering = [mark for mark in marks if mark.covers(start, end)]
    if not covering:
        return format_html("{}", text[start:end])
    begun = [mark for mark in covering if mark.start == start]
    before = [f"{mark.label}: " for mark in begun]
    after = [f" (end of {mark.label})" for mark in covering if mark.end == end]
    names = {mark.name for mark in covering}
    element = "mark" if names & {"on", "other"} else "span"
    longest = max((mark.end for mark in begun), default=None)
    return format_html(
        '<{0} class="{1}"{2}>{3}{4}{5}</{0}>',
        element,
        " ".join(sorted(names)),
        format_html(' data-from="{}" data-to="{}"', start, longest) if longest else "",
        _hidden(before),
        text[start:end],
        _hidden(reversed(after)),
    )


def _hidden(words: Iterable[str]) -> SafeString:
    return format_html_join(
        "", '<span class="aside-words" data-words>{}</span>', ((word,) for word in words)
    )
