"""How likely a draft is right: a logistic model over what is known of how it came about.

The weights stand in data/confidence.tsv; `python -m reactions.extraction.calibration` fits them.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from reactions.extraction.stances import Find
from reactions.extraction.tellings import Telling
from reactions.extraction.types import Draft
from reactions.extraction.vocabulary import read_table

Features = dict[str, float]

_UNLIKELY = 0.02
"""What is less likely by its words alone counts as so much."""
_LONG = 45
_FAR = 14
_CROWD = 3
"""Actors in a sentence among whom the right one is easily missed."""
_SEVERAL = 3
"""Kinds of stances of one actor in an article, by which it is seldom all of them."""


def rated(drafts: Sequence[Draft], told: Sequence[Telling]) -> list[Draft]:
    """Return drafts with their confidence; `told` is all that they were merged from."""
    weights = load_weights()
    return [
        replace(draft, confidence=round(probability(given, weights), 3))
        for draft, given in zip(drafts, features(drafts, told), strict=True)
    ]


def features(drafts: Sequence[Draft], told: Sequence[Telling]) -> list[Features]:
    """Return what speaks for or against each draft, by name; `told` as for `rated`."""
    behind = {_key(telling.draft): telling.find for telling in reversed(told)}
    sentences: dict[tuple[str, str], set[int]] = defaultdict(set)
    cues: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    for telling in told:
        draft = telling.draft
        sentences[draft.actor, draft.kind].add(draft.evidence.start)
        cues[draft.actor, draft.kind, draft.evidence.start].add(draft.cue.start)
        kinds[draft.actor].add(draft.kind)
    found = []
    for draft in drafts:
        tellings = len(sentences[draft.actor, draft.kind])
        company = {
            "told again": tellings > 1,
            "told three times": tellings > 2,
            "two cues": len(cues[draft.actor, draft.kind, draft.evidence.start]) > 1,
            "several kinds": len(kinds[draft.actor]) >= _SEVERAL,
        }
        found.append(_own(behind[_key(draft)]) | {name: 1.0 for name in company if company[name]})
    return found


def _key(draft: Draft) -> tuple[str, str, int, int, int]:
    return draft.actor, draft.kind, draft.evidence.start, draft.cue.start, draft.cue.end


def _own(find: Find) -> Features:
    """What a find says for or against itself."""
    read, cue = find.read, find.cue
    party = find.parties[0]
    named = {code for mention in read.mentions for code in mention.codes}
    start = read.sentence.start
    inside = start <= party.span[0] < read.sentence.end
    distance = abs(read.token_at(party.span[0]) - cue.head) if inside else 0
    told = {
        "actor named in the sentence": bool(set(party.codes) & named),
        "crowd of actors": len(named) >= _CROWD,
        "official named": party.official is not None,
        "office without its state": party.why in ("inferred", "by context"),
        "joint": len(party.codes) > 1 or len(find.parties) > 1,
        "in a quotation": find.in_quote,
        "speaker elsewhere": not inside,
        "far from its subject": distance > _FAR,
        "long sentence": len(read.tokens) > _LONG,
        "one word": cue.end - cue.first == 1,
        "target told": find.target is not None,
    }
    names = ["bias", f"frame {cue.frame}", f"how {find.how}", f"kind {find.kind}"]
    given = dict.fromkeys(names + [name for name in told if told[name]], 1.0)
    return given | {"words alone": _leaning(find.likelihood)}


def _leaning(likelihood: float) -> float:
    """How far the words alone speak for a kind: the logarithm of the odds, within bounds."""
    bounded = min(max(likelihood, _UNLIKELY), 1 - _UNLIKELY)
    return math.log(bounded / (1 - bounded))


def probability(given: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the model's probability for features."""
    score = sum(value * weights.get(name, 0.0) for name, value in given.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load_weights() -> Features:
    """Return the weights in data/confidence.tsv."""
    return {name: float(weight) for _, (name, weight) in read_table("confidence.tsv")}
