"""Robots.txt and the pace of a host, shared by whoever fetches."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache

from reactions.ingestion import pace, polite
from reactions.ingestion.http import Client, FetchError, TemporaryFetchError
from reactions.ingestion.polite import DisallowedError, fetch

pytestmark = pytest.mark.usefixtures("memory")

ROBOTS = """User-agent: *
Disallow: /

User-agent: crisiswatch
Disallow: /private/
Crawl-delay: 0.5
"""


@pytest.fixture
def memory(services):
    pace.shared_memory().flushdb()
    cache.clear()


@pytest.fixture
def client():
    with Client() as client:
        yield client


def test_robots_txt_is_asked_once_and_obeyed(site, client):
    site.say("/robots.txt", ROBOTS)
    site.say("/open", "open")
    site.say("/private/a", "private")
    assert fetch(client, site.url("/open")).body == b"open"
    with pytest.raises(DisallowedError, match=r"robots\.txt of 127"):
        fetch(client, site.url("/private/a"))
    assert site.asked == ["/robots.txt", "/open"]


@pytest.mark.parametrize("status", [404, 403, 410])
def test_without_robots_txt_everything_is_allowed(site, client, status):
    site.say("/robots.txt", b"", status)
    site.say("/a", "open")
    assert fetch(client, site.url("/a")).status == 200


def test_while_robots_txt_cannot_be_had_nothing_is_fetched(site, client):
    site.say("/robots.txt", b"", 503)
    site.say("/a", "open")
    with pytest.raises(TemporaryFetchError):
        fetch(client, site.url("/a"))
    assert site.count("/a") == 0
    site.say("/robots.txt", ROBOTS)
    assert fetch(client, site.url("/a")).status == 200


def test_a_host_is_asked_at_its_pace(site, client, settings):
    settings.FETCH_HOST_DELAY = 0.3
    site.say("/a", "open")
    fetch(client, site.url("/a"))
    started = time.monotonic()
    fetch(client, site.url("/a"))
    fetch(client, site.url("/a"))
    assert 0.5 < time.monotonic() - started < 1.5


def test_robots_txt_may_ask_for_more_time(site, client):
    site.say("/robots.txt", ROBOTS)
    site.say("/a", "open")
    fetch(client, site.url("/a"))
    started = time.monotonic()
    fetch(client, site.url("/a"))
    assert time.monotonic() - started > 0.4


def test_a_turn_too_far_off_is_not_waited_for(site):
    with pace.turn("news.example", delay=10):
        pass
    waits = []
    for _ in range(3):
        with pytest.raises(pace.NotYet) as caught, pace.turn("news.example", delay=10):
            pass
        waits.append(round(caught.value.wait.total_seconds()))
    # Those who are put off are spread over the turns to come.
    assert waits == [20, 30, 40]
    with pace.turn("other.example", delay=10):
        pass


def test_few_at_a_time(site):
    with (
        pace.turn("news.example", delay=0),
        pace.turn("news.example", delay=0),
        pytest.raises(pace.NotYet),
        pace.turn("news.example", delay=0),
    ):
        pass
    with pace.turn("news.example", delay=0):
        pass


def test_where_a_redirect_leads_is_asked_like_any_other_site(site, client):
    """Its robots.txt, which is another host's, and its pace."""
    elsewhere = site.url("/there", host="localhost")
    site.redirect("/a", elsewhere)
    site.say("/there", "there")
    assert fetch(client, site.url("/a")).url == elsewhere
    assert site.asked == ["/robots.txt", "/a", "/robots.txt", "/there"]
    pace.hold(f"localhost:{site.port}", timedelta(minutes=5))
    with pytest.raises(pace.NotYet) as caught:
        fetch(client, site.url("/a"))
    assert caught.value.wait > timedelta(minutes=4)
    assert site.count("/there") == 1


def test_the_robots_txt_where_a_redirect_leads_is_obeyed(site, client):
    site.say("/robots.txt", ROBOTS)
    site.redirect("/a", site.url("/private/a", host="localhost"))
    with pytest.raises(DisallowedError, match=r"robots\.txt of localhost"):
        fetch(client, site.url("/a"))
    assert site.count("/private/a") == 0


def test_sites_that_redirect_to_each_other_are_left(site, client):
    site.redirect("/a", site.url("/b", host="localhost"))
    site.redirect("/b", site.url("/a"))
    with pytest.raises(FetchError, match="redirects more than"):
        fetch(client, site.url("/a"))
    assert site.count("/a") + site.count("/b") == 6


def test_retry_after_holds_for_the_whole_host(site, client):
    site.say("/busy", b"", 429, Retry_After="120")
    site.say("/a", "open")
    with pytest.raises(TemporaryFetchError):
        fetch(client, site.url("/busy"))
    with pytest.raises(pace.NotYet) as caught:
        polite.fetch(client, site.url("/a"))
    assert caught.value.wait > timedelta(seconds=115)
    assert site.count("/a") == 0
