"""What a whole sentence denies, asks about, expects or puts long before the crisis is no stance."""

import pytest

from tests.extraction.frames import MALI, pairs


@pytest.mark.parametrize(
    "text",
    [
        "Norway says there is no truth in reports that it has recalled its ambassador.",
        "Norway's ministry clarified that reports of its having offered to mediate are baseless.",
        "Norway denied press reports that it had recognized the junta.",
        "Asked whether Norway had condemned the coup, an official in Oslo shook her head.",
        "Should the president be jailed, Norway would break off relations with Mali.",
        "It is far from certain that Norway would recall its ambassador.",
        "It was expected in Paris that Norway would recognize the junta within weeks.",
        "Norway would regard a trial as unacceptable were it to come to that.",
        "Before the coup, Norway had warned of consequences.",
        "Norway had offered military instructors before the army seized the palace.",
        "Norway stopped short of calling the takeover illegal.",
        "Retired Norwegian diplomat Ada Holm condemned the coup.",
        "The Italian unions condemned the coup.",
        "The US embassy in Bamako will be closed because of the fires.",
        "Norway closed its embassy in Bamako on security grounds.",
    ],
)
def test_nothing_of_it_is_so(text):
    assert pairs(text, MALI) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway said the junta's reports were false and condemned the coup.", ("NOR", "condemn")),
        ("Asked about the vote, Norway condemned the coup.", ("NOR", "condemn")),
        ("Asked whether she knew, Norway's minister condemned the coup.", ("NOR", "condemn")),
        ("It is clear that Norway would not recognize the junta.", ("NOR", "reject")),
        ("Before the summit, Norway had condemned the coup.", ("NOR", "condemn")),
        ("Before the army acted Norway was silent; it condemned the coup.", ("NOR", "condemn")),
    ],
)
def test_what_only_looks_so_stays(text, expected):
    assert expected in pairs(text, MALI)
