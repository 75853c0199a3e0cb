"""Lists of actors in every order and shape, and the groups that they make up."""

import pytest

from tests.extraction.frames import MALI, pairs


def condemning(text):
    return {actor for actor, kind in pairs(text, MALI) if kind in ("condemn", "reject", "urge")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The heads of state of Nigeria, Ghana and Benin condemned it.", {"NGA", "GHA", "BEN"}),
        ("The heads of the EU and NATO condemned it.", {"EU", "NATO"}),
        ("The AU, the UN and the regional bloc ECOWAS condemned it.", {"AU", "UN", "ECOWAS"}),
        ("The UN, the EU and former colonial power France condemned it.", {"UN", "EU", "FRA"}),
        ("First Sweden and then Norway condemned the coup.", {"SWE", "NOR"}),
        ("Sweden and, a day later, Norway condemned the coup.", {"SWE", "NOR"}),
        ("Not only Sweden but also Norway condemned the coup.", {"SWE", "NOR"}),
        ("Sweden, but not Norway, condemned the coup.", {"SWE"}),
        ("Ghana, Togo & Senegal condemned the coup.", {"GHA", "TGO", "SEN"}),
        ("Ghana/Togo/Senegal condemned the coup.", {"GHA", "TGO", "SEN"}),
        ("It was condemned by Peru and Chile as well as by the UN.", {"PER", "CHL", "UN"}),
        ("It was condemned by the likes of Peru and Chile.", {"PER", "CHL"}),
        ("The UK, in coordination with the US and Canada, condemned it.", {"GBR", "USA", "CAN"}),
        ("Students from Ghana, Togo and Benin condemned the coup.", set()),
        ("A coalition of unions from France, Germany and Italy condemned the coup.", set()),
        ("ECOWAS, a Lagos-led alliance, condemned the coup.", {"ECOWAS"}),
    ],
)
def test_items_of_a_list(text, expected):
    assert condemning(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three countries - France, Peru and Chile - condemned it.", {"FRA", "PER", "CHL"}),
        ("Three countries (France, Peru and Chile) condemned it.", {"FRA", "PER", "CHL"}),
        ("Three countries, France, Peru and Chile, condemned it.", {"FRA", "PER", "CHL"}),
        ("Several states, led by Peru and Chile, condemned it.", {"PER", "CHL"}),
        ("A group of states, made up of Peru and Chile, condemned it.", {"PER", "CHL"}),
        ("Several capitals - notably Paris and Rome - condemned it.", {"FRA", "ITA"}),
        ("The Troika of Norway, Peru and Chile condemned it.", {"NOR", "PER", "CHL"}),
        ("A statement by a joint mechanism of the UN and the AU condemned it.", {"UN", "AU"}),
        ("The foreign ministers of the G7 - France and Japan among them - condemned it.", {"G7"}),
    ],
)
def test_members_of_a_group(text, expected):
    assert condemning(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Among those that condemned the coup were Peru and Chile.", {"PER", "CHL"}),
        ("Those condemning the coup included Peru and Chile.", {"PER", "CHL"}),
        ("The countries refusing to recognise the junta include Peru.", {"PER"}),
        ("The first to condemn the coup was Italy.", {"ITA"}),
        ("The country that condemned the coup most strongly was Italy.", {"ITA"}),
        ("Also condemning the coup were Peru and Chile.", {"PER", "CHL"}),
        ("France condemned the coup, with Peru and Chile following suit.", {"FRA", "PER", "CHL"}),
        ("Tokyo urged restraint, as Seoul had done earlier.", {"JPN", "KOR"}),
        ("Sweden condemned the coup, a position shared by Norway.", {"SWE", "NOR"}),
        ("The countries that condemned the coup were thanked by Peru.", set()),
    ],
)
def test_told_at_the_end(text, expected):
    assert condemning(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EU ministers meeting in Rome condemned the coup.", {"EU"}),
        ("Leaders attending the summit in Paris condemned the coup.", set()),
        ("The leaders of the West African bloc ECOWAS condemned the coup.", {"ECOWAS"}),
        ("ECOWAS met on Monday. Leaders of the bloc condemned the coup.", {"ECOWAS"}),
        ("Niger looked on. The heads of several parties condemned the coup.", set()),
    ],
)
def test_modified_subjects(text, expected):
    assert condemning(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoys of Peru and Chile left after these countries condemned it.", {"PER", "CHL"}),
        (
            "Envoys of Peru and Chile left after the governments of these countries condemned it.",
            {"PER", "CHL"},
        ),
        ("The envoys of Peru and Chile left. These countries condemned the coup.", {"PER", "CHL"}),
    ],
)
def test_these_countries(text, expected):
    assert condemning(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bolivian and Venezuelan officials condemned the coup.", {"BOL", "VEN"}),
        (
            "Ada Holm, president of Norway, and Per Lind, president of Peru, condemned it.",
            {"NOR", "PER"},
        ),
        (
            "Norway's president, Ada Holm, and her Peruvian counterpart condemned it.",
            {"NOR", "PER"},
        ),
        ("Mexico, which borders the United States, and Cuba condemned it.", {"CUB"}),
        ("Norway and Peru issued statements. All of them condemned the coup.", {"NOR", "PER"}),
        ("Condemned the coup: Norway, Peru, the UN.", {"NOR", "PER", "UN"}),
        ("One country, Botswana, condemned the coup.", {"BWA"}),
        ("Landlocked Botswana condemned the coup.", {"BWA"}),
        ("The southern African nation of Botswana condemned the coup.", {"BWA"}),
        ("The authorities in Botswana condemned the coup.", {"BWA"}),
        ("The embassy in Botswana condemned the coup.", set()),
        ("Botswana met envoys. The country condemned the coup.", {"BWA"}),
        ("In Norway's view, the coup is unacceptable.", {"NOR"}),
        ("The AU's envoy, former Nigerian president Ada Bako, condemned it.", {"AU"}),
        ("AU envoy and former Nigerian president Ada Bako condemned it.", {"AU"}),
        ("Former Nigerian president Ada Bako condemned it.", set()),
        ("Members of the US Congress condemned the coup.", set()),
        ("Norway looked on. A senior diplomat condemned the coup.", set()),
        ("The junta said France had condemned the coup to please Peru.", set()),
        ("France met the junta. The army spoke. It condemned the talks.", set()),
    ],
)
def test_who_is_meant(text, expected):
    assert condemning(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ambassadors of Norway and Sweden were recalled.", {"NOR", "SWE"}),
        ("Mali's ambassadors in Oslo and Stockholm were summoned.", {"NOR", "SWE"}),
        ("Mali was suspended from ECOWAS, the African Union and the OIF.", {"ECOWAS", "AU", "OIF"}),
    ],
)
def test_several_behind_a_passive(text, expected):
    assert {actor for actor, _ in pairs(text, MALI)} == expected
