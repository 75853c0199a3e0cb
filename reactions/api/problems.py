"""Errors as `application/problem+json` (RFC 9457): what is wrong, where, and the mend.

`type` is the address of a page that explains the problem; `request_id` stands in the log, too.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from rest_framework import exceptions
from rest_framework.views import set_rollback

from reactions.outages import OUTAGES

log = logging.getLogger("reactions.api")

MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: its status, its title, and what a client can do about it."""

    status: int
    title: str
    mend: str


PROBLEMS: dict[str, ProblemType] = {
    "bad-request": ProblemType(
        400,
        "The request cannot be read",
        "Check the form of the request against the OpenAPI document.",
    ),
    "bad-parameter": ProblemType(
        400,
        "A parameter has a value that cannot be read",
        "`errors` names each parameter and says what it takes.",
    ),
    "unknown-parameter": ProblemType(
        400,
        "There is no such parameter",
        "`errors` names the nearest parameter that there is. Nothing unknown is passed over in "
        "silence: a filter that does not filter would answer with more than was asked for.",
    ),
    "bad-cursor": ProblemType(
        400,
        "The cursor cannot be used here",
        "Follow `next` and `previous` as they are given, with the ordering that they were given "
        "for, or begin again without a cursor.",
    ),
    "not-authenticated": ProblemType(
        401,
        "The token or session is missing or not valid",
        "Send `Authorization: Bearer <token>` with a token that is neither expired nor revoked, or "
        "none at all where reading is open to everybody.",
    ),
    "forbidden": ProblemType(
        403,
        "The right to do this is missing",
        "`detail` names the right. Ask for it where you were given the account.",
    ),
    "not-found": ProblemType(
        404,
        "There is nothing at this address",
        "Check the address. What is not published yet cannot be told from what does not exist.",
    ),
    "method-not-allowed": ProblemType(
        405, "The method is not for this address", "The header `Allow` lists those that are."
    ),
    "not-acceptable": ProblemType(
        406,
        "None of the accepted types can be given",
        "A list is JSON at its address, CSV or NDJSON at the one that ends in `.csv` or `.ndjson`.",
    ),
    "gone": ProblemType(
        410,
        "The stance is no longer part of the data set",
        "It was withdrawn, or merged into the stance that `merged_into` names. Delete your copy.",
    ),
    "history-gone": ProblemType(
        410,
        "The changes since then are not there",
        "Load the stances anew from `stances.ndjson` and go on with the revision that its header "
        "`Dataset-Revision` names.",
    ),
    "conflict": ProblemType(
        409,
        "It stands in the way of something that is there",
        "`detail` names what; merge the two, or change that one.",
    ),
    "stale": ProblemType(
        412,
        "It was changed since you saw it",
        "Get it again, look at what is different, and send the new `ETag` as `If-Match`.",
    ),
    "too-large": ProblemType(
        413, "The body is too large", "Send less at once; `detail` says how much is taken."
    ),
    "unsupported-media-type": ProblemType(
        415,
        "The body is of a type that is not read",
        "Send JSON, `Content-Type: application/json`.",
    ),
    "invalid": ProblemType(
        422,
        "The body says something that cannot be",
        "`errors` names each place in the body by a JSON pointer and says what it takes.",
    ),
    "key-reused": ProblemType(
        422,
        "The idempotency key was used for another request",
        "Give each new request a key of its own; only the very same request may be sent again.",
    ),
    "precondition-required": ProblemType(
        428,
        "The request must name what it builds on",
        "`detail` names the header: `If-Match` with the `ETag` of what you saw, or an "
        "`Idempotency-Key` of your own making.",
    ),
    "too-many-requests": ProblemType(
        429, "Too many requests", "Wait as many seconds as the header `Retry-After` says."
    ),
    "internal-error": ProblemType(
        500,
        "Something went wrong here",
        "It is in our log under `request_id`: name it when you report the error.",
    ),
    "unavailable": ProblemType(
        503,
        "A server behind the API is away",
        "Try again in some seconds: `Retry-After` says when.",
    ),
}

