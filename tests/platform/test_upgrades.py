"""Migrations and the site's readers and writers do not stand in each other's way."""

import io
import time

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

# Undoing and doing migrations takes its time.
pytestmark = pytest.mark.long


def direct():
    """A connection of its own to the test's database."""
    given = connection.get_connection_params()
    names = ("dbname", "user", "host", "port", "password")
    return psycopg.connect(**{name: given[name] for name in names if given.get(name)})


@pytest.mark.django_db(transaction=True)
def test_a_migration_waits_for_no_long_transaction_and_is_tried_again():
    call_command("migrate", "reactions", "0014", verbosity=0)
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


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_finds_no_moment_says_so_and_leaves_all_as_it_was():
    call_command("migrate", "reactions", "0014", verbosity=0)
    try:
        with direct() as other:
            other.execute("LOCK TABLE reactions_article IN ACCESS SHARE MODE")
            with pytest.raises(CommandError, match="quieter hour"):
                call_command("migrate", "reactions", verbosity=0, lock_seconds=1, tries=1)
            # Who comes behind the migration is served at once.
            with direct() as reader:
                began = time.monotonic()
                reader.execute("SELECT count(*) FROM reactions_article").fetchone()
                assert time.monotonic() - began < 1
    finally:
        call_command("migrate", "reactions", verbosity=0)
