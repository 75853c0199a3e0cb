"""The Celery application: `celery -A crisiswatch worker` and `beat` start here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisiswatch.settings")

app = Celery("crisiswatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
