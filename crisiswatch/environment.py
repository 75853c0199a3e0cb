"""Makes `.venv` and installs a lock into it: `python3 crisiswatch/environment.py LOCK`.

Runs on a bare Python 3.11 or later, before anything is installed. uv is many times quicker than
pip, so it is used where it is on the PATH or the registry gives it; else pip does the same work.
Nothing here names an address: uv and pip ask the index that they are set up for.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
INSTALLER_LOCK = ROOT / "requirements-installer.lock"

_NO_INSTALLER = (
    "This Python brings no pip, and neither pip nor uv is on the PATH. Install one of them "
    "(Debian and Ubuntu: apt-get install python3-venv), then run make again."
)


class EnvironmentFault(Exception):
    """The environment cannot be made; the message names the reason and the mend."""


def main(lock: Path) -> None:
    """Make the environment hold what `lock` lists; do nothing when it does."""
    _refuse_unsupported_platform()
    stamp = ENVIRONMENT / f".{lock.name}.installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if _is_current(stamp, wanted):
        return
    print(f"Installing {lock.name} into .venv ...", flush=True)
    try:
        _make_environment()
        _install(lock)
        stamp.write_text(wanted)
    except PermissionError as error:
        raise EnvironmentFault(
            f"{error.filename} cannot be written. Copy the project to a folder that is yours and "
            "run make there."
        ) from error


def _refuse_unsupported_platform() -> None:
    if sys.platform not in ("linux", "darwin"):
        raise EnvironmentFault(
            f"This runs on Linux and macOS, not on {sys.platform}. On Windows use WSL 2."
        )
    if sys.platform == "linux" and platform.libc_ver()[0] != "glibc":
        raise EnvironmentFault(
            "This Linux is built on another C library than glibc (Alpine?), for which the servers "
            "of the demo have no wheels. Use a Linux with glibc, or docker-compose.yml."
        )


def _is_current(stamp: Path, wanted: str) -> bool:
    try:
        return stamp.read_text() == wanted and _runs(PYTHON)
    except OSError:
        return False


def _runs(python: Path) -> bool:
    # An environment whose Python was moved away is there but does not start.
    return _quietly([str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])


def _make_environment() -> None:
    if _runs(PYTHON):
        return
    # Without pip: Debian's Python has the part that would bring it only in a package of its own.
    venv.create(ENVIRONMENT, clear=True, symlinks=True, with_pip=False)


def _install(lock: Path) -> None:
    for name, command in _installers():
        if _succeeds([*command, "--require-hashes", "-r", str(lock)]):
            return
        print(f"{name} could not install {lock.name}.", flush=True)
    raise EnvironmentFault(
        f"{lock.name} could not be installed: the lines above say why. Check that the package "
        "registry can be reached, then run make again."
    )


def _installers() -> Iterator[tuple[str, list[str]]]:
    """Yield each way to install that there is here, the quickest first."""
    if uv := shutil.which("uv"):
        yield "uv", _with_uv(uv)
    pip = _find_pip()
    if pip is None:
        if uv is None:
            raise EnvironmentFault(_NO_INSTALLER)
        return
    if uv is None and _succeeds([*pip, "--require-hashes", "-r", str(INSTALLER_LOCK)]):
        yield "uv", _with_uv(str(ENVIRONMENT / "bin" / "uv"))
    yield "pip", pip


def _with_uv(uv: str) -> list[str]:
    return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]


def _find_pip() -> list[str] | None:
    """Return the words that install into the environment with pip, or None where there is none."""
    install = ["--quiet", "--disable-pip-version-check", "install"]
    own = [str(PYTHON), "-m", "pip"]
    if _quietly([*own, "--version"]) or _quietly([str(PYTHON), "-m", "ensurepip"]):
        return [*own, *install]
    for outside in ([sys.executable, "-m", "pip"], ["pip3"], ["pip"]):
        elsewhere = [*outside, "--python", str(PYTHON)]
        if _quietly([*elsewhere, "--version"]):
            return [*elsewhere, *install]
    return None


def _quietly(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False  # no such program, or not for this machine


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, check=False, env=_settings()).returncode == 0


def _settings() -> dict[str, str]:
    """Return the environment in which uv asks the same index, with the same trust, as pip would."""
    settings = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
    for of_uv, of_pip in (
        ("UV_DEFAULT_INDEX", "PIP_INDEX_URL"),
        ("UV_INDEX", "PIP_EXTRA_INDEX_URL"),
        ("SSL_CERT_FILE", "PIP_CERT"),
    ):
        if os.environ.get(of_pip):
            settings[of_uv] = os.environ[of_pip]
    return {**settings, **os.environ}


if __name__ == "__main__":
    try:
        main(ROOT / sys.argv[1])
    except EnvironmentFault as fault:
        sys.exit(f"crisiswatch: {fault}")
