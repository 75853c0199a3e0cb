"""What makes a draft surer, and how its weights are fitted."""

import random

import pytest

from reactions.extraction.calibration import Sample, centred, fit, held_out
from reactions.extraction.confidence import probability
from tests.extraction.frames import drafts

ONCE = "Norway condemned the violence."


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        (f"{ONCE} Police fired on the crowd.\n\n{ONCE}", ONCE),
        (ONCE, "Norway voiced support for the talks. The ministry condemned the violence."),
    ],
)
def test_what_makes_a_draft_surer(surer, less_sure):
    first, second = (
        next(d.confidence for d in drafts(text) if d.kind == "condemn")
        for text in (surer, less_sure)
    )
    assert first > second


def invented(folder, share, count, seed):
    """Samples of which those with the feature "good" are right more often by far."""
    chance = random.Random(seed)  # noqa: S311
    for number in range(count):
        good = chance.random() < 0.5
        right = chance.random() < share + (0.3 if good else -0.3)
        given = {"bias": 1.0, "good": 1.0} if good else {"bias": 1.0}
        yield Sample(f"{folder}-{number // 4}", folder, given, right)


def test_the_weights_tell_good_from_bad_and_have_the_mean_asked_for():
    given = [*invented(0, 0.9, 200, 1), *invented(1, 0.6, 200, 2)]
    last = [sample for sample in given if sample.folder == 1]
    weights = centred(fit(given, 1), last, 0.6)
    assert set(weights) == {"bias", "good"}
    assert weights["good"] > 0.5
    mean = sum(probability(sample.given, weights) for sample in last) / len(last)
    assert mean == pytest.approx(0.6)


def test_the_weights_heed_how_much_of_a_feature_there_is():
    given = [
        Sample(f"text-{number}", 0, {"bias": 1.0, "lean": float(lean)}, right=lean > 0)
        for number, lean in enumerate([-3, -2, -1, 1, 2, 3] * 20)
    ]
    weights = fit(given, 0)
    assert probability({"bias": 1.0, "lean": 3.0}, weights) > 0.9
    assert probability({"bias": 1.0, "lean": -3.0}, weights) < 0.1


def test_each_draft_of_the_last_folder_is_judged_once():
    given = [*invented(0, 0.9, 40, 1), *invented(1, 0.6, 40, 2)]
    judged = held_out(given, 1, 0.6)
    assert sorted(right for _, right in judged) == sorted(s.right for s in given if s.folder == 1)
