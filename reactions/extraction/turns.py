"""Finds statements laid out without marks: interviews, "Name: ..." and signed posts."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.statements import Directness, Governor, Statement
from reactions.extraction.vocabulary import load_vocabulary

_BRIEFING = 3
"""Turns from which on a paragraph without a label goes on with the speaker before it."""
_LABEL = 12
"""Words within which the colon of a label stands."""
_FIRST_PERSON = frozenset(["i", "we", "our", "my", "us"])
_TURN = re.compile(
    r"(?:\[(?P<who>[^\W\d_][^\]\n:]{0,40})\]"
    r"|(?P<name>[QA]|[A-Z][A-Z.'’ -]{2,40}(?: \([^)]{1,40}\))?):)\s+(?=\S)"
)
_SIGNATURE = re.compile(r"[-–—]?[ \t]*([^\W\d_][^()\n@]{1,60}) \(@\w{1,30}\)")


def find_turns(article: Article) -> Iterator[Statement]:
    """Yield what labels and signatures give to a speaker."""
    spoken = turns(article)
    for read in article.sentences:
        if read.sentence.start != read.block.start or not read.tokens:
            continue
        start, speaker = spoken.get(read.block.index, (0, None))
        if speaker is None:
            yield from _labelled(article, read)
        elif start < read.block.end:
            yield Statement(start, read.block.end, Directness.DIRECT, speaker)
    yield from _signed_posts(article)


def turns(article: Article) -> dict[int, tuple[int, Governor]]:
    """Return for each block of a transcript that somebody speaks where the words begin, and who."""
    transcript = _transcript(article)
    spoken: dict[int, tuple[int, Governor]] = {}
    speaker: Governor | None = None
    for read in article.sentences if transcript else ():
        if read.sentence.start != read.block.start or not read.tokens:
            continue
        turn = transcript.get(read.block.index)
        if turn:
            speaker = _speaker(read, turn)
        elif read.block.kind is not BlockKind.PARAGRAPH or len(transcript) < _BRIEFING:
            speaker = None
        if speaker is not None:
            spoken[read.block.index] = turn.end() if turn else read.block.start, speaker
    return spoken


def _transcript(article: Article) -> dict[int, re.Match[str]]:
    """The blocks of an interview: "[Name] ...", "QUESTION: ...", "MR. PRICE: ..."; two or more."""
    matches = {b.index: _TURN.match(article.text, b.start, b.end) for b in article.blocks}
    turns = {index: match for index, match in matches.items() if match}
    return turns if len(turns) > 1 else {}


def _speaker(read: ReadSentence, turn: re.Match[str]) -> Governor:
    """Who speaks a turn of an interview or briefing."""
    name = turn.start(turn.lastgroup or 0)
    return Governor(read.index, read.clauses.chunk_at(read.token_at(name)))


def _labelled(article: Article, read: ReadSentence) -> Iterator[Statement]:
    """What stands behind "Name:" without marks: in a heading, or in the first person."""
    colon = _label_end(read)
    if colon is None:
        return
    heading = read.block.kind is BlockKind.HEADING
    start, end = read.tokens[colon + 1].start, read.block.end
    words = article.text[start:end].lower().split()
    if not article.has_quote(start, end) and (heading or _FIRST_PERSON & set(words)):
        directness = Directness.INDIRECT if heading else Directness.DIRECT
        yield Statement(start, end, directness, Governor(read.index, 0))


def _label_end(read: ReadSentence) -> int | None:
    """The colon behind a person or office that opens a block, if a sentence follows it."""
    opening = read.lowers[:_LABEL]
    if ":" not in opening:
        return None
    colon = opening.index(":")
    chunks = read.clauses.chunks
    if colon + 2 >= len(read.tokens) or chunks[0].type is not Type.NP:
        return None
    verbs = [c for c in chunks if c.type is Type.VERB]
    follows = any(c.first > colon and c.mood == "finite" for c in verbs)
    if any(c.first < colon for c in verbs) or not follows:
        return None
    return colon if _is_person(read, chunks[0]) else None


def _is_person(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether a phrase is an office, or a name that is no actor's."""
    words = read.tokens[chunk.first : chunk.end]
    if words[-1].lower in load_vocabulary().offices:
        return True
    spans = [read.mention_tokens(mention) for mention in read.mentions]
    placed = any(a < chunk.end and b > chunk.first for a, b in spans)
    return not placed and len(words) > 1 and all(word.text[:1].isupper() for word in words)


def _signed_posts(article: Article) -> Iterator[Statement]:
    """Posts that an article holds whole: a paragraph over "Charles Michel (@CharlesMichel)"."""
    for before, read in pairwise(article.sentences):
        if read.block.index == before.block.index or not read.tokens:
            continue
        signature = _SIGNATURE.match(article.text, read.block.start, read.block.end)
        post = before.block
        if signature is None or article.has_quote(post.start, post.end):
            continue
        name = signature.start(1)
        if name in read.starts:
            governor = Governor(read.index, read.clauses.chunk_at(read.token_at(name)))
            yield Statement(post.start, post.end, Directness.DIRECT, governor)
