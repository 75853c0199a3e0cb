"""A noun phrase as it stands in its sentence, and what its words name."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reactions.extraction.discourse import Discourse
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.names import Elements, name_beside_office
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import Office
from reactions.extraction.words import Tag, Token

PERSONAL = frozenset(["head", "minister", "org", "envoy", "spokes"])
"""Types of offices that a person's name goes with."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words `first` to before `end` of a sentence. Its base ends before what hangs on it or is
    joined to it; `context` is what was last spoken of, None if only the words themselves count.
    """

    read: ReadSentence
    first: int
    base_end: int
    end: int
    found: Elements
    context: Discourse | None

    @property
    def tokens(self) -> list[Token]:
        """The words of the sentence."""
        return self.read.tokens

    @property
    def lead(self) -> str:
        """The first word."""
        return self.read.lowers[self.first]

    @property
    def head(self) -> str:
        """The last word of the base, its noun as a rule."""
        return self.read.lowers[self.base_end - 1]

    @property
    def span(self) -> tuple[int, int]:
        """Where the phrase stands in the article."""
        last = max(self.end - 1, self.first)
        return self.tokens[self.first].start, self.tokens[last].end


@dataclass(frozen=True, slots=True)
class Core:
    """Who a phrase may stand for by its own words, each with the words it takes up."""

    outsider: tuple[int, int, str] | None
    office: tuple[int, int, Office] | None
    mention: tuple[int, int, Mention] | None
    name: tuple[int, int, str] | None

    @property
    def official(self) -> str | None:
        """The person's name."""
        return self.name[2] if self.name else None


def core_of(phrase: Phrase) -> Core:
    """Return what tells whom `phrase` stands for: the offices and actors are those of its base,
    an outsider or a name may follow it.
    """
    found = phrase.found
    own = _behind_owner(phrase)
    office = _base_office(phrase, own)
    in_base = [mention for mention in found.mentions if mention[0] < phrase.base_end]
    name = next((n for n in own.names if n[1] <= phrase.base_end), None)
    if name is None or office is not None:
        name = name_beside_office(own)
    return Core(
        _outsider(phrase, office=office is not None),
        office,
        _head_mention(phrase.tokens, in_base),
        name,
    )


def place_of(tokens: Sequence[Token], name: tuple[int, int, str] | None) -> tuple[int, int] | None:
    """Return where a name stands in the article."""
    return (tokens[name[0]].start, tokens[name[1] - 1].end) if name else None


def base_end(read: ReadSentence, first: int, end: int, found: Elements) -> int:
    """Return where the base of a phrase ends: before what hangs on it or is joined to it."""
    joints = read.joints
    for i in joints[bisect_left(joints, first) : bisect_left(joints, end)]:
        if not any(a < i < b for a, b, _ in found.mentions):
            return i
    return end


def _behind_owner(phrase: Phrase) -> Elements:
    """What a phrase holds behind a person's "'s": of "President Hall's spokeswoman Jen Parker" it
    is the spokeswoman who is meant.
    """
    tokens, found = phrase.tokens, phrase.found
    owners = [
        end for _, end, _ in found.names if end < phrase.base_end and tokens[end].tag is Tag.POSS
    ]
    if not owners:
        return found
    at = max(owners)
    offices = [office for office in found.offices if office[0] > at]
    if not any(office[0] < phrase.base_end and office[2].type in PERSONAL for office in offices):
        return found
    names = [name for name in found.names if name[0] > at]
    return Elements(found.mentions, offices, names, found.outsiders)


def _base_office(phrase: Phrase, own: Elements) -> tuple[int, int, Office] | None:
    """The office in the base; of "the ministry's spokesman" the latter."""
    limit = phrase.base_end
    office = next((o for o in own.offices if o[0] < limit), None)
    if office is None or office[1] >= limit or phrase.tokens[office[1]].tag is not Tag.POSS:
        return office
    return next((o for o in phrase.found.offices if office[1] < o[0] < limit), office)


def _outsider(phrase: Phrase, *, office: bool) -> tuple[int, int, str] | None:
    """The words by which a phrase stands for no actor, unless others outweigh them; `office` is
    whether its base has one.
    """
    tokens, found = phrase.tokens, phrase.found
    outsider = next(
        (
            o
            for o in found.outsiders
            if o[0] < phrase.base_end
            or (found.names and tokens[o[0] - 1].tag in (Tag.COMMA, Tag.DET, Tag.ADJ))
        ),
        None,
    )
    if outsider is None or (office and _is_told_before(phrase, outsider[0])):
        return None
    if outsider[2] == "legislator" and _is_minister(tokens, found):
        return None
    if outsider[2] == "former" and _serves_now(tokens, found, outsider[0]):
        return None
    return outsider


def _is_told_before(phrase: Phrase, outsider: int) -> bool:
    """Whether a base with an office names actor and person before the words of an outsider:
    "Norway's Prime Minister Ada Holm, a former lawmaker,".
    """
    limit, found = phrase.base_end, phrase.found
    named = any(name[0] < limit for name in found.names)
    return outsider >= limit and named and any(m[0] < limit for m in found.mentions)


def _is_minister(tokens: Sequence[Token], found: Elements) -> bool:
    """Whether an apposition tells of a member of parliament that he or she governs as well:
    "Senator Ada Holm, Australia's foreign minister,".
    """
    if not found.names or not found.mentions:
        return False
    behind = found.names[0][1]
    return any(
        office.type in ("head", "minister")
        and first > behind
        and tokens[behind].tag is Tag.COMMA
        and all(token.tag is not Tag.PREP for token in tokens[behind:first])
        and any(behind < mention[0] for mention in found.mentions)
        for first, _, office in found.offices
    )


def _serves_now(tokens: Sequence[Token], found: Elements, former: int) -> bool:
    """Whether a former official is told to hold an office for an organization or a state now:
    "the AU's envoy, former president Ada Holm,".
    """
    if not found.mentions or found.mentions[0][0] >= former:
        return False
    return tokens[former - 1].tag in (Tag.COMMA, Tag.CONJ, Tag.DET) and any(
        office.type in ("envoy", "org") and end <= former for _, end, office in found.offices
    )


def _head_mention(
    tokens: Sequence[Token], mentions: list[tuple[int, int, Mention]]
) -> tuple[int, int, Mention] | None:
    """The actor that the base of a phrase names: not the Cairo of "the Cairo-based Arab League",
    nor the OSCE of "the OSCE's Office for Democratic Institutions", with the "'s" or without.
    """
    for named, following in pairwise(mentions):
        _, end, mention = named
        owned = following[0] == end + 1 and tokens[end].tag is Tag.POSS
        same = (owned or following[0] == end) and mention.codes == following[2].codes
        if mention.context is not Context.COMPOUND and not same:
            return named
    return mentions[-1] if mentions else None
