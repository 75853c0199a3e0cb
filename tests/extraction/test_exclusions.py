"""What is not coded (docs/codebook.md, rules 1 to 7 and clarifications)."""

import pytest

from tests.extraction.frames import pairs


@pytest.mark.parametrize(
    "text",
    [
        "Germany has not recalled its ambassador.",
        "Germany could recall its ambassador.",
        "Germany is weighing sanctions.",
        "Germany is considering recalling its ambassador.",
        "Germany has yet to say whether it will recall its ambassador.",
        "Germany is expected to impose sanctions.",
        "If the army fires, Germany would recall its ambassador.",
        "Will Germany recall its ambassador?",
        "Analysts expect Germany to recall its ambassador.",
        "The opposition urged Germany to impose sanctions.",
        "Poland's ambassador was not available on Monday.",
        "In 2010 the EU had imposed sanctions on Belarus after an earlier vote.",
        "Germany advised its citizens to avoid Minsk.",
        "Germany closed its embassy for safety reasons.",
        "Germany sent condolences to the families.",
        "Lukashenko said that China had congratulated him.",
        "Pompeo, the US secretary of state, said the EU was considering sanctions.",
        "Human Rights Watch said that Germany should condemn the violence.",
        "The oil company said it was monitoring the situation.",
        "Neither Serbia nor Hungary condemned the violence.",
        "If the violence continues, Malta would condemn it.",
        "The ministry said it would require that Peru and Chile recall their ambassadors.",
        "Envoys of Peru and Chile left. Foreign Minister Ivo Gil said he deplored the vote.",
    ],
)
def test_not_coded(text):
    assert pairs(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Germany did not recognise the result.", ("DEU", "reject")),
        ("Germany agreed to impose sanctions.", ("DEU", "sanction")),
        ("Germany decided to recall its ambassador.", ("DEU", "recall_ambassador")),
        ("Germany did not rule out sanctions.", ("DEU", "warn")),
        ("Germany declined to comment.", ("DEU", "neutral")),
    ],
)
def test_coded_all_the_same(text, expected):
    assert pairs(text) == {expected}
