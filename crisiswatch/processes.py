"""Programs as child processes that end with their parent: started, asked, stopped."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 0.02


class StartError(Exception):
    """Something here cannot be started; the message names it, the place and the mend."""


@dataclass(frozen=True)
class Program:
    """How one program is run: `argv` in `folder`, its output added to the file `log`.

    `stop_signal` asks it to end in order. `account` is the user id that it runs under where that is
    not ours. `prepare` runs before each start; `answers` says whether it is at work;
    `once_it_answers` makes it ready for use.
    """

    name: str
    argv: tuple[str, ...]
    log: Path
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    account: int | None = None
    answers: Callable[[], bool] = lambda: True
    prepare: Callable[[], None] = lambda: None
    once_it_answers: Callable[[], None] = lambda: None


def start(program: Program) -> subprocess.Popen[bytes]:
    """Start `program` in a session of its own; on Linux it is stopped when this process dies.

    A session of its own keeps a terminal's Ctrl-C away from it, so that whoever started it decides
    the order of stopping, and makes what it started in turn reachable as one process group. Call it
    from the main thread: to the kernel the death of the starting thread is that of the parent.
    """
    program.prepare()
    program.log.parent.mkdir(parents=True, exist_ok=True)
    parent = os.getpid()

    def end_with_parent() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(program.stop_signal))
            if os.getppid() != parent:
                os._exit(1)  # the parent died before the kernel was told

    with program.log.open("ab") as log:
        return subprocess.Popen(
            program.argv,
            cwd=program.folder,
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
            user=program.account,
        )


def wait_until_it_answers(
    program: Program, process: subprocess.Popen[bytes], *, seconds: float
) -> None:
    """Return once `program` is at work; raise StartError if it ends or is silent for `seconds`."""
    deadline = time.monotonic() + seconds
    while not program.answers():
        if process.poll() is not None:
            raise StartError(
                f"{program.name} ended at once. Its log says: {last_line(program.log)}"
            )
        if time.monotonic() > deadline:
            raise StartError(
                f"{program.name} did not answer within {seconds:.0f} s: see {program.log}"
            )
        time.sleep(_POLL_SECONDS)


def stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals, *, seconds: float) -> None:
    """Ask `process` to end, wait up to `seconds`, then kill whatever is left of its group."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    kill_group(process.pid)
    process.wait()


def kill_group(leader: int) -> None:
    """Kill every process of the group that `leader` began, whether or not it still lives itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def last_line(log: Path) -> str:
    """Return the last line of `log` that says something: why a program ended."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except OSError:
        return "nothing"
    return next((line.strip() for line in reversed(lines) if line.strip()), "nothing")
