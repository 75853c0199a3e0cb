"""Feeds as sites write them, and as they lie."""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from reactions.ingestion.feeds import MAX_ENTRIES, NotAFeedError, read_feed

NOW = datetime(2020, 8, 20, 12, tzinfo=UTC)
URL = "https://news.example/feed.xml"


def read(body):
    return read_feed(body.encode() if isinstance(body, str) else body, url=URL, now=NOW)


def rss(items, title="The Daily Example"):
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{title}</title><link>https://news.example/</link>
{items}</channel></rss>"""


def item(link="https://news.example/1", date="Mon, 17 Aug 2020 09:30:00 +0200", **fields):
    more = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return (
        f"<item><title>One &amp;amp; all</title><link>{link}</link><pubDate>{date}</pubDate>{more}"
        "</item>"
    )


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily Example</title>
<entry><title>One</title><link rel="alternate" href="/1?utm_source=atom"/><id>tag:x,1</id>
<published>2020-08-17T09:30:00+02:00</published><updated>2020-08-18T07:00:00Z</updated></entry>
</feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Daily Example",
        "items": [
            {"id": "1", "url": "/1", "title": "One", "date_published": "2020-08-17T09:30:00+02:00"},
            {"id": "tag:without-address", "title": "Left out"},
            "nonsense",
        ],
    }
)


def sitemap_list(*listed):
    """A list of sitemaps: addresses, each with when it was changed last."""
    rows = "".join(
        f"<sitemap><loc>{address}</loc>{changed and f'<lastmod>{changed}</lastmod>'}</sitemap>"
        for address, changed in listed
    )
    return f"""<?xml version="1.0"?><sitemapindex
xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>"""


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
<loc>https://news.example/1</loc><lastmod>2020-08-18</lastmod><news:news><news:publication>
<news:name>The Daily Example</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2020-08-17T09:30:00+02:00</news:publication_date>
<news:title>One</news:title></news:news></url></urlset>"""


@pytest.mark.parametrize(
    ("body", "type_"),
    [(rss(item()), "feed"), (ATOM, "feed"), (JSON_FEED, "feed"), (SITEMAP, "sitemap")],
)
def test_every_kind_of_feed(body, type_):
    feed = read(body)
    (entry,) = feed.entries
    assert (feed.type, feed.title) == (type_, "The Daily Example")
    assert entry.url == "https://news.example/1"
    assert entry.title.startswith("One")
    assert entry.published == datetime(2020, 8, 17, 7, 30, tzinfo=UTC)


def test_when_an_entry_was_changed():
    assert read(ATOM).entries[0].updated == datetime(2020, 8, 18, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 17 Aug 2048 09:30:00 GMT"]
)
def test_a_date_that_cannot_be_true_is_none(date):
    assert read(rss(item(date=date))).entries[0].published is None


def test_identifiers_do_not_matter():
    feed = read(rss(item(guid="a") + item(guid="b") + item("https://news.example/1#top")))
    assert len(feed.entries) == 1


def test_an_entry_without_address_is_left_out():
    assert read(rss("<item><title>No link</title></item>" + item())).entries[0].url.endswith("/1")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:desk@news.example", "ftp://a/b"])
def test_an_address_that_is_none_of_the_web_is_left_out(link):
    assert read(rss(item(link))).entries == ()


def test_ten_thousand_entries_are_not_all_taken():
    many = "".join(item(f"https://news.example/{number}") for number in range(10_000))
    assert len(read(rss(many)).entries) == MAX_ENTRIES


def test_broken_xml_gives_what_can_be_read():
    broken = rss(item() + item("https://news.example/2"))[:-40] + "<oops & <"
    assert [entry.url[-1] for entry in read(broken).entries] == ["1", "2"]


def test_entities_are_not_followed():
    body = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">
<!ENTITY b "{"x" * 1000}"><!ENTITY c "{"&b;" * 1000}">]>{rss(item(comments="&a;&c;"))[39:]}"""
    assert "root:" not in repr(read(body))
    assert "root:" not in repr(read(SITEMAP.replace("<url>", "<url>&a;")))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html><body><p>Hello</p></body></html>", "neither RSS"),
        ("", "neither RSS"),
        ("/etc/passwd", "neither RSS"),
        ('{"version": 2}', "no JSON feed"),
        ("{broken", "not JSON"),
    ],
)
def test_what_is_no_feed_says_so(body, reason):
    with pytest.raises(NotAFeedError, match=reason):
        read(body)


def test_a_list_of_sitemaps_names_the_likeliest_first():
    body = sitemap_list(("/a", ""), ("/b", "2020-08-19"), ("/old", "2019-01-01"), ("/news", ""))
    assert [urlsplit(address).path for address in read(body).listed] == ["/news", "/b", "/old"]
    assert read(body).entries == ()
