"""The embedded servers, as the tests themselves use them."""

import os
import shutil
import subprocess
import tempfile

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection

from crisiswatch.embedded import embedded_services, make_socket_folder
from crisiswatch.processes import StartError
from crisiswatch.unprivileged import server_runner


def test_the_database_answers(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        assert cursor.fetchone()[0] >= 150000


def test_text_sorts_alike_on_every_machine(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('éa'), 'B' < 'a'")
        assert cursor.fetchone() == ("ÉA", True)


def test_the_cache_answers(services):
    cache.set("greeting", "hello", 5)
    assert cache.get("greeting") == "hello"


def test_a_worker_takes_what_is_sent(celery_worker_process):
    from crisiswatch.celery import app

    assert list(app.control.inspect(timeout=5, limit=1).ping().values()) == [{"ok": "pong"}]


@pytest.fixture
def no_namespaces(tmp_path, monkeypatch):
    """Forbid user namespaces, as many containers do."""
    program = tmp_path / "programs" / "unshare"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    server_runner.cache_clear()
    yield
    server_runner.cache_clear()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has PostgreSQL run by somebody else")
def test_root_without_namespaces_has_another_account_run_it(tmp_path, no_namespaces):
    # pytest's temporary folders are closed to others, as /root is.
    folder = tmp_path / "data"
    folder.mkdir()
    sockets = make_socket_folder()
    try:
        for _ in range(2):
            with (
                embedded_services(folder, sockets, durable=False, but={"REDIS_URL"}) as urls,
                psycopg.connect(urls["DATABASE_URL"]) as connection,
            ):
                connection.execute("CREATE TABLE IF NOT EXISTS kept ()")
            assert (folder / "postgres" / "cluster").stat().st_uid != 0
    finally:
        shutil.rmtree((folder / "postgres").resolve().parent)
        shutil.rmtree(sockets)


def test_a_cluster_of_another_version_is_refused(tmp_path):
    cluster = tmp_path / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("9\n")
    sockets = make_socket_folder()
    with (
        pytest.raises(StartError, match=r"was made by PostgreSQL 9, .* Choose another data folder"),
        embedded_services(tmp_path, sockets, but={"REDIS_URL"}),
    ):
        pass
    shutil.rmtree(sockets)


def test_a_note_of_a_dead_server_is_no_hindrance(tmp_path):
    # After a crash of the machine its number may be that of any program.
    note = tmp_path / "postgres" / "cluster" / "postmaster.pid"
    sockets = make_socket_folder()
    with embedded_services(tmp_path, sockets, durable=False, but={"REDIS_URL"}):
        lines = note.read_text().splitlines()
    bystander = subprocess.Popen(["sleep", "60"])
    note.write_text("\n".join([str(bystander.pid), *lines[1:]]))
    try:
        with embedded_services(tmp_path, sockets, durable=False, but={"REDIS_URL"}) as urls:
            psycopg.connect(urls["DATABASE_URL"]).close()
    finally:
        bystander.kill()
        bystander.wait()
        shutil.rmtree(sockets)


def test_sockets_lie_in_a_short_folder_whatever_the_place_for_temporary_files(
    tmp_path, monkeypatch
):
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    sockets = make_socket_folder()
    assert len(str(sockets / ".s.PGSQL.5432")) <= 107
    assert sockets.stat().st_mode & 0o777 == 0o700
    sockets.rmdir()
