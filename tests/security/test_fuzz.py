"""Every parser of outside bytes gives an answer or its own error, whatever it is given."""

import contextlib
import gzip
import io
import json
import os
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reactions.extraction import extract
from reactions.extraction.jsonlines import run_lines, stances_of
from reactions.extraction.types import CrisisFrame
from reactions.filters import StanceFilter
from reactions.ingestion import robots
from reactions.ingestion.documents import clean_text, parse_published
from reactions.ingestion.feeds import NotAFeedError, read_feed
from reactions.ingestion.files import read_upload
from reactions.ingestion.pages import canonical_address, read_page
from reactions.ingestion.published import day_in_url, read_moment
from reactions.ingestion.records import read_records
from reactions.models import Stance

pytestmark = pytest.mark.long
NOW = datetime(2026, 3, 14, tzinfo=UTC)
FRAME = CrisisFrame(focal="BLR", name="Belarus", authorities=("Alexander Lukashenko",))
# So many examples take each parser some seconds; FUZZ_EXAMPLES=20000 keeps it busy for minutes.
often = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "400")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>Raid</title><link>https://news.example.org/1</link>
<pubDate>Sat, 14 Mar 2026 09:00:00 GMT</pubDate></item></channel></rss>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://news.example.org/1</loc><lastmod>2026-03-14</lastmod></url></urlset>"""
JSON_FEED = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "x"}]}'
PAGE = b"""<html lang="en"><head><title>Raid</title><meta charset="utf-8">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-03-14"}</script>
</head><body><article><h1>Raid</h1><p>The UK condemned the raid, Raab said on Monday.</p></article>
</body></html>"""
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.org/1\r\n"
    b"WARC-Date: 2026-03-14T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: 60\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Raid</p>      "
    b"\r\n\r\n"
)
TABLE = b'title,published,text\nRaid,2026-03-14,"The UK ""condemned"" it,\nRaab said."\n'
ROBOTS = b"User-agent: *\nDisallow: /a*$\nAllow: /a/%7E\nCrawl-delay: 2\nRequest-rate: 1/5"
LINE = (
    b'{"id": "1", "text": "The UK condemned the raid.", "published": "2026-03-14",'
    b' "crisis": {"focal": "BLR", "name": "Belarus", "authorities": ["Lukashenko"]}}\n'
)
RECORDS = b'{"title": "Raid", "published": "2026-03-14", "text": "The UK condemned it."}\n'


@st.composite
def spoiled(draw, *wholes):
    """One of the wholes with bytes cut out, put in twice, or replaced; or bytes alone."""
    data = bytearray(draw(st.sampled_from(wholes)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.integers(0, 40)))
        new = draw(st.one_of(st.binary(max_size=12), st.sampled_from(SHARP)))
        data[at:to] = draw(st.sampled_from([new, bytes(data[at:to]) * 2, b""]))
    return draw(st.one_of(st.just(bytes(data)), st.binary(max_size=200)))


SHARP = (
    b"\x00", b"\xff\xfe", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", b"&a;", b"]]>",
    b"<![CDATA[", b"<!--", b"{", b"[" * 50, b'"', b"\\u0000", b"\\ud800", b"99999999999999999999",
    b"-1", b"0000-00-00", b"9999-12-31T23:59:60+99:99", "\u202e\u200d🇬🇧".encode(), b"%00",
    b"\r\n\r\n",
)  # fmt: skip


@often
@given(spoiled(FEED, SITEMAP, JSON_FEED))
def test_feeds(body):
    try:
        feed = read_feed(body, url="https://news.example.org/feed", now=NOW)
    except NotAFeedError:
        return
    assert all(entry.url.startswith(("http://", "https://")) for entry in feed.entries)


@often
@given(spoiled(PAGE), st.sampled_from(["", "text/html; charset=utf-16", "text/html; charset=nope"]))
def test_pages(body, content_type):
    found = read_page(
        body, url="https://news.example.org/1", retrieved=NOW, content_type=content_type
    )
    if found.document:
        assert found.document.text.strip()
        assert "\x00" not in found.document.text


@often
@given(spoiled(WARC, gzip.compress(WARC), WARC * 2), st.integers(0, 300))
def test_web_archives(data, start):
    ends = [record.end for record in read_records(io.BytesIO(data), start, len(data))]
    assert ends == sorted(ends)


@often
@given(
    spoiled(RECORDS, TABLE, PAGE, b"The UK condemned the raid."),
    st.sampled_from(["a.json", "a.jsonl", "a.csv", "a.txt", "a.html", "a.zip", "../../a.txt", "a"]),
)
def test_uploads(data, name):
    for found in read_upload(name, data):
        assert found.place


@often
@given(spoiled(LINE, RECORDS))
def test_lines_of_the_command_that_extracts(data):
    given_lines = data.decode(errors="replace").splitlines(keepends=True)
    for line, _ in run_lines(given_lines, stances_of):
        assert isinstance(json.loads(line), dict)


@often
@given(spoiled(ROBOTS), st.text(max_size=20))
def test_robots(services, data, path):
    cache.set("robots:https://news.example.org", data.decode(errors="replace"))
    said = robots.ask(None, f"https://news.example.org/{path}")
    assert 0 <= said.delay <= 60


@often
@given(st.text(max_size=80))
def test_dates_and_addresses(text):
    read_moment(text, latest=NOW)
    day_in_url(f"https://news.example.org/{text}")
    canonical_address("https://news.example.org/1", text)
    for parse in (parse_published, clean_text):
        with contextlib.suppress(ValueError):
            parse(text)


NAMES = ["actor", "kind", "day", "day_from", "since", "until", "target", "search", "text", "group"]
NAMES += ["side", "phase", "official", "ordering", "cursor", "q", "evidence", "member", "max_age"]


@often
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=40)), max_size=4))
def test_filters(db, pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    list(StanceFilter(query, Stance.objects.accepted()).qs[:5])


WORDS = [
    "The UK", "Raab", "condemned", '"', "“", "”", "said", "on Monday", "not", "Belarus", "EU", ".",
    "\n\n", "The ministry", "he added", "sanctions", ",", "(", ")", "’s", "Minister", "-", "12 May",
]  # fmt: skip


@often
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=60))
def test_extraction(words):
    text = " ".join(words)
    for draft in extract(text, published=date(2026, 3, 14), crisis=FRAME):
        span = draft.evidence
        assert text[span.start : span.end] == span.text
