"""The Celery application: `celery -A crisiswatch worker` and `beat` start here."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisiswatch.settings")

app = Celery("crisiswatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def _refuse_unsafe_start(**_: Any) -> None:
    from crisiswatch.deployment import refuse_unsafe_start

    refuse_unsafe_start()
