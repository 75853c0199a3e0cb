"""Which state the public data set is in.

The revision counts the changes of stances; the version of the OpenAPI document rises whenever the
shape of an answer changes. Names come from reference data; see `reference_state`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from reactions.extraction.codebook import VERSION
from reactions.models import PublicChange, Revision
from reactions.reference_state import reference_state

# Longer than any change takes from its beginning to its commit.
SETTLED_AFTER = timedelta(minutes=10)
_NEWEST_CHANGE = (
    f"(SELECT max(number) FROM {Revision._meta.db_table})",  # noqa: S608 (names of ours)
    f"(SELECT at FROM {PublicChange._meta.db_table} ORDER BY revision DESC LIMIT 1)",  # noqa: S608
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
    reference, (revision, published) = reference_state(*_NEWEST_CHANGE)
    words = [settings.SPECTACULAR_SETTINGS["VERSION"], VERSION, revision, *reference[:2]]
    moments = (published, reference.changed, _PROGRAM_STARTED)
    newest = max(moment for moment in moments if moment)
    return State(
        revision=revision or 0,
        digest=hashlib.blake2b(repr(words).encode(), digest_size=9).hexdigest(),
        changed=newest if timezone.now() - newest >= SETTLED_AFTER else None,
    )
