"""An article as the engine reads it: sentences with their words, actors named and quotations."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reactions.extraction.clauses import Clauses
from reactions.extraction.gazetteer import Form, Gazetteer, plain
from reactions.extraction.mentions import Context, Mention, find_mentions
from reactions.extraction.names import phrases_in
from reactions.extraction.once import once
from reactions.extraction.quotes import Quote, find_quotes
from reactions.extraction.sentences import Block, BlockKind, Sentence, find_blocks, find_sentences
from reactions.extraction.vocabulary import Office, load_vocabulary
from reactions.extraction.words import Tag, Token, tag_tokens, tokenize

_JOINTS = frozenset((Tag.PREP, Tag.TO, Tag.COMMA, Tag.CONJ))
_MARKS = frozenset("()[]–—-|:;/")
CONTINENTS = frozenset(["europe", "africa", "asia", "others"])
"""Words that stand in lists of actors beside their names."""
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][^\W\d_]+")


@dataclass
class ReadSentence:
    """A sentence with its words and phrases."""

    sentence: Sentence
    text: str
    tokens: list[Token]
    mentions: list[Mention]
    index: int

    @once
    def clauses(self) -> Clauses:
        """The phrases and verb groups of the sentence."""
        return Clauses(self.tokens, self._behind_places() if self.spans else ())

    def _behind_places(self) -> list[int]:
        """The words at which an office follows the place that opens a sentence: "In Paris Foreign
        Minister Ada Holm said".
        """
        first, end, mention = self.spans[0]
        led = first == 1 and self.tokens[0].tag is Tag.PREP
        return [end] if led and mention.form is Form.CAPITAL and end in self.offices else []

    @property
    def block(self) -> Block:
        """The paragraph, heading, item or row that the sentence stands in."""
        return self.sentence.block

    @once
    def starts(self) -> list[int]:
        """Where the words begin, for finding a word by its offset."""
        return [token.start for token in self.tokens]

    @once
    def lowers(self) -> list[str]:
        """The words in small letters."""
        return [token.lower for token in self.tokens]

    @once
    def folded(self) -> list[str]:
        """The words with a capital in plain spelling, the others empty."""
        return [plain(token.text) if token.text[:1].isupper() else "" for token in self.tokens]

    def token_at(self, offset: int) -> int:
        """The position of the word at or after `offset` of the article."""
        return bisect_left(self.starts, offset)

    @once
    def spans(self) -> list[tuple[int, int, Mention]]:
        """The actors named, with the positions of their first word and the one after their last."""
        return [(*self.mention_tokens(mention), mention) for mention in self.mentions]

    @once
    def ends(self) -> dict[int, tuple[int, Mention]]:
        """For the word after each actor named, where the actor's first word stands."""
        return {end: (first, mention) for first, end, mention in self.spans}

    @once
    def offices(self) -> dict[int, list[tuple[int, Office]]]:
        """For each word that offices begin at, their lengths in words, the longest first."""
        return phrases_in(self.lowers, load_vocabulary().offices)

    @once
    def outsiders(self) -> dict[int, list[tuple[int, str]]]:
        """Likewise for those who are no actors, with the reason."""
        return phrases_in(self.lowers, load_vocabulary().outsiders)

    @once
    def can_list(self) -> bool:
        """Whether a list of actors can stand in it."""
        return bool(self.spans) or not CONTINENTS.isdisjoint(self.lowers)

    @once
    def joints(self) -> list[int]:
        """The words at which what a phrase is about ends: prepositions, commas, marks, in order."""
        return [
            i for i, token in enumerate(self.tokens) if token.tag in _JOINTS or token.text in _MARKS
        ]

    @once
    def introducers(self) -> list[int]:
        """The words at which an office or an outsider begins, in order."""
        return sorted(self.offices.keys() | self.outsiders.keys())

    @once
    def names(self) -> list[int]:
        """The words that are names, of actors or of anybody else, in order."""
        return [i for i, token in enumerate(self.tokens) if token.tag is Tag.NAME]

    @once
    def telling(self) -> list[int]:
        """The words that can make a phrase stand for somebody: names, and those that introduce
        somebody, in order.
        """
        return sorted({*self.names, *self.introducers, *(first for first, _, _ in self.spans)})

    def mention_tokens(self, mention: Mention) -> tuple[int, int]:
        """The word positions (first, end) of a mention."""
        return bisect_left(self.starts, mention.start), bisect_left(self.starts, mention.end)

    def words(self, first: int, end: int) -> str:
        """The article's text of words first to before end."""
        if first >= end:
            return ""
        origin = self.sentence.start
        return self.text[self.tokens[first].start - origin : self.tokens[end - 1].end - origin]


