"""What editors' programs are answered: never served to anybody without the right to decide."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from reactions.api.fields import (
    KIND_WORDS,
    PHASE_WORDS,
    PRECISION_WORDS,
    REASON_WORDS,
    REASONS,
    Word,
    Words,
)
from reactions.api.rows import RowSerializer
from reactions.api.serializers import ProblemSerializer, ResourceSerializer
from reactions.models import Decision, Evidence, Page, Stance, WorkState

_WORDS_OF_REASONS = {digit: word for word, digit in REASONS.items()}
VERDICT_WORDS: list[str] = Decision.Verdict.values
STATUS_WORDS: list[str] = Stance.Status.values
EVIDENCE_STATUS_WORDS: list[str] = Evidence.Status.values
WORK_WORDS: list[str] = WorkState.values
FORM_WORDS: list[str] = Page.Form.values


class DeskEvidenceSerializer(RowSerializer):
    """The words of an article that show a stance, or are proposed to."""

    id = serializers.IntegerField()
    article = serializers.IntegerField(source="article_id")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()
    primary = serializers.BooleanField()
    status = Word(EVIDENCE_STATUS_WORDS)

    class Meta:
        parent = "stance_id"

        @staticmethod
        def rows() -> QuerySet[Evidence]:
            return Evidence.objects.order_by("-primary", "pk")


class ReasonWord(serializers.ChoiceField):
    """Why a proposal was rejected, in a word; null for other decisions."""

    def __init__(self) -> None:
        super().__init__(choices=REASON_WORDS, allow_null=True)

    @staticmethod
    def derive(digit: str) -> str | None:
        return _WORDS_OF_REASONS.get(digit)


class DeskDecisionSerializer(RowSerializer):
    """What was decided, the latest first."""

    id = serializers.IntegerField()
    verdict = Word(VERDICT_WORDS)
    editor = serializers.CharField(source="editor.username")
    at = serializers.DateTimeField()
    reason = ReasonWord()
    note = Words()
    public_reason = Words()
    undoes = serializers.IntegerField(
        source="undoes_id", allow_null=True, help_text="the decision that this one took back"
    )

    class Meta:
        parent = "stance_id"

        @staticmethod
        def rows() -> QuerySet[Decision]:
            return Decision.objects.order_by("-pk")


class DeskStanceSerializer(ResourceSerializer):
    """A stance as editors see it; `expand=decisions` adds what was decided on it."""

    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="counts the changes; also the ETag")
    status = Word(STATUS_WORDS)
    merged_into = serializers.IntegerField(source="merged_into_id", allow_null=True)
    crisis = serializers.CharField(source="crisis.slug")
    actor = serializers.CharField(source="actor.code")
    official = Words(source="official.name")
    office = Words()
    kind = Word(KIND_WORDS)
    target = Words()
    day = serializers.DateField()
    day_precision = Word(PRECISION_WORDS)
    phase = Word(PHASE_WORDS, allow_null=True)
    confidence = serializers.FloatField(allow_null=True, help_text="the engine's, from 0 to 1")
    evidence = DeskEvidenceSerializer(many=True)
    decisions = DeskDecisionSerializer(many=True)

    class Meta:
        expandable = ("decisions",)


class DeskArticleSerializer(ResourceSerializer):
    """An article; `expand=text` adds its text, in which evidence is counted."""

    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="counts the changes of the page at this address")
    title = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    publisher = Words()
    language = serializers.CharField()
    published = serializers.DateTimeField()
    text = serializers.CharField()

    class Meta:
        expandable = ("text",)


class BatchResultSerializer(serializers.Serializer[Any]):
    """What became of one item of a batch."""

    id = serializers.IntegerField()
    status = serializers.IntegerField(help_text="as the decision alone would have been answered")
    version = serializers.IntegerField(allow_null=True, help_text="null where it was refused")
    problem = ProblemSerializer(allow_null=True)


class BatchAnswerSerializer(serializers.Serializer[Any]):
    """What became of each item, in the order of the request."""

    results = BatchResultSerializer(many=True)


class SubmissionSerializer(ResourceSerializer):
    """An address that is fetched, and the article that it became."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    state = Word(WORK_WORDS)
    form = Word(FORM_WORDS, allow_null=True, help_text="what was found there")
    error = Words(help_text="why it failed, and the mend")
    article = serializers.IntegerField(source="article_id", allow_null=True)


class SubmittedSerializer(serializers.Serializer[Any]):
    """What was taken in."""

    submission = serializers.IntegerField(
        allow_null=True, help_text="of an address: see `submissions/<number>/`"
    )
    article = serializers.IntegerField(allow_null=True, help_text="of a text, stored at once")
    is_new = serializers.BooleanField(help_text="false where it was known already")
    readings = serializers.IntegerField(help_text="how many crises the text is read for")
