"""Pages as work: fetched once, kept as proof, tried again by the row and not by luck."""

import gzip
import resource
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from reactions import pipeline
from reactions.ingestion import captures, fetching, pace
from reactions.ingestion.fetching import due_pages, fetch_page, wanted
from reactions.ingestion.http import Client
from reactions.models import Article, Capture, Page, Reading
from reactions.models.work import MAX_ATTEMPTS
from tests.factories import make_crisis
from tests.ingestion.layouts import LAYOUTS, document, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory")]

STORY = make_story(1)


@pytest.fixture
def memory(services):
    pace.shared_memory().flushdb()
    cache.clear()


@pytest.fixture
def row(site):
    """A page at a site that has the article."""
    site.say("/story", LAYOUTS["semantic"](STORY), ETag='"1"')
    return wanted(site.url("/story"), crisis=make_crisis())


def fetch(row):
    with Client() as client:
        readings = fetch_page(row.pk, client=client)
    row.refresh_from_db()
    return readings


def again(row):
    """Make the page due now."""
    Page.objects.filter(pk=row.pk).update(
        next_try=timezone.now(), recheck=timezone.now() if row.state == "done" else None
    )


def test_a_page_becomes_an_article_with_its_proof(row, site):
    (reading,) = fetch(row)
    article = Article.objects.get()
    assert (row.state, row.form, row.article, row.etag) == ("done", "article", article, '"1"')
    assert article.title == STORY.title
    assert article.url == site.url("/story")
    assert Reading.objects.get(pk=reading).reason == "asked for"
    capture = Capture.objects.get()
    assert captures.bytes_of(capture) == LAYOUTS["semantic"](STORY).encode()
    assert capture.article == article
    assert capture.headers["etag"] == '"1"'


def test_a_new_page_takes_few_statements(row, django_assert_num_queries):
    with Client() as client, django_assert_num_queries(16):
        fetch_page(row.pk, client=client)


def test_the_message_ten_times_fetches_once(row, site):
    for _ in range(10):
        fetch(row)
    assert site.count("/story") == 1
    assert (Article.objects.count(), Reading.objects.count(), Capture.objects.count()) == (1, 1, 1)


def test_what_another_worker_holds_is_left_to_it(row, site):
    Page.objects.filter(pk=row.pk).update(
        state="started", leased_until=timezone.now() + timedelta(seconds=30)
    )
    assert fetch(row) == []
    assert site.asked == []
    assert due_pages(timezone.now(), limit=5) == []


def test_an_unchanged_page_is_asked_conditionally(row, site):
    fetch(row)
    site.say("/story", b"", 304)
    again(row)
    fetch(row)
    assert site.requests[-1]["If-None-Match"] == '"1"'
    assert (row.state, Article.objects.count(), Capture.objects.count()) == ("done", 1, 1)


def test_a_changed_page_is_a_new_version_and_the_old_one_stays(row, site):
    fetch(row)
    site.say("/story", LAYOUTS["semantic"](make_story(2)))
    again(row)
    fetch(row)
    first, second = Article.objects.order_by("version")
    assert (first.version, second.version) == (1, 2)
    assert first.text == STORY.text
    assert row.article == second
    assert Capture.objects.count() == 2
    assert Reading.objects.count() == 2


def test_a_young_article_is_looked_at_again_and_an_old_one_is_not(row):
    fetch(row)
    assert timedelta(hours=1) < row.recheck - timezone.now() <= timedelta(hours=2)
    Capture.objects.update(retrieved=timezone.now() - timedelta(days=3))
    again(row)
    fetch(row)
    assert row.recheck is None


@pytest.mark.parametrize(
    ("status", "mend"), [(404, "moved"), (403, "paste the text"), (401, "login")]
)
def test_a_refusal_is_listed_with_its_mend_and_not_tried_again(row, site, status, mend):
    site.say("/story", b"", status)
    fetch(row)
    assert (row.state, row.rests) == ("failed", True)
    assert str(status) in row.error
    assert mend in row.error
    assert due_pages(timezone.now() + timedelta(days=9), limit=5) == []


def test_a_page_that_is_gone_keeps_its_article(row, site):
    fetch(row)
    site.say("/story", b"", 410)
    again(row)
    fetch(row)
    assert (row.state, row.recheck) == ("done", None)
    assert "410" in row.error
    assert Article.objects.count() == 1


