"""What Prometheus may read at /metrics: requests and queries, and what the tables tell of the work.

Each web process counts for itself; where PROMETHEUS_MULTIPROC_DIR names a folder they count
together. What is counted in the database is asked when somebody reads.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

_log = logging.getLogger("crisiswatch.queries")
_answers = logging.getLogger("crisiswatch.requests")
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_ours = CollectorRegistry()
_requests = Counter(
    "crisiswatch_requests", "Answered requests.", ["method", "view", "status"], registry=_ours
)
_seconds = Histogram(
    "crisiswatch_request_seconds",
    "Time from a request to its answer's first byte.",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5, 15),
    registry=_ours,
)
_queries = Histogram(
    "crisiswatch_request_queries",
    "Queries to the database for a request.",
    ["view"],
    buckets=(0, 2, 4, 8, 16, 32, 64, 128),
    registry=_ours,
)


class Measure:
    """Counts requests, their time and queries, by view; logs answers and slow queries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        watch = _QueryWatch()
        with connection.execute_wrapper(watch):
            response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name if match else "none"
        seconds = time.perf_counter() - began
        # A method that a stranger invented would be a counter of its own, kept for ever.
        method = request.method if request.method in _METHODS else "other"
        _requests.labels(method, view, response.status_code).inc()
        _seconds.labels(view).observe(seconds)
        _queries.labels(view).observe(watch.count)
        facts = {
            "method": request.method,
            # Without the query string, which may hold words that somebody searched for, and with
            # its signs encoded: a line end in it would begin a line of the log.
            "path": escape_uri_path(request.path_info),
            "status": response.status_code,
            "milliseconds": round(seconds * 1000),
        }
        _answers.info("%(method)s %(path)s %(status)d in %(milliseconds)d ms", facts, extra=facts)
        return response


class _QueryWatch:
    def __init__(self) -> None:
        self.count = 0

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        self.count += 1
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = time.perf_counter() - began
            if seconds >= settings.SLOW_QUERY_SECONDS:
                # Without its parameters: they may hold names and words of articles.
                _log.warning("Query took %.2f s: %.2000s", seconds, sql)


class _Tables:
    """The gauges that are asked of the database when somebody reads them."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        from reactions.vital_signs import vital_signs

        for sign in vital_signs():
            family = GaugeMetricFamily(
                f"crisiswatch_{sign.name}", sign.meaning, labels=list(sign.labels)
            )
            for values, figure in sign.figures:
                family.add_metric(list(values), figure)
            yield family


def exposition() -> bytes:
    """All metrics in Prometheus's text format."""
    registry = _ours
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    tables = CollectorRegistry(auto_describe=False)
    tables.register(_Tables())
    return generate_latest(registry) + generate_latest(tables)
