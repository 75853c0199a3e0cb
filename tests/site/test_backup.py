"""What docs/operations.md tells to do for a backup brings everything back, to the byte."""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from crisiswatch.embedded import embedded_services, find_postgres, make_socket_folder
from tests.site.compose import ROOT

FILL = """
import django; django.setup()
from datetime import date
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_actors", verbosity=0)
from benchmarks.seed import Size, fill
fill(Size(stances=300, crises=2, proposals=20, until=date(2026, 3, 14)))
from reactions.ingestion.captures import keep_bytes
from reactions.models import Article, Capture, Page
from reactions.models.sources import text_digest
for article in Article.objects.order_by("pk")[:20]:
    page = Page.objects.create(url=f"https://news.example.org/{article.pk}", article=article)
    body = f"<p>{article.text}</p>"
    Capture.objects.create(page=page, article=article, status=200, body=keep_bytes(body.encode()),
                           sha256=text_digest(body))
"""


def commands(name):
    """The commands that docs/operations.md marks with this name."""
    guide = (ROOT / "docs" / "operations.md").read_text()
    return re.search(rf"<!-- tested: {name} -->\n```sh\n(.*?)```", guide, re.DOTALL).group(1)


def contents(sockets, data):
    """A hash of every table, of every sequence, and of every capture."""
    with psycopg.connect(host=str(sockets), dbname="crisiswatch", user="crisiswatch") as database:
        found = database.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        tables = {
            table: database.execute(
                f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"  # noqa: S608
            ).fetchone()
            for (table,) in found
        }
        tables["sequences"] = database.execute(
            "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
        ).fetchall()
    captures = {
        str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(data.rglob("*.gz"))
    }
    return tables, captures


@pytest.mark.long
def test_what_is_destroyed_comes_back(tmp_path):
    sockets, data = make_socket_folder(), tmp_path / "data"
    stand_in = tmp_path / "bin" / "docker"
    stand_in.parent.mkdir()
    program = Path(__file__).with_name("docker_stand_in.py")
    stand_in.write_text(f'#!/bin/sh\nexec {sys.executable} {program} "$@"\n')
    stand_in.chmod(0o755)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, sockets, ignore_errors=True)
        urls = stack.enter_context(embedded_services(tmp_path / "servers", sockets, durable=False))
        path = [stand_in.parent, find_postgres(), Path(sys.executable).parent, os.environ["PATH"]]
        environment = {
            **os.environ,
            **urls,
            "PATH": ":".join(map(str, path)),
            "PGHOST": str(sockets),
            "DATA_DIR": str(data),
        }

        def run(*words):
            subprocess.run(words, cwd=ROOT, env=environment, check=True)

        def follow(name):
            script = commands(name).replace("backup/", f"{tmp_path}/backup/")
            run("bash", "-euc", script.replace("mkdir -p backup", f"mkdir -p {tmp_path}/backup"))

        run(sys.executable, "-c", FILL)
        before = contents(sockets, data)
        assert len(before[0]) > 30
        assert len(before[1]) == 20
        follow("back up")
        run("dropdb", "--username=crisiswatch", "--force", "crisiswatch")
        shutil.rmtree(data)
        data.mkdir()
        follow("restore")
        assert contents(sockets, data) == before
