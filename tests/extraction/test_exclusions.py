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
        "Serbia denied having offered police to the Belarusian government.",
        "Serbia will send neither troops nor arms to the Belarusian government.",
        "Would Serbia recall its ambassador, a reporter asked.",
        "Serbia's envoy saw the president and the leader of the opposition.",
        "Serbia declared three days of mourning.",
        "Serbia brought what it called proposals for the capital.",
        "Serbia's minister, who has backed the Belarusian government, stayed at home.",
        "Serbia's minister did not say whether the vote was fair.",
        "Serbia's ministry had nothing to add to an earlier note on the two priests.",
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
        ("Germany would not say whether the vote was fair.", ("DEU", "neutral")),
        ("Germany had nothing to add.", ("DEU", "neutral")),
        ("Germany, which has a claim to a lake there, will not interfere.", ("DEU", "neutral")),
        ("Germany said that the man sworn in has no mandate to rule.", ("DEU", "reject")),
        ("Germany sees Tikhanovskaya as the elected president.", ("DEU", "solidarity")),
        ("Germany summoned the ambassador to protest the arrests.", ("DEU", "summon_ambassador")),
        ("Germany cut off military contacts with Minsk.", ("DEU", "sanction")),
        ("Germany cut off all contacts with Minsk.", ("DEU", "sever_relations")),
        (
            "Germany expelled the Belarusian ambassador, giving him 48 hours to leave.",
            ("DEU", "sever_relations"),
        ),
        ("Germany gave Lukashenko 48 hours to leave office.", ("DEU", "warn")),
    ],
)
def test_coded_all_the_same(text, expected):
    assert pairs(text) == {expected}
