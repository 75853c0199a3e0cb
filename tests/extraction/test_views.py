"""Whose words a sentence holds without a verb of saying, and whom an office or a byname means."""

import pytest

from tests.extraction.frames import MALI, pairs


def actors(text: str) -> set[str]:
    """Return the actors whom the engine finds to condemn or to refuse something."""
    return {actor for actor, kind in pairs(text, MALI) if kind in ("condemn", "reject")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For Norway, the vote was a sham.", {"NOR"}),
        ("For the Norwegian foreign ministry there was no excuse; the vote was a sham.", {"NOR"}),
        ("To Oslo the vote was a sham.", {"NOR"}),
        ("The vote was, in the Irish Government's judgment, a sham.", {"IRL"}),
        ("The vote was a sham in the eyes of the German government.", {"DEU"}),
        ("As far as Norway is concerned, the vote was a sham.", {"NOR"}),
        ("Seen from Oslo, the vote was a sham.", {"NOR"}),
        ('From Oslo came one line: the vote was "a sham".', {"NOR"}),
        ("In the eyes of the Norwegian opposition leader the vote was a sham.", set()),
        ("For Norwegian analysts, the vote was a sham.", set()),
        ("From Oslo the envoy flew home and heard that the vote was a sham.", set()),
    ],
)
def test_whose_view_a_sentence_tells(text, expected):
    assert actors(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Foreign Secretary, Ada Holm, told the Commons she condemned the coup.", {"GBR"}),
        ("India met envoys. The foreign secretary condemned the coup.", {"IND"}),
        ("Chief Cabinet Secretary Ken Mori condemned the coup.", {"JPN"}),
        ("In Vienna, Chancellor Ada Holm condemned the coup.", {"AUT"}),
        ("Austria met envoys. Chancellor Ada Holm condemned the coup.", {"AUT"}),
        ("Chancellor Ada Holm condemned the coup.", {"DEU"}),
        ("The high representative, Ada Holm, condemned the coup.", {"EU"}),
        ("The neighborhood commissioner, Ada Holm, condemned the coup.", {"EU"}),
        ("The Twenty-Seven condemned the coup.", {"EU"}),
        ("The West African bloc condemned the coup.", {"ECOWAS"}),
        ("The West African bloc ECOWAS condemned the coup.", {"ECOWAS"}),
        ("The Peace and Security Council condemned the coup.", {"AU"}),
        ("The American chargé condemned the coup.", {"USA"}),
        ("Norway's delegate condemned the coup.", {"NOR"}),
        ("The MFC's secretary general, Ada Holm, condemned the coup.", set()),
        ("The palace condemned the coup.", set()),
    ],
)
def test_whose_an_office_or_a_byname_is(text, expected):
    assert actors(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("France, in words that surprised its own envoys, condemned the coup.", {"FRA"}),
        ("Turkey, whose Gagauz kin live nearby, condemned the coup.", {"TUR"}),
        ("Norway, a friend of Greenland, condemned the coup.", {"NOR"}),
        ("Norway, mindful of the Sami of Lapland, condemned the coup.", {"NOR"}),
        ("In Oslo, former Norwegian prime minister Ada Holm condemned the coup.", set()),
        (
            "Mexico condemned what Malians do in their own house, President Ada Holm said.",
            {"MEX"},
        ),
    ],
)
def test_a_subject_is_not_cut_off_by_its_apposition(text, expected):
    assert actors(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oslo's answer condemned the coup.", {"NOR"}),
        ("Norway's bakers condemned the coup.", set()),
    ],
)
def test_a_possessor_speaks_by_what_it_tells(text, expected):
    assert actors(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Austrian presidency, on behalf of the Union, condemned the coup.", {"EU"}),
        ("The Austrian presidency condemned the coup for the European Union.", {"EU"}),
        ("Senegal's presidency condemned the coup and told ECOWAS.", {"SEN"}),
        ("Ada Holm, a Peruvian diplomat, condemned the coup on behalf of the UN.", {"UN"}),
        ("Norway's envoy condemned the coup on behalf of the Nordic states.", {"NOR"}),
        ('9.15am: British High Commission: "We condemn the coup."', {"GBR"}),
        ("10.21 From the Group of Seven: the vote is a sham.", {"G7"}),
        ("Tokyo slams the coup.", {"JPN"}),
        ("The permanent council in Washington condemned the coup.", {"OAS"}),
    ],
)
def test_for_whom_somebody_speaks(text, expected):
    assert actors(text) == expected
