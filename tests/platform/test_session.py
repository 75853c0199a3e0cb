"""The test session itself: a missing browser is told, a killed session leaves no server behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.platform.processes import eventually, lives

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
SET_BY_A_SESSION = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL")


def session(probe: str, *words: str, **environment: str | None) -> subprocess.Popen[str]:
    """Run pytest on the file `probe` alone; None removes a variable from its environment."""
    ours = {**dict.fromkeys(SET_BY_A_SESSION), "REQUIRE_BROWSER": None, **environment}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", str(HERE / probe), *words],
        cwd=ROOT,
        env={**kept, **{name: value for name, value in ours.items() if value is not None}},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def no_chromium(tmp_path) -> dict[str, str | None]:
    """An environment in which no Chromium is to be found."""
    return {"CHROMIUM": None, "PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}


def test_without_a_browser_the_session_says_so_aloud(no_chromium):
    process = session("probe_browser.py", **no_chromium)
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 0
    assert "1 skipped" in said
    assert "!!! 1 BROWSER TESTS WERE NOT RUN. No Chromium found: install one" in said


def test_where_a_browser_is_required_its_lack_is_a_failure(no_chromium):
    process = session("probe_browser.py", **no_chromium, REQUIRE_BROWSER="1")
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert "No Chromium found: install one" in said


def test_a_chromium_that_is_none_is_a_failure():
    process = session("probe_browser.py", CHROMIUM="/no/such/chromium")
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert "CHROMIUM=/no/such/chromium is not a program" in said


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_session_that_is_ended_leaves_no_server(number):
    process = session("probe_database.py", "--capture=no")
    said = ""
    while "with the database" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    servers = children(process.pid)
    assert len(servers) == 2
    process.send_signal(number)
    process.communicate(timeout=30)
    assert eventually(lambda: not any(map(lives, servers)))


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
