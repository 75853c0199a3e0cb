"""What a row of reference data was before: its versions, as the audit kept them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Model

# The audit's own columns, and what loading keeps for itself.
_NOT_SHOWN = {"loaded"}
_DEEDS = {"insert": "made", "update": "changed", "delete": "deleted"}


class Version(NamedTuple):
    """One version: when, how and by whom it came about, each changed field with both values.

    `by` is an account's name or a command; empty where the change came from neither.
    """

    at: datetime
    deed: str
    by: str
    changes: list[tuple[str, Any, Any]]


def versions(row: Model) -> list[Version]:
    """The versions of an audited row, the newest first; the first of all has no changes."""
    found: list[Version] = []
    before: dict[str, Any] | None = None
    events = list(row.audit.select_related("pgh_context").order_by("pgh_id"))  # type: ignore[attr-defined]
    names = _authors(events)
    for event, by in zip(events, names, strict=True):
        now = {
            field.verbose_name: getattr(event, field.attname)
            for field in event._meta.concrete_fields
            if not field.name.startswith("pgh_") and field.name not in _NOT_SHOWN
        }
        changes = [
            (name, before[name], value)
            for name, value in now.items()
            if before is not None and before[name] != value
        ]
        deed = _DEEDS[event.pgh_label.split("_")[0]]
        found.append(Version(event.pgh_created_at, deed, by, changes))
        before = now
    return found[::-1]


def _authors(events: Iterable[Any]) -> list[str]:
    """Who made each of these events, as the requests and commands said that caused them."""
    said = [event.pgh_context.metadata if event.pgh_context else {} for event in events]
    users = User.objects.in_bulk({each["user"] for each in said if each.get("user")})
    return [
        users[each["user"]].username if each.get("user") in users else each.get("command", "")
        for each in said
    ]
