"""Whether an answer that a client has is still good: decided before any heavy query.

The revision counts the changes of stances; the version of the OpenAPI document rises whenever the
shape of an answer changes. Names come from reference data, of which every change is a row of the
audit: the newest number alone would miss a change that is committed after a later one, so the rows
are counted as well.
"""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Callable
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import parse_etags
from redis.exceptions import RedisError

from reactions.extraction.codebook import VERSION
from reactions.models import CrisisEvent, Revision, Source

log = logging.getLogger("reactions.api")

REMEMBERED_FOR = 3600  # seconds
REVISION_HEADER = "Dataset-Revision"
_AUDITED = (
    "ActorAudit",
    "CrisisAudit",
    "MembershipAudit",
    "OfficialAudit",
    "PartyAudit",
    "TenureAudit",
)
# Small tables without an audit are looked at themselves: what is shown of each row.
_UNAUDITED = {
    Source: "id, name, type, language, country_id",
    CrisisEvent: "id, crisis_id, day, title, source",
}


class State(NamedTuple):
    """The public data set as it is: the number of its newest change, and a digest of all in it."""

    revision: int
    digest: str


def current_state() -> State:
    """The state of the public data set, by one cheap query."""
    with connection.cursor() as cursor:
        cursor.execute(_query())
        revision, *counts = cursor.fetchone()
    words = [settings.SPECTACULAR_SETTINGS["VERSION"], VERSION, revision, *counts]
    return State(revision or 0, hashlib.blake2b(repr(words).encode(), digest_size=9).hexdigest())


def etag(request: HttpRequest, state: State) -> str:
    """The weak validator of the answer to `request`: equal facts, if not equal bytes."""
    asked = f"{state.digest} {request.get_full_path()} {request.headers.get('Accept', '')}"
    return f'W/"{hashlib.blake2b(asked.encode(), digest_size=12).hexdigest()}"'


def has_it(request: HttpRequest, tag: str) -> bool:
    """Whether the client says that it has the answer with this validator."""
    given = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in given or tag in given or tag.removeprefix("W/") in given


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


@functools.cache
def _query() -> str:
    """One SELECT of the revision, the sizes of the audit, and digests of the small tables."""
    audits = [apps.get_model("reactions", name)._meta.db_table for name in _AUDITED]
    sizes = [f"concat(count(*), ' ', max(pgh_id)) FROM {table}" for table in audits]
    digests = [
        f"sum(hashtext(concat_ws('|', {shown}))) FROM {model._meta.db_table}"
        for model, shown in _UNAUDITED.items()
    ]
    revision = f"max(number) FROM {Revision._meta.db_table}"
    return "SELECT " + ", ".join(f"(SELECT {part})" for part in (revision, *sizes, *digests))
