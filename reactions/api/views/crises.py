"""Crises and their events."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from reactions.api.links import Link
from reactions.api.parameters import ACTORS, SLUG, SLUGS, Day, Parameter, any_of
from reactions.api.serializers import CrisisSerializer, EventSerializer
from reactions.api.views.base import Resource
from reactions.models import Crisis, CrisisEvent


class Crises(Resource):
    """Published crises."""

    resource_name = "crises"
    serializer_class = CrisisSerializer
    key = "slug"
    key_form = SLUG
    leads_to = {
        "retrieve": [
            Link(f"{name}_list", {"crisis": "/slug"})
            for name in ("stances", "events", "articles", "positions", "timeline", "silence")
        ]
    }
    orderings = {
        "-started": ("-started", "slug"),
        "started": ("started", "slug"),
        "slug": ("slug",),
    }
    filters = (
        Parameter(
            "focal",
            "Focal countries by their codes.",
            ACTORS,
            many=True,
            condition=any_of("focal__code"),
        ),
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Crisis.objects.published()


class Events(Resource):
    """Dated context of published crises, for timelines."""

    resource_name = "events"
    serializer_class = EventSerializer
    orderings = {"day": ("day", "pk"), "-day": ("-day", "pk"), "id": ("pk",)}
    filters = (
        Parameter(
            "crisis",
            "Crises by their short names.",
            SLUGS,
            many=True,
            condition=any_of("crisis__slug"),
        ),
        Parameter(
            "from",
            "The first day, or `earliest`.",
            Day("earliest"),
            condition=lambda day: Q(day__gte=day),
        ),
        Parameter(
            "until",
            "The last day, or `latest`.",
            Day("latest"),
            condition=lambda day: Q(day__lte=day),
        ),
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return CrisisEvent.objects.filter(crisis__published=True)
