"""What is answered: the fields of each resource.

Only public facts are here: whatever is listed is served to everybody. Nothing of an unreviewed
proposal, of an editor or of how a feed is fetched may be added.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from rest_framework import serializers

from reactions.api.fields import (
    CHANGE_WORDS,
    GROUP_WORDS,
    GROUPS,
    KIND_WORDS,
    PARTY_WORDS,
    PHASE_WORDS,
    PRECISION_WORDS,
    SIDE_WORDS,
    SIDES,
    SOURCE_WORDS,
    LevelOfKind,
    Word,
    WordOfKind,
    Words,
    names,
)
from reactions.api.rows import RowSerializer
from reactions.models import (
    Actor,
    Article,
    Evidence,
    Membership,
    Party,
    PublicChange,
    Tenure,
)
from reactions.positions import Line


class ResourceSerializer(RowSerializer):
    """A resource that can be asked for in part, so that no field is sure to be in an answer."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


# Reference data


class ActorSerializer(ResourceSerializer):
    """A country or an international organization."""

    code = serializers.CharField(help_text="ISO 3166-1 alpha-3, or the organization's short name")
    type = Word(Actor.Type.values)
    name = serializers.CharField()
    official_name = Words()
    iso2 = Words(help_text="ISO 3166-1 alpha-2; null for organizations")
    region = Words()
    subregion = Words()
    aliases = names()
    capitals = names()
    seats = names(help_text="places that stand for the actor in texts, such as Downing Street")
    latitude = serializers.FloatField(allow_null=True, help_text="of the label on the map")
    longitude = serializers.FloatField(allow_null=True)


class MemberSerializer(RowSerializer):
    """A country's time in an organization, both ends in; null where an end is open."""

    country = serializers.CharField(source="country.code")
    name = serializers.CharField(source="country.name")
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)

    class Meta:
        parent = "organization_id"

        @staticmethod
        def rows() -> QuerySet[Membership]:
            return Membership.objects.order_by("country__code", F("since").asc(nulls_first=True))


class MembershipSerializer(RowSerializer):
    """A country's time in an organization, seen from the country."""

    organization = serializers.CharField(source="organization.code")
    name = serializers.CharField(source="organization.name")
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)

    class Meta:
        parent = "country_id"

        @staticmethod
        def rows() -> QuerySet[Membership]:
            return Membership.objects.order_by(
                "organization__code", F("since").asc(nulls_first=True)
            )


class CountrySerializer(ActorSerializer):
    """A country; `expand=memberships` adds the organizations that it belongs or belonged to."""

    memberships = MembershipSerializer(many=True)

    class Meta:
        expandable = ("memberships",)


class OrganizationSerializer(ActorSerializer):
    """An international organization; `expand=members` adds its members with their periods."""

    members = MemberSerializer(many=True)

    class Meta:
        expandable = ("members",)


class OfficeSerializer(RowSerializer):
    """An office that an official held, both ends in; null where an end is open or not known."""

    actor = serializers.CharField(source="actor.code")
    office = serializers.CharField()
    role = Words()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)

    class Meta:
        parent = "official_id"

        @staticmethod
        def rows() -> QuerySet[Tenure]:
            return Tenure.objects.order_by(F("since").asc(nulls_first=True), "pk")


