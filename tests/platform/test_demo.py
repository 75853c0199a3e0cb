"""`make demo` as a whole, as a person runs it: start, kill parts of it, stop, start again."""

import contextlib
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.platform.processes import eventually, lives, those_that_mention

ROOT = Path(__file__).resolve().parent.parent.parent
# The first start has some thirty articles read by the workers.
START_SECONDS = 300


@dataclass
class Demo:
    """A running demo: its supervisor's process, data folder, and what it said until it served."""

    process: subprocess.Popen[str]
    folder: Path
    said: str
    seconds: float

    @property
    def address(self) -> str:
        return re.search(r"http://127\.0\.0\.1:\d+/", self.said)[0]

    def running(self) -> dict[str, int]:
        """Return the numbers of its children, by name."""
        note = json.loads((self.folder / "run" / "running.json").read_text())
        return {process["name"]: process["pid"] for process in note["running"]}

    def status(self) -> int:
        """Return the status of its home page, 0 where nothing answers."""
        try:
            return httpx.get(self.address, timeout=10).status_code
        except httpx.TransportError:
            return 0

    def settings(self) -> dict[str, str]:
        lines = (self.folder / "settings.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def accepted_stances(self) -> int:
        with psycopg.connect(self.settings()["DATABASE_URL"]) as connection:
            query = "SELECT count(*) FROM reactions_stance WHERE status = 'accepted'"
            return connection.execute(query).fetchone()[0]


def command(folder: Path, port: str = "0") -> dict[str, object]:
    """Return what subprocess needs to run a demo on `folder`; port 0 is any free one."""
    ours = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ENV_FILE", "MAKELEVEL")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return {
        "args": [sys.executable, "-m", "crisiswatch.demo"],
        "cwd": ROOT,
        "env": {**environment, "DATA": str(folder), "PORT": port},
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
    }


def start(folder: Path) -> Demo:
    """Start a demo and return it once it serves."""
    began = time.monotonic()
    process = subprocess.Popen(**command(folder))
    said = ""
    while "Ctrl-C stops it." not in said:
        line = process.stdout.readline()
        said += line
        if not line or time.monotonic() - began > START_SECONDS:
            process.kill()
            pytest.fail(f"The demo did not start:\n{said}")
    return Demo(process, folder, said, time.monotonic() - began)


