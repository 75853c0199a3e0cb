"""Who does as others did, and who speaks under a label or in a document of several."""

import pytest

from tests.extraction.frames import MALI, pairs


def condemning(text):
    return {actor for actor, kind in pairs(text, MALI) if kind == "condemn"}


@pytest.mark.parametrize(
    "second",
    [
        "So did Norway.",
        "Norway did likewise.",
        "Norway did so too.",
        "Norway followed suit on Tuesday.",
        "Norway echoed that call.",
        "A similar statement came from Norway.",
        "Norway issued a similar statement.",
    ],
)
def test_who_does_the_same(second):
    assert condemning(f"Sweden condemned the coup. {second}") == {"SWE", "NOR"}


@pytest.mark.parametrize(
    "text",
    [
        "Sweden condemned the coup. Norway did not follow suit.",
        "Sweden condemned the coup. Norway could follow suit.",
        "Sweden condemned the coup. Soldiers did the same.",
        "Sweden condemned the coup. Norway is worried by the same news.",
    ],
)
def test_who_does_not(text):
    assert condemning(text) == {"SWE"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sweden condemned the coup, and Norway did the same.", {"SWE", "NOR"}),
        ("The UN Security Council adopted a resolution which condemns the coup.", {"UN"}),
        ("Statements condemning the coup were issued by Peru and Chile.", {"PER", "CHL"}),
        ("Statements condemning the coup came from Peru and Chile.", {"PER", "CHL"}),
        ("Norway and Sweden met. The two condemned the coup.", {"NOR", "SWE"}),
        ("Norway and Sweden met. Both condemned the coup.", {"NOR", "SWE"}),
        (
            (
                "Norwegian Prime Minister Erna Solberg and Swedish Prime Minister Stefan Lofven "
                "met. They condemned the coup."
            ),
            {"NOR", "SWE"},
        ),
        ("Norwegian Prime Minister Erna Solberg: We condemn the coup.", {"NOR"}),
        ("Ada Holm (Norway): We condemn the coup.\nPer Lind (Sweden): So do we.", {"NOR"}),
        ("A union (Norway): We condemn the coup.", set()),
        ("1. Norway\nPresident Ada Holm condemned the coup.\n2. Peru", {"NOR"}),
        ("Norway, Peru, Chile, and several other nations condemned it.", {"NOR", "PER", "CHL"}),
        ("Norway and a number of other states condemned it.", {"NOR"}),
        ("The government of the Ivory\nCoast condemned the coup.", {"CIV"}),
        ("The German Federal Government condemned the coup.", {"DEU"}),
        ("The Group of Seven industrialised nations condemned the coup.", {"G7"}),
    ],
)
def test_who_condemns(text, expected):
    assert condemning(text) == expected
