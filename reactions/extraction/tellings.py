"""From finds to drafts: each actor of a find has one, with the spans that show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reactions.extraction.codebook import DayPrecision, Kind
from reactions.extraction.parties import Party
from reactions.extraction.reading import Article
from reactions.extraction.sentences import BlockKind
from reactions.extraction.stances import Find
from reactions.extraction.types import Draft, Span


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of a stance: its draft, still without confidence, and the find behind it."""

    find: Find
    draft: Draft


def tellings(article: Article, finds: Iterable[Find]) -> list[Telling]:
    """Return what the finds that are not excluded tell, in their order."""
    return [
        Telling(find, draft)
        for find in finds
        if find.excluded is None
        for draft in _drafts(article, find)
    ]


def _drafts(article: Article, find: Find) -> Iterator[Draft]:
    assert find.kind is not None  # noqa: S101
    assert find.day is not None  # noqa: S101
    text, tokens, sentence = article.text, find.read.tokens, find.read.sentence
    first, last = tokens[find.cue.first], tokens[min(find.cue.end, len(tokens)) - 1]
    for party in find.parties:
        for code in party.codes:
            yield Draft(
                actor=code,
                official=party.official if len(party.codes) == 1 else None,
                office=party.office,
                kind=Kind(find.kind),
                target=str(find.target) if find.target else None,
                phase=find.phase,
                day=find.day,
                day_precision=DayPrecision(find.precision),
                evidence=_span(text, sentence.start, sentence.end),
                cue=_span(text, first.start, last.end),
                official_span=_span(text, *party.official_span) if party.official_span else None,
                day_span=_span(text, *find.day_span) if find.day_span else None,
                rule=_rule(find, party),
                confidence=0.0,
            )


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


def _rule(find: Find, party: Party) -> str:
    """The rule that fired, how its actor was found, and what merging must know of the telling."""
    notes = ", joint" if len(party.codes) > 1 else ""
    if party.type == "lead":
        notes += ", lead"
    if find.read.block.kind is BlockKind.HEADING or party.type == "lead":
        notes += ", heading"
    return f"{find.cue.pattern.rule}/{find.how}{notes}"
