"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from crisiswatch.deployment import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisiswatch.settings")

application = get_wsgi_application()
refuse_unsafe_start()
