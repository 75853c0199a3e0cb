"""Whoever can speak or act: an actor, one of the crisis's sides, or nobody by the codebook."""

from dataclasses import dataclass
from enum import StrEnum

_STAFF = frozenset(["official", "source", "adviser", "aide", "diplomat"])


class Standing(StrEnum):
    """What the codebook lets a party do."""

    ACTOR = "actor"
    INSIDE = "inside"
    OUTSIDER = "outsider"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever a phrase stands for. `codes` has several for joint actors."""

    standing: Standing
    codes: tuple[str, ...] = ()
    official: str | None = None
    office: str | None = None
    type: str = ""
    span: tuple[int, int] = (0, 0)
    official_span: tuple[int, int] | None = None
    why: str = ""

    @property
    def is_person(self) -> bool:
        """Whether "he" or "she" can stand for it."""
        return (
            self.official is not None
            or (self.office is not None and self.office.lower().split()[-1] in _STAFF)
            or self.type
            in (
                "head",
                "minister",
                "spokes",
                "envoy",
                "org",
                "person",
            )
        )


def actors_among(parties: list[Party]) -> list[Party]:
    """Return those of `parties` that are actors."""
    return [party for party in parties if party.standing is Standing.ACTOR]