_OF_EXCEPTION: dict[type[exceptions.APIException], str] = {
    exceptions.ParseError: "bad-request",
    exceptions.ValidationError: "bad-request",
    exceptions.NotAuthenticated: "not-authenticated",
    exceptions.AuthenticationFailed: "not-authenticated",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not-found",
    exceptions.MethodNotAllowed: "method-not-allowed",
    exceptions.NotAcceptable: "not-acceptable",
    exceptions.UnsupportedMediaType: "unsupported-media-type",
    exceptions.Throttled: "too-many-requests",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One part of the request that is wrong: a query parameter, or a place in the body."""

    detail: str
    parameter: str = ""
    pointer: str = ""


class Problem(exceptions.APIException):
    """A problem of one of the types in PROBLEMS; `members` are further members of the answer."""

    def __init__(
        self, slug: str, detail: str = "", *, errors: Iterable[FieldError] = (), **members: Any
    ) -> None:
        self.slug = slug
        self.errors = list(errors)
        self.members = members
        self.status_code = PROBLEMS[slug].status
        super().__init__(detail or " ".join(error.detail for error in self.errors))


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Answer any exception of a view with a problem; the unexpected ones are logged whole."""
    request = context["request"]
    set_rollback()
    if isinstance(exc, Http404):
        exc = exceptions.NotFound(str(exc) or None)
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied(str(exc) or None)
    if isinstance(exc, Problem):
        return problem_response(
            request, exc.slug, str(exc.detail), errors=exc.errors, members=exc.members
        )
    if isinstance(exc, exceptions.APIException):
        return problem_response(request, _slug(exc), _sentence(exc.detail), headers=_headers(exc))
    if isinstance(exc, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return problem_response(request, "too-large", f"At most {most:,} bytes are taken.")
    if isinstance(exc, SuspiciousOperation):
        return problem_response(request, "bad-request", cause=exc)
    if isinstance(exc, OUTAGES):
        headers = {"Retry-After": str(_RETRY_SECONDS)}
        return problem_response(request, "unavailable", headers=headers, cause=exc)
    if settings.DEBUG:
        return None  # Django's own page shows where it happened
    return problem_response(request, "internal-error", cause=exc)


def problem_response(
    request: HttpRequest,
    slug: str,
    detail: str = "",
    *,
    errors: Iterable[FieldError] = (),
    members: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    cause: Exception | None = None,
) -> HttpResponse:
    """The answer for a problem of type `slug`; `cause` is logged under its request id."""
    type_ = PROBLEMS[slug]
    body = problem_body(request, slug, detail, errors=errors, members=members)
    request_id = body["request_id"]
    level = logging.ERROR if type_.status >= 500 else logging.INFO
    log.log(
        level,
        "%s %s: %s (request %s)",
        request.method,
        request.path,
        slug,
        request_id,
        exc_info=cause,
    )
    return HttpResponse(
        orjson.dumps(body),
        status=type_.status,
        content_type=MEDIA_TYPE,
        headers={"X-Request-ID": request_id, "Cache-Control": "no-store", **(headers or {})},
    )


def problem_body(
    request: HttpRequest,
    slug: str,
    detail: str = "",
    *,
    errors: Iterable[FieldError] = (),
    members: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The members of a problem of type `slug`."""
    type_ = PROBLEMS[slug]
    return {
        "type": _type_address(request, slug),
        "title": type_.title,
        "status": type_.status,
        "detail": detail or type_.mend,
        "instance": request.get_full_path(),
        "request_id": request.META["HTTP_X_REQUEST_ID"],
        "errors": [
            {name: value for name, value in asdict(error).items() if value} for error in errors
        ],
        **(members or {}),
    }


def slug_of_status(status: int) -> str:
    """The most general problem with this status."""
    found = (slug for slug, type_ in PROBLEMS.items() if type_.status == status)
    return next(found, "bad-request" if status < 500 else "internal-error")


def _type_address(request: HttpRequest, slug: str) -> str:
    path = reverse("problem", args=[slug])
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path  # the host itself is what is wrong with the request


def _slug(exc: exceptions.APIException) -> str:
    for type_, slug in _OF_EXCEPTION.items():
        if isinstance(exc, type_):
            return slug
    return "bad-request" if exc.status_code < 500 else "internal-error"


def _sentence(detail: Any) -> str:
    if isinstance(detail, dict):
        return " ".join(f"{name}: {_sentence(part)}" for name, part in detail.items())
    if isinstance(detail, list):
        return " ".join(map(_sentence, detail))
    return str(detail)


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    return headers
