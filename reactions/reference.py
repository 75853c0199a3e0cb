"""Brings the reference files (`extraction/data/`) into the tables, and the tables to the engine.

Loading is idempotent and never overwrites an editor's change: each row remembers what the files
gave it last, and a field that differs from that was changed by somebody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pghistory
from django.db import transaction

from reactions.extraction.gazetteer import Gazetteer
from reactions.extraction.reference_data import (
    ActorEntry,
    MembershipEntry,
    TenureEntry,
    read_actors,
    read_groups,
    read_memberships,
    read_tenures,
)
from reactions.models import Actor, Membership, Official, Tenure
from reactions.models.actors import LoadedRow


@dataclass
class LoadReport:
    """How many rows of each table were added, updated, or kept as an editor has them."""

    added: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)


@transaction.atomic
@pghistory.context(command="load_actors")
def load_actors() -> LoadReport:
    """Load actors, memberships, officials and tenures from the files of the engine."""
    report = LoadReport()
    actors = _load_actors(report)
    _load_memberships(actors, report)
    _load_tenures(actors, report)
    return report


def _load_actors(report: LoadReport) -> dict[str, Actor]:
    rows = {actor.code: actor for actor in Actor.objects.all()}
    for entry in read_actors():
        row = rows.setdefault(entry.code, Actor(code=entry.code))
        _load(row, _actor_values(entry), report)
    _create_new(Actor, rows.values())
    return rows


def _actor_values(entry: ActorEntry) -> dict[str, Any]:
    return {
        "type": entry.type,
        "name": entry.name,
        "official_name": entry.official,
        "iso2": entry.iso2,
        "region": entry.region,
        "subregion": entry.subregion,
        "aliases": list(entry.aliases),
        "demonyms": list(entry.demonyms),
        "peoples": list(entry.peoples),
        "capitals": list(entry.capitals),
        "seats": list(entry.seats),
        "latitude": entry.latitude,
        "longitude": entry.longitude,
    }


def _load_memberships(actors: dict[str, Actor], report: LoadReport) -> None:
    known = _by_loaded_since(Membership.objects.all(), "organization_id", "country_id")
    for entry in read_memberships():
        organization, country = actors[entry.organization], actors[entry.country]
        key = (organization.pk, country.pk, _plain(entry.since))
        row = known.setdefault(key, Membership(organization=organization, country=country))
        _load(row, {"since": entry.since, "until": entry.until}, report)
    _create_new(Membership, known.values())


def _load_tenures(actors: dict[str, Actor], report: LoadReport) -> None:
    officials = {official.name: official for official in Official.objects.all()}
    known = _by_loaded_since(Tenure.objects.all(), "official_id", "actor_id", "office")
    aliases: dict[str, list[str]] = {}
    entries = read_tenures()
    for entry in entries:
        names = aliases.setdefault(entry.official, [])
        names.extend(alias for alias in entry.aliases if alias not in names)
    for name, names in aliases.items():
        official = officials.setdefault(name, Official(name=name))
        _load(official, {"aliases": names}, report)
    _create_new(Official, officials.values())
    for entry in entries:
        actor, official = actors[entry.actor], officials[entry.official]
        key = (official.pk, actor.pk, entry.office, _plain(entry.since))
        row = known.setdefault(key, Tenure(official=official, actor=actor, office=entry.office))
        values = {
            "role": entry.role,
            "since": entry.since,
            "until": entry.until,
            "source": entry.source,
        }
        _load(row, values, report)
    _create_new(Tenure, known.values())


def _by_loaded_since(rows: Any, *names: str) -> dict[tuple[Any, ...], Any]:
    """Rows by the named columns and the first day that the files gave, or else the row's own."""
    return {
        (
            *(getattr(row, name) for name in names),
            row.loaded["since"] if row.loaded else _plain(row.since),
        ): row
        for row in rows
    }


def _load(row: LoadedRow, values: dict[str, Any], report: LoadReport) -> None:
    """Set the fields that nobody changed since the last load; remember what the files say now."""
    table = type(row).__name__
    given = {name: _plain(value) for name, value in values.items()}
    is_new = row.pk is None
    before = row.loaded or {}
    edited = [
        name
        for name in values
        if not is_new and name in before and _plain(getattr(row, name)) != before[name]
    ]
    if row.loaded == given:
        report.kept[table] += bool(edited)
        return
    for name, value in values.items():
        # A row that an editor made before the files had it is the editor's, all of it.
        if is_new or (before and name not in edited):
            setattr(row, name, value)
    row.loaded = given
    if not is_new:
        row.save()
    (report.added if is_new else report.updated)[table] += 1


def _create_new(model: type[LoadedRow], rows: Iterable[LoadedRow]) -> None:
    """Insert the rows that are not in the database yet; they get their keys."""
    model._default_manager.bulk_create(row for row in rows if row.pk is None)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def gazetteer_from_tables() -> Gazetteer:
    """What the engine is to know of actors and officials, as the tables have it now."""
    return Gazetteer(_actor_entries(), _tenure_entries(), _membership_entries(), read_groups())


def _actor_entries() -> Iterator[ActorEntry]:
    for actor in Actor.objects.order_by("type", "code"):
        yield ActorEntry(
            code=actor.code,
            name=actor.name,
            type=actor.type,
            iso2=actor.iso2,
            official=actor.official_name,
            region=actor.region,
            subregion=actor.subregion,
            capitals=tuple(actor.capitals),
            aliases=tuple(actor.aliases),
            demonyms=tuple(actor.demonyms),
            peoples=tuple(actor.peoples),
            seats=tuple(actor.seats),
            latitude=actor.latitude,
            longitude=actor.longitude,
        )


def _tenure_entries() -> Iterator[TenureEntry]:
    for tenure in Tenure.objects.select_related("official", "actor").order_by("pk"):
        yield TenureEntry(
            actor=tenure.actor.code,
            official=tenure.official.name,
            office=tenure.office,
            role=tenure.role,
            since=tenure.since or date.min,
            until=tenure.until,
            aliases=tuple(tenure.official.aliases),
            source=tenure.source,
        )


def _membership_entries() -> Iterator[MembershipEntry]:
    for membership in Membership.objects.select_related("organization", "country"):
        yield MembershipEntry(
            organization=membership.organization.code,
            country=membership.country.code,
            since=membership.since or date.min,
            until=membership.until,
        )
