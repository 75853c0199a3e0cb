"""Cuts a sentence into utterances: what one actor says and does in it, word by word."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reactions.extraction.attribution import Attribution
from reactions.extraction.chunks import Type
from reactions.extraction.parties import Party, Standing, actors_among
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import ReadSentence
from reactions.extraction.voices import Voices

ACTED, REPORTED, QUOTED = "acted", "reported", "quoted"


@dataclass(slots=True)
class Utterance:
    """What the same actors say and do in a sentence: positions of words, with how each is told."""

    parties: list[Party]
    manners: dict[int, str] = field(default_factory=dict)

    def head(self, read: ReadSentence, near: int) -> int:
        """The verb of the utterance that word `near` of it belongs to, else that word."""
        chunks = read.clauses.chunks
        verbs = [c.head for c in chunks if c.type is Type.VERB and c.head in self.manners]
        behind = [head for head in verbs if head <= near]
        return behind[-1] if behind else (verbs[0] if verbs else near)


def find_utterances(
    read: ReadSentence, voices: Voices, attribution: Attribution
) -> list[Utterance]:
    """Return what each group of actors says and does in a sentence, in order of their words."""
    found: dict[tuple[tuple[str, ...], ...], Utterance] = {}
    if not _anybody_acts(read, voices, attribution):
        return []
    for first, end, manner, owners in _runs(read, voices, attribution):
        actors = actors_among(owners)
        if actors:
            key = tuple(party.codes for party in actors)
            utterance = found.setdefault(key, Utterance(actors))
            utterance.manners.update(dict.fromkeys(range(first, end), manner))
    return list(found.values())


def _anybody_acts(read: ReadSentence, voices: Voices, attribution: Attribution) -> bool:
    """Whether anything in a sentence can be an actor's: most of an article tells of others."""
    told = [*voices.subjects.values(), *(saying.speakers for saying in voices.sayings)]
    return any(party.standing is Standing.ACTOR for parties in told for party in parties) or (
        attribution.article.has_quote(read.sentence.start, read.sentence.end)
    )


def _runs(
    read: ReadSentence, voices: Voices, attribution: Attribution
) -> Iterator[tuple[int, int, str, list[Party]]]:
    """Yield the runs of words that are told alike of the same parties: first, end, how and whose.

    A word that nobody says is of the subjects of the verb group before it, or of the first one.
    """
    verbs = sorted(voices.subjects)
    starts = [read.clauses.chunks[verb].first for verb in verbs]
    quotes = attribution.article.quotes_in(read.sentence.start, read.sentence.end)
    for first, end in pairwise(_edges(read, voices, quotes, starts)):
        quote = attribution.full_quote(read, first) if quotes else None
        holder = voices.holder(first) if voices.sayings and quote is None else None
        if quote is not None:
            yield first, end, QUOTED, attribution.speakers_of(quote)
        elif holder:
            yield first, end, REPORTED, holder
        elif verbs:
            verb = verbs[max(bisect_right(starts, first) - 1, 0)]
            yield first, end, ACTED, voices.subjects[verb]


def _edges(
    read: ReadSentence, voices: Voices, quotes: Sequence[Quote], verbs: Iterable[int]
) -> list[int]:
    """The words at which it can change whose they are: where a quotation, what is reported or a
    verb group begins or ends.
    """
    edges = {0, len(read.tokens), *verbs}
    edges.update(place for saying in voices.sayings for place in (saying.first, saying.end))
    edges.update(read.token_at(offset) for quote in quotes for offset in (quote.start, quote.end))
    return sorted(edges)
