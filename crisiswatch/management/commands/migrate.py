"""`manage.py migrate`, out of readers' way: it waits a moment for a lock, and tries again."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

# Whoever waits for a lock on a table makes everybody behind wait too: so not for long.
_LOCK_SECONDS = 5
_TRIES = 10

_UNFINISHED_INDEXES = """
    SELECT format('%%I', class.relname) FROM pg_index
    JOIN pg_class AS class ON class.oid = pg_index.indexrelid
    WHERE NOT indisvalid AND class.relname NOT LIKE '%%\\_ccnew'
"""


class Command(migrate.Command):
    """Django's own, with a limit to the wait for locks and several tries."""

    help = f"{migrate.Command.help} Waits {_LOCK_SECONDS} s for a lock at most, and tries again."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-seconds",
            type=int,
            default=_LOCK_SECONDS,
            help=f"the longest wait for a lock (default: {_LOCK_SECONDS}); 0: for ever",
        )
        parser.add_argument(
            "--tries", type=int, default=_TRIES, help=f"before it gives up (default: {_TRIES})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        seconds, tries = options["lock_seconds"], options["tries"]
        for left in reversed(range(tries)):
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])
            try:
                super().handle(*args, **options)
                return
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                if not left:
                    raise CommandError(
                        "The migrations found no moment without long transactions. What is done "
                        "stays, the rest is as before. Run migrate again at a quieter hour; who "
                        "holds locks is in pg_stat_activity."
                    ) from error
                self.stderr.write(f"Somebody holds a lock; trying again in {2 * seconds} s.")
                self._drop_unfinished_indexes(connection)
                time.sleep(2 * seconds)
            finally:
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")

    def _drop_unfinished_indexes(self, connection: Any) -> None:
        """Drop what an index that was being built concurrently left when it was given up."""
        with connection.cursor() as cursor:
            cursor.execute(_UNFINISHED_INDEXES)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
