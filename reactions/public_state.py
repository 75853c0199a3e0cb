"""Which state the public data set is in, and what was made of a state and kept in the cache.

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
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from redis.exceptions import RedisError

from reactions.extraction.codebook import VERSION
from reactions.models import PublicChange, Revision

log = logging.getLogger("reactions")

Made = TypeVar("Made")

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


def kept(name: str, make: Callable[[], Made], *, seconds: int) -> Made:
    """What is in the cache by this name: from there, or made and left there for so long.

    The name must hold the digest of a state that was read before what is made: then what lies
    there is never out of date. A cache that cannot be reached costs time, not the answer.
    """
    try:
        found: Made | None = cache.get(name)
    except RedisError:
        log.warning("The cache cannot be reached; %s is made anew.", name)
        return make()
    if found is not None:
        return found
    made = make()
    try:
        cache.set(name, made, timeout=seconds)
    except RedisError:
        log.warning("The cache cannot be reached; %s was made and is not kept.", name)
    return made


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
