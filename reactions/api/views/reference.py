"""Reference data: actors, officials, the codebook's kinds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from reactions.api.parameters import ACTOR, ACTORS, Choice, Day, Form, Parameter, Text, any_of
from reactions.api.serializers import (
    ActorSerializer,
    CountrySerializer,
    KindSerializer,
    OfficialSerializer,
    OrganizationSerializer,
    TenureSerializer,
)
from reactions.api.views.base import Computed, Resource
from reactions.extraction.codebook import KINDS
from reactions.models import Actor, Membership, Official, Stance, Tenure
from reactions.models.actors import within

_REGION = Parameter("region", "Regions.", Text(item=True), many=True, condition=any_of("region"))


def _named(value: str) -> Q:
    """Actors that have the words in a name, or this very code."""
    return (
        Q(name__icontains=value)
        | Q(official_name__icontains=value)
        | Q(code__iexact=value)
        | Q(aliases__icontains=value)
    )


_ACTOR_NAME = Parameter("q", "Words in a name, or a code.", Text(), condition=_named)


class ActorList(Resource):
    """What countries and organizations share."""

    key = "code"
    key_form = ACTOR
    orderings = {
        "code": ("code",),
        "-code": ("-code",),
        "name": ("name", "code"),
        "-name": ("-name", "code"),
    }


class Actors(ActorList):
    """Countries and international organizations: whoever can take a stance."""

    resource_name = "actors"
    serializer_class = ActorSerializer
    filters = (
        Parameter(
            "type",
            "Sorts of actors.",
            Choice(tuple(Actor.Type.values), negatable=True),
            many=True,
            condition=any_of("type"),
        ),
        _REGION,
        _ACTOR_NAME,
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Actor.objects.all()


def _member_of(codes: list[str], day: date | None) -> Q:
    memberships = Membership.objects.filter(within(day) if day else Q(), country=OuterRef("pk"))
    found = Q()
    for code in codes:
        belongs = Q(Exists(memberships.filter(organization__code=code.removeprefix("-"))))
        found &= ~belongs if code.startswith("-") else belongs
    return found


class Countries(ActorList):
    """Countries: every one of ISO 3166-1, and Kosovo."""

    resource_name = "countries"
    serializer_class = CountrySerializer
    filters = (
        _REGION,
        Parameter(
            "member_of",
            "Organizations to all of which the country belongs or belonged.",
            ACTORS,
            many=True,
        ),
        Parameter("day", "The day on which it belonged to `member_of`; any unless given.", Day()),
        _ACTOR_NAME,
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Actor.objects.countries()

    def narrowed(self, rows: QuerySet[Any], *, but: str = "") -> QuerySet[Any]:
        codes = self.asked["member_of"] or []
        return super().narrowed(rows, but=but).filter(_member_of(codes, self.asked["day"]))


class Organizations(ActorList):
    """International organizations."""

    resource_name = "organizations"
    serializer_class = OrganizationSerializer
    filters = (_REGION, _ACTOR_NAME)

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Actor.objects.organizations()


def _speaks_for(codes: list[str]) -> Q:
    wanted = [code for code in codes if not code.startswith("-")]
    unwanted = [code[1:] for code in codes if code.startswith("-")]
    found = _speaks_for_one_of(wanted) if wanted else Q()
    return found & ~_speaks_for_one_of(unwanted) if unwanted else found


def _speaks_for_one_of(codes: list[str]) -> Q:
    tenures = Tenure.objects.filter(actor__code__in=codes)
    stances = Stance.objects.public().filter(actor__code__in=codes, official__isnull=False)
    return Q(pk__in=tenures.values("official")) | Q(pk__in=stances.values("official"))


class Officials(Resource):
    """Persons who speak for actors: those on record in an office, or with an accepted stance.

    A name that stands in unreviewed proposals alone is not listed.
    """

    resource_name = "officials"
    serializer_class = OfficialSerializer
    orderings = {"name": ("name", "pk"), "-name": ("-name", "pk"), "id": ("pk",)}
    filters = (
        Parameter(
            "actor",
            "Actors that the person speaks or spoke for.",
            ACTORS,
            many=True,
            condition=_speaks_for,
        ),
        Parameter(
            "q",
            "Words in a name.",
            Text(),
            condition=lambda value: Q(called__icontains=value),
        ),
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        in_office = Tenure.objects.filter(official=OuterRef("pk"))
        quoted = Stance.objects.public().filter(official=OuterRef("pk"))
        return Official.objects.filter(
            Q(loaded__isnull=False) | Q(Exists(in_office)) | Q(Exists(quoted))
        )


class Tenures(Resource):
    """Offices that officials held for actors, by their days."""

    resource_name = "tenures"
    serializer_class = TenureSerializer
    orderings = {
        "id": ("pk",),
        "-id": ("-pk",),
        "actor": ("actor__code", "pk"),
        "official": ("official__name", "pk"),
    }
    filters = (
        Parameter("actor", "Actors.", ACTORS, many=True, condition=any_of("actor__code")),
        Parameter(
            "official",
            "Names of officials.",
            Text(item=True),
            many=True,
            condition=any_of("official__name"),
        ),
        Parameter(
            "role",
            "Roles, such as head_of_state.",
            Form(r"^-?[a-z_]{1,40}$", "a role"),
            many=True,
            condition=any_of("role"),
        ),
        Parameter("day", "A day on which the office was held.", Day(), condition=within),
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Tenure.objects.all()


KIND_ROWS = [
    {
        "kind": kind.value,
        "label": entry.label,
        "code": entry.code,
        "side": entry.side.value,
        "level": entry.level,
        "group": entry.group.value,
        "cameo": list(entry.cameo),
        "plover": list(entry.plover),
        "definition": entry.definition,
    }
    for kind, entry in KINDS.items()
]


class Kinds(Computed):
    """The fourteen kinds of stance, in the codebook's order, with their CAMEO and PLOVER codes."""

    resource_name = "kinds"
    serializer_class = KindSerializer

    def answer(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return {}, KIND_ROWS
