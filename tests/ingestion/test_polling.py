"""Sources asked for news: once each, conditionally, seldom where they fail."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reactions import tasks
from reactions.ingestion import http, pace, polling
from reactions.ingestion.discovery import discover
from reactions.ingestion.fetching import due_pages
from reactions.ingestion.http import Client
from reactions.models import Page, Source
from tests.ingestion.test_feeds import item, rss, sitemap_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory")]


@pytest.fixture
def memory(services):
    pace.shared_memory().flushdb()
    cache.clear()


@pytest.fixture
def source(site):
    site.say("/feed", feed(site, 3), ETag='"1"')
    return Source.objects.create(name="Example", type="feed", address=site.url("/feed"))


def feed(site, number, **fields):
    return rss("".join(item(site.url(f"/{n}"), **fields) for n in range(number)))


def poll(source, *, due=True):
    if due:
        Source.objects.filter(pk=source.pk).update(next_poll=timezone.now())
    with Client() as client:
        pages = polling.poll(source.pk, client=client)
    source.refresh_from_db()
    return pages


def test_new_entries_become_pages(source, site):
    pages = poll(source)
    assert len(pages) == 3
    page = Page.objects.get(url=site.url("/0"))
    assert (page.source, page.title, page.state) == (source, "One & all", "queued")
    assert page.published.isoformat() == "2020-08-17T07:30:00+00:00"
    assert source.last_result == "3 entries, 3 new or changed."
    assert sorted(due_pages(timezone.now(), limit=9)) == sorted(pages)


def test_it_is_not_due_again_before_its_interval(source, site):
    poll(source)
    assert poll(source, due=False) == []
    assert site.count("/feed") == 1
    wait = source.next_poll - timezone.now()
    assert timedelta(seconds=90) < wait < timedelta(seconds=150)


def test_only_what_is_new_comes_in(source, site):
    poll(source)
    site.say("/feed", feed(site, 5))
    assert len(poll(source)) == 2
    assert Page.objects.count() == 5


def test_nothing_new_costs_little(source, site):
    poll(source)
    site.say("/feed", b"", 304)
    Source.objects.update(next_poll=timezone.now())
    with (
        Client() as client,
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        assert polling.poll(source.pk, client=client) == []
    assert len(queries) == 2
    assert site.requests[-1]["If-None-Match"] == '"1"'
    source.refresh_from_db()
    assert source.last_result == "Nothing new."


def test_the_same_body_without_conditional_get_is_nothing_new(source, site):
    site.say("/feed", feed(site, 3))
    poll(source)
    assert poll(source) == []
    assert source.last_result == "Nothing new."


def test_a_changed_entry_is_looked_at_again(source, site):
    poll(source)
    Page.objects.update(state="done", fetched=timezone.now() - timedelta(days=1))
    later = timezone.now().isoformat()
    body = feed(site, 1).replace("</item>", f"<updated>{later}</updated></item>")
    site.say("/feed", body.replace("<rss ", '<rss xmlns="http://www.w3.org/2005/Atom" '))
    (page,) = poll(source)
    assert due_pages(timezone.now(), limit=9) == [page]


def test_a_list_of_sitemaps_is_followed_to_its_newest_pages(source, site):
    now = timezone.now()
    days = {"new": now, "yesterday": now - timedelta(days=1), "old": now - timedelta(days=40)}
    rows = (
        f"<url><loc>{site.url(f'/{name}')}</loc><lastmod>{day.isoformat()}</lastmod></url>"
        for name, day in days.items()
    )
    names = "http://www.sitemaps.org/schemas/sitemap/0.9"
    site.say("/one", f'<urlset xmlns="{names}">{"".join(rows)}</urlset>')
    listed = [(site.url(path), "") for path in ("/one", "/gone", "/three", "/four")]
    site.say("/feed", sitemap_list(*listed), ETag='"1"')
    assert len(poll(source)) == 2
    assert source.last_result == "2 entries, 2 new or changed."
    assert site.asked.count("/one") + site.asked.count("/gone") + site.asked.count("/four") <= 3
    # The list is the same the next time; what it names is looked at all the same.
    site.say(
        "/one",
        f'<urlset xmlns="{names}"><url><loc>{site.url("/newer")}</loc>'
        f"<lastmod>{now.isoformat()}</lastmod></url></urlset>",
    )
    assert len(poll(source)) == 1


def test_a_failing_source_is_asked_more_seldom_but_not_dropped(source, site):
    site.say("/feed", b"", 500)
    waits = []
    for _ in range(12):
        poll(source)
        waits.append(source.next_poll - timezone.now())
    assert source.failures == 12
    assert "answered 500" in source.error
    assert timedelta(minutes=3) < waits[0] < timedelta(minutes=5)
    assert timedelta(hours=23) < waits[-1] <= timedelta(days=1)
    site.say("/feed", feed(site, 1))
    poll(source)
    assert (source.failures, source.error) == (0, "")


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (404, "", "new address"),
        (200, "<html><body><p>We have moved</p></body></html>", "still leads to the feed"),
    ],
)
def test_a_failure_comes_with_its_mend(source, site, status, body, words):
    site.say("/feed", body, status)
    poll(source)
    assert source.failures == 1
    assert words in source.error


def test_a_source_that_asks_to_wait_is_given_the_time(source, site):
    site.say("/feed", b"", 429, Retry_After="7200")
    poll(source)
    assert source.next_poll > timezone.now() + timedelta(minutes=119)


def test_a_new_article_is_a_proposal_within_five_minutes_at_worst():
    """By the default schedule: just missed by a poll, then by a sweep, and everything slow.

    Half a minute is left for the queue. A host that asks for more than a second or two between
    two fetches takes longer, by its own wish.
    """
    poll = Source().interval * 1.2
    sweep = timedelta(seconds=settings.SWEEP_SECONDS)
    fetches = 2 * timedelta(seconds=pace.PATIENCE + http.TOTAL_SECONDS)
    reading = timedelta(seconds=tasks.read_reading.time_limit)
    assert poll + sweep + fetches + reading < timedelta(minutes=4, seconds=35)


def test_a_paused_source_is_left_alone(source, site):
    Source.objects.update(paused=True)
    assert poll(source) == []
    assert polling.due_sources(timezone.now(), limit=9) == []
    assert site.asked == []


def test_one_worker_gets_a_source(source, site):
    poll(source)
    Source.objects.update(next_poll=timezone.now() + timedelta(seconds=50))
    assert poll(source, due=False) == []
    assert site.count("/feed") == 1


def test_discovery_finds_what_the_page_names(site):
    site.say(
        "/",
        "<html><head><link rel='alternate' type='application/rss+xml' href='/a.xml'>"
        "<link rel='alternate' type='application/rss+xml' href='/comments/feed'></head>"
        "<body><p>Home</p></body></html>",
    )
    site.say("/a.xml", feed(site, 2))
    with Client() as client:
        (found,) = discover(client, site.url("/"))
    assert found.address == site.url("/a.xml")
    assert len(found.feed.entries) == 2


def test_discovery_looks_in_the_usual_places(site):
    site.say("/", "<html><body><p>Home</p></body></html>")
    site.say("/rss.xml", feed(site, 2))
    with Client() as client:
        assert [found.address for found in discover(client, site.url("/"))] == [
            site.url("/rss.xml")
        ]


def test_discovery_takes_a_feed_as_it_is(site):
    site.say("/feed", feed(site, 2))
    with Client() as client:
        assert discover(client, site.url("/feed"))[0].feed.title == "The Daily Example"


def test_discovery_finds_nothing(site):
    site.say("/", "<html><body><p>Home</p></body></html>")
    with Client() as client:
        assert discover(client, site.url("/")) == []
