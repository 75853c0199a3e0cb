"""What an utterance means by its words alone: a linear model of each kind.

It knows wording that no cue has. Its weights stand in data/meanings.tsv;
`python -m reactions.extraction.training` fits them.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from reactions.extraction.cast import Cast
from reactions.extraction.codebook import Kind
from reactions.extraction.cues import Cue, Part, Pattern
from reactions.extraction.reading import ReadSentence
from reactions.extraction.targets import Sides
from reactions.extraction.utterances import ACTED, Utterance
from reactions.extraction.vocabulary import CueRow, read_table
from reactions.extraction.word_classes import load_classes

_BEGINNINGS = (5, 7)
"""Letters that words have in common which mean alike: "condemnation", "condemned"."""
_SCALE = 3.0
_FEW = 80
"""Features that a sentence of some length has; a shorter one is not surer for being short."""
ENOUGH = 0.5
"""How likely a meaning must be to be told by itself."""
BESIDE = 0.75
"""The same, where cues have told something of the actor in the sentence."""
FOR_WHOM = 0.35
"""The same, where a cue has told that an actor backs somebody, of no known side."""
_FLOOR = -4.0
"""The odds, as a logarithm, below which a meaning is not told of."""
_TOLD = 3
"""Words that the rule of a find names."""
_OPENING = "<"
"""What stands before the first word."""
_KINDS = tuple(Kind)
_NOTHING = (0.0,) * len(_KINDS)

Weights = Sequence[tuple[int, float]]
"""Weights by the places of their kinds."""
Row = tuple[float, ...]
"""Weights of all kinds, in their order."""


def plain_words(read: ReadSentence, cast: Cast, sides: Sides) -> list[str]:
    """Return the words of a sentence with its names put aside: whoever is named counts only as the
    focal country, a side of the crisis, a state, an organization or somebody.

    A name of several words is told once; the others of its words are empty.
    """
    words = ["NUMBER" if word[0].isdigit() else word for word in read.lowers]
    names = [i for i in read.names if read.tokens[i].text[0].isupper()]
    for i in names:
        words[i] = "NAME"
    for first, end, mention in read.spans:
        if set(mention.codes) & cast.inside:
            name = "FOCAL"
        else:
            name = "BODY" if cast.gazetteer.is_organization(mention.codes[0]) else "STATE"
        words[first:end] = [name] + [""] * (end - first - 1)
    for i in names:
        side = sides.of_words(read, i, i + 1) if words[i] == "NAME" else None
        if side in ("authorities", "opponents"):
            words[i] = side.upper()
    return words


def of_word(word: str) -> Iterator[str]:
    """Yield the features of a word by itself: the word, its beginnings and its class."""
    yield word
    for length in _BEGINNINGS:
        if len(word) > length:
            yield f"{word[:length]}*"
    if word in load_classes():
        yield load_classes()[word]


def of_pairs(words: Sequence[str]) -> Iterator[str]:
    """Yield the features of words that stand side by side, the first of them at the beginning."""
    return map(" ".join, pairwise((_OPENING, *words)))


def features(words: Sequence[str], manners: Iterable[str]) -> Iterator[str]:
    """Yield what of an utterance the model has weights of; what is said twice counts once."""
    for manner in sorted(set(manners)):
        yield f"m {manner}"
    for word in dict.fromkeys(words):
        yield from of_word(word)
    yield from dict.fromkeys(of_pairs(words))


def weight_of(count: int) -> float:
    """Return what each of an utterance's features counts, by how many there are."""
    return _SCALE / math.sqrt(max(count, _FEW))


class Meanings:
    """The model: weights of features for each kind, by its place among the kinds."""

    def __init__(self, biases: Sequence[float], weights: Mapping[str, Weights]) -> None:
        self._biases = biases
        self._weights = weights
        self._pairs = {
            tuple(name.split()): _row([weights[name]]) for name in weights if " " in name
        }
        # The words of an article come again and again, and so do those of all news.
        self._of_word = lru_cache(maxsize=1 << 14)(self._weigh_word)

    def likelihoods(self, words: Sequence[str], manners: Iterable[str]) -> dict[Kind, float]:
        """Return how likely an utterance has each kind, of those that have some likelihood, by
        what `plain_words` makes of its words and how they are told.
        """
        told = set(manners)
        pairs = set(pairwise((_OPENING, *words)))
        known = [self._of_word(word) for word in set(words)]
        each = weight_of(len(told) + len(pairs) + sum([held for held, _ in known]))
        rows = [_NOTHING, *[row for _, row in known], *filter(None, map(self._pairs.get, pairs))]
        rows += [self._pairs[pair] for manner in told if (pair := ("m", manner)) in self._pairs]
        # Column by column: the quickest way to add up some thirty rows.
        totals = map(sum, zip(*rows, strict=True))
        return {
            kind: _logistic(score)
            for kind, bias, total in zip(_KINDS, self._biases, totals, strict=True)
            if (score := bias + each * total) >= _FLOOR
        }

    def _weigh_word(self, word: str) -> tuple[int, Row]:
        """How many features a word has by itself, and their weights together."""
        names = list(of_word(word))
        return len(names), _row(self._weights.get(name, ()) for name in names)

    def telling(self, kind: Kind, words: Sequence[str]) -> list[int]:
        """Return which of the words of an utterance speak for a kind most, by themselves and with
        the word before them, the strongest first.
        """
        place = _KINDS.index(kind)
        pairs = pairwise((_OPENING, *words))
        spoken = [
            self._of_word(word)[1][place] + self._pairs.get(pair, _NOTHING)[place]
            for word, pair in zip(words, pairs, strict=True)
        ]
        order = sorted(range(len(words)), key=spoken.__getitem__, reverse=True)
        return order[:_TOLD]


def _row(given: Iterable[Weights]) -> Row:
    """The weights of some features together, one for each kind."""
    sums = [*_NOTHING]
    for weights in given:
        for place, weight in weights:
            sums[place] += weight
    return tuple(sums)


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load_meanings() -> Meanings:
    """Return the model in data/meanings.tsv."""
    places = {kind.value: place for place, kind in enumerate(_KINDS)}
    weights: dict[str, Weights] = {}
    for _, (name, given) in read_table("meanings.tsv"):
        told = (cell.partition("=") for cell in given.split())
        weights[name] = tuple((places[kind], float(weight)) for kind, _, weight in told)
    biases = [weight for _, weight in weights.pop("bias")]
    return Meanings(biases, weights)


def learned_cue(read: ReadSentence, utterance: Utterance, words: Sequence[str], kind: Kind) -> Cue:
    """Return the word of an utterance that speaks for a kind most as a cue, whose rule names the
    strongest words; `words` are what `plain_words` makes of the sentence.
    """
    held = [i for i in utterance.manners if words[i]]
    telling = [held[i] for i in load_meanings().telling(kind, [words[i] for i in held])]
    at = telling[0]
    frame = "act" if utterance.manners[at] == ACTED else "say"
    told = "-".join(read.lowers[i] for i in sorted(telling))
    pattern = Pattern(
        CueRow(0, kind.value, frame, "", "", ""),
        kind.value,
        (Part(()),),
        0,
        f"{kind.value}.learned:{told}",
        negates=True,
        denies=False,
    )
    return Cue(kind.value, frame, at, at + 1, utterance.head(read, at), pattern)
