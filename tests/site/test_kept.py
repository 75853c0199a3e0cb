"""What is kept is made once, also when many ask for it at the same moment."""

import threading
import time

import pytest
from django.core.cache import cache

from reactions.kept import kept


@pytest.fixture(autouse=True)
def _empty(services):
    cache.clear()


def asked_by(number, make):
    """What so many threads were given that asked at once."""
    start = threading.Barrier(number)
    given = []

    def ask():
        start.wait()
        given.append(kept("result", make, seconds=60))

    threads = [threading.Thread(target=ask) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_it_is_made_once_for_all_who_ask():
    made = []

    def make():
        time.sleep(0.3)
        made.append(1)
        return "result"

    assert asked_by(6, make) == ["result"] * 6
    assert made == [1]
    assert kept("result", make, seconds=60) == "result"
    assert made == [1]


def test_a_failure_holds_nobody_up():
    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kept("result", fail, seconds=60)
    began = time.monotonic()
    assert kept("result", lambda: 7, seconds=60) == 7
    assert time.monotonic() - began < 1


def test_who_was_lost_in_the_making_holds_nobody_up_for_long():
    cache.add("result:in-the-making", True, timeout=1)
    assert kept("result", lambda: 7, seconds=60) == 7
