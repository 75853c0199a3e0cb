"""A private PostgreSQL and Valkey with an empty, migrated database, for the length of a run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crisiswatch.embedded import embedded_services, make_socket_folder, service_urls


@contextmanager
def running_site(**environment: str) -> Iterator[Path]:
    """The site's settings on fresh servers, with reference data; further settings by name.

    Gives the temporary folder. To be entered once a process, before anything imports the models.
    """
    folder = Path(tempfile.mkdtemp(prefix="crisiswatch-benchmark-"))
    sockets = make_socket_folder()
    os.environ.update(
        service_urls(sockets),
        DJANGO_SETTINGS_MODULE="crisiswatch.settings",
        ENV_FILE=os.devnull,
        DEPLOYMENT="local",
        SECRET_KEY="for benchmarks alone",  # noqa: S106
        DATA_DIR=str(folder / "data"),
        LOG_LEVEL="CRITICAL",
        **environment,
    )
    try:
        with embedded_services(folder, sockets, durable=False, but=()):
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            call_command("load_actors", verbosity=0)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)
