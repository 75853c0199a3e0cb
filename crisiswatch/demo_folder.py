"""The demo's data folder: who holds it, its secrets, and the file of its settings."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from crisiswatch.processes import StartError

_LONG_LOG_BYTES = 16_000_000


def open_folder(folder: Path) -> Path:
    """Make the data folder where it is missing; return it in full.

    Raises StartError where it cannot be made or written to.
    """
    folder = folder.expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in ("logs", "run"):
            (folder / part).mkdir(exist_ok=True)
        probe = folder / "run" / "probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StartError(
            f"The data folder {folder} cannot be written to ({error.strerror}). "
            "Choose another: make demo DATA=/path/to/folder"
        ) from error
    return folder


def put_away_long_logs(folder: Path) -> None:
    """Rename the logs of earlier runs that have grown long, over the ones put away before."""
    for log in (folder / "logs").glob("*.log"):
        if log.stat().st_size > _LONG_LOG_BYTES:
            log.replace(log.with_suffix(".log.old"))


def secret(folder: Path, name: str, *, length: int) -> str:
    """Return the secret `name` of this folder, made at random when it is first asked for.

    `length` counts random bytes; the text is longer. Only the owner may read its file.
    """
    path = folder / name
    with contextlib.suppress(FileNotFoundError):
        if kept := path.read_text().strip():
            return kept
    made = secrets.token_urlsafe(length)
    write_private(path, made + "\n")
    return made


def write_settings(path: Path, settings: Mapping[str, str]) -> None:
    """Write `settings` so that ENV_FILE=`path` leads a command to this demo."""
    write_private(path, "".join(f"{name}={value}\n" for name, value in settings.items()))


def write_private(path: Path, text: str) -> None:
    """Write a file that only the owner may read, from its first byte on."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
