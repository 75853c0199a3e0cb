"""Asking the system about processes, and waiting for what they do."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def lives(pid: int) -> bool:
    """Return whether the process is there and more than a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def those_that_mention(word: str) -> dict[int, str]:
    """Return the command lines, by number, of the living processes in whose words `word` is."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if word in words and lives(int(folder.name)):
                found[int(folder.name)] = words
    return found


def eventually(condition: Callable[[], object], *, seconds: float = 10.0) -> bool:
    """Return whether `condition` comes true within `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())
