"""What is computed from stances: who stands where on a day, how many said what when, who is silent.

Numbers and colors are those of the pages: the same filter, the same rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, FilteredRelation, Max, Q, QuerySet
from django.db.models.functions import Trunc
from django.http import Http404
from rest_framework import serializers

from reactions.api.links import Link
from reactions.api.parameters import SLUG, Choice, Day, Parameter
from reactions.api.serializers import BinSerializer, PositionSerializer, SilentSerializer
from reactions.api.views.base import Computed
from reactions.api.views.stances import STANCE_PARAMETERS, filtered
from reactions.decisive import decisive_rows
from reactions.extraction.codebook import KINDS, Kind
from reactions.models import Actor, Crisis, Evidence, Membership, Stance
from reactions.positions import (
    CRISIS,
    Position,
    Rule,
    positions,
)

Items = list[dict[str, Any]]

_NARROWING = tuple(
    parameter for parameter in STANCE_PARAMETERS if parameter.name not in ("crisis", "target")
)
_BY_NAME = {parameter.name: parameter for parameter in STANCE_PARAMETERS}
_CRISIS = Parameter("crisis", "The crisis, by its short name.", SLUG, required=True)
_DAY = Parameter(
    "day", "The day on which positions are taken; the last one with a stance unless given.",
    Day("latest"),
)  # fmt: skip
_TARGET = Parameter(
    "target", _BY_NAME["target"].description, _BY_NAME["target"].values, default=CRISIS
)
_RULE = Parameter(
    "rule", "How an actor's stances become one position.", Choice(tuple(Rule)),
    default=Rule.POSITION.value,
)  # fmt: skip


class OfCrisis(Computed):
    """What is computed from the accepted stances of one published crisis."""

    def problems(self) -> tuple[int, ...]:
        return (*super().problems(), 404)

    def crisis(self) -> Crisis:
        """The crisis asked for."""
        crisis = Crisis.objects.published().filter(slug=self.asked["crisis"]).first()
        if crisis is None:
            raise Http404(f"There is no crisis {self.asked['crisis']!r}.")
        return crisis

    def stances(self, crisis: Crisis) -> QuerySet[Stance]:
        """Its accepted stances that the filters leave."""
        asked = {**self.asked, "crisis": None}
        return filtered(crisis.stances.accepted(), asked)

    def day(self, crisis: Crisis) -> date | None:
        """The day asked for, or the last one with an accepted stance; None where there is none."""
        given: date | None = self.asked["day"]
        return given or crisis.stances.accepted().aggregate(last=Max("day"))["last"]


class Positions(OfCrisis):
    """Who stands where on a day, by the position rule: what the map shows, with the reasons."""

    resource_name = "positions"
    serializer_class = PositionSerializer
    filters = (_CRISIS, _DAY, _TARGET, _RULE, *_NARROWING)
    leads_to = {"list": [Link("stances_retrieve", {"id": "/results/0/stance"})]}
    facts = {
        "crisis": serializers.CharField(),
        "day": serializers.DateField(allow_null=True, help_text="null where no stance is known"),
        "target": serializers.CharField(),
        "rule": serializers.ChoiceField([rule.value for rule in Rule]),
        "revision": serializers.IntegerField(),
    }

    def answer(self) -> tuple[dict[str, Any], Items]:
        crisis = self.crisis()
        day = self.day(crisis)
        target, rule = self.asked["target"], Rule(self.asked["rule"])
        found = {}
        if day is not None:
            rows = decisive_rows(self.stances(crisis), day, rule)
            found = positions(rows, day, target=target, rule=rule)
        facts = {
            "crisis": crisis.slug,
            "day": day,
            "target": target,
            "rule": rule.value,
            "revision": self.state.revision,
        }
        return facts, _position_items(found)


def _position_items(found: dict[str, Position]) -> Items:
    """The positions with what their stances say, by the actor's code."""
    numbers = [position.stance.id for position in found.values()]
    shown = Q(evidence__primary=True, evidence__status=Evidence.Status.ACCEPTED)
    stances = (
        Stance.objects.filter(pk__in=numbers)
        .annotate(shown=FilteredRelation("evidence", condition=shown))
        .values(
            "pk", "actor__name", "actor__type", "actor__region", "official__name", "shown__text"
        )
    )
    said = {stance["pk"]: stance for stance in stances}
    return [
        _position_item(code, found[code], said[found[code].stance.id]) for code in sorted(found)
    ]


