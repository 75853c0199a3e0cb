"""Evidence in its article: the words around it, and what in it names official, cue and day."""

from dataclasses import dataclass
from itertools import pairwise

from reactions.models import Evidence

AROUND = 300


@dataclass(frozen=True)
class Piece:
    """A stretch of text and the roles it plays: `official`, `cue`, `day`, or none."""

    text: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """Evidence with the text before and after it; `cut` says on which sides the article goes on."""

    evidence: Evidence
    before: str
    pieces: tuple[Piece, ...]
    after: str
    cut_before: bool = False
    cut_after: bool = False
    fits: bool = True


def in_context(evidence: Evidence, around: int = AROUND) -> Context:
    """The evidence between `around` code points of its article, cut at spaces.

    Where the article does not say these words at these offsets, the evidence stands alone and
    `fits` is false: marks would point at other words.
    """
    text = evidence.article.text
    if not evidence.fits():
        return Context(evidence, "", (Piece(evidence.text),), "", fits=False)
    start = _left_edge(text, evidence.start - around)
    end = _right_edge(text, evidence.end + around)
    return Context(
        evidence=evidence,
        before=text[start : evidence.start],
        pieces=_pieces(evidence),
        after=text[evidence.end : end],
        cut_before=start > 0,
        cut_after=end < len(text),
    )


def _left_edge(text: str, wanted: int) -> int:
    if wanted <= 0:
        return 0
    space = text.find(" ", wanted, wanted + 40)
    return space + 1 if space >= 0 else wanted


def _right_edge(text: str, wanted: int) -> int:
    if wanted >= len(text):
        return len(text)
    space = text.rfind(" ", wanted - 40, wanted)
    return space if space >= 0 else wanted


def _pieces(evidence: Evidence) -> tuple[Piece, ...]:
    """The evidence cut where a role begins or ends."""
    spans = [
        ("official", evidence.official_start, evidence.official_end),
        ("cue", evidence.cue_start, evidence.cue_end),
        ("day", evidence.day_start, evidence.day_end),
    ]
    inside = [
        (role, max(start, evidence.start), min(end, evidence.end))
        for role, start, end in spans
        if start is not None and end is not None and start < evidence.end and end > evidence.start
    ]
    edges = {evidence.start, evidence.end}
    for _, start, end in inside:
        edges |= {start, end}
    ordered = sorted(edges)
    text = evidence.article.text
    return tuple(
        Piece(
            text[left:right],
            tuple(role for role, start, end in inside if start <= left and right <= end),
        )
        for left, right in pairwise(ordered)
    )
