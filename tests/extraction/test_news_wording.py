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