class OfficialSerializer(ResourceSerializer):
    """A person who speaks for an actor; `expand=offices` adds the offices held."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    aliases = names()
    offices = OfficeSerializer(many=True)

    class Meta:
        expandable = ("offices",)


class TenureSerializer(ResourceSerializer):
    """An office that an official held for an actor, both ends in; null where an end is open."""

    id = serializers.IntegerField()
    official = serializers.IntegerField(source="official_id")
    official_name = serializers.CharField(source="official.name")
    actor = serializers.CharField(source="actor.code")
    office = serializers.CharField()
    role = Words()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    source = Words(help_text="where the dates come from")  # type: ignore[assignment]


class KindSerializer(serializers.Serializer[Any]):
    """A kind of stance, as the codebook defines it."""

    kind = Word(KIND_WORDS)
    label = serializers.CharField()  # type: ignore[assignment]
    code = serializers.CharField(help_text="the two letters on maps and chips")
    side = Word(SIDE_WORDS)
    level = serializers.IntegerField(min_value=0, max_value=10)
    group = Word(GROUP_WORDS)
    cameo = names(help_text="CAMEO root codes")
    plover = names(help_text="PLOVER event types")
    definition = serializers.CharField()


# Crises


class PartySerializer(RowSerializer):
    """One of those whose conduct is in question (authorities), or one of their opponents."""

    side = Word(PARTY_WORDS)
    name = serializers.CharField()
    aliases = names()
    actor = Words(source="actor.code", help_text="where the party is itself an actor")

    class Meta:
        parent = "crisis_id"

        @staticmethod
        def rows() -> QuerySet[Party]:
            return Party.objects.order_by("side", "pk")


class CrisisSerializer(ResourceSerializer):
    """A political crisis in a focal country over a period."""

    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    focal = serializers.CharField(source="focal.code")
    focal_name = serializers.CharField(source="focal.name")
    started = serializers.DateField()
    ended = serializers.DateField(allow_null=True)
    parties = PartySerializer(many=True)


class EventSerializer(ResourceSerializer):
    """A dated piece of context of a crisis, with its source."""

    id = serializers.IntegerField()
    crisis = serializers.CharField(source="crisis.slug")
    day = serializers.DateField()
    title = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


# Articles and stances


class SourceSerializer(ResourceSerializer):
    """A feed, a site or a set of files that quoted articles come from."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    type = Word(SOURCE_WORDS)
    language = serializers.CharField()
    country = Words(source="country.code")


