"""Where texts come from, the texts, and the work of reading them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reactions.models.actors import Actor
from reactions.models.crises import Crisis
from reactions.models.work import (
    MAX_ATTEMPTS,
    WorkItem,
    WorkItemQuerySet,
    WorkState,
    work_constraints,
)


class Source(models.Model):
    """A feed or site that articles come from."""

    class Type(models.TextChoices):
        FEED = "feed", "feed"
        SITE = "site", "site"
        FILES = "files", "files"

    name = models.CharField(max_length=120, unique=True)
    type = models.CharField(max_length=8, choices=Type)
    address = models.URLField(max_length=1000, blank=True)
    language = models.CharField(max_length=8, default="en")
    country = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT)
    interval = models.DurationField(default=timedelta(minutes=15))
    etag = models.CharField(max_length=300, blank=True)
    last_result = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                name="source_address_once", fields=["address"], condition=~Q(address="")
            ),
            models.CheckConstraint(
                name="source_type_known", condition=Q(type__in=["feed", "site", "files"])
            ),
        ]

    def __str__(self) -> str:
        return self.name


def text_digest(text: str) -> str:
    """The SHA-256 of an article's text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class Article(models.Model):
    """A text as it was published. The text never changes: a changed page makes a new version."""

    class PublishedPrecision(models.TextChoices):
        TIME = "time", "time"
        DAY = "day", "day"

    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    url = models.URLField(max_length=2000, null=True, blank=True)  # noqa: DJ001 (null: a file)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=500, blank=True)
    author = models.CharField(max_length=200, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    published = models.DateTimeField()
    published_precision = models.CharField(
        max_length=4, choices=PublishedPrecision, default=PublishedPrecision.DAY
    )
    retrieved = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    reprint_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reprints"
    )

    class Meta:
        ordering = ("-published", "pk")
        constraints = [
            models.UniqueConstraint(
                name="article_version_once",
                fields=["url", "version"],
                condition=Q(url__isnull=False),
            ),
            # A file has no address: its text is its identity.
            models.UniqueConstraint(
                name="article_file_once", fields=["sha256"], condition=Q(url__isnull=True)
            ),
            models.CheckConstraint(name="article_has_text", condition=Q(text__regex=r"\S")),
            models.CheckConstraint(
                name="article_digest_form", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        triggers = [
            # Evidence is kept by its offsets, so the text that they count in must never move.
            pgtrigger.ReadOnly(name="article_text_is_final", fields=["text", "sha256"]),
        ]

    def __str__(self) -> str:
        return self.title or self.url or f"article {self.pk}"


class Page(WorkItem):
    """An address to be fetched: the work item of ingestion.

    What a feed said of it is kept for where the page itself says nothing.
    """

    url = models.URLField(max_length=2000, unique=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="pages"
    )
    crisis = models.ForeignKey(
        Crisis,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="pages",
        help_text="the crisis it was asked for; empty where relevance decides",
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="pages"
    )
    title = models.CharField(max_length=500, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)

    objects = WorkItemQuerySet["Page"].as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [*work_constraints("page")]
        indexes = [
            # Serves the sweep.
            models.Index(name="page_open", fields=["next_try"], condition=~Q(state="done")),
        ]

    def __str__(self) -> str:
        return self.url


class Capture(models.Model):
    """What a fetch brought, kept as proof of what the page said. Never served as a page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="captures")
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="captures"
    )
    body = models.FileField(upload_to="%Y/%m/%d", max_length=200, help_text="gzip")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    retrieved = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-retrieved", "-pk")

    def __str__(self) -> str:
        return f"capture of {self.page} at {self.retrieved:%Y-%m-%d %H:%M}"


class ReadingQuerySet(WorkItemQuerySet["Reading"]):
    def due(self, now: datetime, engine_version: str) -> Self:
        """What is to be read at `now`: what waits and has tries left, and what another version
        of the engine was at last; what failed MAX_ATTEMPTS times rests until the engine changes.
        """
        other_engine = ~Q(engine_version=engine_version)
        outdated = self.filter(other_engine, state=WorkState.DONE)
        return self.waiting(now).filter(Q(attempts__lt=MAX_ATTEMPTS) | other_engine) | outdated


class Reading(WorkItem):
    """An article to be read for a crisis: the work item. The message is only a nudge."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="readings")
    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="readings")
    # The engine that read it or tries to; the attempts are those of that version.
    engine_version = models.CharField(max_length=40, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reading_once", fields=["article", "crisis"]),
            *work_constraints("reading"),
        ]
        indexes = [
            # Serves the sweep, which asks for what is due every minute.
            models.Index(name="reading_open", fields=["next_try"], condition=~Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"
