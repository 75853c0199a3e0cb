"""Who took which stance, when, and in which words; and what the engine said of it."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Now, Substr
from django.urls import reverse
from django.utils import timezone

from reactions.extraction.codebook import KINDS, DayPrecision, Kind, KindEntry, Phase, Target
from reactions.models.actors import CODE, Actor, Official
from reactions.models.attention import (
    added_stance_trigger,
    evidence_trigger,
    stance_trigger,
)
from reactions.models.audit import audited
from reactions.models.crises import Crisis
from reactions.models.sources import Article, Reading, Source
from reactions.models.words import words_of

KIND_CHOICES = [(kind.value, entry.label) for kind, entry in KINDS.items()]
PHASE_CHOICES = [(phase.value, phase.value.replace("_", " ")) for phase in Phase]
PRECISION_CHOICES = [(precision.value, precision.value) for precision in DayPrecision]


def name_of_target(path: str) -> Coalesce:
    """In a query: the name of the actor whose code stands at `path`; empty where it is no actor.

    Queries call it `named_target`, so that `Stance.target_name` finds it.
    """
    named = Actor.objects.filter(code=OuterRef(path)).values("name")[:1]
    return Coalesce(Subquery(named), Value(""))


class StanceQuerySet(models.QuerySet["Stance"]):
    def accepted(self) -> StanceQuerySet:
        return self.filter(status=Stance.Status.ACCEPTED)

    def proposed(self) -> StanceQuerySet:
        return self.filter(status=Stance.Status.PROPOSED)

    def live(self) -> StanceQuerySet:
        """Those that stand: accepted, or waiting for a decision."""
        return self.filter(status__in=Stance.LIVE)

    def public(self) -> StanceQuerySet:
        """What everybody may see: accepted stances of published crises."""
        return self.accepted().filter(crisis__published=True)

    def with_names(self) -> StanceQuerySet:
        return self.select_related("crisis", "actor", "official")

    def with_evidence(self) -> StanceQuerySet:
        """With names and accepted or proposed evidence, primary first, in two queries."""
        evidence = Evidence.objects.exclude(status=Evidence.Status.REJECTED)
        return self.with_names().prefetch_related(
            models.Prefetch(
                "evidence", queryset=evidence.select_related("article", "article__source")
            )
        )


@audited("StanceAudit", but=["public_version", "public_change_at"])
class Stance(models.Model):
    """An actor took a stance of one kind on a day toward the crisis (docs/codebook.md)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"
        MERGED = "merged", "merged"
        # The engine's own proposal, undecided, that a later run no longer makes.
        SUPERSEDED = "superseded", "superseded"
        # Taken back after it was accepted.
        WITHDRAWN = "withdrawn", "withdrawn"

    LIVE = (Status.PROPOSED, Status.ACCEPTED)

    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="stances")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="stances")
    official = models.ForeignKey(
        Official, null=True, blank=True, on_delete=models.PROTECT, related_name="stances"
    )
    office = models.CharField(max_length=200, blank=True, help_text="as the article gives it")
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    target = models.CharField(
        max_length=24,
        blank=True,
        help_text="authorities, opponents, all, an actor's code, or empty where none is meant",
    )
    day = models.DateField()
    day_precision = models.CharField(
        max_length=5, choices=PRECISION_CHOICES, default=DayPrecision.DAY.value
    )
    phase = models.CharField(max_length=10, choices=PHASE_CHOICES, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    confidence = models.FloatField(
        null=True, blank=True, help_text="the engine's, calibrated; empty where a person added it"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    # Of its newest PublicChange: every answer says them of every stance.
    public_version = models.PositiveBigIntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="the revision that made it what everybody sees; 0 where it never was public",
    )
    public_change_at = models.DateTimeField(null=True, editable=False)

    objects = StanceQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "pk")
        constraints = [
            # Several articles corroborate one stance; they do not make it twice (rule 9).
            models.UniqueConstraint(
                name="stance_live_once",
                fields=["crisis", "actor", "official", "kind", "target", "day"],
                condition=Q(status__in=["proposed", "accepted"]),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="stance_kind_known", condition=Q(kind__in=[kind.value for kind in Kind])
            ),
            models.CheckConstraint(
                name="stance_target_form",
                condition=Q(target__in=["", *[target.value for target in Target]])
                | Q(target__regex=CODE),
            ),
            models.CheckConstraint(
                name="stance_phase_known",
                condition=Q(phase__in=["", *[phase.value for phase in Phase]]),
            ),
            models.CheckConstraint(
                name="stance_precision_known",
                condition=Q(day_precision__in=[precision.value for precision in DayPrecision]),
            ),
            models.CheckConstraint(
                name="stance_status_known",
                condition=Q(
                    status__in=[
                        "proposed", "accepted", "rejected", "merged", "superseded", "withdrawn",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="stance_merged_says_where",
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="stance_confidence_is_a_share",
                condition=Q(confidence__isnull=True) | Q(confidence__range=(0, 1)),
            ),
        ]  # fmt: skip
        indexes = [
            # Serves map, timeline and lists: the accepted stances of a crisis up to a day.
            models.Index(
                name="stance_of_crisis",
                fields=["crisis", "-day", "id"],
                condition=Q(status="accepted"),
            ),
            # Serves positions: each actor's newest stance of a kind, without a look at the others.
            models.Index(
                name="stance_of_actor",
                fields=["crisis", "actor", "kind", "-day", "id"],
                include=["phase", "target"],
                condition=Q(status="accepted"),
            ),
            # Serves positions: the acts, which may stand, end or be ended.
            models.Index(
                name="stance_acts",
                fields=["crisis", "actor", "kind", "-day", "id"],
                include=["phase", "target"],
                condition=Q(status="accepted") & ~Q(phase=""),
            ),
            # These three serve lists over all crises, newest first, at any depth.
            models.Index(
                name="stance_of_actor_newest",
                fields=["actor", "-day", "id"],
                condition=Q(status="accepted"),
            ),
            models.Index(
                name="stance_of_kind_newest",
                fields=["kind", "-day", "id"],
                condition=Q(status="accepted"),
            ),
            models.Index(
                name="stance_newest", fields=["-day", "id"], condition=Q(status="accepted")
            ),
            # Serves the stances towards another actor, newest first.
            models.Index(
                name="stance_of_target",
                fields=["target", "-day", "id"],
                condition=Q(status="accepted") & ~Q(target=""),
            ),
            # These serve lists in the order of the numbers, as programs walk through them.
            *(
                models.Index(
                    name=f"stance_of_{name}_by_id",
                    fields=[name, "id"],
                    condition=Q(status="accepted"),
                )
                for name in ("crisis", "actor", "kind")
            ),
            # Serves the stances of an official, newest first.
            models.Index(
                name="stance_of_official",
                fields=["official", "-day", "id"],
                condition=Q(status="accepted", official__isnull=False),
            ),
            # These serve the feeds.
            models.Index(
                name="stance_changed", fields=["-public_version"], condition=Q(status="accepted")
            ),
            *(
                models.Index(
                    name=f"stance_of_{name}_changed",
                    fields=[name, "-public_version"],
                    condition=Q(status="accepted"),
                )
                for name in ("crisis", "actor", "kind")
            ),
            models.Index(
                name="stance_queue",
                fields=["crisis", "confidence", "id"],
                condition=Q(status="proposed"),
            ),
            # Serves the questions who may have told the same act, and whether an actor is new.
            models.Index(
                name="stance_same_act",
                fields=["crisis", "actor", "kind", "day"],
                condition=Q(status__in=["proposed", "accepted"]),
            ),
        ]
        triggers = [stance_trigger(), added_stance_trigger()]
        permissions = [
            ("decide_stance", "Can decide on stances"),
            ("merge_stance", "Can merge stances and decide on many at once"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.kind} {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("stance", args=[self.crisis.slug, self.pk])

    @property
    def target_name(self) -> str:
        """What an actor that is the target is called, where the query asked for it."""
        name: str = getattr(self, "named_target", "")
        return name

    @property
    def kind_entry(self) -> KindEntry:
        """The codebook's row for this stance's kind."""
        return KINDS[Kind(self.kind)]

    def snapshot(self) -> dict[str, Any]:
        """The fields that a decision can change, as JSON values."""
        return {
            "actor": self.actor.code,
            "official": self.official.name if self.official else None,
            "office": self.office,
            "kind": self.kind,
            "target": self.target,
            "day": self.day.isoformat(),
            "day_precision": self.day_precision,
            "phase": self.phase,
            "status": self.status,
            "merged_into": self.merged_into_id,
        }


class Finding(models.Model):
    """What one run of the engine said, as it said it. Never changed."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="findings")
    engine_version = models.CharField(max_length=40)
    draft = models.JSONField()
    rule = models.CharField(max_length=120)
    confidence = models.FloatField()
    stance = models.ForeignKey(
        Stance, null=True, blank=True, on_delete=models.SET_NULL, related_name="findings"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        triggers = [
            pgtrigger.ReadOnly(
                name="finding_is_final",
                fields=["reading", "engine_version", "draft", "rule", "confidence", "created_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.pk} of reading {self.reading_id}"


def independent_articles() -> Count:
    """The aggregate over evidence that counts its articles by their texts' origins.

    All reprints of one text count once, and so do all versions of one page.
    """
    origin = Coalesce(
        "article__reprint_of__url",
        Cast("article__reprint_of", models.CharField()),
        "article__url",
        Cast("article", models.CharField()),
    )
    return Count(origin, distinct=True)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def accepted(self) -> EvidenceQuerySet:
        return self.filter(status=Evidence.Status.ACCEPTED)

    def not_in_article(self) -> models.QuerySet[Any]:
        """Those whose article does not say these very words at these offsets; `said` is what it
        says there.
        """
        # PostgreSQL counts code points as we do, from 1.
        said = Substr(
            "article__text", F("start") + 1, F("end") - F("start"), output_field=TextField()
        )
        return self.annotate(said=said).exclude(said=F("text"))


@audited(
    "EvidenceAudit",
    but=[
        *("waits", "in_text", "attention", "sureness", "kind", "published"),
        *("crisis", "day", "shows", "source", "language"),
    ],
)
class Evidence(models.Model):
    """The words of an article that show a stance. Offsets count Unicode code points."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"

    stance = models.ForeignKey(Stance, on_delete=models.CASCADE, related_name="evidence")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="evidence")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    official_start = models.PositiveIntegerField(null=True, blank=True)
    official_end = models.PositiveIntegerField(null=True, blank=True)
    cue_start = models.PositiveIntegerField(null=True, blank=True)
    cue_end = models.PositiveIntegerField(null=True, blank=True)
    day_start = models.PositiveIntegerField(null=True, blank=True)
    day_end = models.PositiveIntegerField(null=True, blank=True)
    primary = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=Status, default=Status.PROPOSED)
    # The triggers of `attention` alone write these.
    waits = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="whether an editor is to decide on it",
    )
    in_text = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="whether the article says it at its offsets",
    )
    attention = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    sureness = models.FloatField(default=1, db_default=1, editable=False)
    kind = models.CharField(max_length=20, default="", db_default="", editable=False)
    published = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    crisis = models.ForeignKey(
        Crisis,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    day = models.DateField(null=True, editable=False)
    # Of the article.
    source = models.ForeignKey(
        Source,
        null=True,
        editable=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    language = models.CharField(max_length=8, default="", db_default="", editable=False)
    shows = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="whether it is accepted, of an accepted stance",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("-primary", "pk")
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(name="evidence_once", fields=["stance", "article", "start"]),
            models.UniqueConstraint(
                name="evidence_one_primary", fields=["stance"], condition=Q(primary=True)
            ),
            models.CheckConstraint(name="evidence_span", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(name="evidence_has_text", condition=Q(text__regex=r"\S")),
            models.CheckConstraint(
                name="evidence_status_known",
                condition=Q(status__in=["proposed", "accepted", "rejected"]),
            ),
        ]
        indexes = [
            # These serve the desk: the orders of the queue, and the counts of its rare cases.
            *(
                models.Index(
                    name=f"evidence_by_{name}",
                    fields=[*first, "article", "start", "id"],
                    condition=Q(waits=True),
                )
                for name, first in (
                    ("attention", ("-attention", "-published")),
                    ("newest", ("-published",)),
                    ("oldest", ("published",)),
                    ("least_sure", ("sureness",)),
                    ("surest", ("-sureness",)),
                )
            ),
            # Serves the queue of one kind, and its counts.
            models.Index(
                name="evidence_of_kind",
                fields=["kind", "sureness", "article", "start", "id"],
                condition=Q(waits=True),
            ),
            models.Index(
                name="evidence_corroborating",
                fields=["id"],
                condition=Q(waits=True, primary=False),
            ),
            models.Index(
                name="evidence_not_found", fields=["id"], condition=Q(waits=True, in_text=False)
            ),
            # Serves the list of a crisis's articles, newest first, at any depth.
            models.Index(
                name="evidence_of_crisis",
                fields=["crisis", "-published", "article"],
                condition=Q(shows=True),
            ),
            # Serves the question whether an article shows anything, by the index alone.
            models.Index(
                name="evidence_of_article", fields=["article", "crisis"], condition=Q(shows=True)
            ),
            # Serves the same list in the order of the articles' numbers.
            models.Index(
                name="evidence_of_crisis_by_id",
                fields=["crisis", "article"],
                condition=Q(shows=True),
            ),
            # These serve the stances of a source or a language, newest first, at any depth.
            *(
                models.Index(
                    name=f"evidence_of_{name}",
                    fields=[name, "-day", "stance"],
                    condition=Q(shows=True),
                )
                for name in ("source", "language")
            ),
            # These two serve the search for words, the second within some days.
            GinIndex(words_of("text"), name="evidence_words"),
            models.Index(name="evidence_of_day", fields=["day"], condition=Q(shows=True)),
        ]
        triggers = [evidence_trigger()]

    def __str__(self) -> str:
        return self.text[:60]

    def fits(self) -> bool:
        """Whether the article says these very words at these offsets."""
        return self.article.text[self.start : self.end] == self.text
