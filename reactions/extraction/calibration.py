"""Fits the weights of confidence.py: python -m reactions.extraction.calibration PRECISION GOLD...

PRECISION is the share of right finds to expect on articles that nobody made rules with. The gold
given is
what the rules were made with, so that the engine is righter there; the bias is set so that the
mean confidence
is PRECISION.
"""

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from reactions.extraction.confidence import features, probability
from reactions.extraction.engine import explain
from reactions.extraction.evaluation import GoldArticle, load_gold
from reactions.extraction.vocabulary import DATA

STEPS = 600
RATE = 0.3
RIDGE = 0.03
PRIOR = {
    "actor named in the sentence": 0.5,
    "far from its subject": -0.7,
    "frame act": 0.6,
    "frame noun": -0.4,
    "frame pass": -0.3,
    "frame say": -0.5,
    "how agent": -0.4,
    "how label": -0.4,
    "how last spoken of": -1.2,
    "how place": -0.6,
    "how possessor": -0.4,
    "how reported speech": -0.7,
    "how subject": 0.7,
    "how the document's author": -0.8,
    "kind concern": 0.4,
    "kind condemn": 0.6,
    "kind mediate": -0.6,
    "kind monitor": 0.6,
    "kind recall_ambassador": 0.4,
    "kind sever_relations": -0.8,
    "joint": 0.5,
    "kind solidarity": -1.0,
    "kind summon_ambassador": -0.4,
    "kind support": -1.0,
    "long sentence": -0.9,
    "office without its state": -1.8,
    "official named": -0.3,
    "speaker elsewhere": -0.6,
}
"""Weights that the ridge pulls to: what totals on articles nobody developed on say is less sure."""

Sample = tuple[dict[str, float], bool]


def samples(articles: Sequence[GoldArticle]) -> list[Sample]:
    """Return the features of each find beside whether a label has its actor and kind."""
    found: list[Sample] = []
    for article in articles:
        gold = {(label.actor, label.kind) for label in article.stances}
        _, explained = explain(article.text, published=article.published, crisis=article.crisis)
        for sentence in explained:
            for find in sentence.finds:
                if find.excluded is None and find.kind is not None:
                    codes = find.parties[0].codes
                    found.append((features(find), any((code, find.kind) in gold for code in codes)))
    return found


def fit(given: Sequence[Sample]) -> dict[str, float]:
    """Return the weights of a logistic model with a ridge, by plain gradient descent."""
    names = sorted({name for sample, _ in given for name in sample})
    weights = {name: PRIOR.get(name, 0.0) for name in names}
    for _ in range(STEPS):
        slope = dict.fromkeys(names, 0.0)
        for sample, right in given:
            error = probability(sample, weights) - right
            for name, value in sample.items():
                slope[name] += error * value
        for name in names:
            ridge = 0.0 if name == "bias" else RIDGE * (weights[name] - PRIOR.get(name, 0.0))
            weights[name] -= RATE * (slope[name] / len(given) + ridge)
    return weights


def centred(weights: dict[str, float], given: Sequence[Sample], mean: float) -> dict[str, float]:
    """Return the weights with the bias at which the mean probability is `mean`."""
    low, high = -10.0, 10.0
    moved = dict(weights)
    for _ in range(60):
        moved["bias"] = (low + high) / 2
        reached = math.fsum(probability(sample, moved) for sample, _ in given) / len(given)
        low, high = (moved["bias"], high) if reached < mean else (low, moved["bias"])
    return moved


def main() -> None:
    """Fit the weights and write data/confidence.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("precision", type=float)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    given = samples(list(load_gold(options.gold, options.texts)))
    weights = centred(fit(given), given, options.precision)
    lines = [
        "# Weights of the confidence of a find, fitted by reactions/extraction/calibration.py.",
        "feature\tweight",
        *(f"{name}\t{weight:.3f}" for name, weight in sorted(weights.items())),
    ]
    (DATA / "confidence.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
