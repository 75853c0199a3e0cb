"""What machines ask: is the process alive, is the site ready, what do the counters say."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.http.response import HttpResponseBase

from crisiswatch import metrics

_log = logging.getLogger(__name__)
_OK = "ok"


class Probes:
    """Answers /healthz, /readyz and /metrics, whatever host the request names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.answers: dict[str, Callable[[HttpRequest], HttpResponse]] = {
            "/healthz": _alive,
            "/readyz": _ready,
            "/metrics": _metrics,
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.answers.get(request.path_info, self.get_response)
        response = answer(request)
        if request.path_info in self.answers:
            response.headers["Cache-Control"] = "no-store"
        return response


def _alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _ready(request: HttpRequest) -> HttpResponse:
    """200 where all parts work, else 503; either way each part with its state."""
    states = readiness()
    is_ready = set(states.values()) == {_OK}
    response = JsonResponse({"ready": is_ready, **states}, status=200 if is_ready else 503)
    if not is_ready:
        response.headers["Retry-After"] = "10"
    return response


def readiness() -> dict[str, str]:
    """Each part that the site needs with "ok" or what is wrong with it.

    Nothing of addresses or passwords is told: anybody may ask.
    """
    states = {"database": _asked(_database), "migrations": "unknown", "workers": "unknown"}
    if states["database"] == _OK:
        states |= {"migrations": _asked(_migrations), "workers": _asked(_workers)}
    return {**states, "cache": _asked(_cache), "broker": _asked(_broker)}


def _asked(question: Callable[[], str]) -> str:
    try:
        return question()
    except Exception as error:  # whatever a client library raises, the part does not work
        _log.warning("Readiness: %s fails: %s", question.__name__.strip("_"), error)
        return f"fails: {type(error).__name__}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return _OK


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} not applied: run `manage.py migrate`" if missing else _OK


def _workers() -> str:
    from reactions.models import Pulse

    silent = Pulse.objects.silent()
    return f"nobody takes from: {', '.join(silent)}" if silent else _OK


def _cache() -> str:
    cache.get("readiness")
    return _OK


def _broker() -> str:
    with current_app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
    return _OK


def _metrics(request: HttpRequest) -> HttpResponse:
    shown = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not hmac.compare_digest(shown.encode(), wanted.encode()):
        return HttpResponseNotFound("No metrics here without METRICS_TOKEN as bearer token.\n")
    try:
        return HttpResponse(metrics.exposition(), content_type="text/plain; version=0.0.4")
    except Error:
        _log.exception("Metrics: the database does not answer")
        return HttpResponse("The database does not answer.\n", status=503)
