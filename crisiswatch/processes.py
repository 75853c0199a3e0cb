"""Programs as child processes that end with their parent: started, asked, stopped."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 0.02


class StartError(Exception):
    """Something here cannot be started; the message names it, the place and the mend."""


@dataclass(frozen=True)
class Program:
    """How one program is run: `argv` in `folder`, its output added to the file `log`.

    Without a `log` it writes where we write. `stop_signal` asks it to end in order. `account` is
    the user id that it runs under where that is not ours. `sockets` are open sockets handed on to
    it. `prepare` runs before each start; `answers` says whether it is at work; `once_it_answers`
    makes it ready for use.
    """

    name: str
    argv: tuple[str, ...]
    folder: Path
    log: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    account: int | None = None
    sockets: tuple[int, ...] = ()
    prepare: Callable[[], None] = lambda: None
    answers: Callable[[], bool] = lambda: True
    once_it_answers: Callable[[], None] = lambda: None


Process = subprocess.Popen[bytes]


def start(program: Program) -> Process:
    """Start `program` in a session of its own; on Linux it is stopped when this process dies.

    A session of its own keeps a terminal's Ctrl-C away from it, so that whoever started it decides
    the order of stopping, and makes what it started in turn reachable as one process group. Call it
    from the main thread: to the kernel the death of the starting thread is that of the parent.
    """
    program.prepare()
    with contextlib.ExitStack() as stack:
        output = None
        if program.log is not None:
            program.log.parent.mkdir(parents=True, exist_ok=True)
            output = stack.enter_context(program.log.open("ab"))
        return subprocess.Popen(
            program.argv,
            cwd=program.folder,
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_ender(os.getpid(), program.stop_signal),
            pass_fds=program.sockets,
            user=program.account,
        )


def _ender(parent: int, stop_signal: signal.Signals) -> Callable[[], None]:
    def end_with_parent() -> None:
        if get_signal_when_parent_dies(stop_signal) and os.getppid() != parent:
            os._exit(1)  # the parent died before the kernel was told

    return end_with_parent


def get_signal_when_parent_dies(wanted: signal.Signals) -> bool:
    """Have the kernel send us `wanted` when our parent dies; return whether it will: on Linux."""
    if sys.platform != "linux":
        return False
    status: int = ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(wanted))
    return status == 0


def wait_until_it_answers(
    program: Program,
    process: Process,
    *,
    seconds: float,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Return once `program` is at work; raise StartError if it ends or is silent for `seconds`."""
    deadline = time.monotonic() + seconds
    while not program.answers():
        if process.poll() is not None:
            raise StartError(f"{program.name} ended at once. {last_words(program)}")
        if time.monotonic() > deadline:
            raise StartError(
                f"{program.name} did not answer within {seconds:.0f} s. {last_words(program)}"
            )
        pause(_POLL_SECONDS)
    program.once_it_answers()


def stop(program: Program, process: Process, *, seconds: float) -> None:
    """Ask `process` to end, wait up to `seconds`, then kill whatever is left of its group."""
    stop_together([(program, process)], seconds=seconds)


def stop_together(running: Iterable[tuple[Program, Process]], *, seconds: float) -> None:
    """Stop all at once: together they have `seconds` to end in order, then they are killed."""
    running = list(running)
    for program, process in running:
        if process.poll() is None:
            process.send_signal(program.stop_signal)
    deadline = time.monotonic() + seconds
    for _, process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0, deadline - time.monotonic()))
    for _, process in running:
        kill_group(process.pid)
        process.wait()


def kill_group(leader: int) -> None:
    """Kill every process of the group that `leader` began, whether or not it still lives itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def last_words(program: Program) -> str:
    """Return what the log of `program` says last and where it is, as a sentence for a message."""
    if program.log is None:
        return "The lines above say why."
    try:
        lines = program.log.read_text(errors="replace").split("\n")
    except OSError:
        lines = []
    said = next((line.strip() for line in reversed(lines) if line.strip()), "nothing")
    return f"Its log says: {said} ({program.log})"
