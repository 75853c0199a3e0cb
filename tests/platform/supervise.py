"""A small supervisor for the tests to send signals to: `python supervise.py FOLDER NAME=SHELL ...`.

Each NAME is a program that runs the shell words SHELL.
"""

import sys
from pathlib import Path

from crisiswatch.leftovers import Note
from crisiswatch.processes import Program, StartError
from crisiswatch.supervisor import Stopped, Supervisor, sole_holder


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the test reads it


def main(folder: Path, shells: dict[str, str]) -> None:
    note = Note(folder / "running.json")
    sockets = folder / "sockets"
    with sole_holder(folder / "lock", refused="held by {holder}") as write_holder:
        write_holder("the first")
        for name in note.stop_what_was_left(seconds=1):
            say(f"stopped {name}")
        sockets.mkdir(exist_ok=True)
        with Supervisor(note, sockets, say) as supervisor:
            for name, shell in shells.items():
                log = folder / f"{name}.log"
                supervisor.start(Program(name, ("/bin/sh", "-c", shell), folder, log))
            say("running")
            supervisor.keep_running()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), dict(word.split("=", 1) for word in sys.argv[2:]))
    except (Stopped, StartError) as ending:
        say(f"{type(ending).__name__}: {ending}")
