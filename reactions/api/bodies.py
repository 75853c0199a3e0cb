"""What requests say in their bodies: read strictly, and described in the OpenAPI document.

A member that is not known is refused like an unknown parameter, and nothing is taken for what it
is not: "5" is no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from reactions.api.fields import KIND_WORDS, PHASE_WORDS, PRECISION_WORDS, REASON_WORDS
from reactions.api.parameters import ACTOR, ACTOR_CODE, Day, hint
from reactions.api.problems import FieldError, Problem
from reactions.curation import BATCH_LIMIT
from reactions.extraction.codebook import DayPrecision
from reactions.ingestion.documents import MAX_TEXT
from reactions.models import Actor, Crisis

ACTION_WORDS = ["accept", "reject"]
_HIGHEST = 2**63 - 1


class Line(serializers.CharField):
    """Text, and nothing that could be taken for it."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class OneOf(serializers.ChoiceField):
    """One of a few words."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            raise serializers.ValidationError(
                f"{data!r} is not known. {hint(str(data), self.choices)}"
            )
        return data


class Number(serializers.IntegerField):
    """A whole number as JSON has it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": _HIGHEST, **options})

    def to_internal_value(self, data: Any) -> int:
        is_whole = isinstance(data, int) or (isinstance(data, float) and data.is_integer())
        if isinstance(data, bool) or not is_whole:
            self.fail("invalid")
        return super().to_internal_value(int(data))


class Flag(serializers.BooleanField):
    """True or false."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class ADay(serializers.DateField):
    """A day as YYYY-MM-DD."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return Day().read(data if isinstance(data, str) else repr(data))
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from None


class ActorCode(serializers.RegexField):
    """An actor by its code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(rf"^{ACTOR_CODE}$", **options)

    def to_internal_value(self, data: Any) -> Any:
        try:
            code = ACTOR.read(data if isinstance(data, str) else repr(data))
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from None
        actor = Actor.objects.filter(code=code).first()
        if actor is None:
            codes = Actor.objects.values_list("code", flat=True)
            raise serializers.ValidationError(f"There is no actor {code!r}. {hint(code, codes)}")
        return actor

    def run_validators(self, value: Any) -> None:
        """Nothing: the code was read strictly, and the value is an actor now."""


class CrisisSlug(Line):
    """A crisis by its short name."""

    def to_internal_value(self, data: Any) -> Any:
        slug = super().to_internal_value(data)
        crisis = Crisis.objects.filter(slug=slug).first()
        if crisis is None:
            slugs = Crisis.objects.values_list("slug", flat=True)
            raise serializers.ValidationError(f"There is no crisis {slug!r}. {hint(slug, slugs)}")
        return crisis

    def run_validators(self, value: Any) -> None:
        """Nothing: a crisis was found."""


class Body(serializers.Serializer[Any]):
    """An object of which every member is known."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = self._writable_names()
            unknown = {
                name: [f"There is no member {name!r}. {hint(name, known)}"]
                for name in data
                if name not in known
            }
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)

    @classmethod
    def _writable_names(cls) -> list[str]:
        return list(cls._declared_fields)

    @classmethod
    def read(cls, data: Any) -> dict[str, Any]:
        """The values of a body. Raises Problem `invalid` with a pointer to each error."""
        body = cls(data=data)
        if not body.is_valid():
            raise Problem("invalid", errors=list(_pointed(body.errors, "")))
        return dict(body.validated_data)


def _pointed(errors: Any, place: str) -> Iterator[FieldError]:
    """The errors of a serializer with their places as JSON pointers (RFC 6901)."""
    if isinstance(errors, ErrorDetail | str):
        yield FieldError(pointer=place or "/", detail=str(errors))
    elif isinstance(errors, Mapping):
        for name, inner in errors.items():
            escaped = str(name).replace("~", "~0").replace("/", "~1")
            whole = name == "non_field_errors"
            yield from _pointed(inner, place if whole else f"{place}/{escaped}")
    else:
        for number, inner in enumerate(errors):
            is_sentence = isinstance(inner, ErrorDetail | str)
            yield from _pointed(inner, place if is_sentence else f"{place}/{number}")


