"""Fields of answers: words of the codebook, text that may be missing, what follows from a kind.

A field's `derive` makes the value that is answered of the column that is read; see `rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers

from reactions.extraction.codebook import KINDS, DayPrecision, Group, Kind, Phase, Side
from reactions.models import Decision, Party, PublicChange, Source

LEVELS: dict[str, int] = {kind.value: entry.level for kind, entry in KINDS.items()}


class Words(serializers.CharField):
    """Text that is null where there is none."""

    empty_is_null = True

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_null=True, **options)


class Word(serializers.ChoiceField):
    """A word of the codebook, null where there is none and `allow_null` says so."""

    def __init__(self, choices: Iterable[str], **options: Any) -> None:
        super().__init__(choices=list(choices), **options)
        self.empty_is_null = self.allow_null


class WordOfKind(serializers.ChoiceField):
    """What the codebook says, in a word, of the kind of a stance."""

    def __init__(self, choices: Iterable[str], table: Mapping[str, str], **options: Any) -> None:
        super().__init__(choices=list(choices), source="kind", **options)
        self.derive = table.__getitem__


class LevelOfKind(serializers.IntegerField):
    """How far the actor goes, from 0 to 10, by the codebook."""

    derive = LEVELS.__getitem__

    def __init__(self, **options: Any) -> None:
        super().__init__(source="kind", min_value=0, max_value=10, **options)


# The words as plain lists, by which the OpenAPI document also names them.
KIND_WORDS = [kind.value for kind in Kind]
SIDE_WORDS = [side.value for side in Side]
GROUP_WORDS = [group.value for group in Group]
PHASE_WORDS = [phase.value for phase in Phase]
PRECISION_WORDS = [precision.value for precision in DayPrecision]
PARTY_WORDS: list[str] = Party.Side.values
SOURCE_WORDS: list[str] = Source.Type.values
CHANGE_WORDS: list[str] = PublicChange.Type.values

# The reasons of `Decision.Reason` in words; their digits are the keys of the desk.
REASONS: dict[str, str] = {reason.name.lower(): reason.value for reason in Decision.Reason}
REASON_WORDS = list(REASONS)

SIDES: dict[str, str] = {kind.value: entry.side.value for kind, entry in KINDS.items()}
GROUPS: dict[str, str] = {kind.value: entry.group.value for kind, entry in KINDS.items()}


def names(**options: Any) -> serializers.ListField:
    """A list of names."""
    return serializers.ListField(child=serializers.CharField(), **options)
