"""The editors' pages about sources, failures, and what editors bring."""

import json
from datetime import date, timedelta

import pytest
from celery import current_app
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from reactions.ingestion import pace
from reactions.models import Article, Page, Reading, Source
from tests.factories import make_article, make_crisis, make_editor, make_reading
from tests.ingestion.layouts import make_story
from tests.ingestion.test_polling import feed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory")]


@pytest.fixture
def memory(services):
    pace.shared_memory().flushdb()
    cache.clear()
    yield
    current_app.control.purge()


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def make_source(name="The Daily Example", **fields):
    address = fields.pop("address", f"https://{name.lower().replace(' ', '-')}.example/feed")
    return Source.objects.create(name=name, type="feed", address=address, **fields)


def make_page(**fields):
    number = Page.objects.count()
    return Page.objects.create(url=f"https://news.example/{number}", **fields)


def words(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", ["sources", "source_add", "bring", "failures"])
def test_only_editors_see_them(client, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(make_editor())
    assert client.get(reverse(name)).status_code == 200


def test_the_list_says_how_each_source_does(editor):
    make_source("Quiet", last_result="40 entries, 3 new or changed.")
    failing = make_source("Failing", failures=3, error="It answered 500.")
    make_source("Resting", paused=True)
    for _ in range(14):
        make_article(source=failing)
    make_page(source=failing, state="failed")
    make_page(source=failing)
    page = words(editor.get(reverse("sources")))
    assert page.index("Failing") < page.index("Quiet") < page.index("Resting")
    assert "Failed 3 times in a row: It answered 500." in page
    assert "40 entries, 3 new or changed." in page
    assert '<td data-label="Articles a day" class="number">2.0</td>' in page
    assert "1 page to be fetched" in page
    assert "1 failed" in page


def test_the_list_asks_the_same_number_of_questions_of_any_length(
    editor, django_assert_max_num_queries
):
    for number in range(30):
        make_source(f"Source {number}", country=None)
    with django_assert_max_num_queries(13):
        editor.get(reverse("sources"))


def test_a_source_is_found_from_its_site_and_added(editor, site):
    site.say(
        "/",
        "<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head>"
        "<body><p>Home</p></body></html>",
    )
    site.say("/feed", feed(site, 3))
    shown = words(editor.get(reverse("source_add"), {"address": site.url("/")}))
    assert site.url("/feed") in shown
    assert "One &amp; all" in shown
    assert not Source.objects.exists()
    sent = {"address": site.url("/feed"), "name": "Daily", "language": "en", "minutes": 5}
    response = editor.post(reverse("source_add"), sent, follow=True)
    source = Source.objects.get()
    assert (source.name, source.address, source.type) == ("Daily", site.url("/feed"), "feed")
    assert source.interval == timedelta(minutes=5)
    assert "“Daily” is added" in words(response)
    again = editor.post(reverse("source_add"), {**sent, "name": "Twice"}, follow=True)
    assert "among the sources already" in words(again)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://169.254.169.254/", "not a public address"),
        ("file:///etc/passwd", "no address of the web"),
    ],
)
def test_an_address_without_a_feed_says_why(editor, address, reason):
    response = editor.get(reverse("source_add"), {"address": address})
    assert response.status_code == 400
    assert reason in words(response)


def test_a_site_without_a_feed_says_what_to_do(editor, site):
    site.say("/", "<html><body><p>Home</p></body></html>")
    response = editor.get(reverse("source_add"), {"address": site.url("/")})
    assert "No feed was found" in words(response)


def test_testing_a_source_stores_nothing(editor, site):
    site.say("/feed", feed(site, 3))
    source = make_source(address=site.url("/feed"))
    page = words(editor.get(reverse("source_test", args=[source.pk])))
    assert page.count("One &amp; all") == 3
    assert Page.objects.count() == 0
    source.refresh_from_db()
    assert source.polled is None


def test_a_source_is_paused_changed_and_asked(editor):
    source = make_source(next_poll=timezone.now() + timedelta(days=1))
    editor.post(reverse("source_pause", args=[source.pk]), {"paused": "1"})
    source.refresh_from_db()
    assert source.paused
    editor.post(reverse("source_pause", args=[source.pk]), {"paused": "0"})
    editor.post(
        reverse("source", args=[source.pk]),
        {"name": "New name", "address": source.address, "language": "fr", "minutes": 60},
    )
    editor.post(reverse("source_poll", args=[source.pk]))
    source.refresh_from_db()
    assert (source.paused, source.name, source.interval) == (False, "New name", timedelta(hours=1))
    assert source.next_poll <= timezone.now()


