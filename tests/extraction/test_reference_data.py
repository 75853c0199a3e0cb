from collections import Counter
from datetime import date

import pytest

from reactions.extraction.reference_data import (
    first_day,
    last_day,
    read_actors,
    read_groups,
)

ACTORS = read_actors()
COUNTRIES = [actor for actor in ACTORS if not actor.is_organization]
ORGANIZATIONS = [actor for actor in ACTORS if actor.is_organization]
CODES = {actor.code for actor in ACTORS}
COUNTRY_CODES = {actor.code for actor in COUNTRIES}
CODEBOOK_ORGANIZATIONS = {
    "UN", "EU", "NATO", "AU", "OAU", "ECOWAS", "ECCAS", "SADC", "EAC", "IGAD", "OAS", "CARICOM",
    "CELAC", "MERCOSUR", "UNASUR", "ALBA", "ASEAN", "SAARC", "PIF", "LAS", "GCC", "OIC", "OSCE",
    "COE", "CIS", "CSTO", "EAEU", "SCO", "BRICS", "G7", "G20", "E3", "V4", "COMMONWEALTH", "OIF",
    "CPLP", "OTS", "OECD", "IADB", "WB", "IMF", "ICC", "IAEA",
}  # fmt: skip
REGIONS = {"Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania"}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-02-03", date(2021, 2, 3), date(2021, 2, 3)),
    ],
)
def test_partial_dates(text, first, last):
    assert first_day(text) == first
    assert last_day(text) == last


@pytest.mark.parametrize("text", ["", "20", "2020-1", "2020-13", "2021-02-29", "March 2020"])
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match=r"."):
        first_day(text)


def test_every_country_is_there_once():
    assert len(COUNTRIES) == 250  # ISO 3166-1 has 249, and XKX
    assert len(COUNTRY_CODES) == 250
    assert len({country.iso2 for country in COUNTRIES}) == 250


def test_every_organization_of_the_codebook_is_there():
    assert {organization.code for organization in ORGANIZATIONS} >= CODEBOOK_ORGANIZATIONS


def test_no_code_or_name_is_used_twice():
    assert [code for code, times in Counter(a.code for a in ACTORS).items() if times > 1] == []
    assert [name for name, times in Counter(a.name for a in ACTORS).items() if times > 1] == []


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.code)
def test_a_country_is_whole(country):
    assert len(country.code) == 3
    assert len(country.iso2) == 2
    assert country.name
    assert country.official
    assert country.region in REGIONS
    assert -90 <= country.latitude <= 90
    assert -180 <= country.longitude <= 180


def test_no_surface_names_two_actors():
    owners = {}
    for actor in ACTORS:
        for text in {actor.name, *actor.aliases, *actor.demonyms, *actor.capitals, *actor.seats}:
            owners.setdefault(text, set()).add(actor.code)
    assert {text: codes for text, codes in owners.items() if len(codes) > 1} == {}


def test_groups_have_known_members():
    for group in read_groups():
        assert len(group.members) > 1
        assert set(group.members) <= COUNTRY_CODES
