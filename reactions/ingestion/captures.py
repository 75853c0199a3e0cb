"""Keeps what a fetch brought, to the byte, as proof of what the page said."""

from __future__ import annotations

import gzip
import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from reactions.ingestion.http import Response
from reactions.models import Article, Capture, Page

# Headers that say what was served and when; cookies and the like are nobody's business.
_KEPT_HEADERS = (
    "age",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "server",
)


# Half the time of the highest level, for a hundredth more bytes.
_LEVEL = 6


def keep_bytes(body: bytes) -> str:
    """Write the body, compressed, under a name made of its hash; give the name.

    The same bytes are kept once. A file that a full disk or a killed worker cut short is written
    anew, since its length tells. Raises OSError where there is no room.
    """
    packed = gzip.compress(body, _LEVEL, mtime=0)
    digest = hashlib.sha256(body).hexdigest()
    name = f"{digest[:2]}/{digest}.gz"
    if default_storage.exists(name):
        if default_storage.size(name) == len(packed):
            return name
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(packed))


def record_capture(
    page: Page, response: Response, name: str, *, retrieved: datetime, article: Article | None
) -> Capture:
    """Note what was fetched, when, where its bytes are kept, and the article found in it.

    The same again adds nothing.
    """
    digest = hashlib.sha256(response.body).hexdigest()
    known = page.captures.first() if page.fetched else None
    if known is not None and known.sha256 == digest:
        if known.article_id != (article and article.pk):
            known.article = article
            known.save(update_fields=["article"])
        return known
    return Capture.objects.create(
        page=page,
        article=article,
        body=name,
        status=response.status,
        headers={
            name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers
        },
        sha256=digest,
        retrieved=retrieved,
    )


def bytes_of(capture: Capture) -> bytes:
    """The bytes as they came."""
    with capture.body.open("rb") as file:
        return gzip.decompress(file.read())
