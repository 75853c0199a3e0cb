"""What must hold before the site serves the public, and the refusal to start where it does not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured

DEPLOYMENTS = ("production", "local")
_SHORTEST_KEY = 50
_FEWEST_CHARACTERS = 5
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


@register(Tags.security)
def secret_key_is_set(**_: Any) -> list[CheckMessage]:
    """Refuse to start without a secret key: sessions and tokens are signed with it."""
    if _secret_key():
        return []
    return [_error(1, "SECRET_KEY is not set.", "Set it to a long random string.")]


@register(Tags.security, deploy=True)
def settings_are_safe(**_: Any) -> list[CheckMessage]:
    """Name each setting that no site on the internet may have."""
    return list(_unsafe_settings())


def _unsafe_settings() -> Iterator[CheckMessage]:
    key = _secret_key()
    if key and (len(key) < _SHORTEST_KEY or len(set(key)) < _FEWEST_CHARACTERS):
        yield _error(
            2,
            f"SECRET_KEY can be guessed: it has {len(key)} characters.",
            f"Set it to at least {_SHORTEST_KEY} random ones, for instance by "
            "`python -c 'import secrets; print(secrets.token_urlsafe(48))'`.",
        )
    if settings.DEBUG:
        yield _error(3, "DEBUG is true: error pages would show settings.", "Set DEBUG=false.")
    if wild := [host for host in settings.ALLOWED_HOSTS if "*" in host]:
        yield _error(
            4,
            f"ALLOWED_HOSTS has the wildcard {wild[0]}: links in mail could lead anywhere.",
            "Name the hosts that the site answers to.",
        )
    if set(settings.ALLOWED_HOSTS) <= _LOOPBACK:
        yield _error(
            5,
            "ALLOWED_HOSTS names no host but this machine: every reader would get an error.",
            "Name the hosts that the site answers to, as crisiswatch.example.org.",
        )
    if not settings.HTTPS:
        yield _error(
            6,
            "HTTPS is false: passwords and sessions would cross the network readable.",
            "Put a proxy that ends TLS in front, then set HTTPS=true and TRUSTED_PROXIES=1.",
        )


def _secret_key() -> str:
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return ""


def _error(number: int, message: str, hint: str) -> Error:
    return Error(message, hint=hint, id=f"crisiswatch.E{number:03}")


@register(Tags.security)
def deployment_is_known(**_: Any) -> list[CheckMessage]:
    """Refuse a word that nobody would notice: the checks of production would not run."""
    if settings.DEPLOYMENT in DEPLOYMENTS:
        return []
    known = " nor ".join(DEPLOYMENTS)
    message = f"DEPLOYMENT={settings.DEPLOYMENT} is neither {known}."
    return [_error(7, message, "Set it to one of them.")]


def refuse_unsafe_start() -> None:
    """End this process where the settings are unsafe; called by what serves or works.

    A site with DEPLOYMENT=local (the demo, the tests) may be reached over plain http and at this
    machine alone. Prints a line for each fault, with its mend.

    Raises SystemExit.
    """
    errors = [
        message
        for message in run_checks(
            tags=[Tags.security], include_deployment_checks=settings.DEPLOYMENT != "local"
        )
        if message.is_serious()
    ]
    for error in errors:
        print(f"crisiswatch does not start: {error.msg} {error.hint or ''}", file=sys.stderr)  # noqa: T201
    if errors:
        raise SystemExit(1)
