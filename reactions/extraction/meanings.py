"""What an utterance means by its words alone: a linear model of each kind.

It knows wording that no cue has. Its weights stand in data/meanings.tsv;
`python -m reactions.extraction.training` fits them.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reactions.extraction.cast import Cast
from reactions.extraction.codebook import Kind
from reactions.extraction.cues import Cue, Part, Pattern
from reactions.extraction.reading import ReadSentence
from reactions.extraction.targets import Sides
from reactions.extraction.utterances import QUOTED, REPORTED, Utterance
from reactions.extraction.vocabulary import CueRow, read_table
from reactions.extraction.word_classes import load_classes
from reactions.extraction.words import Tag

_BEGINNINGS = (5, 7)
"""Letters that words have in common which mean alike: "condemnation", "condemned"."""
_SCALE = 3.0
_FEW = 80
"""Features that a sentence of some length has; a shorter one is not surer for being short."""
ENOUGH = 0.5
"""How likely a meaning must be to be told by itself."""
BESIDE = 0.9
"""The same, where cues have told something of the actor in the sentence."""
FLOOR = 0.02
"""How likely a meaning must be to be told of at all."""

Word = tuple[int, str]
"""A word's position in its sentence, and the word with names put aside."""


def plain_words(read: ReadSentence, cast: Cast, sides: Sides) -> list[str]:
    """Return the words of a sentence with its names put aside: whoever is named counts only as the
    focal country, a side of the crisis, a state, an organization or somebody.

    A name of several words is told once; the others of its words are empty.
    """
    words = list(read.lowers)
    for i, token in enumerate(read.tokens):
        if token.lower[0].isdigit():
            words[i] = "NUMBER"
        elif token.tag is Tag.NAME and token.text[0].isupper():
            words[i] = "NAME"
    for first, end, mention in read.spans:
        if set(mention.codes) & cast.inside:
            name = "FOCAL"
        else:
            name = "BODY" if cast.gazetteer.is_organization(mention.codes[0]) else "STATE"
        words[first:end] = [name] + [""] * (end - first - 1)
    for i, word in enumerate(words):
        if word == "NAME":
            side = sides.of_words(read, i, i + 1)
            if side in ("authorities", "opponents"):
                words[i] = side.upper()
    return words


def features(words: Sequence[Word], manners: Mapping[int, str]) -> dict[str, tuple[int, int]]:
    """Return what of an utterance the model knows weights of, each with the positions of its first
    word and the one after its last.
    """
    classes = load_classes()
    found: dict[str, tuple[int, int]] = {}
    before = "<"
    start = words[0][0] if words else 0
    for manner in set(manners.values()):
        found[f"m {manner}"] = (start, start + 1)
    for i, word in words:
        end = i + 1
        found.setdefault(word, (i, end))
        for length in _BEGINNINGS:
            if len(word) > length:
                found.setdefault(f"{word[:length]}*", (i, end))
        if word in classes:
            found.setdefault(classes[word], (i, end))
        found.setdefault(f"{before} {word}", (start, end))
        before, start = word, i
    return found


def weight_of(count: int) -> float:
    """Return what each of an utterance's features counts, by how many there are."""
    return _SCALE / math.sqrt(max(count, _FEW))


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind that an utterance has by its words, and how surely; `first` to `end` are the words
    that speak for it most.
    """

    kind: Kind
    likelihood: float
    first: int
    end: int


class Meanings:
    """The model: weights of features for each kind."""

    def __init__(
        self, biases: Mapping[Kind, float], weights: Mapping[str, Sequence[tuple[Kind, float]]]
    ) -> None:
        self._biases = biases
        self._weights = weights

    def of(self, words: Sequence[Word], manners: Mapping[int, str]) -> list[Meaning]:
        """Return the meanings of an utterance that have some likelihood; `words` are what
        `plain_words` makes of its words.
        """
        given = features(words, manners)
        weight_of_each = weight_of(len(given))
        sums: dict[Kind, float] = defaultdict(float)
        most: dict[Kind, tuple[float, int, int]] = {}
        for name, (first, end) in given.items():
            for kind, weight in self._weights.get(name, ()):
                sums[kind] += weight
                if weight > most.get(kind, (0.0,))[0]:
                    most[kind] = (weight, first, end)
        return [
            Meaning(kind, likelihood, *most[kind][1:])
            for kind, total in sums.items()
            if kind in most
            and (likelihood := _logistic(self._biases[kind] + weight_of_each * total)) >= FLOOR
        ]


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load_meanings() -> Meanings:
    """Return the model in data/meanings.tsv."""
    biases: dict[Kind, float] = {}
    weights: dict[str, list[tuple[Kind, float]]] = defaultdict(list)
    kinds = {kind.value: kind for kind in Kind}
    for _, (name, given) in read_table("meanings.tsv"):
        for told in given.split():
            kind, _, weight = told.partition("=")
            if name == "bias":
                biases[kinds[kind]] = float(weight)
            else:
                weights[name].append((kinds[kind], float(weight)))
    return Meanings(biases, weights)


@cache
def _pattern(kind: Kind, frame: str) -> Pattern:
    row = CueRow(0, kind.value, frame, "", "", "")
    return Pattern(
        row, kind.value, (Part(()),), 0, f"{kind.value}.learned", negates=True, denies=False
    )


def learned_cue(read: ReadSentence, utterance: Utterance, meaning: Meaning) -> Cue:
    """Return the words that speak for a meaning as a cue."""
    manner = utterance.manners.get(meaning.first) or next(iter(utterance.manners.values()))
    frame = "say" if manner in (QUOTED, REPORTED) else "act"
    head = utterance.head(read, meaning.end - 1)
    return Cue(
        meaning.kind.value, frame, meaning.first, meaning.end, head, _pattern(meaning.kind, frame)
    )


def utterance_words(words: Sequence[str], utterance: Utterance) -> Iterator[Word]:
    """Yield the words of an utterance, of those that `plain_words` made of its sentence."""
    return ((i, words[i]) for i in utterance.manners if words[i])
