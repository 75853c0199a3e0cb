"""What readers are told while the database or Valkey is away: 503, and when to come again."""

from __future__ import annotations

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader

from reactions.outages import OUTAGES
from reactions.views import public

_log = logging.getLogger(__name__)
_RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of errors: an outage is told from a fault of ours."""
    error = sys.exc_info()[1]
    if isinstance(error, OUTAGES):
        _log.error("Away: %s: %s", type(error).__name__, error)
        looks = {"theme": request.COOKIES.get("theme")}
        page = HttpResponse(loader.render_to_string("503.html", looks), status=503)
        page.headers["Retry-After"] = str(_RETRY_SECONDS)
        return page
    return public.server_error(request)
