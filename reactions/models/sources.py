"""Where texts come from, the texts, and the work of reading them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from reactions.models.actors import Actor
from reactions.models.addresses import of_the_web, web_constraint
from reactions.models.attention import article_trigger
from reactions.models.audit import audited
from reactions.models.crises import Crisis
from reactions.models.words import words_of
from reactions.models.work import (
    MAX_ATTEMPTS,
    WorkItem,
    WorkItemQuerySet,
    WorkState,
    work_constraints,
)


class SourceQuerySet(models.QuerySet["Source"]):
    def polled(self) -> SourceQuerySet:
        """Those whose address lists new articles, and that nobody paused."""
        return self.filter(type__in=Source.POLLED, paused=False).exclude(address="")

    def due(self, now: datetime) -> SourceQuerySet:
        """Those to be polled at `now`."""
        return self.polled().filter(next_poll__lte=now)


@audited("SourceAudit", fields=["id", "name", "type", "language", "country", "text_licence"])
class Source(models.Model):
    """A feed or site that articles come from."""

    class Type(models.TextChoices):
        FEED = "feed", "feed"
        SITEMAP = "sitemap", "news sitemap"
        SITE = "site", "site"
        FILES = "files", "files"

    name = models.CharField(max_length=120, unique=True)
    type = models.CharField(max_length=8, choices=Type)
    address = models.URLField(max_length=1000, blank=True, validators=[of_the_web])
    language = models.CharField(max_length=8, default="en")
    country = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT)
    text_licence = models.CharField(
        max_length=120,
        blank=True,
        help_text="The licence that lets everybody have the articles' texts, as CC BY 4.0; empty "
        "where there is none: then the API gives no text",
    )
    interval = models.DurationField(default=timedelta(minutes=2))
    paused = models.BooleanField(default=False)
    # Also the lease of whoever polls it: taken by moving it, so that two never poll at once.
    next_poll = models.DateTimeField(default=timezone.now)
    polled = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    # Of the last answer's body: many servers send the same again with another ETag, or none.
    sha256 = models.CharField(max_length=64, blank=True)
    last_result = models.TextField(blank=True)
    error = models.TextField(blank=True, help_text="why the last poll failed, and the mend")
    failures = models.PositiveIntegerField(default=0, help_text="polls failed in a row")

    objects = SourceQuerySet.as_manager()

    POLLED = ("feed", "sitemap")

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                name="source_address_once", fields=["address"], condition=~Q(address="")
            ),
            models.CheckConstraint(
                name="source_type_known",
                condition=Q(type__in=["feed", "sitemap", "site", "files"]),
            ),
            web_constraint("source", "address", unset=Q(address="")),
        ]
        indexes = [
            # Serves the sweep, which asks for what is to be polled.
            models.Index(name="source_next_poll", fields=["next_poll"], condition=Q(paused=False)),
        ]

    def __str__(self) -> str:
        return self.name


# Stands where a text was, since no article is without one.
REMOVED_TEXT = "[This text was removed.]"


def text_digest(text: str) -> str:
    """The SHA-256 of an article's text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


