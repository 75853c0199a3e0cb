"""The files for containers: sound, tight, and their very commands at work without containers."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from crisiswatch.embedded import embedded_services, make_socket_folder
from crisiswatch.processes import Program, start, stop
from crisiswatch.unprivileged import server_runner
from tests.platform.processes import eventually
from tests.site.compose import ROOT, services, variables

SERVICES = services()
OURS = {"migrate", "web", "worker-read", "worker-fetch", "beat"}
PROGRAMS = Path(sys.executable).parent


def test_compose_files_follow_the_specification():
    done = subprocess.run(
        [
            *(PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"),
            *("docker-compose.yml", "docker-compose.secrets.yml"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_dockerfile_passes_its_linter():
    done = subprocess.run(
        [PROGRAMS / "hadolint", "Dockerfile"], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_docker_itself_reads_the_files():
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("There is no `docker compose` here.")
    for files in ([], ["-f", "docker-compose.yml", "-f", "docker-compose.secrets.yml"]):
        subprocess.run([docker, "compose", *files, "config", "--quiet"], cwd=ROOT, check=True)


def test_every_variable_stands_in_the_example():
    example = (ROOT / ".env.example").read_text()
    assert [name for name in variables() if f"\n{name}=" not in example] == []


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_watched_limited_and_unprivileged(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].partition(":")[0] not in {"0", "root"}
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    repository, _, tag = service["image"].partition(":")
    assert tag.count(".") >= 1, f"{repository} has no exact version"
    if name == "migrate":  # runs once; the others wait for its success
        assert service["restart"] == "no"
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"]


def test_those_who_read_articles_give_way_to_those_who_read_pages():
    shares = {name: service.get("cpu_shares", 1024) for name, service in SERVICES.items()}
    assert {name for name, share in shares.items() if share < 1024} == {
        "worker-read",
        "worker-fetch",
    }


def test_images_are_of_exact_versions():
    bases = [
        line.split()[1]
        for line in (ROOT / "Dockerfile").read_text().splitlines()
        if line.startswith("FROM")
    ]
    assert bases
    for base in bases:
        assert base.partition(":")[2].split("-")[0].count(".") == 2, base


def test_only_those_who_must_reach_the_internet():
    reach = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    assert reach == {"web", "worker-fetch", "proxy"}


@pytest.mark.long
def test_commands_and_health_checks_work_unprivileged(tmp_path):
    """Each of ours as the file has it, but for the places of servers, files and port."""
    port = free_port()
    sockets = make_socket_folder()
    given = services(SITE_HOST="crisiswatch.example.org", SECRET_KEY="k3yU-o8gq2-" * 6)
    moved = {"/tmp/": f"{tmp_path}/"}  # noqa: S108 (what the file says)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, sockets, ignore_errors=True)
        urls = stack.enter_context(embedded_services(tmp_path, sockets, durable=False))
        places = {
            **urls,
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
            "HOSTNAME": socket.gethostname(),
            "DATA_DIR": str(tmp_path / "data"),
            "STATIC_ROOT": str(tmp_path / "static"),
            "ENV_FILE": os.devnull,
            "GUNICORN_CMD_ARGS": f"--bind=127.0.0.1:{port}",
        }

        def program(name, command):
            settings = {**given[name]["environment"], **places}
            if "PROMETHEUS_MULTIPROC_DIR" in settings:
                settings["PROMETHEUS_MULTIPROC_DIR"] = str(tmp_path / "metrics")
            return Program(
                name=name,
                argv=(*server_runner().prefix, *(moved_word(word, moved) for word in command)),
                folder=ROOT,
                log=tmp_path / f"{name}.log",
                environment=settings,
            )

        def run(name, command):
            """The status with which a service's command ends."""
            process = start(program(name, command))
            process.wait(120)
            return process.returncode

        assert run("migrate", ["python", "manage.py", "collectstatic", "--no-input"]) == 0
        assert run("migrate", given["migrate"]["command"]) == 0
        checks = {name: health_check(given[name]) for name in sorted(OURS - {"migrate"})}
        checks["web"] += [str(port)]
        assert run("web", checks["web"]) == 1, "the check finds health where nothing runs"
        assert run("beat", checks["beat"]) == 1
        for name in checks:
            own = program(name, given[name].get("command") or image_command())
            stack.callback(stop, own, start(own), seconds=20)
        for name, check in checks.items():
            well = eventually(lambda name=name, check=check: run(name, check) == 0, seconds=60)
            assert well, (tmp_path / f"{name}.log").read_text()[-3000:]
        with urllib.request.urlopen(
            urllib.request.Request(
                f"http://127.0.0.1:{port}/",
                headers={"Host": "crisiswatch.example.org", "X-Forwarded-Proto": "https"},
            )
        ) as page:
            assert page.status == 200
        answered = (tmp_path / "web.log").read_text().splitlines()[-1]
        assert json.loads(answered)["path"] == "/"


def image_command():
    """The command of the image where a service names none."""
    last = (ROOT / "Dockerfile").read_text().splitlines()[-1]
    return json.loads(last.removeprefix("CMD "))


def health_check(service):
    form, *words = service["healthcheck"]["test"]
    return words if form == "CMD" else ["sh", "-c", *words]


def moved_word(word, moved):
    for old, new in moved.items():
        word = word.replace(old, new)
    return word


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
