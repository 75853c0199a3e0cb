"""What an editor states: the fields of a stance, and the words of an article that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reactions.curation.refusals import InvalidStance
from reactions.extraction.codebook import DayPrecision, Kind, Phase, Target
from reactions.models import Actor, Article, Crisis, Official, Stance

_MAY_HAVE_PHASE = frozenset(
    {Kind.SUPPORT, Kind.MEDIATE, Kind.RECALL_AMBASSADOR, Kind.SANCTION, Kind.SEVER_RELATIONS}
)


@dataclass(frozen=True, slots=True)
class StanceFields:
    """What an editor states of a stance. `target` is a party, an actor's code or empty."""

    actor: Actor
    kind: str
    day: date
    official: Official | None = None
    office: str = ""
    target: str = ""
    day_precision: str = DayPrecision.DAY
    phase: str = ""

    @classmethod
    def of(cls, stance: Stance) -> StanceFields:
        """The fields as they stand."""
        return cls(
            actor=stance.actor,
            kind=stance.kind,
            day=stance.day,
            official=stance.official,
            office=stance.office,
            target=stance.target,
            day_precision=stance.day_precision,
            phase=stance.phase,
        )

    @classmethod
    def of_snapshot(
        cls, snapshot: Mapping[str, Any], *, actor: Actor, official: Official | None
    ) -> StanceFields:
        """The fields of a snapshot whose actor and official are these rows."""
        return cls(
            actor=actor,
            kind=snapshot["kind"],
            day=date.fromisoformat(snapshot["day"]),
            official=official,
            office=snapshot["office"],
            target=snapshot["target"],
            day_precision=snapshot["day_precision"],
            phase=snapshot["phase"],
        )

    def as_snapshot(self) -> dict[str, Any]:
        """The fields as a snapshot has them."""
        return {
            "actor": self.actor.code,
            "official": self.official.name if self.official else None,
            "office": self.office,
            "kind": str(self.kind),
            "target": str(self.target),
            "day": self.day.isoformat(),
            "day_precision": str(self.day_precision),
            "phase": str(self.phase),
        }


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """A stretch of an article, in code points, that an editor marked."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


def check_fields(fields: StanceFields, crisis: Crisis) -> None:
    """Refuse what the codebook does not allow."""
    errors = {}
    if fields.actor.code in crisis.inside_codes():
        errors["actor"] = f"{fields.actor} is inside this crisis and gives no stance (rule 1)."
    if fields.kind not in {kind.value for kind in Kind}:
        errors["kind"] = f"{fields.kind!r} is none of the codebook's kinds."
    if fields.target == fields.actor.code:
        errors["target"] = "An actor is not its own target."
    elif fields.target not in ("", *Target) and not _is_actor(fields.target):
        errors["target"] = f"{fields.target!r} is neither a party nor an actor's code."
    if fields.phase and (fields.phase not in {phase.value for phase in Phase}):
        errors["phase"] = f"{fields.phase!r} is no phase."
    elif fields.phase and fields.kind not in _MAY_HAVE_PHASE:
        errors["phase"] = f"{fields.kind} is a statement and has no phase."
    if fields.day_precision not in {precision.value for precision in DayPrecision}:
        errors["day_precision"] = f"{fields.day_precision!r} is no precision."
    if errors:
        raise InvalidStance(errors)


def _is_actor(code: str) -> bool:
    return Actor.objects.filter(code=code).exists()


def columns_of(fields: StanceFields) -> dict[str, Any]:
    return {
        "actor": fields.actor,
        "official": fields.official,
        "office": fields.office,
        "kind": str(fields.kind),
        "target": str(fields.target),
        "day": fields.day,
        "day_precision": str(fields.day_precision),
        "phase": str(fields.phase),
    }


def checked_text(span: EvidenceSpan) -> str:
    """The words of the span; InvalidStance where there are none."""
    if not (0 <= span.start < span.end <= len(span.article.text)) or not span.text.strip():
        raise InvalidStance({"evidence": "Mark the words of the article that show the stance."})
    return span.text
