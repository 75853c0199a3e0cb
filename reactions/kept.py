"""Results that are kept in the cache and made once, however many ask for them at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

# So long others wait for whoever makes a result; one that was lost on the way holds nobody longer.
_PATIENCE_SECONDS = 3
_LOOK_SECONDS = 0.02


def kept(key: str, make: Callable[[], _Result], *, seconds: int) -> _Result:
    """What is kept under this key, or what `make` gives, which is then kept for so long.

    After a change of the data every reader asks for what nobody has made yet: the first one makes
    it, the others wait for that. The key must hold the digest of a state that was read before what
    is made: then what lies there is never out of date. `make` must not give None. A cache that
    is away costs time, not the answer.
    """
    try:
        found: _Result | None = cache.get(key)
        if found is None and not _is_ours(key):
            found = _await(key)
    except RedisError:
        _log.warning("The cache cannot be reached; %s is made anew.", key)
        return make()
    if found is not None:
        return found
    try:
        made = make()
        _keep(key, made, seconds)
    finally:
        _let_go(key)
    return made


def _is_ours(key: str) -> bool:
    """Whether nobody else makes it at this moment; then others wait for us."""
    return cache.add(_mark(key), True, timeout=_PATIENCE_SECONDS)


def _await(key: str) -> _Result | None:
    """The result once it is there; None where whoever made it gave up or takes too long."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
        found: _Result | None = cache.get(key)
        if found is not None or cache.get(_mark(key)) is None:
            return found
    return None


def _keep(key: str, made: object, seconds: int) -> None:
    try:
        cache.set(key, made, timeout=seconds)
    except RedisError:
        _log.warning("The cache cannot be reached; %s is not kept.", key)


def _let_go(key: str) -> None:
    try:
        cache.delete(_mark(key))
    except RedisError:
        _log.warning("The cache cannot be reached; %s counts as being made for a moment.", key)


def _mark(key: str) -> str:
    return f"{key}:in-the-making"