class ArticleFields(RowSerializer):
    """An article, without its text."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    url = serializers.CharField(allow_null=True, help_text="null where it came as a file")
    publisher = Words()
    author = Words()
    language = serializers.CharField()
    published = serializers.DateTimeField()
    published_precision = Word(
        Article.PublishedPrecision.values, help_text="whether the time of day is known"
    )
    source = Words(source="source.name")  # type: ignore[assignment]


class ArticleSerializer(ResourceSerializer):
    """An article with evidence for an accepted stance.

    `expand=text` adds the text where the licence of its source lets everybody have it.
    """

    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="counts the changes of the page at this address")
    title = serializers.CharField()
    url = serializers.CharField(allow_null=True, help_text="null where it came as a file")
    publisher = Words()
    author = Words()
    language = serializers.CharField()
    published = serializers.DateTimeField()
    published_precision = Word(
        Article.PublishedPrecision.values, help_text="whether the time of day is known"
    )
    retrieved = serializers.DateTimeField()
    source = Words(source="source.name")  # type: ignore[assignment]
    reprint_of = serializers.IntegerField(source="reprint_of_id", allow_null=True)
    text_licence = Words(source="source.text_licence", help_text="null where the text is not open")
    text = serializers.CharField(
        source="open_text", allow_null=True, help_text="null where the text is not open"
    )

    class Meta:
        expandable = ("text",)


class EvidenceSerializer(RowSerializer):
    """The words of an article that show a stance: `start` and `end` count Unicode code points."""

    text = serializers.CharField()
    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1)
    primary = serializers.BooleanField(help_text="false for corroboration by further articles")
    article = ArticleFields()

    class Meta:
        parent = "stance_id"

        @staticmethod
        def rows() -> QuerySet[Evidence]:
            return Evidence.objects.accepted().order_by("-primary", "pk")


class DecisionSerializer(RowSerializer):
    """A change of the stance that everybody could see."""

    revision = serializers.IntegerField(help_text="the data set's number that it made")
    type = Word(CHANGE_WORDS)
    at = serializers.DateTimeField()
    reason = Words(source="decision.public_reason")

    class Meta:
        parent = "stance_id"

        @staticmethod
        def rows() -> QuerySet[PublicChange]:
            return PublicChange.objects.order_by("revision")


class StanceSerializer(ResourceSerializer):
    """An accepted stance: an actor took a stance of one kind on a day toward the crisis.

    `expand=decisions` adds its public changes.
    """

    id = serializers.IntegerField()
    version = serializers.IntegerField(
        source="public_version", help_text="the revision of the change that made it what it is"
    )
    status = Word(["accepted"])
    crisis = serializers.CharField(source="crisis.slug")
    actor = serializers.CharField(source="actor.code")
    actor_name = serializers.CharField(source="actor.name")
    official = Words(source="official.name", help_text="null where the text names only an office")
    office = Words(help_text="as the article gives it")
    kind = Word(KIND_WORDS)
    side = WordOfKind(SIDE_WORDS, SIDES)
    group = WordOfKind(GROUP_WORDS, GROUPS)
    level = LevelOfKind()
    target = Words(
        help_text="`authorities`, `opponents`, `all`, an actor's code, or null where none is meant"
    )
    day = serializers.DateField(help_text="of the act or statement; the last one that fits")
    day_precision = Word(PRECISION_WORDS)
    phase = Word(PHASE_WORDS, allow_null=True, help_text="of an act; null for statements")
    evidence = EvidenceSerializer(many=True)
    decisions = DecisionSerializer(many=True)
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField(source="public_changed_at")

    class Meta:
        expandable = ("decisions",)


# What is computed from stances


class PositionSerializer(serializers.Serializer[Any]):
    """Where an actor stands on a day, and the stance that decided it by the position rule."""

    actor = serializers.CharField()
    actor_name = serializers.CharField()
    actor_type = serializers.ChoiceField(Actor.Type.choices)
    region = serializers.CharField(allow_null=True)
    kind = Word(KIND_WORDS)
    side = Word(SIDE_WORDS)
    group = Word(GROUP_WORDS)
    level = serializers.IntegerField(min_value=0, max_value=10)
    since = serializers.DateField(help_text="the day of the deciding stance")
    decided_by = serializers.ChoiceField([line.value for line in Line])
    announced_only = serializers.BooleanField(help_text="decided, and not yet in force")
    divided = serializers.BooleanField(
        help_text="supportive and critical stances within the 14 days before"
    )
    second = Word(KIND_WORDS, allow_null=True, help_text="of another group within 30 days")
    stance = serializers.IntegerField(help_text="the deciding stance")
    official = serializers.CharField(allow_null=True)
    evidence = serializers.CharField(allow_null=True, help_text="of the deciding stance")


class BinSerializer(serializers.Serializer[Any]):
    """How many stances of a kind are dated within some days, both ends in."""

    first = serializers.DateField()
    last = serializers.DateField()
    kind = Word(KIND_WORDS)
    group = Word(GROUP_WORDS)
    count = serializers.IntegerField(min_value=1)


class SilentSerializer(serializers.Serializer[Any]):
    """A country without a position of its own by a day."""

    country = serializers.CharField()
    name = serializers.CharField()
    region = serializers.CharField(allow_null=True)
    organizations = names(help_text="those with a position that it belonged to on the day")


class ChangeSerializer(serializers.Serializer[Any]):
    """A change of the public data set. After `withdrawn` and `merged` only the number is left."""

    revision = serializers.IntegerField()
    type = Word(CHANGE_WORDS)
    at = serializers.DateTimeField()
    id = serializers.IntegerField(help_text="of the stance")
    stance = StanceSerializer(
        allow_null=True, help_text="as it is now; null where it is no longer public"
    )
    merged_into = serializers.IntegerField(allow_null=True)


# Errors


class FieldErrorSerializer(serializers.Serializer[Any]):
    """A part of the request that is wrong."""

    detail = serializers.CharField()
    parameter = serializers.CharField(required=False, help_text="the query parameter")
    pointer = serializers.CharField(required=False, help_text="the place in the body (RFC 6901)")


class ProblemSerializer(serializers.Serializer[Any]):
    """What is wrong, where, and the mend (RFC 9457)."""

    type = serializers.URLField(help_text="the address of a page about this kind of problem")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text="the address that was asked for")
    request_id = serializers.CharField(help_text="stands in the server's log, too")
    errors = FieldErrorSerializer(many=True)  # type: ignore[assignment]
    merged_into = serializers.IntegerField(
        required=False, allow_null=True, help_text="the stance that a gone one became part of"
    )
    restart_from = serializers.IntegerField(
        required=False, help_text="the revision that a download has now"
    )
