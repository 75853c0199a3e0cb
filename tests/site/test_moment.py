"""What docs/operations.md tells to do brings the database back to a moment between two backups."""

import os
import shutil
import subprocess
import time

import psycopg
import pytest

from crisiswatch.embedded import find_postgres, make_socket_folder
from crisiswatch.unprivileged import make_data_folder, reachable_programs, server_runner
from tests.site.test_backup import commands

pytestmark = pytest.mark.long


class Cluster:
    """A PostgreSQL whose folder may be exchanged, and the commands of the document."""

    def __init__(self, folder, sockets):
        self.runner = server_runner()
        home = make_data_folder(self.runner, folder)
        self.archive = home / "archive"
        programs = reachable_programs(self.runner, find_postgres(), copies=home.parent / "programs")
        if self.runner.account is not None:
            os.chown(sockets, self.runner.account, -1)
        self.environment = {
            **os.environ,
            "LC_ALL": "C",
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PGDATA": str(home / "cluster"),
            "PGHOST": str(sockets),
            "PGUSER": "crisiswatch",
            "PGDATABASE": "postgres",
            "ARCHIVE": str(self.archive),
        }

    def run(self, script, **environment):
        subprocess.run(
            [*self.runner.prefix, "bash", "-euc", script],
            cwd=self.archive.parent,
            env={**self.environment, **environment},
            user=self.runner.account,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self):
        self.run(
            "pg_ctl start --wait --silent --log=log "
            '--options="-c listen_addresses= -c unix_socket_directories=$PGHOST"'
        )

    def ask(self, *statements):
        """The rows of the last statement; each is a transaction."""
        where = {"host": self.environment["PGHOST"], "dbname": "postgres", "user": "crisiswatch"}
        with psycopg.connect(**where, autocommit=True) as database:
            for statement in statements:
                answer = database.execute(statement)
            return answer.fetchall() if answer.description else []


def test_the_database_of_a_moment_comes_back(tmp_path):
    sockets = make_socket_folder()
    cluster = Cluster(tmp_path / "servers", sockets)
    try:
        cluster.run(
            "mkdir archive && initdb --username=crisiswatch --auth=trust --encoding=UTF8 --no-sync"
        )
        cluster.start()
        cluster.run(commands("archive"))
        cluster.run("pg_ctl stop --wait --silent")
        cluster.start()
        cluster.ask("CREATE TABLE decision (what text)", "INSERT INTO decision VALUES ('in base')")
        cluster.run(commands("base"))
        cluster.ask("INSERT INTO decision VALUES ('after base')")
        time.sleep(0.1)
        ((moment,),) = cluster.ask("SELECT now()::text")
        time.sleep(0.1)
        cluster.ask("INSERT INTO decision VALUES ('too late')", "DELETE FROM decision")
        # What archive_timeout does within the minute.
        ((last,),) = cluster.ask("SELECT pg_walfile_name(pg_switch_wal())")
        deadline = time.monotonic() + 30
        while not (cluster.archive / last).exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        cluster.run("pg_ctl stop --wait --silent --mode=immediate")
        cluster.run(commands("moment"), MOMENT=moment)
        cluster.start()
        # It answers before it takes writes: the last of the log is being replayed.
        while cluster.ask("SELECT pg_is_in_recovery()") != [(False,)]:
            time.sleep(0.1)
        found = cluster.ask("SELECT what FROM decision ORDER BY 1")
        assert found == [("after base",), ("in base",)]
        cluster.ask("INSERT INTO decision VALUES ('from now on')")
    finally:
        subprocess.run(
            [*cluster.runner.prefix, "bash", "-c", "pg_ctl stop --silent --mode=immediate"],
            env=cluster.environment,
            user=cluster.runner.account,
            check=False,
        )
        shutil.rmtree(sockets, ignore_errors=True)
