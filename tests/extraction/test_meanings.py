"""What an utterance means by its words alone, where no cue tells it."""

import pytest

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
    assert draft.rule == "reject.learned/by its words"
    assert draft.cue.text in draft.evidence.text


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
    given = features([(3, "brutal"), (4, "repression")], {3: ACTED, 4: ACTED})
    assert given["brutal"] == (3, 4)
    assert given["brutal repression"] == (3, 5)
    assert given["repre*"] == (4, 5)
    assert given[load_classes()["brutal"]] == (3, 4)
    assert "m acted" in given


def test_the_words_that_speak_most_for_a_meaning_are_told():
    model = Meanings({"condemn": 0.0}, {"brutal": [("condemn", 9.0)], "repre*": [("condemn", 2.0)]})
    (meaning,) = model.of([(0, "of"), (1, "brutal"), (2, "repression")], {0: QUOTED})
    assert (meaning.kind, meaning.first, meaning.end) == ("condemn", 1, 2)
    assert meaning.likelihood > 0.5


def test_a_short_utterance_is_not_surer_for_being_short():
    assert weight_of(3) == weight_of(60) > weight_of(200)
