"""The second opinions that come with the samples: what another editor made of some proposals.

They were given from the proposal and its article alone, without the recorded decisions.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from reactions import curation
from reactions.curation import StanceFields
from reactions.models import Actor, Crisis, Decision, Official, SecondOpinion
from reactions.sample_data import Sample

_EDITOR = "sample-second-desk"


def replay_opinions(sample: Sample) -> int:
    """Give the recorded second opinions that nobody gave yet; how many these were.

    One whose proposal the engine makes no more, or nobody decided on, is passed by.
    """
    crisis = Crisis.objects.get(slug=sample.crisis["slug"])
    editor, _ = User.objects.get_or_create(username=_EDITOR, defaults={"is_active": False})
    return sum(_replay(crisis, record, editor) for record in sample.opinions)


def _replay(crisis: Crisis, record: dict[str, Any], editor: User) -> bool:
    first = _first_decision(crisis, record)
    if first is None or SecondOpinion.objects.given().filter(first__stance=first.stance).exists():
        return False
    fields = None
    if record["coding"] is not None:
        said = {**first.before, **record["coding"]}
        fields = StanceFields.of_snapshot(
            said,
            actor=Actor.objects.get(code=said["actor"]),
            official=Official.objects.named(said["official"]),
        )
    curation.give_opinion(
        curation.ask(first),
        editor=editor,
        fields=fields,
        reason=record.get("reason", ""),
        note=record.get("note", ""),
    )
    return True


def _first_decision(crisis: Crisis, record: dict[str, Any]) -> Decision | None:
    """The standing decision on the proposal that the record is about."""
    return (
        Decision.objects.filter(
            stance__crisis=crisis,
            verdict__in=("accept", "correct", "reject"),
            undone_by=None,
            before__status="proposed",
            before__actor=record["actor"],
            before__kind=record["kind"],
            before__evidence__contains=[{"text": record["evidence"], "primary": True}],
        )
        .order_by("pk")
        .first()
    )
