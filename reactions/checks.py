"""System checks: what must hold before the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured


@register()
def secret_key_is_set(**_: Any) -> list[CheckMessage]:
    """Refuse to start without a secret key: sessions and tokens are signed with it."""
    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured:
        hint = "Set SECRET_KEY in the environment to a long random string."
        return [Error("SECRET_KEY is not set.", hint=hint, id="reactions.E001")]
    return []
