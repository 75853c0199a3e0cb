"""Wording of news agencies and ministries, with what looks like it and is no stance."""

import pytest

from tests.extraction.frames import MALI, pairs

SHOWN = [
    ("The Assembly of the Council of Europe voted to not ratify the credentials.", "COE sanction"),
    ("The African Union refused to approve the delegation's credentials.", "AU sanction"),
    ("Norway described the colonel as being responsible for the killings.", "NOR condemn"),
    ("The replies leave many questions unanswered, Norway said.", "NOR concern"),
    (
        "Norway asked at the same time for all Malian envoys to leave at once.",
        "NOR sever_relations",
    ),
    ("“We will explore measures to hold those responsible to account,” Norway said.", "NOR warn"),
    ("“These penalties will not be the last word,” Norway said.", "NOR warn"),
    ("Ada Holm stressed the United States' “full support” for the junta.", "USA support"),
    ("Norway says the junta has three days to free the ministers.", "NOR warn"),
    ("“In that case sanctions will be applied,” Norway said.", "NOR warn"),
    ("Norway at the weekend suspended its aid to Mali.", "NOR sanction"),
    ("Norway considers the vote to have fallen far short of its standards.", "NOR condemn"),
    ("Norway supports #Mali's junta.", "NOR support"),
    ("Norway reiterated its expectation of a thorough and open investigation.", "NOR urge"),
]

NOTHING = [
    "Norway voted to not ratify the fisheries treaty.",
    "Norway said the drought was a threat to the stability of Mali.",
    "Norway said the drought was threatening the security of the region.",
    "Norway pulled out of the negotiations with the colonel last month.",
    "Norway decided to put its initiative on hold, its envoy said.",
    "Norway's president has refused to give a mandate to the party leader.",
    "Norway's envoy travelled from Bamako to Oslo.",
    "Norway openly supported the sanctions against the colonel.",
    "Norway refused to call elections.",
    "The junta flew home after it failed to win support from Norway.",
    "The general took it up in a call from Norway's envoy.",
    "Mali's ambassador was asked to leave the meeting, Norway said.",
    "Norway's envoy stood by the threat.",
    "Norway could not do so without damaging its credibility.",
    "Norway closed its aid office for the weekend.",
]


@pytest.mark.parametrize(("text", "expected"), SHOWN)
def test_it_shows_its_kind(text, expected):
    actor, kind = expected.split()
    assert (actor, kind) in pairs(text, MALI)


@pytest.mark.parametrize("text", NOTHING)
def test_it_only_looks_alike(text):
    assert pairs(text, MALI) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway's threat to cut the aid stands, the minister said.", {"warn"}),
        ("Norway threatened the officers with isolation.", {"warn"}),
        ("Norway refused to give any comment.", {"neutral"}),
        ("Norway supports sanctions against the colonel.", {"urge"}),
    ],
)
def test_its_look_alike_stands_out(text, expected):
    assert {kind for _, kind in pairs(text, MALI)} >= expected
