"""`make demo`: the whole site on one machine, with its servers, sample data and an editor's login.

PORT and DATA choose the port and the data folder; DATABASE_URL and REDIS_URL name other servers in
place of the embedded ones.
"""

import contextlib
import hashlib
import http.client
import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import redis

from crisiswatch.demo_folder import open_folder, put_away_long_logs, secret, write_settings
from crisiswatch.embedded import embedded_programs, make_socket_folder, service_urls
from crisiswatch.leftovers import Note
from crisiswatch.processes import Program, StartError, get_signal_when_parent_dies
from crisiswatch.supervisor import Stopped, Supervisor, sole_holder

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
EDITOR = "editor"

_LEFTOVER_SECONDS = 5.0
# A change of any of these prepares the data anew at the next start.
_SOURCES = ("crisiswatch", "reactions", "static", "templates")


def main() -> None:
    """Run the demo until Ctrl-C or SIGTERM; a fault ends it with one line that says what to do."""
    if "MAKELEVEL" in os.environ:
        get_signal_when_parent_dies(
            signal.SIGTERM
        )  # a make that is killed takes us along, in order
    try:
        run(Path(os.environ.get("DATA") or ".data"), os.environ.get("PORT") or "8000")
    except Stopped:
        say("Stopped.")
    except StartError as error:
        sys.exit(f"crisiswatch: {error}")


def run(folder: Path, port: str) -> None:
    """Prepare and serve the demo on data in `folder`. Raises StartError, or Stopped when asked."""
    folder = open_folder(folder)
    refused = (
        f"A demo runs on {folder} already ({{holder}}). Stop that one first, or choose another "
        "folder: make demo DATA=/path/to/folder"
    )
    with contextlib.ExitStack() as stack:
        write_holder = stack.enter_context(sole_holder(folder / "run" / "lock", refused=refused))
        note = Note(folder / "run" / "running.json")
        if left := note.stop_what_was_left(seconds=_LEFTOVER_SECONDS):
            say(f"Stopped what an earlier run left behind: {', '.join(left)}.")
        put_away_long_logs(folder)
        listener = stack.enter_context(listen(port))
        address = f"http://{HOST}:{listener.getsockname()[1]}/"
        write_holder(f"process {os.getpid()}, {address}")
        sockets = make_socket_folder()
        stack.callback(shutil.rmtree, sockets, ignore_errors=True)
        settings = demo_settings(folder, sockets)
        write_settings(Path(settings["ENV_FILE"]), settings)
        supervisor = stack.enter_context(Supervisor(note, sockets, say))
        start_servers(supervisor, folder, sockets)
        check_given_servers()
        serve(supervisor, folder, settings, listener)
        say(f"\n  {address}\n  Editor: {EDITOR}, password: {settings['DEMO_PASSWORD']}")
        say(f"  Data and logs: {folder}\n  Ctrl-C stops it.\n")
        supervisor.keep_running()


def say(line: str) -> None:
    """Tell the person at the terminal; where there is none any more, nobody."""
    with contextlib.suppress(OSError):
        print(line, flush=True)


def listen(port: str) -> socket.socket:
    """Return a socket that listens on `port` of the loopback address; "0" takes any free port.

    It is opened here and handed on, so that nobody can take the port while the web server is
    started again: a reader then waits a moment instead of being refused.
    """
    if not port.isdecimal() or int(port) > 65535:
        raise StartError(f"PORT={port} is no port: choose a number from 1 to 65535.")
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, int(port)))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise StartError(
            f"Port {port} on {HOST} cannot be used ({error.strerror}). "
            f"Choose another: make demo PORT={int(port) % 65535 + 1}"
        ) from error
    return listener


def demo_settings(folder: Path, sockets: Path) -> dict[str, str]:
    """Return the settings of every program of the demo."""
    return {
        **{name: os.environ[name] for name in _given_servers()},
        **service_urls(sockets, but=_given_servers()),
        "ALLOWED_HOSTS": f"localhost,{HOST}",
        # Whoever kills a worker here sees its work taken up again in a minute, not in five.
        "BROKER_VISIBILITY_TIMEOUT": "60",
        "SWEEP_SECONDS": "15",
        "DATA_DIR": str(folder),
        "DEBUG": "false",
        "DEPLOYMENT": "local",
        "ENV_FILE": str(folder / "settings.env"),
        "DEMO_PASSWORD": secret(folder, "editor-password", length=9),
        # Enough of them that whoever tries the demo finds some to give.
        "SECOND_OPINION_SHARE": "0.25",
        "SECRET_KEY": secret(folder, "secret-key", length=48),
        "STATIC_ROOT": str(folder / "static"),
    }


