"""Whether the tables agree with one another: what constraints cannot say, asked over all rows."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Count, Exists, F, Func, Max, Min, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KT

from reactions.ingestion.captures import bytes_of
from reactions.models import Article, Capture, Decision, Evidence, PublicChange, Revision, Stance

_SHOWN = (PublicChange.Type.CREATED, PublicChange.Type.CHANGED)


@dataclass(frozen=True)
class Fault:
    """One thing that does not agree: what and where, and what to do about it."""

    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.what} {self.mend}"


def faults(*, read_captures: bool = False) -> Iterator[Fault]:
    """Every fault that is found; `read_captures` also compares each capture's bytes with its hash.

    Without it the files of captures are only looked for.
    """
    yield from _evidence()
    yield from _accepted_without_evidence()
    yield from _decisions()
    yield from _revisions()
    yield from _public_changes()
    yield from _texts()
    yield from _captures(read=read_captures)


def _evidence() -> Iterator[Fault]:
    for item in Evidence.objects.not_in_article().order_by("pk").iterator():
        yield Fault(
            f"Evidence {item.pk} of stance {item.stance_id}: article {item.article_id} says "
            f"{item.said!r} at {item.start}-{item.end}, not {item.text!r}.",
            "Open the stance at the desk and mark the words anew.",
        )


def _accepted_without_evidence() -> Iterator[Fault]:
    shown = Evidence.objects.accepted().filter(stance=OuterRef("pk"), primary=True)
    for pk in _ids(Stance.objects.accepted().exclude(Exists(shown))):
        yield Fault(
            f"Stance {pk} is accepted and has no accepted primary evidence.",
            "Open it at the desk and mark the words that show it, or withdraw it.",
        )


def _decisions() -> Iterator[Fault]:
    decided = Decision.objects.filter(stance=OuterRef("pk"))
    for pk in _ids(Stance.objects.accepted().exclude(Exists(decided))):
        yield Fault(
            f"Stance {pk} is accepted and nobody decided so.",
            "Somebody wrote to the table by hand: withdraw it, or restore a backup.",
        )
    # DISTINCT ON: one pass over the decisions instead of a question for each stance.
    latest = Decision.objects.order_by("stance_id", "-pk").distinct("stance_id")
    told = (
        Decision.objects.filter(pk__in=latest.values("pk"))
        .annotate(status_then=KT("after__status"), kind_then=KT("after__kind"))
        .annotate(target_then=KT("after__target"))
        .exclude(
            status_then=F("stance__status"),
            kind_then=F("stance__kind"),
            target_then=F("stance__target"),
        )
        .values_list("pk", "stance", "status_then", "stance__status")
    )
    for pk, stance, says, status in told.order_by("pk").iterator():
        yield Fault(
            f"Stance {stance} is {status} and not what its latest decision {pk} made it ({says}).",
            "Decide on it anew at the desk, so that its history leads to what it is.",
        )


def _revisions() -> Iterator[Fault]:
    known = PublicChange.objects.aggregate(
        first=Min("revision"), last=Max("revision"), number=Count("pk")
    )
    if known["number"] and known["last"] - known["first"] + 1 != known["number"]:
        yield Fault(
            f"Revisions {known['first']} to {known['last']} have {known['number']} public changes.",
            "Some are missing: restore a backup; readers of the changes have missed them too.",
        )
    if Revision.current() != (known["last"] or 0):
        yield Fault(
            f"The revision is {Revision.current()} and the newest public change "
            f"{known['last'] or 0}.",
            "Restore a backup whose tables are of one moment.",
        )


def _public_changes() -> Iterator[Fault]:
    latest = PublicChange.objects.order_by("stance_id", "-revision").distinct("stance_id")
    shown = PublicChange.objects.filter(pk__in=latest.values("pk"), type__in=_SHOWN)
    is_public = Q(status=Stance.Status.ACCEPTED, crisis__published=True)
    for pk in _ids(Stance.objects.filter(is_public).exclude(pk__in=shown.values("stance"))):
        yield Fault(
            f"Stance {pk} is public and the public changes do not say so.",
            "Correct it at the desk, with a public reason: that writes the change.",
        )
    for pk in _ids(Stance.objects.exclude(is_public).filter(pk__in=shown.values("stance"))):
        yield Fault(
            f"Stance {pk} is not public and the public changes do not say so.",
            "Take the crisis back and publish it again: that writes the changes.",
        )


def _texts() -> Iterator[Fault]:
    # Not Django's SHA256, which needs an extension.
    digest = Func(
        "text",
        template="encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')",
        output_field=TextField(),
    )
    kept = Article.objects.filter(removed_at__isnull=True).exclude(sha256=digest)
    for pk in _ids(kept):
        yield Fault(
            f"The text of article {pk} is not the one that was stored: its hash differs.",
            "Restore the row from a backup.",
        )


def _captures(*, read: bool) -> Iterator[Fault]:
    for capture in Capture.objects.exclude(body="").order_by("pk").iterator():
        name = str(capture.body.name)
        if not default_storage.exists(name):
            yield Fault(
                f"Capture {capture.pk}: there is no file {name}.",
                "Restore the folder of captures from the backup of the same day.",
            )
        elif read and not _is_whole(capture):
            yield Fault(
                f"Capture {capture.pk}: the file {name} is not what was fetched.",
                "Restore that file from a backup.",
            )


def _is_whole(capture: Capture) -> bool:
    try:
        return hashlib.sha256(bytes_of(capture)).hexdigest() == capture.sha256
    except (OSError, EOFError, zlib.error, gzip.BadGzipFile):
        return False


def _ids(rows: QuerySet[Any]) -> Iterator[int]:
    return rows.order_by("pk").values_list("pk", flat=True).iterator()
