"""Reads the reference data in `extraction/data/`: actors, memberships, tenures, groups.

The files' sources and licences are named in `data/SOURCES.md`.
"""

import csv
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"
_LIST_SEPARATOR = "|"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """A country or an organization, and every way in which texts name it.

    `seats` are metonyms for a country's government (Kremlin) and the organs of an organization
    (Security Council). `demonyms` are adjectives and singulars, `peoples` plurals. The label point
    is in degrees, north and east positive.
    """

    code: str
    name: str
    type: str
    iso2: str = ""
    official: str = ""
    region: str = ""
    subregion: str = ""
    capitals: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_organization(self) -> bool:
        """Whether the actor is an organization; else it is a country."""
        return self.type == "organization"


@dataclass(frozen=True, slots=True)
class TenureEntry:
    """An office that a person held for an actor, from `since` to `until`, both days included.

    Where the source knows the month alone, `since` is its first day and `until` its last.
    `until` is None while the tenure lasts.
    """

    actor: str
    official: str
    office: str
    role: str
    since: date
    until: date | None = None
    aliases: tuple[str, ...] = ()
    source: str = ""

    def covers(self, day: date) -> bool:
        """Whether the office was held on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class MembershipEntry:
    """A country's membership of an organization, both days included, as in TenureEntry."""

    organization: str
    country: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the country was a member on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A name that stands for several countries at once and is no actor itself (Baltic states)."""

    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmbiguityEntry:
    """A rule that says what an ambiguous surface means where its pattern holds.

    `surfaces` are the strings it is for ("*" alone: all). `forms` are given for strings that no
    actor has as its own. `codes` is empty where nobody is meant, and ("=",) where the gazetteer's
    own entry is right. `where` says what the pattern is held against (see ambiguities.py).
    """

    surfaces: tuple[str, ...]
    forms: tuple[str, ...]
    codes: tuple[str, ...]
    where: str
    pattern: str


def first_day(text: str) -> date:
    """Return the first day of a date that may lack its day or month (2020, 2020-03, 2020-03-09).

    Raises ValueError for anything else.
    """
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """Return the last day of a date that may lack its day or month. See first_day."""
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def read_actors(folder: Path = DATA) -> tuple[ActorEntry, ...]:
    """Return the countries, then the organizations, of the files in `folder`."""
    countries = (_country(row) for row in _rows(folder / "countries.csv"))
    organizations = (_organization(row) for row in _rows(folder / "organizations.csv"))
    return (*countries, *organizations)


def read_tenures(folder: Path = DATA) -> tuple[TenureEntry, ...]:
    """Return every office held, in the order of `tenures.csv`."""
    return tuple(
        TenureEntry(
            actor=row["actor"],
            official=row["person"],
            office=row["office"],
            role=row["role"],
            since=first_day(row["since"]),
            until=last_day(row["until"]) if row["until"] else None,
            aliases=_list(row["aliases"]),
            source=row["source"],
        )
        for row in _rows(folder / "tenures.csv")
    )


def read_memberships(folder: Path = DATA) -> tuple[MembershipEntry, ...]:
    """Return every membership, in the order of `memberships.csv`."""
    return tuple(
        MembershipEntry(
            organization=row["organization"],
            country=row["country"],
            since=first_day(row["since"]),
            until=last_day(row["until"]) if row["until"] else None,
        )
        for row in _rows(folder / "memberships.csv")
    )


def read_groups(folder: Path = DATA) -> tuple[GroupEntry, ...]:
    """Return the names that stand for several countries."""
    return tuple(
        GroupEntry(row["name"], _list(row["aliases"]), _list(row["members"]))
        for row in _rows(folder / "groups.csv")
    )


def read_traps(folder: Path = DATA) -> tuple[str, ...]:
    """Return the phrases that hold an actor's name and mean no actor (New Mexico)."""
    return tuple(row["phrase"] for row in _rows(folder / "traps.csv"))


def read_ambiguities(folder: Path = DATA) -> tuple[AmbiguityEntry, ...]:
    """Return the rules for ambiguous surfaces, in the order in which they are tried."""
    return tuple(
        AmbiguityEntry(
            surfaces=_list(row["surfaces"]),
            forms=_list(row["forms"]),
            codes=_list(row["code"]),
            where=row["where"],
            pattern=row["pattern"],
        )
        for row in _rows(folder / "ambiguities.csv")
    )


def _country(row: dict[str, str]) -> ActorEntry:
    return ActorEntry(
        code=row["code"],
        name=row["name"],
        type="country",
        iso2=row["iso2"],
        official=row["official"],
        region=row["region"],
        subregion=row["subregion"],
        capitals=_list(row["capital"]),
        aliases=_list(row["aliases"]),
        demonyms=_list(row["demonyms"]),
        peoples=_list(row["peoples"]),
        seats=_list(row["seats"]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )


def _organization(row: dict[str, str]) -> ActorEntry:
    return ActorEntry(
        code=row["code"],
        name=row["name"],
        type="organization",
        region=row["region"],
        aliases=_list(row["aliases"]),
        seats=_list(row["seats"]),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _list(text: str) -> tuple[str, ...]:
    return tuple(item for item in text.split(_LIST_SEPARATOR) if item)


def _parts(text: str) -> tuple[int, int, int]:
    """Split a date into year, month and day; a part that it lacks is 0."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = match.groups(default="0")
    return int(year), int(month), int(day)
