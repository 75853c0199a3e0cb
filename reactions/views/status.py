"""How the installation is: for administrators, and what browsers report of it."""

from __future__ import annotations

import json
import logging
import platform
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from reactions.counting import count_request
from reactions.extraction import ENGINE_VERSION
from reactions.models import Pulse, Source
from reactions.views.desk import desk
from reactions.vital_signs import vital_signs

_log = logging.getLogger("crisiswatch.csp")
_LONGEST_REPORT = 10_000
# Of one reader in a minute: whoever sends more writes our log, not reports.
_MOST_REPORTS = 30
_REPORTED = ("document-uri", "violated-directive", "blocked-uri", "line-number", "source-file")


@require_safe
@desk("auth.view_user")
def status(request: HttpRequest) -> HttpResponse:
    """Queues, work, sources and versions on one page."""
    context = {
        "pulses": Pulse.objects.order_by("queue"),
        "silent": Pulse.objects.silent(),
        "signs": list(vital_signs()),
        "failing": Source.objects.polled().filter(failures__gt=0).order_by("-failures")[:20],
        "versions": _versions(),
    }
    return render(request, "review/status.html", context)


def _versions() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    return {
        "crisiswatch": settings.VERSION,
        "engine": ENGINE_VERSION,
        "PostgreSQL": server,
        "Python": platform.python_version(),
        **{name: version(name) for name in ("Django", "celery", "plotly")},
    }


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log what a browser kept from running on our pages; it comes without cookies or token."""
    count = count_request(f"csp-{request.META['REMOTE_ADDR']}")
    if count.used > _MOST_REPORTS:
        return HttpResponse(status=429, headers={"Retry-After": str(count.reset)})
    try:
        length = int(request.headers.get("Content-Length") or 0)
        report: Any = json.loads(request.read(_LONGEST_REPORT)) if length else {}
        told = report["csp-report"]
        facts = {name: str(told[name])[:200] for name in _REPORTED if name in told}
    except (ValueError, KeyError, TypeError, RecursionError):
        return HttpResponse("No report of a content security policy.\n", status=400)
    _log.warning("Content security policy: %s", json.dumps(facts))
    return HttpResponse(status=204)
