"""A fair share for everybody: so many requests a minute by token, account or address.

Counts lie in the cache. One that cannot be reached costs the limit, not the answer. Downloads are
free: one of them spares thousands of requests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from reactions.counting import WINDOW, count_request
from reactions.models import ApiToken


@dataclass(frozen=True, slots=True)
class Share:
    """What a client may still ask for: `left` of `quota` requests, anew in `reset` seconds."""

    policy: str
    quota: int
    left: int
    reset: int

    def headers(self) -> dict[str, str]:
        """As in the IETF's draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={self.left};t={self.reset}',
        }


class FairShare(BaseThrottle):
    """Counts a request, and refuses it where the share of the minute is used up."""

    reset: int = WINDOW

    def allow_request(self, request: Request, view: Any) -> bool:
        policy, quota = _policy(request)
        count = count_request(f"{policy}-{self._who(request)}")
        self.reset = count.reset
        share = Share(policy, quota, max(quota - count.used, 0), self.reset)
        # The headers are for the answer, whatever becomes of the request.
        view.share = share
        return count.used <= quota

    def wait(self) -> float:
        return self.reset

    def _who(self, request: Request) -> str:
        if isinstance(request.auth, ApiToken):
            return f"token-{request.auth.pk}"
        if request.user and request.user.is_authenticated:
            return f"user-{request.user.pk}"
        return self.get_ident(request)


def _policy(request: Request) -> tuple[str, int]:
    """The name of the limit that the request falls under, and how many requests it allows."""
    if request.method not in SAFE_METHODS:
        return "writes", settings.API_RATE_WRITES
    if request.user and request.user.is_authenticated:
        return "accounts", settings.API_RATE_ACCOUNTS
    return "everybody", settings.API_RATE_EVERYBODY
