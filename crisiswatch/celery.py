"""The Celery application: `celery -A crisiswatch worker` and `beat` start here."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, task_prerun, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisiswatch.settings")

app = Celery("crisiswatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def _refuse_unsafe_start(**_: Any) -> None:
    from crisiswatch.deployment import refuse_unsafe_start

    refuse_unsafe_start()


@worker_process_init.connect
def _give_way(**_: Any) -> None:
    from crisiswatch.priority import give_way

    give_way()


@task_prerun.connect
def _check_connections(**_: Any) -> None:
    """Have a connection that is old or broken opened anew by the task's first statement."""
    from django.db import close_old_connections

    close_old_connections()
