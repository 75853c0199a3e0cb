"""From a site's feed to proposals in the queue, by real workers that are disturbed."""

import os
import signal
import time

import pytest
from celery import current_app
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from reactions import tasks
from reactions.ingestion import pace
from reactions.models import Article, Capture, Evidence, Finding, Page, Reading, Source, Stance
from reactions.reference import load_actors
from tests.factories import make_crisis
from tests.ingestion.layouts import document
from tests.ingestion.test_feeds import item, rss

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = 12
ACTORS = "France Poland Lithuania Canada Norway Japan Germany Ireland Spain Italy Latvia Sweden"
EVENTS = "strike rally march vigil arrest trial siege speech ballot inquest curfew raid"


@pytest.fixture
def news(site, services):
    """A site with a feed of NUMBER articles of which each tells one stance."""
    pace.shared_memory().flushdb()
    cache.clear()
    load_actors()
    make_crisis()
    for number, (actor, event) in enumerate(zip(ACTORS.split(), EVENTS.split(), strict=True)):
        filler = f"The {event} of that week, the {number}th, was told in every {event} report. "
        body = (
            f"<article><h1>Belarus after the {event}</h1><p>{actor} condemned the violence against "
            f"protesters in Minsk on Monday, after the election in Belarus.</p>"
            f"<p>{filler * 6}</p></article>"
        )
        site.say(f"/{number}", document(STORY, body))
    entries = (item(site.url(f"/{number}")) for number in range(NUMBER))
    site.say("/feed", rss("".join(entries)), ETag='"1"')
    return site


class STORY:
    title = "Belarus"


def settings_for(site):
    """What lets a worker fetch from the local site."""
    return {
        "FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
        "FETCH_ALLOWED_PORTS": str(site.port),
        "FETCH_HOST_DELAY": "0.05",
    }


def wait_for(condition, seconds=90, nudge=None):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        if nudge:
            nudge()
        time.sleep(0.3)


def sweep():
    """What beat does, every few tenths of a second instead of once a minute."""
    tasks.send_due_sources()
    tasks.send_due_pages()
    tasks.send_due_readings()


def all_read():
    return Reading.objects.filter(state="done").count() == NUMBER


def content():
    """What is in the database, without times and numbers of rows."""
    return {
        "articles": sorted(Article.objects.values_list("url", "version", "sha256")),
        "pages": sorted(Page.objects.values_list("url", "state", "form")),
        "captures": sorted(Capture.objects.values_list("page__url", "sha256")),
        "readings": sorted(Reading.objects.values_list("article__url", "state")),
        "stances": sorted(Stance.objects.values_list("actor__code", "kind", "status")),
        "evidence": sorted(Evidence.objects.values_list("article__url", "start", "text")),
        "findings": Finding.objects.count(),
    }


def expect_undisturbed(site):
    found = content()
    assert [url for url, *_ in found["articles"]] == sorted(
        site.url(f"/{n}") for n in range(NUMBER)
    )
    assert {state for _, state, _ in found["pages"]} == {"done"}
    assert len(found["captures"]) == len(found["evidence"]) == found["findings"] == NUMBER
    assert {kind for _, kind, _ in found["stances"]} == {"condemn"}
    assert len(found["stances"]) == NUMBER


def test_a_feed_item_is_a_proposal_within_seconds(news, start_worker):
    start_worker(**settings_for(news))
    Source.objects.create(name="Example", type="feed", address=news.url("/feed"))
    started = time.monotonic()
    tasks.send_due_sources.delay()
    wait_for(all_read)
    assert time.monotonic() - started < 60
    expect_undisturbed(news)
    # Polled again it changes nothing, and costs the site one conditional question.
    Source.objects.update(next_poll=timezone.now())
    asked = len(news.asked)
    before = content()
    sweep()
    wait_for(lambda: Source.objects.get().next_poll > timezone.now())
    assert news.asked[asked:] == ["/feed"]
    assert content() == before


@pytest.mark.long
def test_workers_killed_and_the_queue_lost(news, start_worker):
    """Killed at moments spread over the work, with all messages lost in between."""
    Source.objects.create(name="Example", type="feed", address=news.url("/feed"))
    for kill in range(4):
        worker = start_worker(concurrency=2, **settings_for(news))
        sweep()
        goal = 3 * kill + 1
        wait_for(lambda goal=goal: Page.objects.filter(state="done").count() >= goal, nudge=sweep)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        if kill == 1:
            current_app.control.purge()
        if kill == 2:
            pace.shared_memory().flushall()
        # Leases end in a minute; the test does not wait for it.
        now = timezone.now()
        Page.objects.filter(state="started").update(leased_until=now)
        Reading.objects.filter(state="started").update(leased_until=now)
        Source.objects.filter(polled=None).update(next_poll=now)
    start_worker(**settings_for(news))
    wait_for(all_read, nudge=sweep)
    expect_undisturbed(news)


def test_addresses_on_the_command_line(news, start_worker, tmp_path, capsys):
    start_worker(**settings_for(news))
    listed = tmp_path / "addresses.txt"
    listed.write_text(f"# two more\n{news.url('/1')}\n\n{news.url('/2')} # with a remark\n")
    news.say("/gone", b"", 404)
    with pytest.raises(CommandError, match="answered 404"):
        call_command(
            *("ingest", news.url("/0"), news.url("/gone"), news.url("/0")),
            crisis="belarus-2020",
            lists=[listed],
        )
    assert "3 articles read, 3 stances found, 1 failed." in capsys.readouterr().out
    assert Reading.objects.filter(reason="asked for").count() == 3
    call_command("retry", "--list")
    assert "answered 404" in capsys.readouterr().out
    news.answers["/gone"] = news.answers["/3"]
    call_command("retry")
    wait_for(lambda: Page.objects.get(url=news.url("/gone")).state == "done", nudge=sweep)
