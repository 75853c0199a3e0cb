"""Second opinions: what another editor says of a proposal, without knowing what the first said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from reactions.models.decisions import Decision
from reactions.models.stances import Stance

# What two editors must say alike to agree; office, precision and span are wording.
CODED_FIELDS = ("actor", "kind", "official", "target", "day", "phase")


class SecondOpinionQuerySet(models.QuerySet["SecondOpinion"]):
    def waiting(self) -> SecondOpinionQuerySet:
        """Those that nobody gave yet, on decisions that still stand."""
        return self.filter(editor=None, first__undone_by=None)

    def waiting_for(self, editor: User) -> SecondOpinionQuerySet:
        """Those that `editor` can give: not on decisions of the editor's own."""
        return self.waiting().exclude(first__editor=editor)

    def given(self) -> SecondOpinionQuerySet:
        return self.filter(editor__isnull=False)

    def disagreements(self) -> SecondOpinionQuerySet:
        """Those that differ from the first decision and that nobody settled yet."""
        return self.filter(agrees=False, outcome="")

    def with_names(self) -> SecondOpinionQuerySet:
        return self.select_related(
            "editor", "first__editor", "first__stance__crisis__focal", "first__stance__actor",
            "first__stance__official",
        )  # fmt: skip


class SecondOpinion(models.Model):
    """Another editor's coding of a proposal that `first` decided on.

    `coding` is what the editor made of the proposal, in the form of a stance's snapshot. A senior
    editor settles where the two differ.
    """

    class Outcome(models.TextChoices):
        FIRST = "first", "the first decision stands"
        SECOND = "second", "the second opinion stands"
        OTHER = "other", "settled in another way"

    first = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="second_opinion")
    asked_at = models.DateTimeField(auto_now_add=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="second_opinions",
    )
    coding = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=1, choices=Decision.Reason, blank=True)
    note = models.TextField(blank=True, help_text="internal")
    seconds = models.FloatField(null=True, blank=True)
    agrees = models.BooleanField(null=True)
    given_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="settled_opinions",
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_note = models.TextField(blank=True, help_text="internal")
    # What changed the stance, where settling changed it.
    resolution = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="settles"
    )

    objects = SecondOpinionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="second_opinion_given_whole",
                condition=Q(editor=None, coding=None, agrees=None, given_at=None, outcome="")
                | Q(
                    editor__isnull=False,
                    coding__isnull=False,
                    agrees__isnull=False,
                    given_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="second_opinion_settled_whole",
                condition=Q(outcome="", settled_by=None, settled_at=None, resolution=None)
                | Q(
                    outcome__in=["first", "second", "other"],
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                ),
            ),
        ]
        indexes = [
            # Serves the two queues: what waits for an opinion, and where two differ.
            models.Index(name="second_opinion_waits", fields=["id"], condition=Q(editor=None)),
            models.Index(
                name="second_opinion_differs", fields=["id"], condition=Q(agrees=False, outcome="")
            ),
        ]
        permissions = [("settle_disagreement", "Can settle disagreements between two editors")]

    def __str__(self) -> str:
        return f"second opinion on {self.first}"

    @property
    def stance(self) -> Stance:
        return self.first.stance


def coded(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """What a snapshot says, as far as two editors must agree on it; of a rejection no fields."""
    if snapshot["status"] == Stance.Status.REJECTED:
        return {"status": Stance.Status.REJECTED.value}
    # An empty value is written "" in one place and null in another.
    return {name: snapshot.get(name) or "" for name in CODED_FIELDS}