def test_a_source_moves_to_a_new_address(editor, site):
    site.say("/new", feed(site, 2))
    site.say("/page", "<html><body><p>Home</p></body></html>")
    source = make_source("Old", failures=9, error="It answered 404.", etag='"1"', sha256="1")
    other = make_source("Other", address=site.url("/other"))
    sent = {"name": "Old", "language": "en", "minutes": 5}
    place = reverse("source", args=[source.pk])
    for address, reason in [
        (site.url("/page"), "No feed was found"),
        ("http://169.254.169.254/feed", "not a public address"),
        ("", "required"),
        (other.address, "“Other” has this address already."),
    ]:
        response = editor.post(place, {**sent, "address": address})
        assert response.status_code == 400
        assert reason in words(response)
        source.refresh_from_db()
        assert source.failures == 9
    assert editor.post(place, {**sent, "address": site.url("/new")}).status_code == 302
    source.refresh_from_db()
    assert (source.address, source.failures, source.error, source.etag) == (
        *(site.url("/new"), 0, "", ""),
    )
    assert source.next_poll <= timezone.now()


def test_failures_come_with_reason_and_retry(editor):
    page = make_page(state="failed", attempts=5, error="It answered 404. Look for its address.")
    reading = make_reading()
    Reading.objects.update(state="failed", attempts=5, error="ValueError: no")
    make_page(state="done", form="paywall", title="Half a story")
    shown = words(editor.get(reverse("failures")))
    assert "It answered 404. Look for its address." in shown
    assert "ValueError: no" in shown
    assert "not by itself" in shown
    assert "Half a story" in shown
    editor.post(reverse("retry"), {"page": page.pk})
    page.refresh_from_db()
    reading.refresh_from_db()
    assert (page.state, page.attempts, reading.state) == ("queued", 0, "failed")
    editor.post(reverse("retry"), {"all": "1"})
    reading.refresh_from_db()
    assert reading.state == "queued"


def test_addresses_are_brought(editor):
    make_crisis()
    sent = {
        "what": "addresses",
        "addresses-addresses": "https://news.example/1\n\nhttps://news.example/2\n",
        "addresses-crisis": "belarus-2020",
    }
    assert editor.post(reverse("bring"), sent).status_code == 302
    assert {page.url[-1] for page in Page.objects.filter(crisis__slug="belarus-2020")} == {"1", "2"}


def test_text_is_brought_for_the_crises_that_it_is_about(editor):
    make_crisis()
    text = "Belarus arrested protesters on Monday after the election in Minsk. France condemned it."
    sent = {"what": "text", "text-text": text, "text-published": "2020-08-17", "text-title": "T"}
    assert editor.post(reverse("bring"), sent).status_code == 302
    article = Article.objects.get()
    assert (article.title, article.published.date()) == ("T", date(2020, 8, 17))
    assert "Belarus" in Reading.objects.get().reason
    sent["text-text"] = make_story(1).text
    assert "about no crisis" in words(editor.post(reverse("bring"), sent, follow=True))
    assert Reading.objects.count() == 1


def test_files_are_brought_and_bad_ones_said(editor):
    make_crisis()
    lines = [json.dumps({"text": f"Text {n}", "published": "2020-08-17"}) for n in range(3)]
    good = SimpleUploadedFile("a.jsonl", "\n".join(lines).encode())
    bad = SimpleUploadedFile("picture.png", b"x")
    sent = {"what": "files", "files-documents": [good, bad], "files-crisis": "belarus-2020"}
    response = editor.post(reverse("bring"), sent)
    assert response.status_code == 400
    assert "picture.png: Files of type .png are not read." in words(response)
    assert "3 taken in" in words(response)
    assert Reading.objects.count() == 3


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"what": "addresses", "addresses-addresses": "ftp://a"}, "no address"),
        ({"what": "text", "text-text": "", "text-published": "2020-08-17"}, "required"),
        ({"what": "text", "text-text": "A", "text-published": ""}, "required"),
        ({"what": "files"}, "required"),
    ],
)
def test_what_is_missing_is_said(editor, sent, problem):
    response = editor.post(reverse("bring"), sent)
    assert response.status_code == 400
    assert "There is a problem" in words(response)
    assert problem in words(response)