def test_a_server_in_trouble_is_tried_again_later_and_later(row, site):
    site.say("/story", b"", 500)
    waits = []
    for _ in range(MAX_ATTEMPTS):
        again(row)
        fetch(row)
        waits.append((row.next_try - timezone.now()).total_seconds())
    assert waits == sorted(waits)
    assert 40 < waits[0] < 75
    assert 700 < waits[-1] < 1200
    assert row.rests
    assert due_pages(timezone.now() + timedelta(days=9), limit=5) == []
    assert fetching.retry([row.pk]) == 1
    site.say("/story", LAYOUTS["semantic"](STORY))
    fetch(row)
    assert row.state == "done"


def test_a_server_that_asks_to_wait_is_given_the_time(row, site):
    site.say("/story", b"", 503, Retry_After="3600")
    fetch(row)
    assert timedelta(minutes=59) < row.next_try - timezone.now() <= timedelta(hours=1)


def test_a_turn_too_far_off_is_no_attempt(row, site):
    pace.hold(f"127.0.0.1:{site.port}", timedelta(seconds=90))
    fetch(row)
    assert (row.state, row.attempts, row.error) == ("queued", 0, "")
    assert row.next_try > timezone.now() + timedelta(seconds=60)
    assert site.count("/story") == 0


def test_what_robots_txt_forbids_says_so(row, site):
    site.say("/robots.txt", "User-agent: *\nDisallow: /story\n")
    fetch(row)
    assert row.rests
    assert "robots.txt" in row.error


def test_what_is_no_article_is_marked_and_kept_but_not_read(row, site):
    site.say("/story", document(STORY, "<div class='paywall'>Subscribe to continue reading</div>"))
    assert fetch(row) == []
    assert (row.state, row.form, row.recheck) == ("done", "paywall", None)
    assert "behind a paywall" in row.error
    assert Article.objects.count() == 0
    assert Capture.objects.get().article is None


def test_a_disk_that_takes_no_more_loses_nothing(row, site):
    # Of its own: what is kept already needs no room.
    site.say("/story", LAYOUTS["semantic"](make_story(77)))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    try:
        fetch(row)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (row.state, Article.objects.count()) == ("failed", 0)
    assert "It could not be kept on disk (File too large). Make room there." in row.error
    again(row)
    fetch(row)
    assert (row.state, Article.objects.count(), Capture.objects.count()) == ("done", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_one_page_and_one_reading(row, site):
    """The same message ten times at once, each worker with a connection of its own."""

    def fetch_as_worker(_):
        try:
            with Client() as client:
                return fetch_page(row.pk, client=client)
        finally:
            connection.close()

    def read_as_worker(_):
        try:
            return pipeline.read(reading)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as workers:
        ((reading,),) = filter(None, workers.map(fetch_as_worker, range(10)))
        assert sum(workers.map(read_as_worker, range(10))) == 1
    assert Article.objects.count() == Capture.objects.count() == Reading.objects.count() == 1
    assert site.count("/story") == 1


def test_a_capture_that_was_cut_short_is_written_anew(row):
    body = LAYOUTS["semantic"](STORY).encode()
    name = captures.keep_bytes(body)
    path = captures.default_storage.path(name)
    with open(path, "r+b") as file:  # noqa: PTH123
        file.truncate(10)
    fetch(row)
    assert captures.bytes_of(Capture.objects.get()) == body
    with open(path, "rb") as file:  # noqa: PTH123
        assert gzip.decompress(file.read()) == body


def test_two_addresses_of_one_article_make_one(row, site):
    fetch(row)
    link = f"<link rel='canonical' href='{site.url('/story')}'>"
    site.say("/story?ref=mail", document(STORY, LAYOUTS["semantic"](STORY), head=link))
    other = wanted(site.url("/story?ref=mail"), crisis=make_crisis())
    fetch(other)
    assert other.article.url == site.url("/story")


def test_a_lost_worker_is_not_the_end(row):
    Page.objects.filter(pk=row.pk).update(
        state="started", attempts=1, leased_until=timezone.now() - timedelta(seconds=1)
    )
    assert due_pages(timezone.now(), limit=5) == [row.pk]
    fetch(row)
    assert row.state == "done"


def test_a_page_that_takes_its_worker_down_each_time_is_given_up(row):
    Page.objects.filter(pk=row.pk).update(
        state="started", attempts=MAX_ATTEMPTS, leased_until=timezone.now() - timedelta(seconds=1)
    )
    assert fetching.give_up_lost_pages(timezone.now()) == 1
    row.refresh_from_db()
    assert (row.state, row.rests) == ("failed", True)
    assert "lost at every attempt" in row.error


def test_asking_again_for_an_address_looks_again(row, site):
    fetch(row)
    assert wanted(site.url("/story")).pk == row.pk
    fetch(row)
    assert site.count("/story") == 2
