"""The desk's queue with a hundred thousand proposals: the page, an item, and what comes next."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.cost import cost_of, opening
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
        "queue": opening(client, "/review/"),
        "queue_page_20": opening(client, "/review/?page=20"),
        "queue_by_kind": opening(client, "/review/?kind=sanction&ordering=least_sure"),
        "queue_duplicates": opening(client, "/review/?queue=duplicates"),
        "queue_not_found": opening(client, "/review/?queue=not_found"),
        "item_first": opening(client, f"/review/{first}/"),
        "item_middle": opening(client, f"/review/{middle}/"),
        "accept_and_next": accept,
    }.items():
        cost = cost_of(act, before=forget, rounds=ROUNDS)
        figures[f"{name}_processor_ms"] = round(cost.processor, 1)
        figures[f"{name}_ms"] = round(statistics.median(cost.times), 1)
        figures[f"{name}_queries"] = cost.queries
    return figures
