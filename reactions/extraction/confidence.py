"""How likely a find is right: a logistic model over what is known of how it came about.

The weights stand in data/confidence.tsv; `python -m reactions.extraction.calibration` fits them.
"""

import math
from collections.abc import Mapping
from functools import cache

from reactions.extraction.stances import Find
from reactions.extraction.vocabulary import read_table

_LONG = 45
_FAR = 14


def features(find: Find) -> dict[str, float]:
    """Return what speaks for or against a find, by name."""
    read, cue = find.read, find.cue
    party = find.parties[0]
    named = {code for mention in read.mentions for code in mention.codes}
    start = read.sentence.start
    inside = start <= party.span[0] < read.sentence.end
    distance = abs(read.token_at(party.span[0]) - cue.head) if inside else 0
    found = {
        "bias": 1.0,
        f"frame {cue.frame}": 1.0,
        f"how {find.how}": 1.0,
        f"kind {find.kind}": 1.0,
        "actor named in the sentence": float(bool(set(party.codes) & named)),
        "official named": float(party.official is not None),
        "office without its state": float(party.why in ("inferred", "by context")),
        "joint": float(len(party.codes) > 1 or len(find.parties) > 1),
        "in a quotation": float(find.in_quote),
        "speaker elsewhere": float(not inside),
        "far from its subject": float(distance > _FAR),
        "long sentence": float(len(read.tokens) > _LONG),
        "one word": float(cue.end - cue.first == 1),
        "target told": float(find.target is not None),
    }
    return {name: value for name, value in found.items() if value}


def probability(given: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the model's probability for features."""
    score = sum(value * weights.get(name, 0.0) for name, value in given.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load_weights() -> dict[str, float]:
    """Return the weights in data/confidence.tsv."""
    return {name: float(weight) for _, (name, weight) in read_table("confidence.tsv")}


def confidence_of(find: Find) -> float:
    """Return the probability that a find is a stance of the codebook."""
    return round(probability(features(find), load_weights()), 3)