def _position_item(code: str, position: Position, said: Mapping[str, Any]) -> dict[str, Any]:
    stance = position.stance
    return {
        "actor": code,
        "actor_name": said["actor__name"],
        "actor_type": said["actor__type"],
        "region": said["actor__region"] or None,
        "kind": stance.kind.value,
        "side": stance.side.value,
        "group": stance.group.value,
        "level": stance.level,
        "since": stance.day,
        "decided_by": position.line.value,
        "announced_only": position.announced_only,
        "divided": position.divided,
        "second": position.second.kind.value if position.second else None,
        "stance": stance.id,
        "official": said["official__name"],
        "evidence": said["shown__text"],
    }


_BINS = ("day", "week", "month", "year")


class Timeline(OfCrisis):
    """How many stances of each kind are dated when. Bins without any are left out."""

    resource_name = "timeline"
    serializer_class = BinSerializer
    filters = (
        _CRISIS,
        Parameter("bin", "What is counted together; weeks begin on Monday.", Choice(_BINS),
                  default="day"),
        _BY_NAME["target"],
        *_NARROWING,
    )  # fmt: skip
    facts = {
        "crisis": serializers.CharField(),
        "bin": serializers.ChoiceField(_BINS),
        "revision": serializers.IntegerField(),
    }

    def answer(self) -> tuple[dict[str, Any], Items]:
        crisis, size = self.crisis(), self.asked["bin"]
        counts = (
            self.stances(crisis)
            .order_by()
            .values_list(Trunc("day", size, output_field=DateField()), "kind")
            .annotate(count=Count("pk"))
        )
        order = list(KINDS)
        rows = sorted(counts, key=lambda row: (row[0], order.index(Kind(row[1]))))
        items = [
            {
                "first": first,
                "last": _last_day(first, size),
                "kind": kind,
                "group": KINDS[Kind(kind)].group.value,
                "count": count,
            }
            for first, kind, count in rows
        ]
        return {"crisis": crisis.slug, "bin": size, "revision": self.state.revision}, items


def _last_day(first: date, size: str) -> date:
    """The last day of the bin that begins on `first`."""
    match size:
        case "week":
            return first + timedelta(days=6)
        case "month":
            following = first.replace(day=28) + timedelta(days=4)
            return following - timedelta(days=following.day)
        case "year":
            return first.replace(month=12, day=31)
        case _:
            return first


class Silence(OfCrisis):
    """Countries without a position of their own by a day. Parties to the crisis are not silent."""

    resource_name = "silence"
    serializer_class = SilentSerializer
    filters = (
        _CRISIS,
        _DAY,
        _TARGET,
        Parameter("region", "Regions.", _BY_NAME["region"].values, many=True),
        Parameter("member_of", "An organization that the country belonged to on the day.",
                  _BY_NAME["member_of"].values, many=True),
    )  # fmt: skip
    facts = {
        "crisis": serializers.CharField(),
        "day": serializers.DateField(allow_null=True, help_text="null where no stance is known"),
        "target": serializers.CharField(),
        "revision": serializers.IntegerField(),
    }

    def answer(self) -> tuple[dict[str, Any], Items]:
        crisis = self.crisis()
        day = self.day(crisis)
        facts = {
            "crisis": crisis.slug,
            "day": day,
            "target": self.asked["target"],
            "revision": self.state.revision,
        }
        return facts, self._silent(crisis, day)

    def _silent(self, crisis: Crisis, day: date | None) -> Items:
        # Whoever is asked about, an organization that spoke for a country is heard.
        counted = filtered(crisis.stances.accepted(), {"target": self.asked["target"]})
        rows = decisive_rows(counted, day, Rule.POSITION) if day else []
        heard = positions(rows, day, target=self.asked["target"]) if day else {}
        belongs = _memberships(day or crisis.started)
        countries = Actor.objects.countries().exclude(code__in=crisis.inside_codes())
        return [
            {
                "country": code,
                "name": name,
                "region": region or None,
                "organizations": [other for other in belongs[code] if other in heard],
            }
            for code, name, region in countries.order_by("code").values_list(
                "code", "name", "region"
            )
            if code not in heard
            and _wanted(self.asked["region"], [region])
            and _wanted(self.asked["member_of"], belongs[code])
        ]


def _memberships(day: date) -> dict[str, list[str]]:
    """The organizations that each country belongs to on a day, by codes."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = Membership.objects.current(day).order_by("organization__code")
    for country, organization in rows.values_list("country__code", "organization__code"):
        found[country].append(organization)
    return found


def _wanted(asked: list[str] | None, values: Iterable[str]) -> bool:
    """Whether one of the values is among those asked for, and none among the excluded ones."""
    having = set(values)
    wanted = {value for value in asked or () if not value.startswith("-")}
    unwanted = {value[1:] for value in asked or () if value.startswith("-")}
    return (not wanted or bool(having & wanted)) and not having & unwanted
