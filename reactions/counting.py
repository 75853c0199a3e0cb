"""Counts requests by the minute, in the cache."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

_log = logging.getLogger(__name__)

WINDOW = 60  # seconds


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests there were in this minute, the one counted included.

    `reset` is how many seconds are left of it.
    """

    used: int
    reset: int


def count_request(key: str) -> Count:
    """Count one more request of this key. A cache that is away counts each as the first."""
    now = time.time()
    reset = math.ceil(WINDOW - now % WINDOW)
    key = f"rate-{key}-{int(now // WINDOW)}"
    try:
        return Count(_next(key), reset)
    except (RedisError, ValueError) as error:
        _log.warning("Requests are not counted: %s", error)
        return Count(1, reset)


def _next(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:
        cache.add(key, 0, timeout=2 * WINDOW)
        return cache.incr(key)
