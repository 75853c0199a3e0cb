from datetime import date

import pytest

from reactions.extraction.gazetteer import (
    ActorEntry,
    Form,
    Gazetteer,
    GroupEntry,
    MembershipEntry,
    TenureEntry,
    default_gazetteer,
    plain,
    short_name,
)

MAY_2020 = date(2020, 5, 1)


def make_tenure(official, **changes):
    values = {
        "actor": "FRA",
        "office": "Foreign Minister",
        "role": "foreign_minister",
        "since": date(2017, 5, 17),
        "until": date(2022, 5, 20),
    }
    return TenureEntry(official=official, **(values | changes))


def test_it_works_on_rows_from_anywhere():
    france = ActorEntry(code="FRA", name="France", type="country", capitals=("Paris",))
    group = GroupEntry("Weimar Triangle", (), ("DEU", "FRA", "POL"))
    gazetteer = Gazetteer([france], [make_tenure("Jean-Yves Le Drian")], groups=[group])
    assert gazetteer.actor("FRA") is france
    assert gazetteer.surfaces["Paris"].form is Form.CAPITAL
    assert gazetteer.surfaces["Weimar Triangle"].codes == ("DEU", "FRA", "POL")
    assert [t.official for t in gazetteer.holders("Le Drian", MAY_2020)] == ["Jean-Yves Le Drian"]


@pytest.mark.parametrize(
    "name", ["Nausėda", "nauseda", "Gitanas Nauseda", "GITANAS NAUSĖDA", "the President of Vilnius"]
)
def test_holders_by_any_name(name):
    tenure = make_tenure("Gitanas Nausėda", aliases=("the President of Vilnius",))
    assert Gazetteer([], [tenure]).holders(name, MAY_2020) == [tenure]


@pytest.mark.parametrize(
    ("official", "known", "unknown"),
    [
        ("George W. Bush", ["George Bush", "George W Bush", "Bush"], ["George", "W. Bush"]),
        ("King Abdullah II", ["King Abdullah II"], ["II", "Abdullah"]),
        ("Pope Francis", ["Pope Francis"], ["Francis"]),
    ],
)
def test_names_that_a_text_may_use(official, known, unknown):
    tenure = make_tenure(official)
    gazetteer = Gazetteer([], [tenure])
    assert [name for name in known if gazetteer.holders(name, MAY_2020) != [tenure]] == []
    assert [name for name in unknown if gazetteer.holders(name, MAY_2020)] == []


def test_who_presides_in_turn_is_found_by_the_office_at_home():
    minister = make_tenure("Ann Linde", actor="SWE")
    chair = make_tenure("Ann Linde", actor="OSCE", role="chairperson", office="Chairperson")
    assert Gazetteer([], [chair, minister]).holders("Linde", MAY_2020) == [minister]
    assert Gazetteer([], [chair]).holders("Linde", MAY_2020) == [chair]


def test_a_family_name_that_stands_first_is_the_surname():
    tenure = make_tenure("Qin Gang", aliases=("Qin",))
    gazetteer = Gazetteer([], [tenure])
    assert gazetteer.holders("Qin", MAY_2020) == [tenure]
    assert gazetteer.holders("Gang", MAY_2020) == []


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2017, 5, 16), False),
        (date(2017, 5, 17), True),
        (date(2022, 5, 20), True),
        (date(2022, 5, 21), False),
    ],
)
def test_holders_on_the_first_and_last_day(day, held):
    gazetteer = Gazetteer([], [make_tenure("Jean-Yves Le Drian")])
    assert bool(gazetteer.holders("Jean-Yves Le Drian", day)) is held
    assert bool(gazetteer.holders_of("FRA", "foreign_minister", day)) is held
    assert bool(gazetteer.holders_of("FRA", "Foreign Minister", day)) is held


def test_a_tenure_without_an_end_lasts():
    gazetteer = Gazetteer([], [make_tenure("Somebody Else", until=None)])
    assert gazetteer.holders("Else", date(2040, 1, 1))


def test_who_is_not_known():
    gazetteer = Gazetteer([], [make_tenure("Jean-Yves Le Drian")])
    assert gazetteer.holders("Nobody", MAY_2020) == []
    assert gazetteer.holders_of("DEU", "foreign_minister", MAY_2020) == []
    assert not gazetteer.is_organization("XXX")
    with pytest.raises(KeyError):
        gazetteer.actor("XXX")


def test_members_of_an_organization_on_a_day():
    left = MembershipEntry("EU", "GBR", date(1973, 1, 1), date(2020, 1, 31))
    gazetteer = Gazetteer([], memberships=[left])
    assert gazetteer.members_of("EU", date(2020, 1, 31)) == {"GBR"}
    assert gazetteer.members_of("EU", date(2020, 2, 1)) == frozenset()
    assert gazetteer.members_of("NATO", date(2020, 2, 1)) == frozenset()


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Ursula von der Leyen", "von der Leyen"),
        ("Josep Borrell", "Borrell"),
        ("Abdel Fattah al-Burhan", "al-Burhan"),
        ("Luiz Inácio Lula da Silva", "da Silva"),
        ("Sabah al Ahmad", "al Ahmad"),
        ("Pelé", "Pelé"),
        ("Ferdinand Marcos Jr.", "Marcos"),
    ],
)
def test_short_name(full, short):
    assert short_name(full) == short


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nausėda", "nauseda"),
        ("Løkke Rasmussen", "lokke rasmussen"),
        ("Kassym-Jomart", "kassym jomart"),
        ("N’Djamena", "n djamena"),
        ("U Thant.", "u thant"),
    ],
)
def test_plain(name, expected):
    assert plain(name) == expected


def test_the_files_of_the_package():
    gazetteer = default_gazetteer()
    assert gazetteer is default_gazetteer()
    assert gazetteer.is_organization("EU")
    assert not gazetteer.is_organization("FRA")
    assert {"Swedish", "Swede", "Swedes"} <= set(gazetteer.demonyms("SWE"))
    assert {"Russia", "Russian", "Russians", "Moscow", "Kremlin"} <= set(gazetteer.names("RUS"))


@pytest.mark.parametrize(
    ("text", "code", "form"),
    [
        ("Ivory Coast", "CIV", Form.NAME),
        ("Côte d'Ivoire", "CIV", Form.NAME),
        ("COTE D'IVOIRE", "CIV", Form.NAME),
        ("Kiev", "UKR", Form.CAPITAL),
        ("Quai d'Orsay", "FRA", Form.SEAT),
        ("Security Council", "UN", Form.ORGAN),
        ("Nato", "NATO", Form.NAME),
        ("Danes", "DNK", Form.DEMONYM),
        ("Baltic states", "EST", Form.GROUP),
    ],
)
def test_surfaces(text, code, form):
    surface = default_gazetteer().surfaces[text]
    assert surface.codes[0] == code
    assert surface.form is form


def test_short_words_have_no_second_spelling_in_capitals():
    assert "LAO" not in default_gazetteer().surfaces
