"""Who can take a stance: countries and organizations, and the officials who speak for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from reactions.models.audit import audited

# The form of an actor's code, for the database.
CODE = r"^[A-Z][A-Z0-9_]{1,23}$"


def names() -> ArrayField[Any, Any]:
    """A list of names as texts use them."""
    return ArrayField(models.CharField(max_length=200), default=list, blank=True)


class LoadedRow(models.Model):
    """A row that may come from the reference files.

    `loaded` keeps the values that the files gave last, so that the next load can tell an editor's
    change from an old value and leave it alone. Null where an editor or the engine made the row.
    """

    loaded = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class ActorQuerySet(models.QuerySet["Actor"]):
    def countries(self) -> ActorQuerySet:
        return self.filter(type=Actor.Type.COUNTRY)

    def organizations(self) -> ActorQuerySet:
        return self.filter(type=Actor.Type.ORGANIZATION)


@audited("ActorAudit")
class Actor(LoadedRow):
    """A country or an organization: one table, so that a stance has one foreign key."""

    class Type(models.TextChoices):
        COUNTRY = "country", "country"
        ORGANIZATION = "organization", "organization"

    code = models.CharField(
        max_length=24,
        unique=True,
        help_text="ISO 3166-1 alpha-3 for a country, else the usual short name in capitals",
    )
    type = models.CharField(max_length=12, choices=Type)
    name = models.CharField(max_length=120)
    official_name = models.CharField(max_length=200, blank=True)
    iso2 = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=60, blank=True)
    subregion = models.CharField(max_length=60, blank=True)
    aliases = names()
    demonyms = names()
    peoples = names()
    capitals = names()
    seats = names()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(name="actor_code_form", condition=Q(code__regex=CODE)),
            models.CheckConstraint(
                name="actor_type_known", condition=Q(type__in=["country", "organization"])
            ),
            models.CheckConstraint(
                name="actor_country_codes",
                condition=~Q(type="country")
                | Q(code__regex=r"^[A-Z]{3}$", iso2__regex=r"^[A-Z]{2}$"),
            ),
            models.CheckConstraint(
                name="actor_label_point",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CountryManager(models.Manager["Country"]):
    def get_queryset(self) -> models.QuerySet[Country]:
        return super().get_queryset().filter(type=Actor.Type.COUNTRY)


class Country(Actor):
    """An actor that is a country."""

    objects = CountryManager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True
        verbose_name_plural = "countries"


class OrganizationManager(models.Manager["Organization"]):
    def get_queryset(self) -> models.QuerySet[Organization]:
        return super().get_queryset().filter(type=Actor.Type.ORGANIZATION)


class Organization(Actor):
    """An actor that is an international organization."""

    objects = OrganizationManager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True


def within(day: date) -> Q:
    """Rows whose period holds `day`; an open end holds every later day."""
    return (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gte=day))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, day: date) -> MembershipQuerySet:
        return self.filter(within(day))


@audited("MembershipAudit")
class Membership(LoadedRow):
    """A country in an organization, from `since` to `until`, both ends in."""

    organization = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="members")
    country = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("organization", "country", "since")
        constraints = [
            models.UniqueConstraint(
                name="membership_once",
                fields=["organization", "country", "since"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="membership_period",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="membership_not_of_itself", condition=~Q(organization=F("country"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} in {self.organization_id}"

    def clean(self) -> None:
        if self.organization.type != Actor.Type.ORGANIZATION:
            raise ValidationError({"organization": f"{self.organization} is not an organization."})
        if self.country.type != Actor.Type.COUNTRY:
            raise ValidationError({"country": f"{self.country} is not a country."})


class OfficialManager(models.Manager["Official"]):
    def known(self, name: str) -> Official | None:
        """The person of this name, else of this alias."""
        exact = self.filter(name=name).first()
        return exact or self.filter(aliases__contains=[name]).order_by("pk").first()

    def named(self, name: str | None) -> Official | None:
        """The person of this name or alias, a new row for one who is not known yet; None for ""."""
        return self.of_names([name])[name] if name else None

    def of_names(self, names: Collection[str]) -> dict[str, Official]:
        """The persons of these names or aliases by what they were asked by, as `named` gives them.

        A name goes before an alias, and of several with an alias the one who was known first.
        """
        if not names:
            return {}
        rows = list(
            self.filter(Q(name__in=names) | Q(aliases__overlap=list(names))).order_by("-pk")
        )
        found = {alias: row for row in rows for alias in row.aliases}
        found |= {row.name: row for row in rows}
        # Another worker may add the same at this moment; either gets the row. In order, so that two
        # do not wait for each other.
        new = self.bulk_create(
            [self.model(name=name) for name in sorted(set(names) - found.keys())],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["name"],
        )
        found |= {row.name: row for row in new}
        return {name: found[name] for name in names}


# What is searched: an array's text is in no index, since PostgreSQL takes it for changeable.
_ALL_NAMES = """
    NEW.called := concat_ws(chr(10), NEW.name, array_to_string(NEW.aliases, chr(10)));
    RETURN NEW;
"""


@audited("OfficialAudit", but=["called"])
class Official(LoadedRow):
    """A person who speaks for an actor.

    `called` has name and aliases in lines, for searches by a part of either; a trigger keeps it.
    """

    name = models.CharField(max_length=120, unique=True)
    aliases = names()
    called = models.TextField(default="", db_default="", editable=False)

    objects = OfficialManager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(name="official_has_a_name", condition=Q(name__regex=r"\S")),
        ]
        indexes = [
            # Serves `icontains`, which compares capitals.
            GinIndex(OpClass(Upper("called"), name="gin_trgm_ops"), name="official_called"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="official_called",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_ALL_NAMES,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TenureQuerySet(models.QuerySet["Tenure"]):
    def current(self, day: date) -> TenureQuerySet:
        return self.filter(within(day))


@audited("TenureAudit")
class Tenure(LoadedRow):
    """An office that an official held for an actor, from `since` to `until`, both ends in."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="tenures")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="tenures")
    office = models.CharField(max_length=120)
    role = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ("actor", "office", "since")
        constraints = [
            models.UniqueConstraint(
                name="tenure_once",
                fields=["official", "actor", "office", "since"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="tenure_period",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official}, {self.office}"
