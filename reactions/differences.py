"""Two states of a stance side by side: what an editor reads of a decision or a clash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from reactions.extraction.codebook import KINDS, Kind
from reactions.models import Stance
from reactions.wording import party

LABELS = {
    "status": "Status",
    "actor": "Actor",
    "official": "Official",
    "office": "Office",
    "kind": "Kind",
    "target": "Target",
    "day": "Day",
    "day_precision": "Known to the",
    "phase": "Phase",
    "evidence": "Evidence",
    "merged_into": "Merged into",
}


class Difference(NamedTuple):
    """A field whose value is not the same in two states; values are in words."""

    label: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The fields in which two snapshots (`Decision.before`, `.after`) differ."""
    was, is_now = in_words(before), in_words(after)
    return [
        Difference(label, was[name], is_now[name])
        for name, label in LABELS.items()
        if was[name] != is_now[name]
    ]


def in_words(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a snapshot as editors read them; what it does not hold is empty."""
    words = {name: str(snapshot.get(name) or "") for name in LABELS}
    if words["kind"]:
        words["kind"] = KINDS[Kind(words["kind"])].label
    if words["target"]:
        words["target"] = party(words["target"])
    if words["status"]:
        words["status"] = str(Stance.Status(words["status"]).label)
    if words["day"]:
        day = date.fromisoformat(words["day"])
        words["day"] = f"{day.day} {day:%b %Y}"
    words["phase"] = words["phase"].replace("_", " ")
    words["evidence"] = " … ".join(
        item["text"] for item in snapshot.get("evidence", ()) if item["primary"]
    )
    return words
