"""Fits the weights of confidence.py: python -m reactions.extraction.calibration PRECISION FOLDER...

Each FOLDER holds labelled texts (labelled.py), none of which the learned meanings were fitted to;
the last one those that rules owe least to. PRECISION is the share of right drafts to expect on
articles that nobody made rules with: the mean confidence on the last folder is set to it. On
articles that were read the engine is righter; each other folder has a bias of its own while the
weights are fitted, so that none of that gets into them.

Prints the calibration on the last folder as held-out articles give it, each rated with weights
that were fitted without it. Takes half a minute for 250 articles. Needs scikit-learn, which the
engine itself does not.
"""

import argparse
import math
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reactions.extraction.confidence import Features, features, probability
from reactions.extraction.engine import explain
from reactions.extraction.evaluation import area_under_curve, in_bins
from reactions.extraction.labelled import labelled_texts
from reactions.extraction.merge import merge
from reactions.extraction.passages import LabelledText
from reactions.extraction.tellings import tellings
from reactions.extraction.vocabulary import DATA

RIDGE = 0.02
"""Pull towards 0 of every weight, for a mean loss of 1."""
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """A draft of a labelled article, by its features."""

    article: str
    folder: int
    given: Features
    right: bool


def samples(article: LabelledText, folder: int) -> Iterator[Sample]:
    """Yield every draft of a text with its features and whether a label has its actor and kind."""
    gold = {label for passage in article.passages for label in passage.labels}
    read, explained = explain(article.text, published=article.published, crisis=article.crisis)
    told = tellings(read, (find for sentence in explained for find in sentence.finds))
    drafts = merge(telling.draft for telling in told)
    for draft, given in zip(drafts, features(drafts, told), strict=True):
        yield Sample(article.place, folder, given, (draft.actor, str(draft.kind)) in gold)


def fit(given: Sequence[Sample], last: int) -> Features:
    """Return the weights of a logistic model with a ridge.

    Drafts of other folders than `last` have a bias of their own, which is left out of the weights.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [
        (sample.given if sample.folder == last else sample.given | {_bias(sample.folder): 1.0})
        for sample in given
    ]
    vectorizer = DictVectorizer(sparse=False)
    columns = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=1 / (RIDGE * len(given)), fit_intercept=False, max_iter=1000)
    model.fit(columns, [sample.right for sample in given])
    biases = {_bias(sample.folder) for sample in given}
    names = vectorizer.get_feature_names_out()
    return {
        name: float(weight)
        for name, weight in zip(names, model.coef_[0], strict=True)
        if name not in biases
    }


def _bias(folder: int) -> str:
    return f"bias of folder {folder}"


def centred(weights: Features, given: Sequence[Sample], mean: float) -> Features:
    """Return the weights with the bias at which the mean probability is `mean`."""
    low, high = -10.0, 10.0
    moved = dict(weights)
    for _ in range(60):
        moved["bias"] = (low + high) / 2
        reached = math.fsum(probability(sample.given, moved) for sample in given) / len(given)
        low, high = (moved["bias"], high) if reached < mean else (low, moved["bias"])
    return moved


def held_out(given: Sequence[Sample], last: int, mean: float) -> list[tuple[float, bool]]:
    """Return (confidence, right) for the drafts of the `last` folder, each by weights that were
    fitted without its article.
    """
    judged = []
    for fold in range(FOLDS):
        known = [sample for sample in given if _fold(sample) != fold]
        weights = fit(known, last)
        weights = centred(weights, [s for s in known if s.folder == last], mean)
        judged += [
            (probability(sample.given, weights), sample.right)
            for sample in given
            if sample.folder == last and _fold(sample) == fold
        ]
    return judged


def _fold(sample: Sample) -> int:
    return zlib.crc32(sample.article.encode()) % FOLDS


def main() -> None:
    """Fit the weights, write data/confidence.tsv and print the calibration to expect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("precision", type=float)
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    given = [
        sample
        for number, folder in enumerate(options.folders)
        for article in labelled_texts(folder)
        for sample in samples(article, number)
    ]
    last = len(options.folders) - 1
    newest = [sample for sample in given if sample.folder == last]
    weights = centred(fit(given, last), newest, options.precision)
    lines = [
        "# Weights of the confidence of a draft, fitted by reactions/extraction/calibration.py.",
        "feature\tweight",
        *(f"{name}\t{weight:.3f}" for name, weight in sorted(weights.items())),
    ]
    (DATA / "confidence.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    judged = held_out(given, last, options.precision)
    lines = [f"  {mean:.2f}  {share:.2f}  {count}" for mean, share, count in in_bins(judged)]
    lines.insert(0, "held out (mean confidence, share right, drafts):")
    lines.append(f"area under ROC {area_under_curve(judged):.3f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
