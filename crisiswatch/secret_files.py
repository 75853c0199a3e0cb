"""Secrets that stand in files, as containers are given them, instead of in the environment."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SECRETS = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "METRICS_TOKEN", "EMAIL_URL")


def read_secret_files(environment: MutableMapping[str, str]) -> None:
    """Set each secret for which NAME_FILE names a file to what that file holds.

    The line end after it is left out. The file outweighs the variable.

    Raises ImproperlyConfigured where it cannot be read.
    """
    for name in SECRETS:
        if path := environment.get(f"{name}_FILE"):
            try:
                environment[name] = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as error:
                raise ImproperlyConfigured(
                    f"{name}_FILE names {path}, which cannot be read ({error}). "
                    f"Mend the file, or set {name} itself."
                ) from error