@contextlib.contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    demo = start(folder)
    try:
        yield demo
    finally:
        demo.process.terminate()
        demo.process.communicate(timeout=20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for all tests of this file: its path is far longer than a socket's may be."""
    return tmp_path_factory.mktemp("x" * 100) / "data"


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[Demo]:
    """A demo that stays up for the tests that stop nothing but parts of it."""
    with running_demo(folder) as running:
        yield running


@pytest.fixture(scope="module")
def idle_folder(demo: Demo) -> Path:
    """The data folder once that demo was stopped, for the tests that start their own: the last."""
    demo.process.terminate()
    demo.process.communicate(timeout=20)
    return demo.folder


def test_it_serves_the_sample(demo):
    assert demo.status() == 200
    assert demo.accepted_stances() > 0
    assert f"password: {demo.settings()['DEMO_PASSWORD']}" in demo.said


def test_its_secrets_are_for_the_owner_alone(demo):
    for name in ("secret-key", "editor-password", "settings.env"):
        assert stat.S_IMODE((demo.folder / name).stat().st_mode) == 0o600
    assert len(demo.settings()["SECRET_KEY"]) >= 50


def test_it_listens_on_the_loopback_address_alone(demo):
    port = int(demo.address.rstrip("/").rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=2)


def test_its_sockets_are_in_a_private_folder(demo):
    sockets = Path(json.loads((demo.folder / "run" / "running.json").read_text())["sockets"])
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert (sockets / "valkey.sock").is_socket()


def test_a_second_one_on_the_folder_is_refused(demo):
    second = subprocess.run(**command(demo.folder), timeout=20, check=False)
    assert second.returncode == 1
    assert second.stdout.count("\n") == 1
    assert f"process {demo.process.pid}, {demo.address}" in second.stdout
    assert "make demo DATA=" in second.stdout


@pytest.mark.parametrize(
    "name", ["web server", "Celery worker (read)", "Celery beat", "Valkey", "PostgreSQL"]
)
def test_a_killed_part_is_started_again(demo, name):
    before = demo.running()[name]
    stances = demo.accepted_stances()
    os.kill(before, signal.SIGKILL)
    assert eventually(lambda: demo.running().get(name) not in (before, None), seconds=20)
    assert eventually(lambda: demo.status() == 200, seconds=20)
    assert eventually(lambda: lives(demo.running()[name]))
    assert demo.accepted_stances() == stances


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_in_ten_seconds_and_leaves_nothing(idle_folder, number):
    folder = idle_folder
    demo = start(folder)
    sockets = json.loads((folder / "run" / "running.json").read_text())["sockets"]
    children = demo.running()
    began = time.monotonic()
    demo.process.send_signal(number)
    demo.process.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert demo.process.returncode == 0
    assert len(children) == 6
    assert not any(map(lives, children.values()))
    assert those_that_mention(str(folder)) == {}
    assert not Path(sockets).exists()
    assert not list((folder / "run").glob("lock"))
    assert not list((folder / "postgres" / "cluster").glob("postmaster.pid"))


def test_a_later_start_is_quick_and_keeps_what_was_done(idle_folder):
    with running_demo(idle_folder) as first:
        stances = first.accepted_stances()
        with psycopg.connect(first.settings()["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS done_by_hand ()")
    with running_demo(idle_folder) as second:
        assert second.seconds < 30
        assert second.accepted_stances() == stances > 0
        assert second.settings()["SECRET_KEY"] == first.settings()["SECRET_KEY"]
        with psycopg.connect(second.settings()["DATABASE_URL"]) as connection:
            connection.execute("DROP TABLE done_by_hand")


def test_a_killed_supervisor_is_no_hindrance(idle_folder):
    killed = start(idle_folder)
    children = killed.running()
    killed.process.kill()
    killed.process.communicate()
    with running_demo(idle_folder) as demo:
        assert demo.status() == 200
        assert not any(map(lives, children.values()))


def test_a_taken_port_gets_one_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(**command(tmp_path, str(port)), timeout=20, check=False)
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    assert f"Port {port} on 127.0.0.1 cannot be used (Address already in use)" in done.stdout
    assert "make demo PORT=" in done.stdout


@pytest.mark.parametrize("port", ["http", "-1", "65536", "80 81"])
def test_what_is_no_port_gets_one_line(tmp_path, port):
    done = subprocess.run(**command(tmp_path, port), timeout=20, check=False)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert f"PORT={port} is no port" in done.stdout


def test_a_folder_that_cannot_be_written_gets_one_line(tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file" / "data", Path("/proc/crisiswatch")):
        done = subprocess.run(**command(folder), timeout=20, check=False)
        assert (done.returncode, done.stdout.count("\n")) == (1, 1)
        assert f"The data folder {folder} cannot be written to" in done.stdout
        assert "make demo DATA=" in done.stdout


@pytest.mark.parametrize(
    ("setting", "url", "message"),
    [
        ("DATABASE_URL", "postgresql://127.0.0.1:9/none", "DATABASE_URL leads to no database"),
        ("REDIS_URL", "redis://127.0.0.1:9/0", "REDIS_URL leads to no Redis"),
        ("REDIS_URL", "nonsense", "REDIS_URL leads to no Redis"),
    ],
)
def test_another_server_that_does_not_answer_gets_one_line(tmp_path, setting, url, message):
    words = command(tmp_path)
    words["env"] = {**words["env"], setting: url}
    done = subprocess.run(**words, timeout=30, check=False)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert message in done.stdout


def test_an_older_python_gets_one_line(tmp_path):
    older = tmp_path / "python3.9"
    pretended = "import sys; sys.version_info = (3, 9, 2, 'final', 0); exec(sys.argv[1])"
    older.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{pretended}" "$2"\n')
    older.chmod(0o755)
    done = subprocess.run(
        ["make", "--silent", "python", f"PYTHON={older}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"{older} is Python 3.9, and 3.11 or later is needed" in done.stderr
