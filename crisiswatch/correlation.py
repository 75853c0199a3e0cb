"""One id for all that is logged about a request, or about a task."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from celery import current_task
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SOUND = re.compile(r"[\w.-]{8,64}", re.ASCII)
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The id of the request that this thread answers, or answered last; empty before the first."""
    return _request_id.get()


class RequestId:
    """Gives each request an id in X-Request-ID, answers with it, and lends it to the log.

    The id that a proxy set is kept, so that its log and ours can be joined.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        own = given if _SOUND.fullmatch(given) else uuid.uuid4().hex
        # It stays after the answer: Django logs errors last, when the middleware is through.
        _request_id.set(own)
        request.META["HTTP_X_REQUEST_ID"] = own
        response = self.get_response(request)
        response.headers[HEADER] = own
        return response


class OneLine(logging.Formatter):
    """Writes control characters of a message by their numbers.

    A line break in an address that is logged would begin a line of the sender's own.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's name)
        return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().formatMessage(record))


class AddIds(logging.Filter):
    """Adds `request_id` and `task_id` to each record, empty where there is none."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id()
        record.task_id = (current_task and current_task.request.id) or ""
        return True
