"""Migrations and the site's readers and writers do not stand in each other's way."""

import io
import shutil
import time
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reactions import migrations

# Undoing and doing migrations takes its time.
pytestmark = pytest.mark.long

# What a release may bring: a column, and an index built beside writers.
_LATER = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reactions", "0001_initial")]
    operations = [
        migrations.AddField("article", "shelf", models.CharField(max_length=9, db_default="")),
        AddIndexConcurrently("article", models.Index(fields=["shelf"], name="article_shelf")),
    ]
"""


@pytest.fixture
def later(tmp_path, monkeypatch, settings, transactional_db):
    """The migrations of a later release, not yet applied; undone at the end."""
    package = tmp_path / "migrations_of_a_later_release"
    shutil.copytree(Path(migrations.__file__).parent, package)
    (package / "0002_shelf.py").write_text(_LATER)
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"reactions": package.name}
    yield
    call_command("migrate", "reactions", "0001", verbosity=0)


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
