"""Weighs the finds of cues by what the words mean by themselves, and adds what no cue told."""

import math

from reactions.extraction.bearing import bears
from reactions.extraction.codebook import Kind
from reactions.extraction.meanings import (
    BESIDE,
    ENOUGH,
    FOR_WHOM,
    learned_cue,
    load_meanings,
    plain_words,
)
from reactions.extraction.reading import ReadSentence
from reactions.extraction.stances import Find, StanceFinder
from reactions.extraction.utterances import Utterance, find_utterances
from reactions.extraction.vocabulary import word_list
from reactions.extraction.voices import Voices

_STATEMENTS = word_list("statements")


class Weigher:
    """Reads sentences with the learned meanings, beside the finder that reads them with cues."""

    def __init__(self, finder: StanceFinder) -> None:
        self._finder = finder
        self._meanings = load_meanings()

    def weigh(self, read: ReadSentence, voices: Voices, told: list[Find]) -> list[Find]:
        """Weigh finds by what the words of the sentence mean by themselves, and return what those
        mean that no cue has told.
        """
        words: list[str] = []
        found: list[Find] = []
        attribution = self._finder.attribution
        for utterance in find_utterances(read, voices, attribution):
            words = words or plain_words(read, attribution.cast, self._finder.sides)
            given = [words[i] for i in utterance.manners if words[i]]
            likely = self._meanings.likelihoods(given, utterance.manners.values())
            own = _of_same_actors(utterance, told)
            for find in own:
                if find.kind is not None:
                    find.likelihood = max(find.likelihood, likely.get(find.kind, 0.0))
            beside = not all(find.excluded for find in own)
            for kind, likelihood in likely.items():
                alike = _of_kind(kind, utterance, told)
                if likelihood >= _enough(kind, alike, beside=beside) and bears(
                    kind, read, utterance
                ):
                    cue = learned_cue(read, utterance, words, kind)
                    find = self._finder.find(read, voices, cue, utterance.parties, "by its words")
                    find.likelihood = likelihood
                    found.append(find)
        return found


def _of_same_actors(utterance: Utterance, told: list[Find]) -> list[Find]:
    """The finds of cues that are of an actor of an utterance."""
    codes = {code for party in utterance.parties for code in party.codes}
    return [
        find
        for find in told
        if not codes.isdisjoint([code for party in find.parties for code in party.codes])
    ]


_ALIKE = (
    frozenset((Kind.SUPPORT, Kind.SOLIDARITY, "side")),
    frozenset((Kind.SUMMON_AMBASSADOR, Kind.RECALL_AMBASSADOR, Kind.SEVER_RELATIONS)),
)
"""Kinds of which one alone is meant where a cue has told any."""


def _of_kind(kind: Kind, utterance: Utterance, told: list[Find]) -> list[Find]:
    """The finds of cues of a kind that may be of an utterance, also those that are left out."""
    codes = {code for party in utterance.parties for code in party.codes}
    kinds = next((alike for alike in _ALIKE if kind in alike), {kind})
    return [
        find
        for find in told
        if find.cue.kind in kinds
        and (
            find.excluded
            or find.cue.head in utterance.manners
            or not codes.isdisjoint(c for p in find.parties for c in p.codes)
        )
    ]


def _enough(kind: Kind, alike: list[Find], *, beside: bool) -> float:
    """How likely a meaning must be that is told beside another of the actor, or alone.

    What cues of its kind have told, or left out, is not told again, unless they only left open
    whose it is or whom it is for. An act that nobody was found to do needs more than words of it.
    """
    if not alike:
        return BESIDE if beside else ENOUGH
    if all(find.lacks_side for find in alike):
        return FOR_WHOM
    if all(find.lacks_side or find.lacks_doer for find in alike):
        return ENOUGH if beside or kind in _STATEMENTS else BESIDE
    return math.inf
