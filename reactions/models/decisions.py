"""What people decided, and what became public of it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from reactions.models.stances import Stance


class Decision(models.Model):
    """What an editor decided on a stance. Append-only: an undo is a Decision too."""

    class Verdict(models.TextChoices):
        ACCEPT = "accept", "accepted"
        REJECT = "reject", "rejected"
        CORRECT = "correct", "corrected"
        ADD = "add", "added"
        MERGE = "merge", "merged"
        WITHDRAW = "withdraw", "withdrawn"
        ACCEPT_EVIDENCE = "accept_evidence", "corroboration accepted"
        REJECT_EVIDENCE = "reject_evidence", "corroboration rejected"
        UNDO = "undo", "undone"

    class Reason(models.TextChoices):
        """Why a proposal was rejected; the digits are the keys of the desk."""

        NO_STANCE = "1", "no stance"
        NOT_REAL = "2", "not real"
        WRONG_ACTOR = "3", "wrong actor"
        INSIDE = "4", "inside, or no actor"
        BACKGROUND = "5", "background"
        DUPLICATE = "6", "same as another here"

    stance = models.ForeignKey(Stance, on_delete=models.PROTECT, related_name="decisions")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    verdict = models.CharField(max_length=16, choices=Verdict)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=1, choices=Reason, blank=True)
    note = models.TextField(blank=True, help_text="internal")
    public_reason = models.TextField(blank=True)
    seconds = models.FloatField(null=True, blank=True)
    # The same on decisions that were taken on many stances at once: they are undone at once.
    batch = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    at = models.DateTimeField(auto_now_add=True)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        ordering = ("-pk",)
        triggers = [
            pgtrigger.Protect(
                name="decision_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="decision_undo_says_what",
                condition=Q(verdict="undo", undoes__isnull=False)
                | (~Q(verdict="undo") & Q(undoes__isnull=True)),
            ),
        ]
        indexes = [
            # Serves the queue, which says what the editor has done today.
            models.Index(name="decision_of_editor", fields=["editor", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.stance_id}"


class Revision(models.Model):
    """The public data set's number. One row, locked by each change."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="revision_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The number of the newest public change; 0 before the first."""
        return cls.objects.values_list("number", flat=True).filter(pk=1).first() or 0


class PublicChange(models.Model):
    """One change of what everybody may see: gap-free, in commit order, written once."""

    class Type(models.TextChoices):
        CREATED = "created", "new"
        CHANGED = "changed", "corrected"
        MERGED = "merged", "merged"
        WITHDRAWN = "withdrawn", "withdrawn"

    revision = models.PositiveBigIntegerField(unique=True)
    stance = models.ForeignKey(Stance, on_delete=models.PROTECT, related_name="public_changes")
    type = models.CharField(max_length=9, choices=Type)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="public_changes"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("revision",)
        indexes = [
            # Serves what every answer says of a stance: its newest change, and when it was.
            models.Index(
                name="public_change_newest", fields=["stance", "-revision"], include=["at"]
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="public_change_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.stance_id} {self.type}"