@dataclass
class Article:
    """A whole article, read once."""

    text: str
    sentences: list[ReadSentence]
    blocks: list[Block]
    quotes: list[Quote]
    mentions: list[Mention]

    @once
    def _quote_starts(self) -> list[int]:
        return [quote.start for quote in self.quotes]

    @once
    def plain(self) -> str:
        """The text in plain spelling, to look for a name however it is written."""
        return plain(self.text)

    def quote_at(self, offset: int) -> Quote | None:
        """The quotation that the character at `offset` stands in."""
        position = bisect_right(self._quote_starts, offset) - 1
        if position >= 0 and offset < self.quotes[position].end:
            return self.quotes[position]
        return None

    def quotes_in(self, start: int, end: int) -> list[Quote]:
        """The quotations that stand in, or reach into, text[start:end]."""
        if not self.quotes:
            return []
        first = self.quote_at(start)
        opened = bisect_right(self._quote_starts, start)
        inside = self.quotes[opened : bisect_left(self._quote_starts, end)]
        return [first, *inside] if first is not None else inside

    def has_quote(self, start: int, end: int) -> bool:
        """Whether a quotation stands in, or reaches into, text[start:end]."""
        if self.quote_at(start) is not None:
            return True
        position = bisect_right(self._quote_starts, start)
        return position < len(self.quotes) and self.quotes[position].start < end


def find_actors(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Return the actors that `text` names, for `read_article`."""
    return [_freed(mention, text) for mention in find_mentions(text, gazetteer)]


def read_article(text: str, mentions: Sequence[Mention]) -> Article:
    """Return `text` cut and tagged; `mentions` are the actors that it names."""
    blocks = find_blocks(text, [(m.start, m.end) for m in mentions if "\n" in m.text])
    quotes = find_quotes(text, blocks)
    lowered = _lower_words(text)
    capitals = frozenset(
        word
        for word in set(_CAPITAL.findall(text))
        if not (word.istitle() and word.lower() in lowered)
    )
    starts = [mention.start for mention in mentions]
    read: list[ReadSentence] = []
    for sentence in find_sentences(text, blocks):
        inside = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        tokens = tokenize(text, sentence.start, sentence.end)
        shouting = (
            sentence.block.kind is BlockKind.HEADING
            and text[sentence.start : sentence.end].isupper()
        )
        tag_tokens(
            tokens,
            [(m.start, m.end) for m in inside],
            lowered=lowered,
            capitals=capitals,
            shouting=shouting,
        )
        _halve_compounds(tokens, inside)
        read.append(
            ReadSentence(
                sentence, text[sentence.start : sentence.end], tokens, list(inside), sentence.index
            )
        )
    return Article(text, read, blocks, quotes, list(mentions))


def _halve_compounds(tokens: Sequence[Token], mentions: Iterable[Mention]) -> None:
    """Read a compound with an actor's name as what follows it: "UN-brokered" as "-brokered"."""
    for mention in mentions:
        if mention.context is not Context.COMPOUND:
            continue
        token = tokens[bisect_right(tokens, mention.start, key=_start) - 1]
        rest = token.text[mention.end - token.start :]
        if mention.end < token.end and rest.startswith("-"):
            token.lower = rest.lower()


def _start(token: Token) -> int:
    return token.start


def _freed(mention: Mention, text: str) -> Mention:
    """Take "EU-27" for the EU itself; a hyphen makes a compound only with a word after it."""
    if (
        mention.context is Context.COMPOUND
        and text[mention.end : mention.end + 1] == "-"
        and text[mention.end + 1 : mention.end + 2].isdigit()
    ):
        return replace(mention, context=Context.FREE)
    return mention


def _lower_words(text: str) -> frozenset[str]:
    """The words that the article writes with a small letter: a capital says nothing about them."""
    return frozenset(filter(str.islower, text.split()))
