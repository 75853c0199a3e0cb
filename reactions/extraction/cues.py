"""Finds cues: wording in a sentence that shows a kind, by the patterns of cues.tsv."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import takewhile

from reactions.extraction.vocabulary import (
    CueRow,
    Vocabulary,
    VocabularyError,
    load_vocabulary,
    word_list,
)
from reactions.extraction.words import Form, Tag, Token

_NONE: list[tuple[str, ...]] = []
_AUXILIARY = {Tag.BE: "be", Tag.HAVE: "have", Tag.DO: "do"}
_VERBAL = frozenset({Tag.VERB, Tag.PART, Tag.ING, Tag.INF, Tag.BE, Tag.HAVE, Tag.DO})
_NEGATIONS = word_list("negation_in_cue")
_GAP_ENDS = frozenset({Tag.STOP, Tag.REL})
_NO_ENDS = "()$€£"
MEDIATING = frozenset(("between", "sitting"))
"""What mediates only between both sides of the crisis, or where a body sits on it."""
THEIRS = "theirs"
"""What is neutral only of the focal country or its people: "a matter for Gambians"."""
_PARTICIPLE = "<participle>"
_START = "<start>"
_ACROSS = 16
"""Words in a gap that may hold a clause of its own: "unless they are freed, we will act"."""


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a pattern: any of several word sequences, a gap, the beginning of a sentence or
    of quoted words, or any past participle.

    The options are kept by their first word, those that begin with any form of a verb by the verb.
    """

    options: tuple[tuple[str, ...], ...]
    gap: int = 0
    optional: bool = False
    at_start: bool = False
    any_participle: bool = False
    by_word: dict[str, list[tuple[str, ...]]] = field(default_factory=dict, compare=False)
    by_verb: dict[str, list[tuple[str, ...]]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for option in self.options:
            table = self.by_verb if option[0].endswith("+") else self.by_word
            table.setdefault(option[0].removesuffix("+"), []).append(option)

    def options_at(self, token: Token) -> list[tuple[str, ...]]:
        """The options that can begin with a word: by itself, by its verb or by its beginning."""
        found = self.by_word.get(token.lower, _NONE)
        if not self.by_verb:
            return found
        verb = _AUXILIARY.get(token.tag) or token.lemma
        return [*found, *self.by_verb[verb]] if verb in self.by_verb else found

    def may_begin(self, token: Token) -> bool:
        """Whether a word can begin the part, as far as the word itself tells."""
        return (
            token.lower in self.by_word
            or (_AUXILIARY.get(token.tag) or token.lemma) in self.by_verb
            or token.tag is Tag.QUOTE
            or self.optional
            or not self.options
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled row of cues.tsv."""

    row: CueRow
    kind: str
    parts: tuple[Part, ...]
    head: int
    rule: str
    negates: bool
    """Whether one of its words is a negation itself: "does not recognise"."""
    denies: bool
    """Whether one of its places holds nothing but negations: "wants nobody hurt"."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern found in a sentence: token positions from `first` to before `end`."""

    kind: str
    frame: str
    first: int
    end: int
    head: int
    pattern: Pattern


def compile_pattern(row: CueRow, vocabulary: Vocabulary) -> Pattern:
    """Return the compiled pattern of `row`; raises VocabularyError for an unknown set."""
    parts: list[Part] = []
    head: int | None = None
    first_verb: int | None = None
    for word in row.pattern.split():
        if word.startswith("..."):
            parts.append(Part((), gap=int(word[3:] or 4)))
            continue
        if word in (_START, _PARTICIPLE):
            parts.append(Part((), at_start=word == _START, any_participle=word == _PARTICIPLE))
            continue
        optional = word.endswith("?")
        body = word.rstrip("?") if optional else word
        if body.startswith("^"):
            head, body = len(parts), body[1:]
        options: list[tuple[str, ...]] = []
        for choice in body.split("|"):
            options.extend(_choices(choice, vocabulary, row))
        if first_verb is None and options and all(option[0].endswith("+") for option in options):
            first_verb = len(parts)
        parts.append(Part(tuple(options), optional=optional))
    if head is None:
        head = first_verb or 0
    words = "-".join(row.pattern.replace("+", "").replace("^", "").replace("...", "~").split())
    kind = "mediate" if row.kind in MEDIATING else "neutral" if row.kind == THEIRS else row.kind
    rule = f"{kind}.{row.frame}:{words[:60]}"
    negative = [[not _NEGATIONS.isdisjoint(o) for o in part.options] for part in parts]
    negates = any(map(any, negative))
    denies = any(options and all(options) for options in negative)
    return Pattern(row, kind, tuple(parts), head, rule, negates, denies)


def _choices(choice: str, vocabulary: Vocabulary, row: CueRow) -> list[tuple[str, ...]]:
    if not choice.startswith("@"):
        return [tuple(choice.split("_"))]
    members = vocabulary.word_sets.get(choice[1:])
    if members is None:
        raise VocabularyError(
            f"cues.tsv, line {row.line}: no set {choice} in word_sets.tsv; add it or mend the name"
        )
    return [tuple(member.replace("'s", " 's").split()) for member in members]


class CueFinder:
    """All patterns, indexed by the words they can begin with.

    A set of patterns is an integer with a bit for each. A sentence is searched only for patterns
    of which every part has its most telling word in it: of each word, `_words` and `_lemmas` know
    the patterns that it tells of in their first part, their second and so on, each as a set of its
    own in one long integer, and last the patterns that it can begin. Joined over the words of a
    sentence, the parts' sets have in common what is left.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.patterns = [compile_pattern(row, vocabulary) for row in vocabulary.cues]
        self._words: dict[str, int] = {}
        self._lemmas: dict[str, int] = {}
        self._places = max(len(_required(pattern)) for pattern in self.patterns)
        self._missing = 0
        self._begin = self._places * len(self.patterns)
        for number, pattern in enumerate(self.patterns):
            self._require(number, pattern)
        # The words of an article come again and again, and so do those of all news.
        self._places_of = lru_cache(maxsize=1 << 14)(self._find_places)

    def _require(self, number: int, pattern: Pattern) -> None:
        """Note under each word the places that it can fill in the pattern, and whether first."""
        required = _required(pattern)
        for part in _opening(pattern):
            for option in part.options:
                self._note(option[0], 1 << (number + self._begin))
        for place in range(self._places):
            bit = 1 << (number + place * len(self.patterns))
            if place >= len(required):
                self._missing |= bit  # a part that the pattern does not have lacks no word
                continue
            for option in required[place].options:
                self._note(_telling(option), bit)

    def _note(self, word: str, bit: int) -> None:
        table = self._lemmas if word.endswith("+") else self._words
        word = word.removesuffix("+")
        table[word] = table.get(word, 0) | bit

    def _find_places(self, lower: str, lemma: str, auxiliary: str | None) -> int:
        """The places in patterns that a word can fill."""
        held = self._words.get(lower, 0) | self._lemmas.get(lemma, 0)
        return held | self._lemmas.get(auxiliary, 0) if auxiliary else held

    def _possible(self, places: Sequence[int]) -> int:
        """The patterns of which every part has a word, by the places that the words can fill."""
        held = self._missing
        for place in places:
            if place:
                held |= place
        possible = (1 << len(self.patterns)) - 1
        for _ in range(self._places):
            possible &= held
            held >>= len(self.patterns)
        return possible

    def find(self, tokens: Sequence[Token]) -> list[Cue]:
        """Return every cue in `tokens`, in order of their first word."""
        place_of, auxiliary = self._places_of, _AUXILIARY.get
        places = [place_of(token.lower, token.lemma, auxiliary(token.tag)) for token in tokens]
        possible = self._possible(places)
        if not possible:
            return []
        return [
            cue
            for i, place in enumerate(places)
            if (opening := (place >> self._begin) & possible)
            for cue in self._at(tokens, i, opening)
        ]

    def _at(self, tokens: Sequence[Token], i: int, opening: int) -> Iterator[Cue]:
        """Yield the cues that begin at word `i`, of the patterns in the set `opening`: first those
        that begin with this very word, then those with any form of its verb.
        """
        as_written = (self._words.get(tokens[i].lower, 0) >> self._begin) & opening
        for pattern in (*self._members(as_written), *self._members(opening ^ as_written)):
            heads: list[int] = []
            end = _match(tokens, i, pattern, 0, heads)
            if end is not None:
                head = heads[0] if heads else i
                yield Cue(pattern.kind, pattern.row.frame, i, end, head, pattern)

    def _members(self, patterns: int) -> Iterator[Pattern]:
        """Yield the patterns of a set."""
        while patterns:
            lowest = patterns & -patterns
            yield self.patterns[lowest.bit_length() - 1]
            patterns ^= lowest


def _telling(option: tuple[str, ...]) -> str:
    """The word of an option that fewest sentences have: the longest, as a rule.

    A mark of quotation does not do, since any of them stands for it.
    """
    return max((word for word in option if word != '"'), key=len, default=option[0])


def _opening(pattern: Pattern) -> list[Part]:
    """The parts that a pattern can begin with: those that may be missing, and the next one."""
    optional = list(takewhile(lambda part: part.optional or part.at_start, pattern.parts))
    return list(pattern.parts[: len(optional) + 1])


def _required(pattern: Pattern) -> list[Part]:
    """The parts of a pattern that may not be missing."""
    return [part for part in pattern.parts if part.options and not part.optional]


def _match(
    tokens: Sequence[Token], i: int, pattern: Pattern, place: int, heads: list[int]
) -> int | None:
    """Return where the parts of `pattern` from `place` on end when they begin at `i`, or None."""
    if place == len(pattern.parts):
        return i
    part = pattern.parts[place]
    if part.gap:
        return _match_gap(tokens, i, pattern, place, heads)
    if part.at_start:
        opens = _opens_sentence(tokens, i)
        return _match(tokens, i, pattern, place + 1, heads) if opens else None
    if part.any_participle:
        past = i < len(tokens) and _is_participle(tokens[i])
        return _match(tokens, i + 1, pattern, place + 1, heads) if past else None
    first = i
    while first < len(tokens) and tokens[first].tag is Tag.QUOTE and '"' not in part.by_word:
        first += 1
    options = part.options_at(tokens[first]) if first < len(tokens) else _NONE
    for option in options:
        alone = len(option) == 1 and option[0] == tokens[first].lower
        end = first + 1 if alone else _match_option(tokens, i, option)
        if end is None:
            continue
        rest = _match(tokens, end, pattern, place + 1, heads)
        if rest is not None:
            if place == pattern.head:
                heads.insert(0, i)
            return rest
    if part.optional:
        return _match(tokens, i, pattern, place + 1, heads)
    return None


def _match_gap(
    tokens: Sequence[Token], i: int, pattern: Pattern, place: int, heads: list[int]
) -> int | None:
    limit = pattern.parts[place].gap
    following = pattern.parts[place + 1] if place + 1 < len(pattern.parts) else None
    for skipped in range(limit + 1):
        ends = i + skipped >= len(tokens)
        if ends or following is None or following.may_begin(tokens[i + skipped]):
            end = _match(tokens, i + skipped, pattern, place + 1, heads)
            if end is not None:
                return end
        if ends:
            return None
        token = tokens[i + skipped]
        if (token.tag in _GAP_ENDS and token.text not in _NO_ENDS) or (
            token.tag is Tag.COMMA and limit < 5
        ):
            return None
        within = 5 <= limit < _ACROSS
        if token.tag is Tag.VERB and within and token.form is not Form.ING and skipped:
            return None
        if token.tag is Tag.SUB and token.lower in (
            "whether",
            "if",
            "because",
            "when",
            "while",
            "although",
        ):
            return None
    return None


def _match_option(tokens: Sequence[Token], i: int, option: tuple[str, ...]) -> int | None:
    for word in option:
        while i < len(tokens) and tokens[i].tag is Tag.QUOTE and word != '"':
            i += 1  # words that the reporter quotes: a "brutal" crackdown
        if i >= len(tokens):
            return None
        token = tokens[i]
        if word.endswith("+"):
            if not _is_verb(token, word[:-1]) or (word == "have+" and _is_auxiliary(tokens, i)):
                return None
        elif word == '"':
            if token.tag is not Tag.QUOTE:
                return None
        elif token.lower != word:
            return None
        i += 1
    return i


def _opens_sentence(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word begins a sentence, also one that is quoted."""
    before = tokens[i - 1].tag if i else Tag.STOP
    return tokens[i].text[:1].isupper() and before in (Tag.QUOTE, Tag.STOP)


def _is_participle(token: Token) -> bool:
    """Whether a word can be a past participle that is no adjective: "wants them freed"."""
    return token.form in (Form.PAST, Form.PARTICIPLE) and token.tag in (Tag.VERB, Tag.PART)


def _is_auxiliary(tokens: Sequence[Token], i: int) -> bool:
    """Whether "have" at `i` only makes a perfect."""
    j = i + 1
    while j < len(tokens) and tokens[j].tag in (Tag.ADV, Tag.NEG):
        j += 1
    if j < len(tokens) and tokens[j].lower == "been":
        return True
    form = tokens[j].form if j < len(tokens) else None
    return form is not None and form.is_past and tokens[j].tag in (Tag.VERB, Tag.PART)


def _is_verb(token: Token, lemma: str) -> bool:
    if lemma == "be":
        return token.tag is Tag.BE
    if lemma == "have":
        return token.tag is Tag.HAVE
    if lemma == "do":
        return token.tag is Tag.DO
    return token.lemma == lemma and token.tag in _VERBAL


@cache
def default_finder() -> CueFinder:
    """Return the finder over the patterns of data/cues.tsv."""
    return CueFinder(load_vocabulary())
