"""Whose request it is, where proxies stand before the site."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class TrustedProxies:
    """Puts the reader's own address in REMOTE_ADDR, for throttles, lock-outs and the log.

    Each proxy adds to X-Forwarded-For whom it heard. Only the entries that our own proxies added,
    the last TRUSTED_PROXIES, are believed: what stands before them is the reader's to invent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.TRUSTED_PROXIES:
            heard = request.headers.get("X-Forwarded-For", "").split(",")
            if address := heard[-min(settings.TRUSTED_PROXIES, len(heard))].strip():
                request.META["REMOTE_ADDR"] = address
        return self.get_response(request)
