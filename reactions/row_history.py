"""What a row of reference data was before: its versions, as the audit kept them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model

# The audit's own columns, and what loading keeps for itself.
_NOT_SHOWN = {"loaded"}
_DEEDS = {"insert": "made", "update": "changed", "delete": "deleted"}


class Version(NamedTuple):
    """One version: when and how it came about, and each field that changed with both values."""

    at: datetime
    deed: str
    changes: list[tuple[str, Any, Any]]


def versions(row: Model) -> list[Version]:
    """The versions of an audited row, the newest first; the first of all has no changes."""
    found: list[Version] = []
    before: dict[str, Any] | None = None
    for event in row.audit.order_by("pgh_id"):  # type: ignore[attr-defined]
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
        found.append(Version(event.pgh_created_at, _DEEDS[event.pgh_label.split("_")[0]], changes))
        before = now
    return found[::-1]
