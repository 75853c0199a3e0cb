"""What an utterance means by its words alone, where no cue tells it."""

import pytest

from reactions.extraction.codebook import Kind
from reactions.extraction.engine import explain
from reactions.extraction.gazetteer import default_gazetteer
from reactions.extraction.meanings import Meanings, features, weight_of
from reactions.extraction.utterances import ACTED, QUOTED
from reactions.extraction.word_classes import load_classes
from tests.extraction.frames import BELARUS, MONDAY, drafts, pairs

WORDINGS = [
    (
        (
            "Nobody in Oslo will treat the marshal's cabinet as a government, the Norwegian "
            "minister said."
        ),
        ("NOR", "reject"),
    ),
    (
        "Ghana's president assured his colleague in Minsk that he could count on Ghana.",
        ("GHA", "support"),
    ),
    (
        "Latvia opened its doors and its universities to the students who had fled.",
        ("LVA", "solidarity"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), WORDINGS)
def test_wording_that_few_cues_have_shows_its_kind(text, expected):
    assert pairs(text) == {expected}


def test_a_find_without_a_cue_names_the_words_it_rests_on():
    (draft,) = [d for text, _ in WORDINGS for d in drafts(text) if d.actor == "NOR"]
    name, _, how = draft.rule.partition("/")
    kind, _, words = name.partition(":")
    assert (kind, how) == ("reject.learned", "by its words")
    assert all(word in draft.evidence.text.lower() for word in words.split("-"))
    assert draft.cue.text.lower() in words


@pytest.mark.parametrize(
    "text",
    [
        "Norway's foreign minister said that 400 lorries had crossed the border since May.",
        "The Swedish ambassador has lived in Minsk for two years.",
        "A professor in Oslo found the beating of students a shame upon those who ordered it.",
    ],
)
def test_what_nobody_abroad_takes_a_stance_by_shows_none(text):
    assert drafts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Norway's minister said that all parties had exercised their right to free elections.",
        "Norway said that all sides had been at the polls for the elections.",
        "Norway said a ship would sail to Minsk if its nationals had to be evacuated.",
    ],
)
def test_a_meaning_needs_a_word_that_bears_it(text):
    assert drafts(text) == []


def test_a_find_of_a_cue_is_weighed_by_its_words():
    _, told = explain(
        "France condemned the coup and the killing of protesters.",
        published=MONDAY,
        crisis=BELARUS,
        gazetteer=default_gazetteer(),
    )
    (find,) = [find for sentence in told for find in sentence.finds]
    assert find.how == "subject"
    assert find.likelihood > 0.5


def test_features_are_words_pairs_beginnings_and_classes():
    given = list(features(["brutal", "repression", "brutal"], [ACTED, ACTED]))
    assert {"m acted", "brutal", "repression", "brutal repression", "< brutal"} <= set(given)
    assert {"repre*", load_classes()["brutal"]} <= set(given)
    assert given.count("brutal") == 1


def test_an_utterance_is_weighed_by_its_words_pairs_and_manner():
    place = list(Kind).index(Kind.CONDEMN)
    weights = {"brutal": [(place, 9.0)], "of brutal": [(place, 4.0)], "m quoted": [(place, 1.0)]}
    model = Meanings([-1.0] * len(Kind), weights)
    told = model.likelihoods(["of", "brutal", "men"], [QUOTED])
    alone = model.likelihoods(["of", "men"], [QUOTED])
    assert told[Kind.CONDEMN] > 0.9 > 0.5 > alone[Kind.CONDEMN]
    assert model.telling(Kind.CONDEMN, ["of", "brutal", "men"])[0] == 1


def test_a_short_utterance_is_not_surer_for_being_short():
    assert weight_of(3) == weight_of(60) > weight_of(200)
