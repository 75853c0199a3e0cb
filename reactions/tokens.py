"""The life of an API token: made, used, replaced with an overlap, revoked.

A secret is 256 random bits, so that one plain SHA-256 is enough to keep it by: nobody finds a
secret by trying, and looking one up costs a single probe of an index.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from redis.exceptions import RedisError

from reactions.models import ApiToken, TokenUse

log = logging.getLogger("reactions.tokens")

# By this anybody who finds a secret in the wild can tell what it opens.
PREFIX = "cw_"
# So long the old secret goes on working beside the one that replaces it.
OVERLAP = timedelta(hours=24)
# So long a revoked token can be had back.
SECOND_THOUGHT = timedelta(minutes=10)
# Uses are counted in the cache and written down this often, so that reading does not write.
_WRITTEN_EVERY = timedelta(minutes=1)
_HINT = 8


class TokenError(Exception):
    """What cannot be done with a token; the message says why."""


def create(
    user: User, *, name: str, scopes: Iterable[str], lifetime: timedelta
) -> tuple[ApiToken, str]:
    """A new token with its secret, which nobody can see again."""
    token, secret = _made(user, name, list(scopes), timezone.now() + lifetime)
    log.info("Token %s (%s) was made for %s.", token.pk, token.hint, user.get_username())
    return token, secret


@transaction.atomic
def rotate(token: ApiToken) -> tuple[ApiToken, str]:
    """A token of the same name, scopes and lifetime in place of `token`, which ends in OVERLAP.

    Raises TokenError for one that is not valid or was replaced already.
    """
    old = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if not old.is_valid:
        raise TokenError(f"{old.name} is no longer valid. Make a new token instead.")
    if ApiToken.objects.filter(replaces=old).exists():
        raise TokenError(f"{old.name} was replaced already. Rotate the newer one.")
    now = timezone.now()
    new, secret = _made(
        old.user, old.name, old.scopes, now + (old.expires_at - old.created_at), replaces=old
    )
    old.expires_at = min(old.expires_at, now + OVERLAP)
    old.save(update_fields=["expires_at"])
    log.info("Token %s was replaced by %s (%s).", old.pk, new.pk, new.hint)
    return new, secret


def revoke(token: ApiToken) -> None:
    """End a token at once."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    log.info("Token %s (%s) was revoked.", token.pk, token.hint)


def restore(token: ApiToken) -> None:
    """Take a revocation back. Raises TokenError once SECOND_THOUGHT is over."""
    since = timezone.now() - SECOND_THOUGHT
    if not ApiToken.objects.filter(pk=token.pk, revoked_at__gte=since).update(revoked_at=None):
        minutes = int(SECOND_THOUGHT.total_seconds() // 60)
        raise TokenError(f"Only within {minutes} minutes can {token.name} be had back.")
    log.info("Token %s (%s) was restored.", token.pk, token.hint)


def find(secret: str) -> ApiToken | None:
    """The valid token with this secret, with its account; one query."""
    rows = ApiToken.objects.valid(timezone.now()).select_related("user")
    return rows.filter(digest=_digest(secret)).first()


def note_use(token: ApiToken) -> None:
    """Count a request. Counts reach the database once a minute, and at once without a cache."""
    now = timezone.now()
    key = f"token-uses-{token.pk}"
    due = token.last_used_at is None or now - token.last_used_at >= _WRITTEN_EVERY
    try:
        cache.add(key, 0, timeout=None)
        pending = cache.incr(key)
        # Of several requests at once the one that moves the moment writes for all.
        if due and _moved(token, now):
            cache.decr(key, pending)
            TokenUse.count(token, pending, now)
    except (RedisError, ValueError):
        _moved(token, now)
        TokenUse.count(token, 1, now)


def _moved(token: ApiToken, now: datetime) -> bool:
    row = ApiToken.objects.filter(pk=token.pk, last_used_at=token.last_used_at)
    return row.update(last_used_at=now) == 1


def _made(
    user: User,
    name: str,
    scopes: list[str],
    expires_at: datetime,
    replaces: ApiToken | None = None,
) -> tuple[ApiToken, str]:
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        scopes=scopes,
        digest=_digest(secret),
        hint=secret[:_HINT],
        expires_at=expires_at,
        replaces=replaces,
    )
    return token, secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
