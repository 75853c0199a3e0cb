"""What every page's frame shows: the crises, the revision, whom to write to."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from reactions.models import Crisis, Revision


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`. Lazy: a fragment or an error page asks the database nothing."""
    return {
        "visible_crises": SimpleLazyObject(lambda: list(Crisis.objects.visible_to(request.user))),
        "revision": SimpleLazyObject(Revision.current),
        "contact_email": settings.CONTACT_EMAIL,
    }
