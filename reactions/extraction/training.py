"""Fits the weights of meanings.py: python -m reactions.extraction.training PATH...

Each PATH is a file of labelled passages or a folder of them or of labelled articles (labelled.py).
Writes data/meanings.tsv. Needs scikit-learn, which the engine itself does not.
"""

import argparse
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reactions.extraction.attribution import Attribution
from reactions.extraction.cast import Cast
from reactions.extraction.codebook import Kind
from reactions.extraction.gazetteer import default_gazetteer
from reactions.extraction.labelled import labelled_texts
from reactions.extraction.meanings import features, plain_words, weight_of
from reactions.extraction.passages import LabelledText
from reactions.extraction.reading import ReadSentence, find_actors, read_article
from reactions.extraction.reports import find_quoted
from reactions.extraction.targets import Sides
from reactions.extraction.types import CrisisFrame
from reactions.extraction.utterances import find_utterances
from reactions.extraction.vocabulary import DATA, load_vocabulary

TWICE = 2
"""Times that a feature must have come to be learned."""
STRENGTH = 3.0
"""How far the weights may go: the inverse of the ridge."""
SLIGHT = 0.3
"""Weights below this are left out."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What an actor says in a sentence or passage: features and the kinds that it is labelled."""

    given: tuple[str, ...]
    kinds: frozenset[str]


def utterances(
    text: str, published: date, crisis: CrisisFrame
) -> Iterator[tuple[ReadSentence, str, tuple[str, ...]]]:
    """Yield for each sentence and each actor that speaks or acts in it its features."""
    gazetteer, vocabulary = default_gazetteer(), load_vocabulary()
    article = read_article(text, find_actors(text, gazetteer))
    cast = Cast(article, gazetteer, vocabulary, crisis, published)
    attribution = Attribution(article, cast, vocabulary, find_quoted(article))
    sides = Sides(cast, vocabulary)
    for read in article.sentences:
        voices = attribution.read(read)
        found = find_utterances(read, voices, attribution)
        words = plain_words(read, cast, sides) if found else []
        for utterance in found:
            own = [words[i] for i in utterance.manners if words[i]]
            given = tuple(features(own, utterance.manners.values()))
            for code in {code for party in utterance.parties for code in party.codes}:
                yield read, code, given


def samples(labelled: LabelledText) -> Iterator[Sample]:
    """Yield what each actor says and does in each passage of a text."""
    said: dict[tuple[int, str], tuple[str, ...]] = defaultdict(tuple)
    starts = [passage.start for passage in labelled.passages]
    for read, actor, given in utterances(labelled.text, labelled.published, labelled.crisis):
        said[bisect_right(starts, read.sentence.start) - 1, actor] += given
    for (number, actor), given in said.items():
        labels = labelled.passages[max(number, 0)].labels
        yield Sample(given, frozenset(kind for code, kind in labels if code == actor))


def fit(told: Sequence[Sample]) -> tuple[dict[str, float], dict[str, list[tuple[str, float]]]]:
    """Return each kind's bias, and for each feature its weights by kind."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for sample in told for name in set(sample.given))
    rows = [
        {
            name: times * weight_of(len(sample.given))
            for name, times in Counter(sample.given).items()
            if counts[name] >= TWICE
        }
        for sample in told
    ]
    vectorizer = DictVectorizer()
    columns = vectorizer.fit_transform(rows)
    columns.indices, columns.indptr = (
        columns.indices.astype("int32"),
        columns.indptr.astype("int32"),
    )
    names = vectorizer.get_feature_names_out()
    biases: dict[str, float] = {}
    weights: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for kind in Kind:
        right = [kind.value in sample.kinds for sample in told]
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, random_state=1)
        model.fit(columns, right)
        biases[kind.value] = float(model.intercept_[0])
        for name, weight in zip(names, model.coef_[0], strict=True):
            if abs(weight) >= SLIGHT:
                weights[name].append((kind.value, float(weight)))
    return biases, weights


def write(biases: dict[str, float], weights: dict[str, list[tuple[str, float]]]) -> None:
    """Write data/meanings.tsv."""
    lines = [
        "# Weights of the words of an utterance for each kind, fitted by training.py.",
        "feature\tweights",
        _line("bias", list(biases.items())),
        *(_line(name, weights[name]) for name in sorted(weights) if not name.startswith("#")),
    ]
    (DATA / "meanings.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(name: str, weights: list[tuple[str, float]]) -> str:
    return name + "\t" + " ".join(f"{kind}={weight:.2f}" for kind, weight in weights)


def main(arguments: list[str]) -> None:
    """Fit the weights on the files named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    told = [
        sample
        for path in parser.parse_args(arguments).files
        for labelled in labelled_texts(path)
        for sample in samples(labelled)
    ]
    biases, weights = fit(told)
    write(biases, weights)
    print(f"{len(told)} samples, {len(weights)} features")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
