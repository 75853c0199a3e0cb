"""From a site's feed to proposals in the queue, by real workers that are disturbed."""

import time

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from reactions import tasks
from reactions.ingestion import pace
from reactions.models import Page, Reading, Source
from reactions.reference import load_actors
from tests.factories import make_crisis
from tests.ingestion.content import content
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


def expect_undisturbed(site):
    found = content()
    assert [url for url, *_ in found["articles"]] == sorted(
        site.url(f"/{n}") for n in range(NUMBER)
    )
    assert {state for _, state, _ in found["pages"]} == {"done"}
    assert len(found["captures"]) == len(found["evidence"]) == len(found["findings"]) == NUMBER
    assert {kind for *_, kind, _, _, _, _ in found["stances"]} == {"condemn"}
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
    moment = timezone.now()
    Source.objects.update(next_poll=moment)
    asked = len(news.asked)
    before = content()
    sweep()
    wait_for(lambda: Source.objects.filter(polled__gt=moment).exists())
    assert news.asked[asked:] == ["/feed"]
    assert content() == before


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
