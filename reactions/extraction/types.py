"""The values that go into the engine and come out of it."""

from dataclasses import dataclass
from datetime import date

from reactions.extraction.codebook import DayPrecision, Kind, Phase


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article: text[start:end] is exactly `text`. Offsets are code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CrisisFrame:
    """What the engine must know of a crisis to tell inside from outside.

    `authorities` and `opponents` are names as texts use them. `inside` holds the codes of actors
    that are parties themselves (an invader); like the focal country they give no stance.
    Acts dated before `started` are background (rule 7); None leaves that to the wording.
    """

    focal: str | None
    name: str = ""
    authorities: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    inside: frozenset[str] = frozenset()
    started: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One stance as the engine proposes it.

    `target` is a party of the codebook or an actor's code. `rule` names the rule that fired and
    `confidence` is calibrated: of drafts at 0.8, about 80 % are right on gold.
    """

    actor: str
    official: str | None
    office: str | None
    kind: Kind
    target: str | None
    phase: Phase | None
    day: date
    day_precision: DayPrecision
    evidence: Span
    cue: Span
    official_span: Span | None
    day_span: Span | None
    rule: str
    confidence: float
