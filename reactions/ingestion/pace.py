"""How often a host is asked: one pace and few at a time, over all workers together.

Kept in Redis, where it may be lost at any time: then a host is asked once too early.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

import redis
from django.conf import settings

# A turn so near is waited for; for one further off the worker does other work meanwhile.
PATIENCE = 2.0
AT_ONCE = 2
# A fetch ends before this, so a place that is held longer belongs to a worker that was lost.
_PLACE_SECONDS = 60
_FORGET_SECONDS = 86_400

# KEYS: the host's turns (hash: `next` turn, `later` where those put off come back), its places.
# ARGV: delay, patience, places, seconds of a place, the place's name, seconds until forgotten.
# Gives {1, seconds to wait for the turn that was granted} or {0, seconds after which to ask again}.
_TAKE_TURN = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local delay, patience = tonumber(ARGV[1]), tonumber(ARGV[2])
local turn = math.max(now, tonumber(redis.call('HGET', KEYS[1], 'next') or 0))
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local full = redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[3])
local granted = not full and turn - now <= patience
if granted then
    redis.call('HSET', KEYS[1], 'next', tostring(turn + delay))
    redis.call('ZADD', KEYS[2], turn + tonumber(ARGV[4]), ARGV[5])
    redis.call('EXPIRE', KEYS[2], ARGV[4] * 2)
else
    local later = tonumber(redis.call('HGET', KEYS[1], 'later') or 0)
    turn = math.max(turn, later) + delay
    redis.call('HSET', KEYS[1], 'later', tostring(turn))
end
redis.call('EXPIRE', KEYS[1], ARGV[6])
return {granted and 1 or 0, tostring(turn - now)}
"""
_HOLD = """
local time = redis.call('TIME')
local turn = time[1] + tonumber(ARGV[1])
if turn > tonumber(redis.call('HGET', KEYS[1], 'next') or 0) then
    redis.call('HSET', KEYS[1], 'next', tostring(turn))
    redis.call('EXPIRE', KEYS[1], ARGV[2])
end
"""


class NotYet(Exception):
    """The host's turn is too far off to wait for; ask again after `wait`."""

    def __init__(self, host: str, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(f"{host} is asked again in {wait.total_seconds():.0f} s.")


@lru_cache(maxsize=1)
def shared_memory() -> redis.Redis:
    """What all workers share for a while: the Redis of settings."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5)


@contextlib.contextmanager
def turn(host: str, *, delay: float, patience: float = PATIENCE) -> Iterator[None]:
    """Hold one of the host's places, from its turn on, `delay` seconds after the turn before.

    Raises NotYet where the turn is further off than `patience`, in seconds.
    """
    memory = shared_memory()
    place = secrets.token_hex(8)
    places = f"crisiswatch:places:{host}"
    arguments = (delay, patience, AT_ONCE, _PLACE_SECONDS, place, _FORGET_SECONDS)
    granted, seconds = memory.eval(_TAKE_TURN, 2, _turns(host), places, *arguments)
    if not granted:
        raise NotYet(host, timedelta(seconds=float(seconds)))
    try:
        time.sleep(max(float(seconds), 0))
        yield
    finally:
        memory.zrem(places, place)


def hold(host: str, wait: timedelta) -> None:
    """Ask nothing of the host for so long, as it told us."""
    shared_memory().eval(_HOLD, 1, _turns(host), wait.total_seconds(), _FORGET_SECONDS)


def _turns(host: str) -> str:
    return f"crisiswatch:turns:{host}"
