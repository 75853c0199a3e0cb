"""Who has which item open: a courtesy between editors, not a lock.

Kept in the cache, where it runs out by itself. What decides between two editors is the version that
each of them saw (`curation`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.cache import cache

# How long an item counts as open after its page was shown.
CLAIM_SECONDS = 300


def claim(stance_id: int, editor: User) -> str:
    """Say that `editor` has the stance open; the name of another who has it already, else empty."""
    key = _key(stance_id)
    holder = (editor.pk, editor.get_username())
    if not cache.add(key, holder, CLAIM_SECONDS):
        there = cache.get(key)
        if there is not None and there[0] != editor.pk:
            return str(there[1])
        cache.set(key, holder, CLAIM_SECONDS)
    return ""


def release(stance_id: int, editor: User) -> None:
    """Forget the editor's claim, once the stance is decided."""
    there = cache.get(_key(stance_id))
    if there is not None and there[0] == editor.pk:
        cache.delete(_key(stance_id))


def holders(stance_ids: Iterable[int], editor: User) -> dict[int, str]:
    """Of these stances those that somebody else has open, with the name; one look at the cache."""
    keys = {_key(pk): pk for pk in stance_ids}
    found = cache.get_many(list(keys)) if keys else {}
    return {keys[key]: name for key, (pk, name) in found.items() if pk != editor.pk}


def _key(stance_id: int) -> str:
    return f"desk-claim-{stance_id}"
