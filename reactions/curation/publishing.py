"""Showing a crisis to everybody, or taking it back."""

from __future__ import annotations

from django.db import transaction

from reactions.curation.records import publish_change
from reactions.models import Crisis, PublicChange, Stance


@transaction.atomic
def publish(crisis: Crisis, *, published: bool) -> None:
    """Show a crisis to everybody, or take it back, with a PublicChange for each accepted stance."""
    changed = Crisis.objects.filter(pk=crisis.pk, published=not published).update(
        published=published
    )
    if not changed:
        return
    crisis.published = published
    type_ = PublicChange.Type.CREATED if published else PublicChange.Type.WITHDRAWN
    for stance in Stance.objects.accepted().filter(crisis=crisis).order_by("pk"):
        publish_change(stance, type_, None)
