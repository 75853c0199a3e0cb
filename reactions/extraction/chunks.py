"""Cuts a sentence into chunks: noun phrases, verb groups, and the joints between them."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Final, NewType

from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import TIMES, Form, Tag, Token, is_time_word

_NOMINAL = frozenset({Tag.DET, Tag.ADJ, Tag.NUM, Tag.NOUN, Tag.NAME, Tag.POSS})
_AUX = frozenset({Tag.MODAL, Tag.BE, Tag.HAVE, Tag.DO})
_VERBAL = _AUX | {Tag.VERB, Tag.PART, Tag.ING, Tag.INF}
_OPENING = frozenset({Tag.DET, Tag.ADJ, Tag.POSS})
_WEEKDAYS = word_list("weekdays")


ChunkType = NewType("ChunkType", str)


class Type:
    """What a chunk of a sentence is: plain strings, quick to look up and to compare by `is`."""

    NP: Final = ChunkType("np")
    PREP: Final = ChunkType("prep")
    VERB: Final = ChunkType("verb")
    COMMA: Final = ChunkType("comma")
    CONJ: Final = ChunkType("conj")
    REL: Final = ChunkType("rel")
    SUB: Final = ChunkType("sub")
    STOP: Final = ChunkType("stop")
    QUOTE: Final = ChunkType("quote")
    ADV: Final = ChunkType("adv")


_SINGLE = {
    Tag.ADV: Type.ADV, Tag.NEG: Type.ADV, Tag.PRON: Type.NP, Tag.PREP: Type.PREP,
    Tag.TO: Type.PREP, Tag.CONJ: Type.CONJ, Tag.REL: Type.REL, Tag.SUB: Type.SUB,
    Tag.QUOTE: Type.QUOTE, Tag.COMMA: Type.COMMA, Tag.STOP: Type.STOP,
}  # fmt: skip
"""What a word is that makes a chunk of its own."""


@dataclass
class Chunk:
    """Tokens from `first` to before `end`. `head` is the lexical verb of a verb group.

    What only verb groups have is left to the class until it is told of one: most chunks are none.
    """

    type: ChunkType
    first: int
    end: int
    head: int = field(default=-1, init=False)
    mood: str = field(default="", init=False)  # finite, inf, ing, part
    passive: bool = field(default=False, init=False)
    negated: bool = field(default=False, init=False)
    modal: str = field(default="", init=False)
    perfect: bool = field(default=False, init=False)
    joined: bool = field(default=False, init=False)
    """Whether it is an infinitive that shares the "to" of one before it."""


def find_chunks(tokens: Sequence[Token], breaks: Container[int] = ()) -> list[Chunk]:
    """Return the chunks that `tokens` fall into, in order, without gaps.

    No noun phrase goes on over the words that `breaks` holds.
    """
    chunks: list[Chunk] = []
    i, count = 0, len(tokens)
    while i < count:
        tag = tokens[i].tag
        if tag in _NOMINAL:
            chunk = Chunk(Type.NP, i, _np_end(tokens, i, breaks))
        elif tag in _VERBAL or (tag is Tag.TO and _opens_infinitive(tokens, i)):
            chunk = _verb_group(tokens, i)
        else:
            chunk = Chunk(_SINGLE.get(tag, Type.ADV), i, i + 1)
        chunks.append(chunk)
        i = chunk.end
    return chunks


def _opens_infinitive(tokens: Sequence[Token], i: int) -> bool:
    j = i + 1
    while j < len(tokens) and tokens[j].tag in (Tag.ADV, Tag.NEG, Tag.QUOTE):
        j += 1
    return j < len(tokens) and (
        tokens[j].tag is Tag.INF
        or (tokens[j].tag in (Tag.BE, Tag.HAVE, Tag.DO) and tokens[j].lower in ("be", "have", "do"))
    )


def _np_end(tokens: Sequence[Token], i: int, breaks: Container[int]) -> int:
    j = i + 1
    while j < len(tokens) and j not in breaks:
        tag, before = tokens[j].tag, tokens[j - 1].tag
        if tag in _NOMINAL:
            if tokens[j].lower in _WEEKDAYS and (before is Tag.NAME or before is Tag.NOUN):
                break  # "the UK | Monday"
            if tag is Tag.NUM and before is Tag.NAME and _opens_ago(tokens, j):
                break  # "France | two days ago"
            if (tag is Tag.NAME or tag is Tag.DET) and _ends_time(tokens, i, j):
                break  # "On 3 September | Venezuela", "on Monday | the bloc"
            # A new determiner begins a new phrase: "gave [Lesotho's prime minister] [the weekend]".
            if tag is Tag.DET and before is not Tag.DET and before is not Tag.ADJ:
                break
            j += 1
        elif (tag is Tag.QUOTE or tag is Tag.ADV) and j + 1 < len(tokens):
            following = tokens[j + 1].tag
            opens = before in _OPENING
            glued = (
                tag is Tag.QUOTE
                and (before is Tag.ADJ or before is Tag.NOUN)
                and following is Tag.NOUN
                and tokens[j].start == tokens[j - 1].end
            )
            if following not in _NOMINAL or not (opens or glued):
                break
            j += 2
        else:
            break
    return j


def _opens_ago(tokens: Sequence[Token], j: int) -> bool:
    return j + 2 < len(tokens) and tokens[j + 2].lower == "ago"


def _ends_time(tokens: Sequence[Token], first: int, j: int) -> bool:
    last = tokens[j - 1].lower.rstrip(".")
    if is_time_word(tokens, j):
        return False
    if is_time_word(tokens, j - 1):
        return last not in ("may", "march", "august") or (
            first < j - 1 and tokens[j - 2].tag is Tag.NUM
        )
    return last.isdigit() and j - 2 >= first and tokens[j - 2].lower.rstrip(".") in TIMES


def _verb_group(tokens: Sequence[Token], i: int) -> Chunk:
    start = i
    chunk = Chunk(Type.VERB, start, start + 1)
    tag = tokens[i].tag
    first = tokens[i]
    chunk.mood = "finite"
    if tag is Tag.TO:
        chunk.mood = "inf"
        i += 1
        while tokens[i].tag in (Tag.ADV, Tag.NEG, Tag.QUOTE):
            chunk.negated |= tokens[i].tag is Tag.NEG
            i += 1
    elif tag is Tag.ING or first.lower in ("being", "having"):
        chunk.mood = "ing"
    elif tag is Tag.PART:
        chunk.mood = "part"
        chunk.passive = True
    elif tag is Tag.INF or first.lower == "been":
        chunk.mood = "inf"
    chunk.head = i
    chunk.negated |= tokens[i].lower == "cannot"
    end = i + 1
    while end <= len(tokens):
        current = tokens[chunk.head]
        if current.tag is Tag.MODAL:
            chunk.modal = chunk.modal or current.lower
        if current.tag not in _AUX:
            break
        j = end
        negated = False
        while j < len(tokens) and tokens[j].tag in (Tag.ADV, Tag.NEG, Tag.QUOTE):
            negated |= tokens[j].tag is Tag.NEG
            j += 1
        if negated:
            chunk.negated = True
        j = _past_time(tokens, j)
        if j >= len(tokens) or not _chains(current, tokens[j]):
            break
        if current.tag is Tag.BE and _is_past(tokens[j]):
            chunk.passive = True
        if current.tag is Tag.HAVE:
            chunk.perfect = True
        chunk.head = j
        end = j + 1
    chunk.end = end
    # "no longer", "never" before a finite verb belong to it.
    j = start - 1
    while j >= 0 and tokens[j].tag in (Tag.ADV, Tag.NEG):
        chunk.negated |= tokens[j].tag is Tag.NEG
        j -= 1
    return chunk


def _past_time(tokens: Sequence[Token], i: int) -> int:
    """Where a time that stands between auxiliary and verb ends: "was last night suspended"."""
    j = i
    while j < min(i + _TIME, len(tokens)) and (
        tokens[j].lower in _BEFORE_TIME or is_time_word(tokens, j)
    ):
        j += 1
    told = j > i and is_time_word(tokens, j - 1)
    return j if told and j < len(tokens) and _is_past(tokens[j]) else i


_TIME = 4
"""Words of a time between auxiliary and verb: "on the same day"."""
_BEFORE_TIME = frozenset(("on", "this", "last", "late", "early", "earlier", "the", "same", "that"))


def _is_past(token: Token) -> bool:
    return token.form is not None and token.form.is_past


def _chains(aux: Token, following: Token) -> bool:
    if following.tag in (Tag.BE, Tag.HAVE) and aux.tag in (Tag.MODAL, Tag.DO):
        return following.lower in ("be", "have")
    if aux.tag is Tag.MODAL or aux.tag is Tag.DO:
        return following.tag in (Tag.VERB, Tag.INF, Tag.DO)
    if aux.tag is Tag.HAVE:
        if following.lower in ("become", "come", "run", "overcome"):
            return True
        return (
            following.tag in (Tag.VERB, Tag.PART) and _is_past(following)
        ) or following.lower in ("been", "had", "done")
    if aux.tag is Tag.BE:
        return (
            following.tag in (Tag.VERB, Tag.PART, Tag.ING)
            and (_is_past(following) or following.form is Form.ING)
        ) or following.lower == "being"
    return False
