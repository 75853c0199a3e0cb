import json
import re
from collections import Counter
from datetime import date, timedelta
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from reactions.extraction.gazetteer import Gazetteer
from reactions.extraction.reference_data import (
    first_day,
    last_day,
    read_actors,
    read_groups,
    read_memberships,
    read_tenures,
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


def test_countries_are_whole():
    faults = [
        country.code
        for country in COUNTRIES
        if not re.fullmatch("[A-Z]{3}", country.code)
        or not re.fullmatch("[A-Z]{2}", country.iso2)
        or not (country.name and country.official)
        or country.region not in REGIONS
        or not (-90 <= country.latitude <= 90 and -180 <= country.longitude <= 180)
    ]
    assert faults == []


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


MEMBERSHIPS = read_memberships()


def members(organization, day):
    on = date.fromisoformat(day)
    return {m.country for m in MEMBERSHIPS if m.organization == organization and m.covers(on)}


def test_memberships_are_of_known_actors_and_end_after_they_begin():
    organizations = CODES - COUNTRY_CODES
    for membership in MEMBERSHIPS:
        assert membership.organization in organizations
        assert membership.country in COUNTRY_CODES
        assert membership.until is None or membership.since <= membership.until


def test_no_country_is_a_member_twice_at_once():
    for one in MEMBERSHIPS:
        for other in MEMBERSHIPS:
            same = (one.organization, one.country) == (other.organization, other.country)
            if same and one.since < other.since:
                assert one.until is not None
                assert one.until < other.since


@pytest.mark.parametrize(
    ("organization", "day", "number"),
    [
        ("UN", "2000-01-01", 187),
        ("UN", "2020-01-01", 193),
        ("EU", "2003-01-01", 15),
        ("EU", "2010-01-01", 27),
        ("EU", "2019-01-01", 28),
        ("EU", "2021-01-01", 27),
        ("NATO", "2010-01-01", 28),
        ("NATO", "2025-01-01", 32),
        ("AU", "2016-01-01", 54),
        ("AU", "2018-01-01", 55),
        ("OAU", "2001-01-01", 53),
        ("LAS", "2020-01-01", 22),
        ("ASEAN", "2020-01-01", 10),
        ("ASEAN", "2026-01-01", 11),
        ("OAS", "2020-01-01", 35),
        ("GCC", "2020-01-01", 6),
        ("CSTO", "2020-01-01", 6),
        ("EAEU", "2020-01-01", 5),
        ("SCO", "2025-01-01", 10),
        ("BRICS", "2025-02-01", 10),
        ("G7", "2020-01-01", 7),
        ("G8", "2010-01-01", 8),
        ("G20", "2020-01-01", 19),
        ("COE", "2020-01-01", 47),
        ("COE", "2023-01-01", 46),
        ("OSCE", "2020-01-01", 57),
        ("COMMONWEALTH", "2020-03-01", 54),
        ("COMMONWEALTH", "2023-01-01", 56),
        ("OIC", "2020-01-01", 57),
        ("CPLP", "2020-01-01", 9),
        ("OTS", "2020-01-01", 5),
        ("PIF", "2020-01-01", 18),
        ("PIF", "2022-10-01", 17),
        ("CARICOM", "2020-01-01", 15),
        ("SADC", "2020-01-01", 16),
        ("ECCAS", "2020-01-01", 11),
        ("EAC", "2025-01-01", 8),
        ("IGAD", "2025-01-01", 8),
        ("ALBA", "2012-01-01", 8),
        ("CELAC", "2012-01-01", 33),
        ("CELAC", "2021-01-01", 32),
        ("UNASUR", "2010-01-01", 12),
        ("MERCOSUR", "2020-01-01", 5),
        ("OECD", "2022-01-01", 38),
        ("V4", "2020-01-01", 4),
        ("E3", "2020-01-01", 3),
        ("CIS", "2020-01-01", 9),
        ("SAARC", "2020-01-01", 8),
        ("ECOWAS", "2025-01-28", 15),
        ("ECOWAS", "2025-02-01", 12),
    ],
)
def test_number_of_members(organization, day, number):
    assert len(members(organization, day)) == number


@pytest.mark.parametrize(
    ("organization", "country", "last_in", "first_out"),
    [
        ("EU", "GBR", "2020-01-31", "2020-02-01"),
        ("ECOWAS", "MLI", "2025-01-29", "2025-01-30"),
        ("COE", "RUS", "2022-03-16", "2022-03-17"),
        ("OAS", "NIC", "2023-11-19", "2023-11-20"),
        ("CIS", "GEO", "2009-08-18", "2009-08-19"),
    ],
)
def test_exits(organization, country, last_in, first_out):
    assert country in members(organization, last_in)
    assert country not in members(organization, first_out)


TENURES = read_tenures()
ROLES = {
    "head_of_state", "head_of_government", "vice_president", "foreign_minister",
    "defence_minister", "national_security_adviser", "deputy_head", "spokesperson", "envoy",
    "ambassador_un", "head_of_organization", "council_president", "high_representative",
    "parliament_president", "commissioner", "chairperson", "human_rights_chief", "refugee_chief",
    "prosecutor", "supreme_leader", "minister_of_state", "deputy_foreign_minister",
}  # fmt: skip
SOURCES = {"Wikidata", "REIGN"}  # as named in data/SOURCES.md
# Offices that several persons hold at a time.
SHARED_ROLES = {"spokesperson", "envoy", "commissioner", "deputy_foreign_minister"}


def test_tenures_are_whole():
    faults = [
        tenure
        for tenure in TENURES
        if tenure.actor not in CODES
        or tenure.role not in ROLES
        or not tenure.office
        or not tenure.official
        or tenure.official != tenure.official.strip()
        or not (tenure.source.startswith("https://") or tenure.source in SOURCES)
        or not date(1950, 1, 1) < tenure.since < date(2030, 1, 1)
        or (tenure.until is not None and tenure.until <= tenure.since)
    ]
    assert faults == []


def test_there_are_enough_tenures():
    assert len(TENURES) >= 600
    assert len(TENURES) == len({(t.actor, t.official, t.office, t.since) for t in TENURES})


def test_no_office_is_held_by_two_at_once():
    offices = {}
    for tenure in TENURES:
        if tenure.role not in SHARED_ROLES:
            offices.setdefault((tenure.actor, tenure.role, tenure.office), []).append(tenure)
    overlaps = []
    for held in offices.values():
        held.sort(key=lambda tenure: tenure.since)
        overlaps += [
            (earlier.official, later.official)
            for earlier, later in pairwise(held)
            if earlier.until is None or not _hands_over(earlier, later)
        ]
    assert overlaps == []


def _hands_over(earlier, later):
    """Whether the later tenure begins as the earlier ends: on a day, or in a month known alone."""
    if earlier.until <= later.since:
        return True
    month_alone = later.since.day == 1 or (earlier.until + timedelta(days=1)).day == 1
    return month_alone and earlier.until.replace(day=1) == later.since.replace(day=1)


@pytest.mark.parametrize(
    ("name", "day", "actor", "office"),
    [
        ("Putin", "2020-08-17", "RUS", "President"),
        ("Putin", "2010-08-17", "RUS", "Prime Minister"),
        ("Macron", "2021-02-01", "FRA", "President"),
        ("Borrell", "2020-08-17", "EU", "High Representative for Foreign Affairs"),
        ("von der Leyen", "2020-08-17", "EU", "President of the European Commission"),
        ("Steinmeier", "2020-08-17", "DEU", "President"),
        ("Nelson Mandela", "1995-11-12", "ZAF", "President"),
        ("Dlamini-Zuma", "2005-08-17", "ZAF", "Foreign Minister"),
        ("Dlamini-Zuma", "2013-08-17", "AU", "Chairperson of the African Union Commission"),
        ("Raab", "2020-08-17", "GBR", "Foreign Secretary"),
        ("Pompeo", "2020-08-17", "USA", "Secretary of State"),
        ("Xi", "2020-08-17", "CHN", "President"),
        ("António Guterres", "2021-02-01", "UN", "Secretary-General"),
        ("Psaki", "2021-02-01", "USA", "White House press secretary"),
    ],
)
def test_who_is_meant_by_a_name_on_a_day(name, day, actor, office):
    gazetteer = Gazetteer((), TENURES)
    held = gazetteer.holders(name, date.fromisoformat(day))
    assert [(tenure.actor, tenure.office) for tenure in held] == [(actor, office)]


BELARUS_2020 = (
    "Mike Pompeo", "Donald Trump", "Dominic Raab", "Boris Johnson", "Dmytro Kuleba",
    "Volodymyr Zelensky", "Josep Borrell", "Charles Michel", "Ursula von der Leyen",
    "Jens Stoltenberg", "Frank-Walter Steinmeier", "Heiko Maas", "Angela Merkel",
    "Emmanuel Macron", "Jean-Yves Le Drian", "Gitanas Nauseda", "Linas Linkevicius",
    "Saulius Skvernelis", "Edgars Rinkevics", "Urmas Reinsalu", "Andrzej Duda",
    "Mateusz Morawiecki", "Jacek Czaputowicz", "Vladimir Putin", "Sergei Lavrov",
    "Maria Zakharova", "Xi Jinping", "António Guterres", "Michelle Bachelet", "Edi Rama",
    "Justin Trudeau", "François-Philippe Champagne", "Pekka Haavisto", "Ann Linde",
    "Sebastian Kurz", "Tomas Petricek", "Viktor Orban", "Recep Tayyip Erdogan",
    "Nicolas Maduro", "Kassym-Jomart Tokayev", "Ilham Aliyev", "Nikol Pashinyan",
)  # fmt: skip
MYANMAR_2021 = (
    "Joe Biden", "Antony Blinken", "Jen Psaki", "Dominic Raab", "Boris Johnson",
    "Justin Trudeau", "Marc Garneau", "Marise Payne", "Scott Morrison", "Jacinda Ardern",
    "Nanaia Mahuta", "Toshimitsu Motegi", "Yoshihide Suga", "Subrahmanyam Jaishankar",
    "Narendra Modi", "Lee Hsien Loong", "Vivian Balakrishnan", "Retno Marsudi", "Joko Widodo",
    "Muhyiddin Yassin", "Hishammuddin Hussein", "Teodoro Locsin", "Harry Roque",
    "Prayut Chan-o-cha", "Don Pramudwinai", "Wang Yi", "António Guterres", "Michelle Bachelet",
    "Josep Borrell", "Charles Michel", "Ursula von der Leyen", "Heiko Maas", "Sergei Lavrov",
    "Hun Sen", "Chung Eui-yong", "Lim Jock Hoi",
)  # fmt: skip


@pytest.mark.parametrize(
    ("names", "day"),
    [(BELARUS_2020, date(2020, 8, 17)), (MYANMAR_2021, date(2021, 2, 20))],
)
def test_the_officials_of_the_sample_crises(names, day):
    gazetteer = Gazetteer((), TENURES)
    assert [name for name in names if not gazetteer.holders(name, day)] == []


def _outlines():
    """The outer rings of each country on the map that the pages draw."""
    path = Path(__file__).parents[2] / "static/vendor/topology/world_110m.json"
    world = json.loads(path.read_text(encoding="utf-8"))
    (scale_x, scale_y), (left, bottom) = (
        world["transform"]["scale"],
        world["transform"]["translate"],
    )
    arcs = []
    for arc in world["arcs"]:
        steps = accumulate(arc, lambda at, step: (at[0] + step[0], at[1] + step[1]))
        arcs.append([(x * scale_x + left, y * scale_y + bottom) for x, y in steps])
    outlines = {}
    for country in world["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country.get("arcs")]
        outlines[country["id"]] = [
            [point for arc in polygon[0] for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
            for polygon in polygons
            if polygon
        ]
    return outlines


def _is_inside(x, y, ring):
    """Whether a ray to the east of the point crosses the ring an odd number of times."""
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def test_label_points_lie_in_their_countries():
    outlines = _outlines()
    drawn = [country for country in COUNTRIES if country.code in outlines]
    outside = [
        country.code
        for country in drawn
        if not any(
            _is_inside(country.longitude, country.latitude, ring) for ring in outlines[country.code]
        )
    ]
    assert len(drawn) > 170
    assert outside == []
