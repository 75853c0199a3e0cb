"""What a sentence is set in or is about, for the officials that the next one tells of."""

from collections.abc import Collection

from reactions.extraction.gazetteer import Form
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.reading import ReadSentence
from reactions.extraction.words import Tag

_OPENING = frozenset(("at", "in", "from", "over", "for"))
_NEAR = 3
"""The place of the word before which a name stands in the phrase that opens a sentence."""
_SUBJECT = 4
"""Words in which the phrase that opens a sentence names what it is about."""
_CLOSING = frozenset(("from", "the", ","))


def opening_scene(read: ReadSentence, inside: Collection[str]) -> tuple[str, ...]:
    """Return the actor outside at which or in which a sentence is set: "At the United Nations the
    mood was grim", "At the American embassy", "In Canada, the minister".

    `inside` are the codes of the crisis's own actors.
    """
    if not read.spans:
        return ()
    first, end, mention = read.spans[0]
    if first == 0:
        return mention.codes if _opens_views(read, end, mention, inside) else ()
    if read.lowers[0] not in _OPENING:
        return ()
    if first >= _NEAR or not _is_free(mention) or set(mention.codes) & set(inside):
        return ()
    if first == _NEAR - 1 and read.tokens[1].tag is not Tag.DET:
        return ()
    return mention.codes if mention.form is not Form.DEMONYM or end in read.offices else ()


def _opens_views(read: ReadSentence, end: int, mention: Mention, inside: Collection[str]) -> bool:
    """Whether a sentence opens with an actor whose view is told at its end by an official, or
    with a capital's own: "Oslo asked for calm, in the words of its minister", "Oslo's line".
    """
    if mention.form is Form.DEMONYM or not _is_free(mention) or set(mention.codes) & set(inside):
        return False
    if end < len(read.tokens) and read.tokens[end].tag is Tag.POSS:
        return mention.form in (Form.CAPITAL, Form.SEAT)
    return "according" in read.lowers or "words" in read.lowers


def topic(read: ReadSentence, inside: Collection[str]) -> tuple[str, ...]:
    """Return the actor outside that a sentence is about in which nobody outside acts: the one
    that it opens with or ends on ("Brazil seems an unlikely partner", "Support came from Peru").
    """
    named = [
        (first, end, mention)
        for first, end, mention in read.spans
        if _is_free(mention) and not set(mention.codes) & set(inside)
    ]
    if not named:
        return ()
    first, _, mention = named[0]
    if first < _SUBJECT:
        return mention.codes
    first, end, mention = named[-1]
    closes = end == len(read.tokens) - 1 and read.lowers[first - 1] in _CLOSING
    closes |= "from" in read.lowers[max(0, first - 2) : first]
    alone = all(other.codes == mention.codes for _, _, other in named)
    return mention.codes if closes and alone else ()


def _is_free(mention: Mention) -> bool:
    """Whether a name is no part of a compound, a dateline or a byline."""
    return mention.context in (Context.FREE, Context.PLACE)
