"""What is tracked: a crisis, its parties, and the events that its timeline is read against."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Q
from django.urls import reverse

from reactions.extraction.types import CrisisFrame
from reactions.models.actors import Actor, names
from reactions.models.addresses import of_the_web, web_constraint
from reactions.models.audit import audited


class CrisisQuerySet(models.QuerySet["Crisis"]):
    def published(self) -> CrisisQuerySet:
        return self.filter(published=True)

    def visible_to(self, user: Any) -> CrisisQuerySet:
        """The crises that `user` may know of: the published ones; for editors all."""
        return self.all() if user.has_perm("reactions.decide_stance") else self.published()


# The newest versions that the audit keeps and how many there are: a change that was begun earlier
# may be committed later.
_VERSION = (
    "(SELECT max(pgh_id) FROM reactions_crisisaudit)",
    "(SELECT count(*) FROM reactions_crisisaudit)",
    "(SELECT max(pgh_id) FROM reactions_partyaudit)",
    "(SELECT count(*) FROM reactions_partyaudit)",
    "(SELECT max(pgh_id) FROM reactions_actoraudit)",
)

Version = tuple[int | None, ...]


def version_of_crises(*also: str) -> tuple[Version, Version]:
    """A value that changes with every change of a crisis, of its parties, or of an actor; and what
    else the same query is to ask: SQL expressions.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join((*_VERSION, *also))}")
        row = tuple(cursor.fetchone())
    return row[: len(_VERSION)], row[len(_VERSION) :]


@audited("CrisisAudit")
class Crisis(models.Model):
    """A political crisis in a focal country over a period."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    focal = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="crises")
    started = models.DateField()
    ended = models.DateField(null=True, blank=True)
    search_terms = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="Words that decide which articles are read for this crisis",
    )
    published = models.BooleanField(default=False)
    proposals_public = models.BooleanField(
        default=False, help_text="Whether everybody may switch unreviewed proposals on"
    )

    objects = CrisisQuerySet.as_manager()

    class Meta:
        ordering = ("-started", "slug")
        verbose_name_plural = "crises"
        constraints = [
            models.CheckConstraint(
                name="crisis_period", condition=Q(ended__isnull=True) | Q(ended__gte=F("started"))
            ),
        ]
        permissions = [("publish_crisis", "Can publish or withdraw a crisis")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("map", args=[self.slug])

    def frame(self) -> CrisisFrame:
        """What the engine must know of this crisis."""
        parties = list(self.parties.select_related("actor"))
        return CrisisFrame(
            focal=self.focal.code,
            name=self.title,
            authorities=_party_names(parties, Party.Side.AUTHORITIES),
            opponents=_party_names(parties, Party.Side.OPPONENTS),
            inside=frozenset(party.actor.code for party in parties if party.actor),
            started=self.started,
        )

    def inside_codes(self) -> frozenset[str]:
        """The codes of the actors that are parties to the crisis: they give no stance (rule 1)."""
        return self.frame().inside | {self.focal.code}


def _party_names(parties: list[Party], side: Party.Side) -> tuple[str, ...]:
    return tuple(
        name for party in parties if party.side == side for name in (party.name, *party.aliases)
    )


@audited("PartyAudit")
class Party(models.Model):
    """One of those whose conduct is in question, or one of their opponents.

    A party that is itself a country or an organization (an invader) names its actor.
    """

    class Side(models.TextChoices):
        AUTHORITIES = "authorities", "authorities"
        OPPONENTS = "opponents", "opponents"

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(max_length=12, choices=Side)
    name = models.CharField(max_length=120)
    aliases = names()
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="parties"
    )

    class Meta:
        ordering = ("crisis", "side", "pk")
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(name="party_once", fields=["crisis", "side", "name"]),
            models.CheckConstraint(
                name="party_side_known", condition=Q(side__in=["authorities", "opponents"])
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited("CrisisEventAudit")
class CrisisEvent(models.Model):
    """A dated piece of context for the timeline."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="events")
    day = models.DateField()
    title = models.CharField(max_length=200)
    source = models.URLField(max_length=500, validators=[of_the_web])

    class Meta:
        ordering = ("day", "pk")
        constraints = [
            models.UniqueConstraint(name="crisis_event_once", fields=["crisis", "day", "title"]),
            web_constraint("crisis_event", "source", unset=Q(source="")),
        ]

    def __str__(self) -> str:
        return self.title