class SpanBody(Body):
    """A stretch of an article's text, in Unicode code points."""

    article = Number()
    start = Number(min_value=0)
    end = Number()


class StatementBody(Body):
    """What is stated of a stance, each part as the codebook has it."""

    actor = ActorCode()
    kind = OneOf(KIND_WORDS)
    day = ADay(help_text="of the act or statement")
    day_precision = OneOf(PRECISION_WORDS, default=DayPrecision.DAY.value)
    official = Line(
        max_length=120, allow_null=True, default=None, help_text="null where nobody is named"
    )
    new_official = Flag(default=False, help_text="whether the official may be new here")
    office = Line(max_length=200, allow_blank=True, default="", help_text="as the article gives it")
    target = Line(
        max_length=24,
        allow_null=True,
        default=None,
        help_text="`authorities`, `opponents`, `all`, an actor's code, or null",
    )
    phase = OneOf(PHASE_WORDS, allow_null=True, default=None, help_text="of an act")
    note = Line(allow_blank=True, default="", max_length=5000, help_text="for editors alone")


class NewStanceBody(StatementBody):
    """A stance that the engine missed, with the words of an article that show it."""

    crisis = CrisisSlug()
    evidence = SpanBody()


class CorrectionBody(StatementBody):
    """What is to be otherwise; members that are left out stay as they are."""

    evidence = SpanBody(required=False)
    public_reason = Line(
        allow_blank=True,
        default="",
        max_length=2000,
        help_text="why an accepted stance changes: shown to everybody, and required for one",
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            field.required, field.default = False, serializers.empty
        return fields


class AcceptBody(Body):
    """Nothing need be said to accept."""

    note = Line(allow_blank=True, default="", max_length=5000, help_text="for editors alone")


class RejectBody(AcceptBody):
    """Why a proposal is no stance."""

    reason = OneOf(REASON_WORDS)


class WithdrawBody(Body):
    """Why an accepted stance is taken back."""

    public_reason = Line(max_length=2000, help_text="shown to everybody")


class UndoBody(Body):
    """Why the latest decision is taken back."""

    public_reason = Line(
        allow_blank=True,
        default="",
        max_length=2000,
        help_text="shown to everybody; required where the decision was public, unless it was the "
        "account's own and is not ten minutes old",
    )


class MergeBody(AcceptBody):
    """The stance that goes on, with the evidence of both."""

    into = Number()
    override = Flag(
        default=False, help_text="merge although actor, kind, target or day are not the same"
    )


class BatchItemBody(Body):
    """A decision on one proposal of the version that was seen."""

    id = Number()
    version = Number(max_value=2**31 - 1)
    action = OneOf(ACTION_WORDS)
    reason = OneOf(REASON_WORDS, required=False, help_text="for `reject`, which needs one")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["action"] == "reject" and "reason" not in attrs:
            raise serializers.ValidationError({"reason": "Give the reason for rejecting."})
        return attrs


class BatchBody(Body):
    """Decisions on several proposals, each for itself."""

    items = serializers.ListField(child=BatchItemBody(), min_length=1, max_length=BATCH_LIMIT)

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({item["id"] for item in items}) < len(items):
            raise serializers.ValidationError("A stance is named more than once.")
        return items


class SubmissionBody(Body):
    """An address to be fetched, or an article with its text and day."""

    url = Line(max_length=2000, required=False, help_text="required where there is no text")
    text = Line(required=False, max_length=MAX_TEXT, trim_whitespace=False)
    published = Line(
        required=False, max_length=40, help_text="a day or moment by ISO 8601; required with a text"
    )
    title = Line(required=False, allow_blank=True, max_length=500)
    author = Line(required=False, allow_blank=True, max_length=200)
    publisher = Line(required=False, allow_blank=True, max_length=200)
    crisis = CrisisSlug(required=False, help_text="to be read for; else for those that it is about")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "text" not in attrs and "url" not in attrs:
            raise serializers.ValidationError({"url": "Give an address, or a text with its day."})
        if "text" in attrs and "published" not in attrs:
            raise serializers.ValidationError({"published": "Say when the text was published."})
        if "url" in attrs and not attrs["url"].startswith(("http://", "https://")):
            raise serializers.ValidationError({"url": "An address begins with https://."})
        return attrs
