"""Cuts a sentence into utterances: what one actor says and does in it, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from reactions.extraction.attribution import Attribution
from reactions.extraction.chunks import Type
from reactions.extraction.parties import Party, actors_among
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
    parties: list[Party] | None = None
    utterance: Utterance | None = None
    for i, (manner, owners) in enumerate(_owners(read, voices, attribution)):
        if owners is not parties:  # words side by side are mostly of the same
            parties, actors = owners, actors_among(owners)
            key = tuple(party.codes for party in actors)
            utterance = found.setdefault(key, Utterance(actors)) if actors else None
        if utterance is not None:
            utterance.manners[i] = manner
    return list(found.values())


def _owners(
    read: ReadSentence, voices: Voices, attribution: Attribution
) -> Iterator[tuple[str, list[Party]]]:
    """Yield for each word whose it is, and how it is told."""
    doers = _doers(read, voices)
    quotes = attribution.article.has_quote(read.sentence.start, read.sentence.end)
    for i in range(len(read.tokens)):
        quote = attribution.full_quote(read, i) if quotes else None
        if quote is not None:
            yield QUOTED, attribution.speakers_of(quote)
            continue
        holder = voices.holder(i) if voices.sayings else None
        if holder:
            yield REPORTED, holder
        else:
            yield ACTED, doers[i]


def _doers(read: ReadSentence, voices: Voices) -> list[list[Party]]:
    """The subjects of the verb group before each word, of the first for the words before that."""
    told = [
        (chunk.first, voices.subjects[position])
        for position, chunk in enumerate(read.clauses.chunks)
        if chunk.type is Type.VERB and position in voices.subjects
    ]
    if not told:
        return [[] for _ in read.tokens]
    doers: list[list[Party]] = []
    at = 0
    for i in range(len(read.tokens)):
        while at + 1 < len(told) and told[at + 1][0] <= i:
            at += 1
        doers.append(told[at][1])
    return doers
