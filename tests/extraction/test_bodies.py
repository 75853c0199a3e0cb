"""Bodies, ministries and documents by the many ways in which they are named."""

import pytest

from tests.extraction.frames import MALI, pairs


def condemning(text):
    return {actor for actor, kind in pairs(text, MALI) if kind == "condemn"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At an ECOWAS summit in Accra, leaders condemned the coup.", {"ECOWAS"}),
        ("West African leaders condemned the coup at a summit of ECOWAS.", {"ECOWAS"}),
        ("The communique issued at the end of the ECOWAS summit condemned it.", {"ECOWAS"}),
        ("Namibia's Ministry of International Relations and Cooperation condemned it.", {"NAM"}),
        ("Kenya's State House condemned the coup.", {"KEN"}),
        ("The European bloc condemned the coup.", {"EU"}),
        ("Her Majesty's Government condemned the coup.", {"GBR"}),
        ("A statement on the Czech foreign ministry's website condemned the coup.", {"CZE"}),
        ("A statement posted on the site of the Czech embassy condemned it.", {"CZE"}),
        ("In a statement by Ankara it was stated that the coup was unacceptable.", {"TUR"}),
        ("As the Czech foreign ministry put it, the coup is “unacceptable”.", {"CZE"}),
        ("Peru has, through its foreign minister, condemned the coup.", {"PER"}),
        ("Peru condemned the coup, its neighbor Chile denouncing it as well.", {"PER", "CHL"}),
        ("It was condemned by, among others, Norway, Peru and the UN.", {"NOR", "PER", "UN"}),
        (
            (
                "Norway's prime minister, Ada Holm, together with her Peruvian counterpart "
                "Luis Paz, condemned the coup."
            ),
            {"NOR", "PER"},
        ),
        (
            "Ada Holm and Per Lind, the foreign ministers of Peru and Chile, condemned it.",
            {"PER", "CHL"},
        ),
        ("Ada Holm and her Peruvian counterpart, Luis Paz, condemned the coup.", {"PER"}),
        ("Lithuanian lawmakers voted to condemn the coup.", {"LTU"}),
        ("Some Lithuanian lawmakers voted to condemn the coup.", set()),
        ("Lithuanian lawmakers condemned the coup.", set()),
        ("Norway condemned the coup, Peru denounced it, the junta says nothing.", {"NOR", "PER"}),
        (
            "Statement by the Ministry of Foreign Affairs of Peru\n\nThe Ministry condemns it.",
            {"PER"},
        ),
        (
            "On behalf of the Government of Peru, I condemn the coup. We stand by that.",
            {"PER"},
        ),
        ("“We condemn the coup.” -- Ada Holm, president of Peru.", {"PER"}),
        ("The SADC troika condemned the coup.", {"SADC"}),
        (
            "WASHINGTON -- President Ada Holm and other world leaders condemned the coup.",
            {"USA"},
        ),
        ("Norway looked on. Soldiers and other leaders condemned the coup.", set()),
        ("Norway looked on. The Secretary-General condemned the coup.", {"UN"}),
        ("The French embassy's gardener condemned the coup.", set()),
        ("A spokesman for the rebels in Paris condemned the coup.", set()),
        ("Some leaders condemned the coup. The ECOWAS summit was put off.", set()),
        ("In a tweet on Monday, Peruvian President Dina Boluarte, condemned the coup.", {"PER"}),
        ("In Paris, the Peruvian president, a former judge, condemned the coup.", {"PER"}),
        ("EU Commission President, Ursula von der Leyen, tweeted her condemnation of it.", {"EU"}),
    ],
)
def test_who_condemns(text, expected):
    assert condemning(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The decision of Peru to suspend aid to Mali was welcomed.", {"PER"}),
        ("The decision by Peru and Chile to suspend aid to Mali was welcomed.", {"PER", "CHL"}),
        ("The decision of the opposition to suspend aid to Peru was welcomed.", set()),
    ],
)
def test_whose_decision(text, expected):
    assert {actor for actor, _ in pairs(text, MALI)} == expected


def test_a_name_that_opens_a_line_is_its_heading():
    text = (
        "Peru. Foreign Ministry spokesman Ivo Gil condemned the coup.\n\n"
        'Chile. The Foreign Ministry expressed "grave concern" about Mali.\n\n'
        "Ghana. The Foreign Ministry, deeply worried, asked the army to withdraw."
    )
    assert pairs(text, MALI) == {
        ("PER", "condemn"),
        ("CHL", "concern"),
        ("GHA", "concern"),
        ("GHA", "urge"),
    }
