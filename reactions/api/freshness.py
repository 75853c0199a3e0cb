"""Whether an answer that a client has is still good: decided before any heavy query.

The revision counts the changes of stances; the version of the OpenAPI document rises whenever the
shape of an answer changes. Names come from reference data, of which every change is a row of the
audit: the newest number alone would miss a change that is committed after a later one, so the rows
are counted as well.

`Last-Modified` is for clients that know nothing better. A change carries the moment at which its
transaction began, so the moment of the newest one is told only once it is so old that no other can
still come in before it.
"""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from redis.exceptions import RedisError

from reactions.extraction.codebook import VERSION
from reactions.models import PublicChange, Revision

log = logging.getLogger("reactions.api")

REMEMBERED_FOR = 3600  # seconds
REVISION_HEADER = "Dataset-Revision"
# Longer than any change takes from its beginning to its commit.
SETTLED_AFTER = timedelta(minutes=10)
_AUDITED = (
    "ActorAudit",
    "ArticleAudit",
    "CrisisAudit",
    "CrisisEventAudit",
    "MembershipAudit",
    "OfficialAudit",
    "PartyAudit",
    "SourceAudit",
    "TenureAudit",
)
# Another program may answer otherwise from the same rows.
_PROGRAM_STARTED = timezone.now()


class State(NamedTuple):
    """The public data set as it is: the number of its newest change, a digest of all in it, and
    the moment of its newest change; None while that is too young to tell."""

    revision: int
    digest: str
    changed: datetime | None


def current_state() -> State:
    """The state of the public data set, by one cheap query."""
    with connection.cursor() as cursor:
        cursor.execute(_query())
        revision, counts, published, audited = cursor.fetchone()
    words = [settings.SPECTACULAR_SETTINGS["VERSION"], VERSION, revision, counts]
    newest = max(moment for moment in (published, audited, _PROGRAM_STARTED) if moment)
    return State(
        revision=revision or 0,
        digest=hashlib.blake2b(repr(words).encode(), digest_size=9).hexdigest(),
        changed=newest if timezone.now() - newest >= SETTLED_AFTER else None,
    )


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
    """The answer with this validator: from the cache, or made and left there.

    A validator names one state of the data set, so that what lies there is never out of date. A
    cache that cannot be reached costs time, not the answer.
    """
    key = f"api-{tag[3:-1]}"
    try:
        body: bytes | None = cache.get(key)
    except RedisError:
        log.warning("The cache cannot be reached; %s is made anew.", tag)
        return make()
    if body is None:
        body = make()
        cache.set(key, body, timeout=REMEMBERED_FOR)
    return body


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


@functools.cache
def _query() -> str:
    """One SELECT of the revision, the sizes of the audit, and the moments of the newest of both."""
    tables = [apps.get_model("reactions", name)._meta.db_table for name in _AUDITED]
    sizes = " UNION ALL ".join(
        f"SELECT {place} AS place, concat(count(*), ' ', max(pgh_id)) AS size, "  # noqa: S608
        f"max(pgh_created_at) AS at FROM {table}"
        for place, table in enumerate(tables)
    )
    return (
        f"SELECT (SELECT max(number) FROM {Revision._meta.db_table}), "  # noqa: S608
        "string_agg(size, ',' ORDER BY place), "
        f"(SELECT at FROM {PublicChange._meta.db_table} ORDER BY revision DESC LIMIT 1), "
        f"max(at) FROM ({sizes}) AS audit"
    )
