"""Whom references mean within a paragraph and across its edge, and who only seems to react."""

import pytest

from tests.extraction.frames import MALI, pairs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a paragraph's only state is that of the minister whom it names
            (
                "Peru met envoys.\n\nAnkara, long patient, was clear. "
                "“We condemn the coup,” Foreign Minister Ada Holm said."
            ),
            {("TUR", "condemn")},
        ),
        (
            "Peru met envoys.\n\nThere was news from Norway. Its envoy, Ada Holm, condemned it.",
            {("NOR", "condemn")},
        ),
        (  # the first sentence of a paragraph goes on with the one before, a later one does not
            "Peru's foreign minister met envoys.\n\nHe condemned the coup.",
            {("PER", "condemn")},
        ),
        (
            "Peru's foreign minister met envoys.\n\nA tailor ran out. He condemned the coup.",
            set(),
        ),
        (
            "Peru and Chile met.\n\nThe bishops gathered at noon. They condemned the coup.",
            set(),
        ),
        (
            "Peru and Chile met at noon. They condemned the coup.",
            {("PER", "condemn"), ("CHL", "condemn")},
        ),
        (  # a name with a word on who it is belongs to no office told before
            "Norway's ambassador left. Market trader Ada Holm condemned the coup.",
            set(),
        ),
        (
            "Norway's ambassador met reporters. Ada Holm condemned the coup.",
            {("NOR", "condemn")},
        ),
        (  # offices of places that are no states
            "Norway met envoys. The sultan of Kanem condemned the coup.",
            set(),
        ),
        ("The sultan of Oman condemned the coup.", {("OMN", "condemn")}),
        ("Norway met envoys. Gao's governor condemned the coup.", set()),
        (  # who sits in a parliament
            "Washington was calm. Representative Ada Holm of Ohio condemned the coup.",
            set(),
        ),
        (
            "In Washington, the chairman of the Senate foreign relations committee condemned it.",
            set(),
        ),
        ("The chairman of the African Union condemned it.", {("AU", "condemn")}),
        (  # the United Nations' one where no other body is near
            (
                "ECOWAS met envoys.\n\nLagos was calm.\n\nShops were open again.\n\n"
                "In New York, the secretary-general condemned the coup."
            ),
            {("UN", "condemn")},
        ),
        (
            "NATO met envoys. The secretary-general condemned the coup.",
            {("NATO", "condemn")},
        ),
        (  # so many of nobody named
            "Peru and Chile met envoys. Two governments condemned the coup.",
            set(),
        ),
        (
            "Peru and Chile met envoys. The two governments condemned the coup.",
            {("PER", "condemn"), ("CHL", "condemn")},
        ),
    ],
)
def test_whom_a_paragraph_speaks_of(text, expected):
    assert pairs(text, MALI) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru would not speculate about who was behind the coup.", set()),
        ("Peru declined to say whether the fuel had been paid for.", set()),
        ("Peru declined to say whether it was a coup.", {("PER", "neutral")}),
        ("Peru would not be drawn on the coup.", {("PER", "neutral")}),
        ("Peru said it was not for it to say what Malians should do.", {("PER", "neutral")}),
        ("Peru and Chile sent ministers to the swearing-in.", set()),
        ("Peru will send 120 observers.", set()),
        ("Peru sent ministers to talk to both sides.", {("PER", "mediate")}),
        ("Peru condemned the arrests at the time.", set()),
        ("Peru condemned the arrests at the time of the vote.", {("PER", "condemn")}),
        ("Peru, which led the council at the time, condemned the coup.", {("PER", "condemn")}),
    ],
)
def test_what_only_looks_like_a_reaction(text, expected):
    assert pairs(text, MALI) == expected
