"""The desk's queue with a hundred thousand proposals: the page, an item, and what comes next."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.seed import Size, fill
from benchmarks.services import running_site

PROPOSALS = 100_000
ROUNDS = 15


def run() -> dict[str, Any]:
    """Processor time and time of each page (of ROUNDS: mean, median) and its queries.

    The counts that are kept for a minute are forgotten before each round of the queue's page.
    """
    with running_site(ALLOWED_HOSTS="testserver"):
        fill(Size(stances=10_000, crises=3, proposals=PROPOSALS))
        return _measure()


def _measure() -> dict[str, Any]:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.cache import cache
    from django.test import Client

    from reactions.models import Evidence
    from reactions.roles import Role, ensure_roles

    # Files by their plain names, as nothing was collected.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    editor = User.objects.get_or_create(username="anna")[0]
    editor.groups.add(ensure_roles()[Role.SENIOR_EDITOR])
    client = Client()
    client.force_login(editor)

    def get(address: str) -> Callable[[], None]:
        def ask() -> None:
            answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}.")

        return ask

    def accept() -> None:
        stance = ordered.filter(in_text=True)[0].stance_id
        answer = client.post(
            f"/review/{stance}/accept/", {"seen": 1}, HTTP_ACCEPT="application/json"
        )
        if answer.status_code != 200:
            raise SystemExit(f"Accepting answered {answer.status_code}.")

    def forget() -> None:
        """All counts that are kept; what the filters offer is kept for ten minutes."""
        offered = cache.get("desk-occurring")
        cache.clear()
        cache.set("desk-occurring", offered)

    # One proposal in two hundred that its article does not show.
    for pk in Evidence.objects.filter(waits=True).values_list("pk", flat=True)[::200]:
        Evidence.objects.filter(pk=pk).update(text="Words that the article doesn't have.")
    waiting = Evidence.objects.filter(waits=True, primary=True)
    ordered = waiting.order_by("-attention", "-published")
    first, middle = ordered[0].stance_id, ordered[PROPOSALS // 2].stance_id
    figures: dict[str, Any] = {"proposals": waiting.count()}
    for name, act in {
        "queue": get("/review/"),
        "queue_page_20": get("/review/?page=20"),
        "queue_by_kind": get("/review/?kind=sanction&ordering=least_sure"),
        "queue_duplicates": get("/review/?queue=duplicates"),
        "queue_not_found": get("/review/?queue=not_found"),
        "item_first": get(f"/review/{first}/"),
        "item_middle": get(f"/review/{middle}/"),
        "accept_and_next": accept,
    }.items():
        cost = _cost(act, before=forget)
        figures[f"{name}_processor_ms"] = round(cost.processor, 1)
        figures[f"{name}_ms"] = round(statistics.median(cost.times), 1)
        figures[f"{name}_queries"] = cost.queries
    return figures


@dataclass(frozen=True)
class Cost:
    """What an act takes: its times in milliseconds, processor time of one, and its queries.

    The processor time is this process' and the database's for it. Other work on the machine makes
    an act wait, but weighs little on what it uses.
    """

    times: list[float]
    processor: float
    queries: int


def _cost(act: Callable[[], None], *, before: Callable[[], None]) -> Cost:
    from django.db import connection

    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        act()
    times, processor = [], 0.0
    for _ in range(ROUNDS):
        before()
        used, begun = _processor_time(), time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - begun))
        processor += 1000 * (_processor_time() - used)
    return Cost(times, processor / ROUNDS, queries)


def _processor_time() -> float:
    """Seconds of this process and of the database's process that serves it."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not stat.exists():
        raise SystemExit("This benchmark needs /proc and a database on this machine.")
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
