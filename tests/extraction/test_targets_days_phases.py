"""Targets, days and phases."""

from datetime import date

import pytest

from tests.extraction.frames import BELARUS, MALI, drafts

FRIDAY = date(2020, 8, 14)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("France urged all sides to show restraint.", "all"),
        ("France urged the authorities to release the prisoners.", "authorities"),
        ("France urged the protesters to go home.", "opponents"),
        ("The United States called on Russia to respect the sovereignty of Belarus.", "RUS"),
        ("France condemned the crackdown.", "authorities"),
        ("France is monitoring the situation.", None),
        ("Poland recalled its ambassador.", "authorities"),
        ("Poland expressed solidarity with the protesters.", "opponents"),
        ("Poland stands with the people of Belarus.", None),
        ("Poland offered to mediate between the government and both sides.", "all"),
    ],
)
def test_target(text, target):
    assert [d.target for d in drafts(text)] == [target]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("France condemned the crackdown.", date(2020, 8, 17)),
        ("On Saturday France condemned the crackdown.", date(2020, 8, 15)),
        ("France on Friday condemned the crackdown.", FRIDAY),
        ("France on 12 August condemned the crackdown.", date(2020, 8, 12)),
        ("France, which voted on Sunday, condemned the crackdown.", date(2020, 8, 17)),
        ("France condemned Sunday's crackdown.", date(2020, 8, 17)),
        ("France condemned the coup of 12 August.", date(2020, 8, 17)),
        ("EU leaders will hold an emergency summit on Wednesday.", date(2020, 8, 17)),
    ],
)
def test_day(text, day):
    assert [d.day for d in drafts(text)] == [day]


def test_a_speaker_s_day_is_carried_on():
    text = (
        "Polish Prime Minister Mateusz Morawiecki condemned the violence on Saturday. "
        "Morawiecki called for new elections."
    )
    assert {(d.kind.value, d.day) for d in drafts(text)} == {
        ("condemn", date(2020, 8, 15)),
        ("urge", date(2020, 8, 15)),
    }


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("Poland recalled its ambassador.", "in_force"),
        ("Poland will recall its ambassador.", "announced"),
        ("Poland lifted the sanctions.", "ended"),
        ("Poland agreed to impose sanctions.", "announced"),
        ("Poland condemned the violence.", None),
    ],
)
def test_phase(text, phase):
    assert [d.phase for d in drafts(text)] == [phase]


def test_condemning_the_rebels_is_meant_for_them():
    text = "Russia condemned the protesters for the violence."
    assert [d.target for d in drafts(text, BELARUS)] == ["opponents"]


def test_after_a_coup_the_president_is_an_opponent():
    assert [d.target for d in drafts("France stands with President Keita.", MALI)] == ["opponents"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("In a statement issued on Friday, Norway condemned the violence.", FRIDAY),
        ("In its letter of 13 August, Norway condemned the violence.", date(2020, 8, 13)),
        ("Saturday's statement from Norway condemned the violence.", date(2020, 8, 15)),
        ("Speaking on Friday in Oslo, Norway's Prime Minister Erna Solberg condemned it.", FRIDAY),
        (
            (
                '"We condemn it," Norway\'s foreign minister, Ine Soreide, told reporters after '
                "meeting her Swedish counterpart on Friday."
            ),
            FRIDAY,
        ),
        ("NATO held a summit to discuss the violence in Belarus on Friday.", FRIDAY),
        (
            "Norway, which on Thursday met the envoy, condemned the violence on Friday.",
            FRIDAY,
        ),
        ("NATO met on Friday. The alliance condemned the violence.", FRIDAY),
        ("Protesters met on Friday. Norway condemned the violence.", date(2020, 8, 17)),
        ("Norway condemned Friday's violence.", date(2020, 8, 17)),
        ("Norway condemned the violence of Friday.", date(2020, 8, 17)),
        ("Norway urged the police to free those held since Friday.", date(2020, 8, 17)),
    ],
)
def test_day_of_a_document_or_meeting(text, day):
    assert {d.day for d in drafts(text)} == {day}


def august(*days):
    return {date(2020, 8, day) for day in days}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Norway, whose king is ill, late on Saturday condemned the violence.", august(15)),
        (
            '"We will never accept it," Norway said while in mourning, on Friday.',
            august(14),
        ),
        (
            "On 3 August Sweden congratulated Lukashenko; on Friday it recalled its ambassador.",
            august(3, 14),
        ),
        (
            "The United States on Friday lifted the sanctions that it had imposed on 9 August.",
            august(9, 14),
        ),
        ('Norway "strongly condemns the seizure of power on 9 August".', august(17)),
        ("Norway voiced alarm despite insisting two days earlier that all was well.", august(17)),
        ("Police fired on Thursday. A day later, Norway condemned the violence.", august(14)),
        ("Police fired on Thursday. The same evening Norway condemned it.", august(13)),
        ("Norway condemned the violence the day after the vote on August 9.", august(10)),
        ("Two days after the vote on 9 August, Norway condemned the violence.", august(11)),
        ("Norway condemned the violence on the eve of a meeting on Friday.", august(13)),
        ("Norway condemned it hours after police fired on protesters on Sunday.", august(16)),
        ('"Today we condemn the violence," Norway said on Saturday.', august(15)),
        ('Norway said on Friday: "Yesterday we recalled our ambassador."', august(13)),
        ("OSLO, Aug. 15 -- Norway condemned the violence in Minsk on Friday.", august(14)),
        ("At an emergency summit on Saturday, NATO condemned the violence.", august(15)),
        ("On the 14th, Norway condemned the violence.", august(14)),
        ("Norway condemned the violence ahead of a meeting on Friday.", august(17)),
        ("Norway says it follows events, and Oslo on Friday condemned the violence.", august(14)),
        ("Since Thursday Norway has been following events closely.", august(17)),
        ("Norway recalled its envoy on Friday, and Sweden condemned the violence.", august(14)),
        ("Norway recalled its envoy on Friday. Sweden condemned the violence.", august(14, 17)),
        ("NATO condemned the violence. The decision on Friday was unanimous.", august(17)),
        (
            "NATO condemned it. The statement on Friday was sharp. The alliance urged restraint.",
            august(14, 17),
        ),
    ],
)
def test_days_that_others_are_told_beside(text, days):
    assert {d.day for d in drafts(text)} == days
