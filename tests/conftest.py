"""Real servers and a real browser for the tests.

PostgreSQL and Valkey are embedded ones in a temporary folder, unless DATABASE_URL or REDIS_URL name
others (Redis loses what it holds there). They start when the first test asks for the database, so
that tests of the engine wait for nothing, and stop with the session, however that ends. Of several
test processes (pytest-xdist) each has its own; with given servers, a database of its own on them.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import django
import django.conf
import pytest

from crisiswatch.embedded import embedded_services, make_socket_folder, service_urls
from crisiswatch.processes import Program, start, stop, wait_until_it_answers
from tests.chromium import LAUNCH_ARGUMENTS, MISSING, find_chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.mkdtemp(prefix="crisiswatch-tests-"))
SOCKETS = make_socket_folder()
# As it was before crisiswatch.celery, imported above, named the settings.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
}
GIVEN = {name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
PROCESS_NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

if django.conf.settings.configured:
    pytest.exit(
        "Unset DJANGO_SETTINGS_MODULE: settings were read before the servers had addresses."
    )

if "REDIS_URL" in GIVEN:
    redis_url = urlsplit(os.environ["REDIS_URL"])
    redis_database = int(redis_url.path.strip("/") or 0) + PROCESS_NUMBER
    os.environ["REDIS_URL"] = redis_url._replace(path=f"/{redis_database}").geturl()

# Settings are read once, at import: by then the environment must say where the servers will be.
os.environ.update(
    service_urls(SOCKETS, but=GIVEN),
    DJANGO_SETTINGS_MODULE="crisiswatch.settings",
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright runs a loop of its own in the thread of the test
    ENV_FILE=os.devnull,
    DEPLOYMENT="local",
    SECRET_KEY="for tests alone",
    DEBUG="false",
    DATA_DIR=str(FOLDER / "data"),
    STATIC_ROOT=str(FOLDER / "static"),
)
(FOLDER / "static").mkdir()
django.setup()


def pytest_configure(config: pytest.Config) -> None:
    # As on Ctrl-C: the servers are stopped and the folders removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if config.getoption("numprocesses", None):
        # This process only hands out tests: those that run them begin as this one began.
        os.environ.clear()
        os.environ.update(ENVIRONMENT)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.rmtree(SOCKETS, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report
        for report in terminalreporter.getreports("skipped")
        if MISSING in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"!!! {len(skipped)} BROWSER TESTS WERE NOT RUN. {MISSING}", red=True, bold=True
        )
    for report in terminalreporter.getreports("skipped"):
        reason = str(report.longrepr)
        if "EXAMPLE" in reason and "NOT RUN" in reason:
            terminalreporter.write_line(f"!!! {reason}", red=True, bold=True)


@pytest.fixture(scope="session")
def services() -> Iterator[None]:
    """PostgreSQL and Valkey, running. Whoever uses the database has them already."""
    with embedded_services(FOLDER, SOCKETS, durable=False, but=GIVEN):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(services: None) -> None:
    """Start the servers before pytest-django makes the test database."""


@pytest.fixture(scope="session", autouse=True)
def _quick_settings() -> Iterator[None]:
    """Spare the tests what production needs: digests in names, slow hashes, a limit of requests."""
    from django.conf import settings
    from django.test import override_settings

    plain_static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # Tells Django that they changed: pytest asks for the storages when it looks for tests.
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**settings.STORAGES, "staticfiles": plain_static},
        # All tests ask from one address.
        **dict.fromkeys(("API_RATE_EVERYBODY", "API_RATE_ACCOUNTS", "API_RATE_WRITES"), 1_000_000),
    ):
        yield


# Celery

StartWorker = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start_worker(transactional_db: None, services: None) -> Iterator[StartWorker]:
    """Return a function that starts a Celery worker on the test's database and queue.

    `start_worker(queues="read,fetch", concurrency=1)` returns the process once it takes work; a
    test may kill it. Further names are settings of its environment. The queue is empty at first;
    all workers are gone after the test.
    """
    from crisiswatch.celery import app

    app.control.purge()
    with contextlib.ExitStack() as stack:

        def start_one(
            queues: str = "read,fetch", concurrency: int = 1, **environment: str
        ) -> subprocess.Popen[bytes]:
            program = _worker_program(queues, concurrency, environment)
            process = start(program)
            stack.callback(stop, program, process, seconds=10)
            wait_until_it_answers(program, process, seconds=30)
            return process

        yield start_one


@pytest.fixture
def celery_worker_process(start_worker: StartWorker) -> subprocess.Popen[bytes]:
    """One running Celery worker on both queues."""
    return start_worker()


def _worker_program(queues: str, concurrency: int, environment: dict[str, str]) -> Program:
    handle, name = tempfile.mkstemp(prefix="worker-", suffix=".log", dir=FOLDER)
    os.close(handle)
    log = Path(name)
    return Program(
        name="Celery worker",
        argv=(
            *(sys.executable, "-m", "celery", "--app=crisiswatch", "worker"),
            *(f"--queues={queues}", f"--concurrency={concurrency}", f"--hostname={log.stem}@%h"),
            *("--without-gossip", "--without-mingle", "--loglevel=INFO"),
        ),
        log=log,
        folder=ROOT,
        environment={"DATABASE_URL": _test_database_url(), **environment},
        answers=lambda: " ready." in log.read_text(errors="replace"),
    )


def _test_database_url() -> str:
    """Return DATABASE_URL with the name of the test database in place of the real one's."""
    from django.db import connection

    url = urlsplit(os.environ["DATABASE_URL"])
    return url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


# The browser


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, object],
) -> dict[str, object]:
    """Point Playwright at a Chromium found here; without one skip, or fail (REQUIRE_BROWSER=1)."""
    chromium = find_chromium()
    if chromium is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(MISSING)
    if chromium is None:
        pytest.skip(MISSING)
    return {
        **browser_type_launch_args,
        "executable_path": str(chromium),
        "args": LAUNCH_ARGUMENTS,
    }
