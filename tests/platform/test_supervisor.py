"""The supervisor's faults, each with real processes."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crisiswatch.leftovers import Note, Running, birth_of
from tests.platform.processes import eventually, lives

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEPS = "exec sleep 300"
IGNORES_REQUESTS = "trap '' TERM INT; while :; do sleep 0.1; done"

Supervise = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Supervise]:
    """Return a function that runs a supervisor of shell programs, e.g. `supervise(a="sleep 9")`."""
    started = []

    def run(**shells: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.platform.supervise", str(tmp_path)),
                *(f"{name}={shell}" for name, shell in shells.items()),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()
    for pid in noted(tmp_path).values():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def noted(folder: Path) -> dict[str, int]:
    """Return the numbers of the children that the supervisor's note lists, by name."""
    try:
        running = json.loads((folder / "running.json").read_text())["running"]
    except OSError:
        return {}
    return {process["name"]: process["pid"] for process in running}


def written_pid(path: Path) -> int:
    """Return the process number in the file, which a shell opens a moment before it writes."""
    assert eventually(lambda: path.is_file() and path.read_text().endswith("\n"))
    return int(path.read_text())


def read_until(process: subprocess.Popen[str], wanted: str) -> list[str]:
    """Return the lines that the supervisor says up to the one that is `wanted`."""
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if lines[-1] == wanted:
            return lines
    pytest.fail(f"{wanted!r} was never said, but {lines}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_every_child_when_asked(supervise, tmp_path, number):
    process = supervise(a=SLEEPS, b=SLEEPS)
    read_until(process, "running")
    children = noted(tmp_path)
    process.send_signal(number)
    assert process.communicate(timeout=5)[0].strip() == "Stopped:"
    assert set(children) == {"a", "b"}
    assert not any(map(lives, children.values()))
    assert not (tmp_path / "lock").exists()
    assert not (tmp_path / "running.json").exists()


def test_a_child_that_does_not_listen_is_killed_with_its_own_children(supervise, tmp_path):
    process = supervise(deaf=f"sleep 300 & echo $! >>child; {IGNORES_REQUESTS}")
    read_until(process, "running")
    deaf, grandchild = noted(tmp_path)["deaf"], written_pid(tmp_path / "child")
    began = time.monotonic()
    process.terminate()
    process.communicate(timeout=10)
    assert time.monotonic() - began < 10
    assert not lives(deaf)
    assert not lives(grandchild)


def test_a_killed_child_is_started_again(supervise, tmp_path):
    process = supervise(a=SLEEPS, b=SLEEPS)
    read_until(process, "running")
    before = noted(tmp_path)
    os.kill(before["a"], signal.SIGKILL)
    read_until(process, "a was ended by SIGKILL; starting it again.")
    assert eventually(lambda: noted(tmp_path)["a"] != before["a"])
    assert lives(noted(tmp_path)["a"])
    assert noted(tmp_path)["b"] == before["b"]


def test_what_a_killed_child_left_goes_before_it_is_started_again(supervise, tmp_path):
    process = supervise(a=f"sleep 300 & echo $! >>child; {SLEEPS}")
    read_until(process, "running")
    grandchild = written_pid(tmp_path / "child")
    os.kill(noted(tmp_path)["a"], signal.SIGKILL)
    assert eventually(lambda: not lives(grandchild))


def test_a_child_that_cannot_stay_is_tried_less_and_less_often(supervise, tmp_path):
    process = supervise(a="echo tried >>tries; exit 3")
    read_until(process, "a ended (status 3); starting it again.")
    time.sleep(3)
    # At once, then after 0.2, 0.4, 0.8, 1.6 and 3.2 seconds.
    assert 3 <= len((tmp_path / "tries").read_text().split()) <= 5


def test_children_end_with_a_killed_supervisor(supervise, tmp_path):
    process = supervise(a=SLEEPS)
    read_until(process, "running")
    child = noted(tmp_path)["a"]
    process.kill()
    assert eventually(lambda: not lives(child))


def test_the_next_start_stops_what_a_killed_supervisor_left(supervise, tmp_path):
    first = supervise(deaf=IGNORES_REQUESTS)
    read_until(first, "running")
    left = noted(tmp_path)["deaf"]
    first.kill()
    first.wait()
    assert lives(left)
    second = supervise(a=SLEEPS)
    assert read_until(second, "running") == ["stopped deaf", "running"]
    assert not lives(left)


def test_a_second_supervisor_of_one_folder_is_refused(supervise):
    first = supervise(a=SLEEPS)
    read_until(first, "running")
    assert supervise(a=SLEEPS).communicate(timeout=5)[0].strip() == "StartError: held by the first"
    first.terminate()
    first.communicate(timeout=5)
    read_until(supervise(a=SLEEPS), "running")


def test_a_later_process_with_the_same_number_is_let_live(tmp_path):
    bystander = subprocess.Popen(["sleep", "300"], start_new_session=True)
    note = Note(tmp_path / "running.json")
    note.write([Running("web", bystander.pid, "another boot", signal.SIGTERM)], tmp_path / "none")
    assert note.stop_what_was_left(seconds=1) == []
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_what_a_dead_child_left_is_stopped_as_well(tmp_path):
    leader = subprocess.Popen(
        ["/bin/sh", "-c", f"{IGNORES_REQUESTS} & echo $!"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    grandchild = int(leader.stdout.readline())
    leader.wait()
    note = Note(tmp_path / "running.json")
    note.write([Running("web", leader.pid, "then", signal.SIGTERM)], tmp_path / "none")
    assert lives(grandchild)
    note.stop_what_was_left(seconds=0.1)
    assert eventually(lambda: not lives(grandchild))


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '{"running": 3}'])
def test_a_note_that_is_not_whole_stops_nothing(tmp_path, text):
    (tmp_path / "running.json").write_text(text)
    assert Note(tmp_path / "running.json").stop_what_was_left(seconds=1) == []


def test_birth_tells_the_living_from_the_dead():
    process = subprocess.Popen(["sleep", "300"])
    assert birth_of(process.pid) == birth_of(process.pid) is not None
    assert birth_of(process.pid) != birth_of(os.getpid())
    process.kill()
    assert eventually(lambda: birth_of(process.pid) is None)  # still a zombie, as nobody waited
    process.wait()
    assert birth_of(process.pid) is None
