"""Keeps programs running until it is asked to stop, and then ends every one of them."""

import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

from crisiswatch.leftovers import Note, Running, birth_of
from crisiswatch.processes import (
    Process,
    Program,
    StartError,
    kill_group,
    last_words,
    start,
    stop_together,
    wait_until_it_answers,
)

_POLL_SECONDS = 0.1
_START_SECONDS = 60.0
# Together under ten seconds: first those that use the servers, then the servers.
_STOP_SECONDS = 5.0
_STOP_SERVER_SECONDS = 4.0
# A program that ended is started again after a while that doubles each time, up to the longest;
# once it has run steadily the while is short again.
_FIRST_RESTART_SECONDS = 0.2
_LONGEST_RESTART_SECONDS = 10.0
_STEADY_SECONDS = 30.0

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked the supervisor to stop."""


@dataclass
class _Child:
    program: Program
    process: Process
    is_server: bool
    began: float = field(default_factory=time.monotonic)
    restart_at: float | None = None
    restart_after: float = _FIRST_RESTART_SECONDS


class Supervisor:
    """Starts programs, restarts those that end, and stops all when its context is left.

    `note` is where it writes down what runs, `sockets` the folder of the servers' sockets, `say`
    takes a line for the person at the terminal. Use it in the main thread, as a context manager: in
    it Ctrl-C, SIGTERM and SIGHUP make the method that is at work raise Stopped.
    """

    def __init__(self, note: Note, sockets: Path, say: Callable[[str], None]) -> None:
        self._note = note
        self._sockets = sockets
        self._say = say
        self._children: list[_Child] = []
        self._asked_to_stop = False

    def __enter__(self) -> "Supervisor":
        for number in _STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_children([child for child in self._children if not child.is_server])
        self._stop_children(self._children)
        self._note.remove()

    def start(self, program: Program, *, server: bool = False) -> None:
        """Start `program` and keep it running; a `server` is one that the others use.

        Raises StartError where it cannot be started at all.
        """
        self._pause(0)
        process = start(program)
        self._children.append(_Child(program, process, server))
        self._write_note()

    def wait_for(self, program: Program) -> None:
        """Return once `program`, started before, answers. Raises StartError where it does not."""
        child = next(child for child in self._children if child.program is program)
        wait_until_it_answers(
            program,
            child.process,
            seconds=_START_SECONDS,
            pause=partial(self._pause, but=child),
        )

    def run(self, program: Program) -> None:
        """Run `program` to its end while the others are kept running.

        Raises StartError if it fails.
        """
        self._pause(0)
        process = start(program)
        child = _Child(program, process, is_server=False)
        self._children.append(child)
        self._write_note()
        while process.poll() is None:
            self._pause(_POLL_SECONDS, but=child)
        kill_group(process.pid)
        self._children.remove(child)
        self._write_note()
        if process.returncode:
            raise StartError(f"{program.name} failed. {last_words(program)}")

    def keep_running(self) -> None:
        """Restart what ends, until somebody asks to stop: then raise Stopped."""
        while True:
            self._pause(_POLL_SECONDS)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def _pause(self, seconds: float, but: _Child | None = None) -> None:
        """Wait; see to the children, except `but`, whose end is awaited; obey a wish to stop."""
        time.sleep(seconds)
        if self._asked_to_stop:
            raise Stopped
        for child in self._children:
            if child is not but:
                self._see_to(child)

    def _see_to(self, child: _Child) -> None:
        now = time.monotonic()
        if child.restart_at is not None:
            if now >= child.restart_at:
                self._restart(child)
        elif child.process.poll() is not None:
            kill_group(child.process.pid)
            if now - child.began > _STEADY_SECONDS:
                child.restart_after = _FIRST_RESTART_SECONDS
            ending = _how_it_ended(child.process.returncode)
            self._say(f"{child.program.name} {ending}; starting it again.")
            self._put_off(child)

    def _restart(self, child: _Child) -> None:
        try:
            child.process = start(child.program)
        except (StartError, OSError) as error:
            self._say(f"{child.program.name} cannot be started: {error}")
            self._put_off(child)
            return
        child.began = time.monotonic()
        child.restart_at = None
        self._write_note()

    def _put_off(self, child: _Child) -> None:
        child.restart_at = time.monotonic() + child.restart_after
        child.restart_after = min(2 * child.restart_after, _LONGEST_RESTART_SECONDS)

    def _stop_children(self, children: list[_Child]) -> None:
        seconds = _STOP_SERVER_SECONDS if any(c.is_server for c in children) else _STOP_SECONDS
        stop_together([(child.program, child.process) for child in children], seconds=seconds)
        self._children = [child for child in self._children if child not in children]

    def _write_note(self) -> None:
        running = [
            Running(child.program.name, child.process.pid, birth, child.program.stop_signal)
            for child in self._children
            if (birth := birth_of(child.process.pid))
        ]
        self._note.write(running, self._sockets)


def _how_it_ended(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended (status {status})"


@contextlib.contextmanager
def sole_holder(path: Path, *, refused: str) -> Iterator[Callable[[str], None]]:
    """Hold the lock file `path`; give a function that writes into it who holds it.

    While another process holds it, raises StartError with `refused`, in which {holder} stands for
    what is written there. The kernel frees it when the holder dies; its file is then a mere file.
    """
    descriptor = _lock(path)
    if descriptor is None:
        raise StartError(refused.format(holder=path.read_text() or "starting"))

    def write(holder: str) -> None:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)

    try:
        yield write
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _lock(path: Path) -> int | None:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        # The last holder may have removed the file between our opening and our locking it.
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(descriptor).st_ino:
                return descriptor
        os.close(descriptor)
