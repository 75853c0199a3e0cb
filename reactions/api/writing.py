"""Requests that change something: once for each idempotency key, and on the version that was seen.

The key and the change are stored in one transaction. Of two requests with one key the second waits
for the first and gets its answer; a request that failed left nothing, and can be sent again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import orjson
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponseBase
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from reactions.api.bodies import Body
from reactions.api.parameters import read_parameters
from reactions.api.problems import FieldError, Problem
from reactions.api.renderers import JSONRenderer
from reactions.curation import CurationError, DuplicateStance, InvalidStance, StaleStance
from reactions.models import KeptAnswer

KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
MATCH_HEADER = "If-Match"
_LONGEST_KEY = 255


def writes(body: type[Body], *, key_required: bool = False) -> Callable[..., Any]:
    """A method that changes something and is given what the request's `body` says.

    It runs in a transaction. `key_required` is for what would be there twice if it were sent twice.
    """

    def decorate(action: Callable[..., Response]) -> Callable[..., HttpResponseBase]:
        @wraps(action)
        def written(self: Any, request: Request, **kwargs: Any) -> Response:
            read_parameters(request.query_params, ())
            # Read whole before it is parsed, since the digest is made of what was sent.
            digest = _digest(request, request._request.body)
            said = body.read(request.data)

            def act() -> Response:
                return action(self, request, said, **kwargs)

            with curation_problems(request):
                return _once(request, act, digest=digest, key_required=key_required)

        written.body = body  # type: ignore[attr-defined]
        written.key_required = key_required  # type: ignore[attr-defined]
        return written

    return decorate


def _once(
    request: Request, act: Callable[[], Response], *, digest: str, key_required: bool
) -> Response:
    key = request.headers.get(KEY_HEADER)
    if key is None:
        if key_required:
            raise Problem(
                "precondition-required",
                f"Send {KEY_HEADER} with a word of your own making, a new one for each request.",
            )
        with transaction.atomic():
            return act()
    if not (0 < len(key) <= _LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Problem("bad-request", f"{KEY_HEADER} has 1 to {_LONGEST_KEY} characters of ASCII.")
    return _once_for_key(author_of(request), key, digest, act)


@transaction.atomic
def _once_for_key(user: User, key: str, digest: str, act: Callable[[], Response]) -> Response:
    kept, is_new = KeptAnswer.objects.get_or_create(user=user, key=key, defaults={"digest": digest})
    if not is_new:
        if kept.digest != digest:
            raise Problem("key-reused")
        headers = {**kept.headers, REPLAYED_HEADER: "true"}
        return Response(kept.body, status=kept.status, headers=headers)
    response = act()
    kept.status = response.status_code
    kept.headers = dict(response.items())
    kept.body = orjson.loads(JSONRenderer().render(response.data))
    kept.save()
    return response


def _digest(request: Request, body: bytes) -> str:
    what = f"{request.method} {request.get_full_path()}\n{request.headers.get(MATCH_HEADER)}\n"
    return hashlib.sha256(what.encode() + body).hexdigest()


def author_of(request: Request) -> User:
    """The account that a change is made for."""
    assert isinstance(request.user, User)  # noqa: S101 (HasRight; narrows the type)
    return request.user


def version_tag(version: int) -> str:
    """The validator of a stance at the desk: it names the version."""
    return f'"{version}"'


def seen_version(request: Request) -> int:
    """The version that the client says it saw. Raises Problem where it names none."""
    given = request.headers.get(MATCH_HEADER)
    if given is None:
        raise Problem(
            "precondition-required",
            f"Send {MATCH_HEADER} with the ETag of the stance as you saw it.",
        )
    tags = [tag.strip('"') for tag in parse_etags(given)]
    if not tags:
        raise Problem("bad-request", f'{MATCH_HEADER} is written with its quotes, as "3".')
    if len(tags) == 1 and tags[0].isascii() and tags[0].isdecimal() and len(tags[0]) < 10:
        return int(tags[0])
    raise Problem("stale", f'{MATCH_HEADER} names no version of a stance: send one, as "3".')


@contextmanager
def curation_problems(request: Request) -> Iterator[None]:
    """What curation refuses, as problems."""
    try:
        yield
    except CurationError as error:
        raise problem_of(error, seen=request.headers.get(MATCH_HEADER)) from error


def problem_of(error: CurationError, *, seen: str | None) -> Problem:
    """The problem that says why a change of the version with the tag `seen` was refused."""
    match error:
        case StaleStance():
            # Who saw the newest version asks for what its status does not allow.
            is_newest = seen == version_tag(error.stance.version)
            return Problem("conflict" if is_newest else "stale", str(error))
        case DuplicateStance():
            return Problem("conflict", str(error), stance=error.other.pk)
        case InvalidStance():
            errors = [FieldError(pointer=f"/{name}", detail=d) for name, d in error.errors.items()]
            return Problem("invalid", errors=errors)
    return Problem("conflict", str(error))
