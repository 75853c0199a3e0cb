"""Run by test_session.py alone, which ends the session while this waits."""

import time


def test_it(db):
    print("with the database", flush=True)  # noqa: T201 - the other test reads it
    time.sleep(60)
