"""The note of what a supervisor has running, and the stopping of what a killed one left behind."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from crisiswatch.processes import kill_group

_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Running:
    """One process on the note: `birth` tells it from a later one that got the same number."""

    name: str
    pid: int
    birth: str
    stop_signal: int


def birth_of(pid: int) -> str | None:
    """Return when the process began, in the system's own words; None if it has ended."""
    if sys.platform == "linux":
        try:
            text = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return None
        # "pid (name) state ppid ...": the name may hold spaces and parentheses of its own.
        words = text.rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return None if words[0] == "Z" else f"{boot} {words[19]}"
    said = subprocess.run(
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    state, _, began = said.strip().partition(" ")
    return began.strip() if began and not state.startswith("Z") else None


class Note:
    """The file that says what runs and where the sockets lie, for whoever starts after a crash."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, running: Iterable[Running], sockets: Path) -> None:
        """Write the note so that a reader finds the old or the new one, never half of one."""
        text = json.dumps(
            {"sockets": str(sockets), "running": [asdict(process) for process in running]}, indent=1
        )
        draft = self.path.with_suffix(".new")
        draft.write_text(text)
        draft.replace(self.path)

    def remove(self) -> None:
        """Forget: everything that was on it has ended."""
        self.path.unlink(missing_ok=True)

    def stop_what_was_left(self, *, seconds: float) -> list[str]:
        """Stop what the note lists and still runs; return the names.

        What has not ended in order within `seconds` is killed.
        """
        try:
            noted = json.loads(self.path.read_text())
            sockets = Path(noted["sockets"])
            running = [Running(**process) for process in noted["running"]]
        except (OSError, ValueError, KeyError, TypeError):
            return []  # none, or not one of ours
        left = [process for process in running if _lives(process)]
        for process in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, process.stop_signal)
        deadline = time.monotonic() + seconds
        while any(map(_lives, left)) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        for process in running:
            if _lives(process) or _left_a_group(process):
                kill_group(process.pid)
        while any(map(_lives, left)):
            time.sleep(_POLL_SECONDS)
        shutil.rmtree(sockets, ignore_errors=True)
        self.remove()
        return [process.name for process in left]


def _lives(process: Running) -> bool:
    return birth_of(process.pid) == process.birth


def _left_a_group(process: Running) -> bool:
    # No new process gets this number while the group lives, so the group is still the noted one's.
    if birth_of(process.pid) is not None:
        return False
    try:
        os.killpg(process.pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
