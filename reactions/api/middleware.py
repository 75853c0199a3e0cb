"""Problems for what goes wrong under the API outside of its views."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from reactions.api.problems import (
    MEDIA_TYPE,
    exception_handler,
    problem_response,
    slug_of_status,
)

ROOT = "/api/"
# What speaks of the body that is replaced.
_OF_BODY = frozenset({"content-type", "content-length", "content-encoding"})


class ApiProblems:
    """Gives errors under the API as problems: those of middleware, of Django's own views, and of
    views that are none of the API's. It stands first, so that none escapes it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(ROOT) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type") == MEDIA_TYPE or settings.DEBUG:
            return response
        headers = {name: value for name, value in response.items() if name.lower() not in _OF_BODY}
        return problem_response(request, slug_of_status(response.status_code), headers=headers)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not request.path_info.startswith(ROOT):
            return None
        return exception_handler(exception, {"request": request})
