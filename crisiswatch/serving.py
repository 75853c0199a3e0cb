"""How gunicorn serves the site: `gunicorn --config=python:crisiswatch.serving`.

What the command line names outweighs what stands here.
"""

import os
from pathlib import Path
from typing import Any

wsgi_app = "crisiswatch.wsgi"
bind = "0.0.0.0:8000"  # of a container: a proxy stands before it
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
# Loaded once before the workers are made: unsafe settings are refused once, and memory is shared.
preload_app = True
graceful_timeout = 25
keepalive = 65
# The site logs its answers itself, with the ids of the requests.
accesslog = None
control_socket_disable = True
# A file that stands still while the disk is busy would have gunicorn kill its worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
_COUNTS = os.environ.get("PROMETHEUS_MULTIPROC_DIR")


def on_starting(server: Any) -> None:
    """Empty the folder in which the web processes count together of what dead ones counted."""
    if _COUNTS:
        folder = Path(_COUNTS)
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.db"):
            left.unlink()


def child_exit(server: Any, worker: Any) -> None:
    """Forget what a process counted that says how things are now, not how much there was."""
    if _COUNTS:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