@audited(
    "ArticleAudit",
    fields=[
        *("id", "source", "url", "version", "title", "author", "publisher", "language"),
        *("published", "published_precision", "retrieved", "reprint_of"),
    ],
    since_made=False,
)
class Article(models.Model):
    """A text as it was published. The text never changes: a changed page makes a new version."""

    class PublishedPrecision(models.TextChoices):
        TIME = "time", "time"
        DAY = "day", "day"

    class PublishedOrigin(models.TextChoices):
        """Where the time of publication was found, the most trusted first."""

        GIVEN = "given", "whoever brought it"
        JSON_LD = "json-ld", "the page's JSON-LD"
        META = "meta", "the page's meta elements"
        FEED = "feed", "the feed"
        URL = "url", "the address"
        TEXT = "text", "the page's text"
        RETRIEVED = "retrieved", "the time it was fetched"

    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    url = models.URLField(  # noqa: DJ001 (null: a file)
        max_length=2000, null=True, blank=True, validators=[of_the_web]
    )
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=500, blank=True)
    author = models.CharField(max_length=200, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    published = models.DateTimeField()
    published_precision = models.CharField(
        max_length=4, choices=PublishedPrecision, default=PublishedPrecision.DAY
    )
    published_origin = models.CharField(
        max_length=9, choices=PublishedOrigin, default=PublishedOrigin.GIVEN
    )
    retrieved = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    reprint_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reprints",
        help_text="the first of the copies that was stored",
    )
    removed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when the text was taken away; REMOVED_TEXT stands for it, and its hash is kept",
    )
    adds_to_original = models.BooleanField(
        default=False, help_text="whether a reprint has paragraphs of its own"
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
            web_constraint("article", "url", unset=Q(url__isnull=True)),
            models.CheckConstraint(name="article_has_text", condition=Q(text__regex=r"\S")),
            models.CheckConstraint(
                name="article_digest_form", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        indexes = [
            # Serves the list of articles, newest first, at any depth.
            models.Index(name="article_newest", fields=["-published", "id"]),
            # These serve the same list of one source, publisher or language.
            *(
                models.Index(name=f"article_of_{name}", fields=[name, "-published", "id"])
                for name in ("source", "publisher", "language")
            ),
            # Serves the search for words in titles.
            GinIndex(words_of("title"), name="article_words"),
        ]
        triggers = [
            # Evidence is kept by its offsets, so the text that they count in must never move.
            pgtrigger.ReadOnly(name="article_text_is_final", fields=["text", "sha256"]),
            article_trigger(),
        ]

    def __str__(self) -> str:
        return self.title or self.url or f"article {self.pk}"

    def newest_capture(self) -> Capture | None:
        """What was fetched for it last, as far as that is kept."""
        return self.captures.exclude(body="").first()


class Fingerprint(models.Model):
    """The numbers by which likely copies of an article are found. Made from its text alone."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="fingerprint")
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [
            # Serves the question which articles share a band with a new one.
            GinIndex(name="fingerprint_bands", fields=["bands"]),
        ]

    def __str__(self) -> str:
        return f"fingerprint of article {self.article_id}"


class PageQuerySet(WorkItemQuerySet["Page"]):
    def due(self, now: datetime) -> Self:
        """What is to be fetched at `now`: what waits and has tries left, and what is looked at
        again because young articles change.
        """
        again = self.filter(state=WorkState.DONE, recheck__lte=now)
        return self.waiting(now).filter(attempts__lt=MAX_ATTEMPTS) | again


class Page(WorkItem):
    """An address to be fetched: the work item of ingestion.

    What a feed said of it is kept for where the page itself says nothing.
    """

    class Form(models.TextChoices):
        """What was found at the address. Articles alone are read."""

        ARTICLE = "article", "article"
        PAYWALL = "paywall", "the beginning of an article behind a paywall"
        CONSENT = "consent", "a question for consent instead of the page"
        INDEX = "index", "a list of other pages"
        LIVE = "live", "a live blog"
        VIDEO = "video", "a video"
        EMPTY = "empty", "a page without an article"

    url = models.URLField(max_length=2000, unique=True, validators=[of_the_web])
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
    form = models.CharField(max_length=8, choices=Form, blank=True)
    fetched = models.DateTimeField(null=True, blank=True)
    recheck = models.DateTimeField(
        null=True, blank=True, help_text="when it is looked at again for changes"
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [*work_constraints("page"), web_constraint("page", "url")]
        indexes = [
            # These two serve the sweep.
            models.Index(name="page_open", fields=["next_try"], condition=~Q(state="done")),
            models.Index(
                name="page_recheck", fields=["recheck"], condition=Q(recheck__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Capture(models.Model):
    """What a fetch brought, kept as proof of what the page said. Never served as a page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="captures")
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="captures"
    )
    body = models.FileField(
        upload_to="%Y/%m/%d", max_length=200, blank=True, help_text="gzip; empty once it is removed"
    )
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
        waiting = self.waiting(now).filter(Q(attempts__lt=MAX_ATTEMPTS) | other_engine)
        return waiting | self.outdated(engine_version)

    def outdated(self, engine_version: str) -> Self:
        """What was read by another version of the engine than this one."""
        return self.filter(~Q(engine_version=engine_version), state=WorkState.DONE)


class Reading(WorkItem):
    """An article to be read for a crisis: the work item. The message is only a nudge."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="readings")
    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="readings")
    # The engine that read it or tries to; the attempts are those of that version.
    engine_version = models.CharField(max_length=40, blank=True)
    reason = models.CharField(
        max_length=300, blank=True, help_text="why the article is read for this crisis"
    )
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


class Archive(models.Model):
    """A web archive (WARC, WET) on the workers' disk. Its articles name its source as theirs."""

    path = models.CharField(max_length=500, unique=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="archive")
    crisis = models.ForeignKey(
        Crisis,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="archives",
        help_text="the crisis it is searched for; all of them where empty",
    )

    def __str__(self) -> str:
        return self.path


class ArchivePartQuerySet(WorkItemQuerySet["ArchivePart"]):
    def due(self, now: datetime) -> Self:
        """What is to be read at `now`, with tries left."""
        return self.waiting(now).filter(attempts__lt=MAX_ATTEMPTS)


class ArchivePart(WorkItem):
    """The records of an archive that begin between two offsets: the work item of a backfill."""

    archive = models.ForeignKey(Archive, on_delete=models.CASCADE, related_name="parts")
    start = models.PositiveBigIntegerField()
    end = models.PositiveBigIntegerField()
    # Everything before it is done; where it goes on after an interruption.
    position = models.PositiveBigIntegerField()
    records = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)

    objects = ArchivePartQuerySet.as_manager()

    class Meta:
        ordering = ("archive", "start")
        constraints = [
            models.UniqueConstraint(name="archive_part_once", fields=["archive", "start"]),
            models.CheckConstraint(
                name="archive_part_range",
                condition=Q(start__lt=F("end"), position__gte=F("start")),
            ),
            *work_constraints("archive_part"),
        ]
        indexes = [
            # Serves the sweep.
            models.Index(name="archive_part_open", fields=["next_try"], condition=~Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.archive} from byte {self.start:,}"
