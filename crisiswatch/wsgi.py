"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import get_resolver

from crisiswatch.deployment import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisiswatch.settings")

application = get_wsgi_application()
refuse_unsafe_start()


def _load_what_answers() -> None:
    """Load views and templates before gunicorn makes its processes.

    Else each process does so at its first request, for over a second of processor, and all of them
    at once after a restart, while readers wait.
    """
    get_resolver().url_patterns  # noqa: B018 (loads them)
    folder = settings.BASE_DIR / "templates"
    for template in folder.rglob("*.html"):
        engines["django"].get_template(str(template.relative_to(folder)))


_load_what_answers()
