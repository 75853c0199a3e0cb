"""Whom references in news mean: "the ministers", "member states", a name spelled otherwise."""

import pytest

from tests.extraction.frames import BELARUS, MALI, drafts, pairs


def told(text, crisis=MALI):
    return {(d.actor, d.official, d.kind.value) for d in drafts(text, crisis)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a name spelled otherwise
            "OIC Secretary General Hassan Bram Tola met envoys. Hassan Ibram Tola condemned it.",
            {("OIC", "Hassan Bram Tola", "condemn")},
        ),
        (
            "OIC Secretary General Hassan Bram Tola met envoys. Yusuf Ibram Tola condemned it.",
            set(),
        ),
        (  # a member of parliament who governs
            "Senator Ada Holm, Australia's minister for foreign affairs, condemned the coup.",
            {("AUS", "Ada Holm", "condemn")},
        ),
        ("Senator Ada Holm, an ally of Australia's prime minister, condemned it.", set()),
        ("Senator Ada Holm, who heads Australia's trade committee, condemned it.", set()),
        (  # the only one named who holds the office
            (
                "Ada Holm, the UN Special Representative, met envoys. Prime Minister Cisse left. "
                "“We condemn it,” the Special Representative said."
            ),
            {("UN", "Ada Holm", "condemn")},
        ),
        (
            (
                "Commonwealth foreign ministers met. Botswana's Foreign Minister Per Lind left. "
                "The ministers condemned the coup."
            ),
            {("COMMONWEALTH", None, "condemn")},
        ),
        (
            "France and Germany sent a letter. The leaders condemned the coup.",
            {("FRA", None, "condemn"), ("DEU", None, "condemn")},
        ),
        (
            "“Member states condemn the coup,” the African Union said in a statement.",
            {("AU", None, "condemn")},
        ),
        ("“Member states condemn the coup,” Norway said in a statement.", set()),
        (  # a unit of the body whose name stands before it
            "The OSCE Office for Democratic Institutions and Human Rights condemned it.",
            {("OSCE", None, "condemn")},
        ),
        (  # nobody's
            "Norway spoke to the OSCE. We heard calls from the international community for calm.",
            set(),
        ),
        ("The Security Council met. The military had condemned the marches.", set()),
        (  # who tells it at its end is "he"
            (
                "Kenya's president, Jon Wako, spoke. Ghana's president, Kofi Abe, was on his way, "
                "Wako said. “We condemn the coup,” he said."
            ),
            {("KEN", "Jon Wako", "condemn")},
        ),
        (
            "Norway's envoy Ada Holm spoke. Goita should free the ministers, she added.",
            {("NOR", "Ada Holm", "urge")},
        ),
        (  # named by what was said before the sentence, whatever else stands in it
            (
                "The US State Department spoke. A department spokeswoman, Ada Holm, named prices "
                "that were given by bakers from the European Union. “We condemn it,” she said."
            ),
            {("USA", "Ada Holm", "condemn")},
        ),
        ("Mali's envoy, Ali Ba, was asked to wait by Norway. He praised the junta.", set()),
        ("The US Treasury Department condemned the coup.", {("USA", None, "condemn")}),
        (
            "ECOWAS met. The Executive Secretary, Ben Cham, condemned it.",
            {
                ("ECOWAS", "Ben Cham", "condemn"),
            },
        ),
        ("Delegates from the African Union condemned it.", {("AU", None, "condemn")}),
    ],
)
def test_whom_a_reference_means(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway met envoys. Mali was suspended from all organs of the African Union.",
            {("AU", "sanction")},
        ),
        ("The sanctions were adopted at a meeting in Lisbon of which nobody told.", set()),
        ("African leaders suspended the country from the ECOWAS bloc.", {("ECOWAS", "sanction")}),
        (
            "Peru's ambassador Al Paz, Chile's envoy and others were all recalled.",
            {("PER", "recall_ambassador"), ("CHL", "recall_ambassador")},
        ),
        (
            "“The ambassadors of the EU states will all be withdrawn,” the EU said.",
            {("EU", "recall_ambassador")},
        ),
        (
            "The ECOWAS chairman said member countries would recall their ambassadors from Mali.",
            {("ECOWAS", "recall_ambassador")},
        ),
        (
            "Peru responded by recalling its envoy, hours after Chile acted.",
            {("PER", "recall_ambassador")},
        ),
    ],
)
def test_who_is_behind_a_passive(text, expected):
    assert pairs(text, MALI) == expected


def test_a_side_named_with_a_possessive_is_inside():
    crisis = BELARUS.__class__(
        focal="BLR", authorities=(), opponents=("Ivan Drozd's party",), name="Belarus"
    )
    text = "Norway met envoys. Drozd's ally, President Oleg Hrib, refused to comment."
    assert pairs(text, crisis) == set()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("As delivered by Ambassador Ada Holm to the Permanent Council, Vienna", "Ada Holm"),
        ("A leaflet was delivered to Ada Holm of the Permanent Council, Vienna", None),
    ],
)
def test_a_closing_line_tells_who_spoke(line, expected):
    text = f"The United States condemns the arrests. We ask that the men be freed.\n\n{line}"
    assert {d.official for d in drafts(text) if d.kind == "condemn"} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The violence must end,” the G7 statement reads.", {("G7", "urge")}),
        ("“The violence must end,” the French foreign ministry notes.", {("FRA", "urge")}),
        ("The word “violence” is one that the EU notes.", set()),
    ],
)
def test_a_document_reads(text, expected):
    assert pairs(text, MALI) == expected


def test_a_text_may_end_in_the_noun_of_a_body():
    text = "Norway condemned the coup. Sanctions were imposed by bloc"
    assert pairs(text, MALI) == {("NOR", "condemn")}
