"""Feeds of stances: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from reactions.api.rows import RowReader
from reactions.api.serializers import StanceSerializer
from reactions.exports import with_public_change
from reactions.models import Stance
from reactions.wording import deed

ATOM_TYPE = "application/atom+xml"
LENGTH = 100
TITLE = "crisiswatch: stances"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stance as an item of a feed."""

    address: str
    title: str
    evidence: str
    created: datetime
    changed: datetime


def newest(stances: QuerySet[Stance], request: HttpRequest) -> list[Entry]:
    """The stances that became public or changed last, at most LENGTH of them, newest first."""
    # Which they are is asked without what they are called, which is looked up for these alone.
    numbers = stances.order_by("-public_version").values("pk")[:LENGTH]
    reader = RowReader(StanceSerializer, StanceSerializer.chosen())
    shown = with_public_change(Stance.objects.public()).filter(pk__in=numbers)
    items = reader.read(shown.order_by("-public_version"))
    return [_entry(item, request) for item in items]


def _entry(stance: dict[str, Any], request: HttpRequest) -> Entry:
    did = deed(stance["kind"], target=stance["target"] or "", phase=stance["phase"] or "")
    by = f" ({stance['official']})" if stance["official"] else ""
    page = reverse("stance", args=[stance["crisis"], stance["id"]])
    return Entry(
        address=request.build_absolute_uri(page),
        title=f"{stance['day']}: {stance['actor_name']}{by} {did}",
        evidence=stance["evidence"][0]["text"] if stance["evidence"] else "",
        created=stance["created_at"],
        changed=stance["changed_at"],
    )


def atom(entries: Iterable[Entry], request: HttpRequest) -> bytes:
    """The entries as Atom."""
    feed = Atom1Feed(
        title=TITLE,
        link=request.build_absolute_uri("/"),
        description="",
        feed_url=request.build_absolute_uri(),
        feed_guid=request.build_absolute_uri(),
        language="en",
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.address,
            description=entry.evidence,
            unique_id=entry.address,
            pubdate=entry.created,
            updateddate=entry.changed,
        )
    return feed.writeString("utf-8").encode()


def json_feed(entries: Sequence[Entry], request: HttpRequest) -> dict[str, Any]:
    """The entries as JSON Feed."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": request.build_absolute_uri("/"),
        "feed_url": request.build_absolute_uri(),
        "items": [
            {
                "id": entry.address,
                "url": entry.address,
                "title": entry.title,
                "content_text": entry.evidence,
                "date_published": entry.created,
                "date_modified": entry.changed,
            }
            for entry in entries
        ],
    }
