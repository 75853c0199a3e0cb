"""Migrations and the site's readers and writers do not stand in each other's way."""

import io
import os
import shutil
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from benchmarks.seed import Size, fill
from reactions import migrations
from reactions.ingestion.documents import Document
from reactions.ingestion.store import store_article
from reactions.models import Article, Crisis, Decision, Stance
from reactions.reference import load_actors
from tests.factories import make_editor

# Undoing and doing migrations takes its time.
pytestmark = pytest.mark.long

# UPGRADE_STANCES=1000000 takes a quarter of an hour.
STANCES = int(os.environ.get("UPGRADE_STANCES", "100000"))
# Some report reads for so long in one transaction; nobody else may have to wait for it.
REPORT_SECONDS = 12
MOST_SECONDS = 6

# What a release may bring: a column, indexes built beside writers, a rule for all rows. What is
# not atomic stands alone in its migration, so that it can be run again after it was given up.
_HEAD = """
from django.contrib.postgres.operations import (
    AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
)
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [("reactions", "{before}")]
    operations = [{operation}]
"""
_LATER = {
    "9001_shelf": """
        migrations.AddField("article", "shelf", models.CharField(max_length=9, db_default=""))""",
    "9002_shelf_index": """
        AddIndexConcurrently("article", models.Index(fields=["shelf"], name="shelf"))""",
    "9003_stance_index": """
        AddIndexConcurrently("stance", models.Index(fields=["changed_at"], name="changed"))""",
    "9004_rule": """
        AddConstraintNotValid("stance", models.CheckConstraint(
            name="counts", condition=models.Q(version__gte=1)))""",
    "9005_rule_for_all": """
        ValidateConstraint("stance", "counts")""",
}


@pytest.fixture
def later(tmp_path, monkeypatch, settings, transactional_db):
    """The migrations of a later release, not yet applied; undone at the end."""
    package = tmp_path / "migrations_of_a_later_release"
    shutil.copytree(Path(migrations.__file__).parent, package)
    newest = max(path.stem for path in package.glob("0*.py"))
    before = newest
    for name, operation in _LATER.items():
        atomic = "Concurrently" not in operation
        (package / f"{name}.py").write_text(
            _HEAD.format(before=before, atomic=atomic, operation=operation)
        )
        before = name
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"reactions": package.name}
    yield
    call_command("migrate", "reactions", newest, verbosity=0)


def direct():
    """A connection of its own to the test's database."""
    given = connection.get_connection_params()
    names = ("dbname", "user", "host", "port", "password")
    return psycopg.connect(**{name: given[name] for name in names if given.get(name)})


def test_a_migration_waits_for_no_long_transaction_and_is_tried_again(later):
    with direct() as other:
        other.execute("LOCK TABLE reactions_article IN ACCESS SHARE MODE")

        class Ear(io.StringIO):
            """Ends the other's transaction once it hears that somebody waits for it."""

            def write(self, text):
                other.rollback()
                return super().write(text)

        heard = Ear()
        call_command("migrate", "reactions", verbosity=0, lock_seconds=1, stderr=heard)
    assert heard.getvalue().startswith("Somebody holds a lock; trying again in 2 s.")
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_a_migration_that_finds_no_moment_says_so_and_leaves_all_as_it_was(later):
    with direct() as other:
        other.execute("LOCK TABLE reactions_article IN ACCESS SHARE MODE")
        with pytest.raises(CommandError, match="quieter hour"):
            call_command("migrate", "reactions", verbosity=0, lock_seconds=1, tries=1)
        # Who comes behind the migration is served at once.
        with direct() as reader:
            began = time.monotonic()
            reader.execute("SELECT count(*) FROM reactions_article").fetchone()
            assert time.monotonic() - began < 1


class Traffic:
    """People and programs that go on with their work, and how long each answer took them."""

    def __init__(self):
        self.seconds = {}
        self.errors = []
        self._over = threading.Event()

    @contextmanager
    def going_on(self, acts):
        """Have each act done again and again, each in a thread of its own."""
        threads = [threading.Thread(target=self._keep_at, args=pair) for pair in acts.items()]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _keep_at(self, name, act):
        number = 1
        try:
            while not self._over.is_set():
                began = time.monotonic()
                act(number)
                self.seconds.setdefault(name, []).append(time.monotonic() - began)
                number += 1
        except Exception as error:  # whatever it is, it is what a reader would have seen
            self.errors.append((name, number, repr(error)))
        finally:
            connection.close()


def report():
    """Read in one transaction for a long time, as a dump or somebody's analysis does."""
    with direct() as other:
        other.execute("SELECT count(*) FROM reactions_article").fetchone()
        other.execute("SELECT count(*) FROM reactions_stance").fetchone()
        time.sleep(REPORT_SECONDS)


def test_readers_and_writers_go_on_beside_the_migrations(later, settings, capsys):
    load_actors()
    fill(Size(stances=STANCES, crises=3, proposals=2_000))
    slug = Crisis.objects.order_by("pk").values_list("slug", flat=True)[0]
    proposals = list(Stance.objects.filter(status="proposed").values_list("pk", "version"))
    decided, stored = [], []
    editor, reader = Client(), Client()
    editor.force_login(make_editor())

    def read(path):
        assert reader.get(path).status_code == 200, path

    def decide(number):
        pk, version = proposals[number]
        answer = editor.post(
            f"/review/{pk}/accept/", {"seen": version}, headers={"accept": "application/json"}
        )
        assert answer.status_code == 200, answer.content
        decided.append(pk)

    def store(number):
        text = f"Dispatch {number} of a busy day. France condemned the raid."
        document = Document(
            place="test",
            url=f"https://news.example.org/{number}",
            text=text,
            published=Article.objects.order_by("-pk")[0].published,
            published_precision="day",
        )
        stored.append(store_article(document)[0].pk)

    acts = {
        "list": lambda number: read(f"/api/v1/stances/?crisis={slug}&limit=50"),
        "page": lambda number: read(f"/crises/{slug}/stances/"),
        "decide": decide,
        "store": store,
    }
    for act in acts.values():
        act(0)  # what is loaded or made once is no matter of migrations
    traffic = Traffic()
    with traffic.going_on(acts):
        time.sleep(2)
        long_reader = threading.Thread(target=report)
        long_reader.start()
        time.sleep(0.5)
        began = time.monotonic()
        call_command("migrate", "reactions", verbosity=0, lock_seconds=1, stderr=io.StringIO())
        took = time.monotonic() - began
        time.sleep(1)
    long_reader.join()

    with capsys.disabled():
        slowest = {name: round(max(seconds), 2) for name, seconds in traffic.seconds.items()}
        count = {name: len(seconds) for name, seconds in traffic.seconds.items()}
        print(f"\n{STANCES:,} stances, migrated in {took:.1f} s; slowest {slowest} of {count}")  # noqa: T201
    assert traffic.errors == []
    assert took > REPORT_SECONDS - 2  # it met the report, or this test shows nothing
    assert set(traffic.seconds) == set(acts)
    assert max(map(max, traffic.seconds.values())) < MOST_SECONDS
    assert set(Decision.objects.filter(stance__in=decided).values_list("stance", flat=True)) == set(
        decided
    )
    assert Article.objects.filter(pk__in=stored).count() == len(stored)
    call_command("migrate", check_unapplied=True, verbosity=0)