def _given_servers() -> set[str]:
    return {name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}


def start_servers(supervisor: Supervisor, folder: Path, sockets: Path) -> None:
    """Start PostgreSQL and Valkey, less those that the environment names, and wait for them."""
    programs = embedded_programs(folder, sockets, but=_given_servers())
    for program in programs:
        supervisor.start(program, server=True)
    for program in programs:
        supervisor.wait_for(program)


def check_given_servers() -> None:
    """Raise StartError if a server that the environment names does not answer."""
    try:
        if database := os.environ.get("DATABASE_URL"):
            psycopg.connect(database, connect_timeout=5).close()
    except psycopg.Error as error:
        raise StartError(f"DATABASE_URL leads to no database: {_one_line(error)}") from error
    try:
        if broker := os.environ.get("REDIS_URL"):
            redis.Redis.from_url(broker, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        raise StartError(f"REDIS_URL leads to no Redis or Valkey: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def serve(
    supervisor: Supervisor, folder: Path, settings: Mapping[str, str], listener: socket.socket
) -> None:
    """Prepare the data where they are not, start workers, beat and web, and wait for the site."""
    prepared = folder / "run" / "prepared"
    wanted = fingerprint()
    is_prepared = prepared.exists() and prepared.read_text() == wanted
    if not is_prepared:
        for line, command in (
            ("Preparing the database", ("migrate", "--no-input")),
            ("Loading the reference data", ("load_actors",)),
            ("Collecting the static files", ("collectstatic", "--no-input")),
        ):
            say(f"{line} ...")
            supervisor.run(manage(folder, settings, *command, log="preparation"))
    web = web_program(folder, settings, listener)
    if is_prepared:  # pages first: there is no sample for the workers to read
        supervisor.start(web)
        supervisor.wait_for(web)
    for program in background_programs(folder, settings):
        supervisor.start(program)
    if not is_prepared:
        supervisor.run(manage(folder, settings, "load_sample"))
        prepared.write_text(wanted)
        supervisor.start(web)
        supervisor.wait_for(web)


def fingerprint() -> str:
    """Return a hash of all that the prepared data depends on: the sources and the servers."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(_given_servers()):
        digest.update(f"{name}={os.environ[name]}".encode())
    for path in _source_files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _source_files() -> Iterator[Path]:
    for source in _SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


# The programs


def manage(
    folder: Path, settings: Mapping[str, str], *words: str, log: str | None = None
) -> Program:
    """Return how a management command is run; without a log it writes to the terminal."""
    return Program(
        name=f"manage.py {words[0]}",
        argv=(sys.executable, "manage.py", *words),
        folder=ROOT,
        log=_log(folder, log) if log else None,
        environment=settings,
    )


def background_programs(folder: Path, settings: Mapping[str, str]) -> list[Program]:
    """Return how the Celery workers, one for each queue, and beat are run."""
    celery = (sys.executable, "-m", "celery", "--app=crisiswatch", "--quiet")

    def worker(queue: str, concurrency: int) -> Program:
        return Program(
            name=f"Celery worker ({queue})",
            argv=(
                *(*celery, "worker", f"--queues={queue}", f"--hostname={queue}@%h"),
                *(f"--concurrency={concurrency}", "--without-gossip", "--without-mingle"),
            ),
            folder=ROOT,
            log=_log(folder, f"worker-{queue}"),
            environment=settings,
        )

    beat = Program(
        name="Celery beat",
        argv=(*celery, "beat", f"--schedule={folder / 'run' / 'beat'}", "--pidfile="),
        folder=ROOT,
        log=_log(folder, "beat"),
        environment=settings,
    )
    return [worker("read", concurrency=min(os.cpu_count() or 1, 4)), worker("fetch", 1), beat]


def web_program(folder: Path, settings: Mapping[str, str], listener: socket.socket) -> Program:
    """Return how the web server is run on the socket `listener`."""
    port = listener.getsockname()[1]

    def answers() -> bool:
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return Program(
        name="web server",
        argv=(
            *(sys.executable, "-m", "gunicorn", "crisiswatch.wsgi"),
            *(f"--bind=fd://{listener.fileno()}", "--worker-class=gthread", "--workers=2"),
            *("--threads=4", "--preload", "--graceful-timeout=4"),
            *("--no-control-socket", "--access-logfile=-"),
        ),
        folder=ROOT,
        log=_log(folder, "web"),
        environment={**settings, "DATABASE_POOL": "true"},
        sockets=(listener.fileno(),),
        answers=answers,
    )


def _log(folder: Path, name: str) -> Path:
    return folder / "logs" / f"{name}.log"


if __name__ == "__main__":
    main()
