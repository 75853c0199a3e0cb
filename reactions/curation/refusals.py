"""Why a change cannot be made."""

from __future__ import annotations

from collections.abc import Mapping

from reactions.models import Stance


class CurationError(Exception):
    """A change that cannot be made; the message says why and what to do."""


class StaleStance(CurationError):
    """Somebody else changed the stance since the editor saw it."""

    def __init__(self, stance: Stance) -> None:
        self.stance = stance
        super().__init__(
            f"Stance {stance.pk} was changed meanwhile: it is {stance.get_status_display()} now. "
            "Look at it again before deciding."
        )


class DuplicateStance(CurationError):
    """Another live stance already says the same."""

    def __init__(self, other: Stance) -> None:
        self.other = other
        super().__init__(f"Stance {other.pk} already says this. Merge the two instead.")


class InvalidStance(CurationError):
    """The fields, by name, that cannot be as given."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(errors.values()))
