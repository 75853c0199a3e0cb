"""Whether an answer that a client has is still good: decided before any heavy query.

`Last-Modified` is for clients that know nothing better than the validator. A change carries the
moment at which its transaction began, so the moment of the newest one is told only once it is so
old that no other can still come in before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from reactions.kept import kept
from reactions.public_state import State

REMEMBERED_FOR = 3600  # seconds
REVISION_HEADER = "Dataset-Revision"


def etag(request: HttpRequest, state: State) -> str:
    """The weak validator of the answer to `request`: equal facts, if not equal bytes."""
    asked = f"{state.digest} {request.get_full_path()} {request.headers.get('Accept', '')}"
    return f'W/"{hashlib.blake2b(asked.encode(), digest_size=12).hexdigest()}"'


def has_it(request: HttpRequest, state: State, tag: str) -> bool:
    """Whether the client says that it has this answer: by the validator, else by the moment."""
    if given := request.headers.get("If-None-Match"):
        tags = parse_etags(given)
        return "*" in tags or tag in tags or tag.removeprefix("W/") in tags
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and state.changed is not None and since >= _seconds(state.changed)


def remembered(tag: str, make: Callable[[], bytes]) -> bytes:
    """The answer with this validator: from the cache, or made and left there."""
    return kept(f"api-{tag[3:-1]}", make, seconds=REMEMBERED_FOR)


def mark(response: HttpResponseBase, state: State, tag: str) -> None:
    """Say in the headers which state the answer shows, and that it is to be checked each time."""
    response.headers["ETag"] = tag
    # What is for accounts alone must not lie in a cache that others read.
    who = "public" if settings.API_OPEN else "private"
    response.headers["Cache-Control"] = f"{who}, no-cache"
    response.headers[REVISION_HEADER] = str(state.revision)
    if state.changed:
        response.headers["Last-Modified"] = http_date(_seconds(state.changed))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
