"""The editors' own marks on what waits: no decisions, and never public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reactions.models.stances import Stance


class DeskMark(models.Model):
    """A mark that an editor set on a stance, to find it again or to pass it by."""

    class Type(models.TextChoices):
        # For everybody: somebody should look at it once more.
        FLAG = "flag", "flagged"
        # For the editor alone: not now; to be kept for oneself.
        SKIP = "skip", "skipped"
        MINE = "mine", "kept"

    stance = models.ForeignKey(Stance, on_delete=models.CASCADE, related_name="desk_marks")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_marks"
    )
    type = models.CharField(max_length=4, choices=Type)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="desk_mark_once", fields=["stance", "editor", "type"]),
            models.CheckConstraint(
                name="desk_mark_type_known", condition=Q(type__in=["flag", "skip", "mine"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.editor_id} {self.get_type_display()} {self.stance_id}"


class Byline(models.Model):
    """The name by which an editor's public decisions are signed; without one, "an editor"."""

    editor = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="byline"
    )
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(name="byline_has_a_name", condition=Q(name__regex=r"\S")),
        ]

    def __str__(self) -> str:
        return self.name
