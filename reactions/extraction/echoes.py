"""Who does the same as the sentence before told: "So did Norway", "Norway followed suit"."""

from collections.abc import Sequence
from dataclasses import replace

from reactions.extraction.attribution import Attribution
from reactions.extraction.chunks import Type
from reactions.extraction.parties import Party, actors_among
from reactions.extraction.reading import ReadSentence
from reactions.extraction.stances import Find
from reactions.extraction.vocabulary import word_list
from reactions.extraction.voices import Voices
from reactions.extraction.words import Tag

_SAME = frozenset(("similar", "same", "identical", "like"))
_TELLING = word_list("told_nouns")
_ISSUING = frozenset(
    ("come", "issue", "make", "release", "send", "voice", "take", "express", "adopt")
)
_OF_IT = frozenset(("that", "this", "the", "these", "those", "his", "her", "its", "their"))
_NEAR = 4
"""Words from a verb to the noun for what it repeats."""
_REPEATING = frozenset(("echo", "repeat", "mirror", "second"))


def _may_echo(read: ReadSentence) -> bool:
    """Whether a sentence has a word that such a telling needs."""
    words = read.lowers
    return (
        words[0] == "so"
        or ("so" in words and "did" in words)
        or "likewise" in words
        or "suit" in words
        or not _SAME.isdisjoint(words)
        or any(token.lemma in _REPEATING for token in read.tokens)
    )


def echoes(
    attribution: Attribution,
    read: ReadSentence,
    voices: Voices,
    before: Sequence[Find],
    own: Sequence[Find],
) -> list[Find]:
    """Return what the actors of a sentence do alike, given the finds of the sentence before it
    and its own.
    """
    kinds = {find.kind for find in own if find.excluded is None}
    told = [find for find in before if find.excluded is None and find.kind not in kinds]
    if not told or not _may_echo(read):
        return []
    at, parties = _doing_the_same(attribution, read, voices)
    known = {code for find in told for party in find.parties for code in party.codes}
    parties = [party for party in parties if not known & set(party.codes)]
    return [_same(read, at, find, parties) for find in told if parties]


def _same(read: ReadSentence, at: int, find: Find, parties: list[Party]) -> Find:
    cue = replace(find.cue, first=at, end=at + 1, head=at)
    return Find(read, cue, find.kind, parties, "does the same", target=find.target)


def _doing_the_same(
    attribution: Attribution, read: ReadSentence, voices: Voices
) -> tuple[int, list[Party]]:
    """The word that tells of a likeness, and who does what the sentence before told."""
    chunks, tokens = read.clauses.chunks, read.tokens
    if read.lowers[0] in ("so", "likewise") and len(chunks) > 2:
        opens = 1 + (tokens[chunks[1].first].tag is Tag.ADV)
        verb = chunks[min(opens, len(chunks) - 2)]
        bare = verb.end - verb.first == 1 and tokens[verb.head].tag in _AUXILIARIES
        if bare and chunks[opens + 1].type is Type.NP:
            return verb.head, attribution.listed(read, opens + 1)
    for position, chunk in enumerate(chunks):
        if chunk.type is not Type.VERB or chunk.mood != "finite" or chunk.negated or chunk.modal:
            continue
        if attribution.does_the_same(read, position) or _repeats(read, position):
            return chunk.head, actors_among(voices.subjects.get(position, []))
        if tokens[chunk.head].lemma in _ISSUING and _is_alike(read, position):
            return chunk.head, _issuers(attribution, read, voices, position)
    return 0, []


_AUXILIARIES = frozenset((Tag.BE, Tag.HAVE, Tag.DO))


def _repeats(read: ReadSentence, position: int) -> bool:
    """Whether a verb repeats what was said: "echoed that call"."""
    chunk = read.clauses.chunks[position]
    if read.tokens[chunk.head].lemma not in _REPEATING:
        return False
    words = read.lowers[chunk.end : chunk.end + _NEAR]
    return bool(words) and words[0] in _OF_IT and not _TELLING.isdisjoint(words)


def _is_alike(read: ReadSentence, position: int) -> bool:
    """Whether a like statement is made: "issued a similar statement", "a like call came"."""
    chunks = read.clauses.chunks
    for j in (position - 1, position + 1):
        if 0 <= j < len(chunks) and chunks[j].type is Type.NP:
            words = read.lowers[chunks[j].first : chunks[j].end]
            if words[-1] in _TELLING and not _SAME.isdisjoint(words):
                return True
    return False


def _issuers(
    attribution: Attribution, read: ReadSentence, voices: Voices, position: int
) -> list[Party]:
    """Who makes a statement: the subject, the agent, or the source of what "came"."""
    chunks = read.clauses.chunks
    subject = actors_among(voices.subjects.get(position, []))
    if subject:
        return subject
    for j in range(position + 1, min(position + 4, len(chunks) - 1)):
        source = read.lowers[chunks[j].first] in ("from", "by")
        if chunks[j].type is Type.PREP and source and chunks[j + 1].type is Type.NP:
            return attribution.listed(read, j + 1)
    return []
