"""The stream of changes by which a copy of the data set is kept up to date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from reactions.api.links import Link
from reactions.api.pagination import DEFAULT_LIMIT, MAX_LIMIT
from reactions.api.parameters import Parameter, Whole
from reactions.api.problems import Problem
from reactions.api.rows import RowReader
from reactions.api.serializers import ChangeSerializer, StanceSerializer
from reactions.api.views.base import Endpoint, answers
from reactions.exports import with_public_change
from reactions.models import PublicChange, Stance

KEPT = timedelta(days=90)
_NEWEST = 2**63 - 1


class Changes(Endpoint):
    """Every change of the public data set, in the one order in which they were made.

    To keep a copy: load `stances.ndjson`, remember the number in its header `Dataset-Revision`,
    and ask for the changes since then; put each stance that is given over the one with its `id`,
    delete those that are null, and remember the last `revision`. No change is ever missed: numbers
    have no gaps, and one is given out only after all before it can be seen. Changes are kept for
    90 days; for older ones, and for a revision that there is not, the answer is 410 and the copy
    is to be loaded anew.
    """

    resource_name = "changes"
    serializer_class = ChangeSerializer
    filters = (
        Parameter("since", "The revision that the copy shows; 0 for an empty one.",
                  Whole(0, _NEWEST // 10), default=0),
        Parameter("limit", f"How many changes at most; {DEFAULT_LIMIT} unless given.",
                  Whole(1, MAX_LIMIT), default=DEFAULT_LIMIT),
    )  # fmt: skip
    leads_to = {"list": [Link("stances_retrieve", {"id": "/results/0/id"})]}
    facts = {"revision": serializers.IntegerField(help_text="of the newest change there is")}

    def problems(self) -> tuple[int, ...]:
        return (*super().problems(), 410)

    @answers
    def list(self, request: Request) -> Response:
        """The changes after a revision, oldest first."""
        since, limit = self.asked["since"], self.asked["limit"]
        if since > self.state.revision:
            # As if the data set had been put back to a backup: what is numbered so from now on
            # would be missed.
            raise Problem(
                "history-gone",
                f"There is no revision {since} yet.",
                restart_from=self.state.revision,
            )
        changes = list(_changes_since(since, limit + 1))
        if changes and changes[0]["at"] < timezone.now() - KEPT:
            raise Problem(
                "history-gone",
                f"Changes since revision {since} are kept no longer.",
                restart_from=self.state.revision,
            )
        further = len(changes) > limit
        items = _with_stances(changes[:limit])
        following = items[-1]["revision"] if items else since
        address = request.build_absolute_uri()
        body = {
            "revision": max(self.state.revision, following),
            "results": items,
            "next": replace_query_param(address, "since", following) if further else None,
            "previous": None,
            "has_more": further,
        }
        return Response(body)


def _changes_since(since: int, number: int) -> Any:
    return (
        PublicChange.objects.filter(revision__gt=since)
        .order_by("revision")
        .values("revision", "type", "at", "stance_id", "stance__merged_into_id")[:number]
    )


def _with_stances(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The changes with their stances as they are now, where those are public."""
    wanted = {change["stance_id"] for change in changes}
    wanted |= {change["stance__merged_into_id"] for change in changes}
    public = with_public_change(Stance.objects.public())
    reader = RowReader(StanceSerializer, StanceSerializer.chosen())
    shown = {item["id"]: item for item in reader.read(public.filter(pk__in=wanted - {None}))}
    return [
        {
            "revision": change["revision"],
            "type": change["type"],
            "at": change["at"],
            "id": change["stance_id"],
            "stance": shown.get(change["stance_id"]),
            "merged_into": change["stance__merged_into_id"]
            if change["stance__merged_into_id"] in shown
            else None,
        }
        for change in changes
    ]
