"""Reading pages: the text, what is known of it, and what is no article."""

import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from reactions.ingestion.pages import FeedWords, canonical_address, read_page
from tests.ingestion.layouts import LAYOUTS, TEASERS, document, make_story, paragraphs

NOW = datetime(2020, 8, 20, 12, tzinfo=UTC)
URL = "https://news.example/story"


def read(html, url=URL, **options):
    body = html if isinstance(html, bytes) else html.encode()
    return read_page(body, url=url, retrieved=NOW, **options)


def overlap(found, expected):
    """F1 of the runs of four words."""

    def runs(text):
        words = text.split()
        return Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3))

    mine, theirs = runs(found), runs(expected)
    return 2 * sum((mine & theirs).values()) / sum((mine + theirs).values())


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_body_of_every_layout_is_found(name):
    story = make_story(len(name))
    content = read(LAYOUTS[name](story))
    assert content.form == "article"
    assert overlap(content.document.text, story.text) > 0.93
    assert content.document.title == story.title
    assert content.document.published == datetime(2020, 8, 17, 7, 30, tzinfo=UTC)
    assert content.document.publisher == "The Daily Example"


def story_page(head="", body="", title="Ministers speak out"):
    return (
        f"<html><head><title>{title}</title>{head}</head><body>{body}<article><h1>{title}</h1>"
        f"{paragraphs(make_story(1))}</article></body></html>"
    )


def json_ld(**fields):
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f"<script type='application/ld+json'>{json.dumps(data)}</script>"


META = "<meta property='article:published_time' content='2020-08-16T10:00:00Z'>"


@pytest.mark.parametrize(
    ("head", "url", "feed", "expected"),
    [
        # The most trusted place counts.
        (json_ld(datePublished="2020-08-17T09:30:00+02:00") + META, URL, None,
         ("2020-08-17T07:30", "time", "json-ld")),
        (META, "https://news.example/2020/08/15/story", None, ("2020-08-16T10:00", "time", "meta")),
        ("", "https://news.example/2020/08/15/story", datetime(2020, 8, 14, 8, tzinfo=UTC),
         ("2020-08-14T08:00", "time", "feed")),
        ("", "https://news.example/2020/08/15/story", None, ("2020-08-15T12:00", "day", "url")),
        ("", "https://news.example/story-20200815", None, ("2020-08-15T12:00", "day", "url")),
        # Not a day: a number.
        ("", "https://news.example/story20200815", None, ("2020-08-20T12:00", "day", "retrieved")),
        # A day is a day, also where a content system writes its midnight.
        (json_ld(datePublished="2020-08-17"), URL, None, ("2020-08-17T12:00", "day", "json-ld")),
        (json_ld(datePublished="2020-08-17T00:00:00Z"), URL, None,
         ("2020-08-17T12:00", "day", "json-ld")),
        # What cannot be true is passed over.
        (json_ld(datePublished="1970-01-01T00:00:01Z") + META, URL, None,
         ("2020-08-16T10:00", "time", "meta")),
        (json_ld(datePublished="2031-01-01T10:00:00Z") + META, URL, None,
         ("2020-08-16T10:00", "time", "meta")),
        (json_ld(datePublished="soon") + META, URL, None, ("2020-08-16T10:00", "time", "meta")),
        # Other notations.
        ("<meta name='date' content='Mon, 17 Aug 2020 09:30:00 +0200'>", URL, None,
         ("2020-08-17T07:30", "time", "meta")),
        ("<meta name='pubdate' content='17 August 2020'>", URL, None,
         ("2020-08-17T12:00", "day", "meta")),
        ("<meta name='pubdate' content='1597649400'>", URL, None,
         ("2020-08-17T07:30", "time", "meta")),
        # JSON-LD is often broken or deep inside a graph.
        ("<script type='application/ld+json'>{broken</script>" + META, URL, None,
         ("2020-08-16T10:00", "time", "meta")),
        ("<script type='application/ld+json'>" + json.dumps({"@graph": [{"@type": "WebSite"}, {
            "@type": ["Article"], "datePublished": "2020-08-17T07:30:00Z"}]}) + "</script>", URL,
         None, ("2020-08-17T07:30", "time", "json-ld")),
    ],
)  # fmt: skip
def test_when_it_was_published(head, url, feed, expected):
    document = read(story_page(head), url, feed=FeedWords(published=feed)).document
    found = (
        document.published.isoformat()[:16],
        document.published_precision,
        document.published_origin,
    )
    assert found == expected


@pytest.mark.parametrize(
    ("opening", "closing"),
    [(" <!--\n", "\n--> "), ("// <![CDATA[ ", "//]]>"), ("//<![CDATA[\n", "\n // ]]>\n")],
)
def test_linked_data_may_stand_in_a_comment(opening, closing):
    data = json_ld(datePublished="2020-08-17T07:30:00Z")
    head = data.replace(">{", f">{opening}{{").replace("}<", f"}}{closing}<")
    assert read(story_page(head)).document.published_origin == "json-ld"


def test_a_date_in_the_text_is_better_than_none():
    page = story_page(body="<p class='date'>Published: 17 August 2020</p>")
    document = read(page).document
    assert (document.published.date().isoformat(), document.published_origin) == (
        "2020-08-17",
        "text",
    )


def test_what_is_known_of_an_article():
    head = json_ld(
        headline="Ministers speak out",
        author=[{"@type": "Person", "name": "Ann Other"}, {"name": "Bob Else"}],
        publisher={"@type": "Organization", "name": "The Daily Example"},
    )
    document = read(story_page(head + "<link rel='canonical' href='/the-story'>")).document
    assert document.title == "Ministers speak out"
    assert document.author == "Ann Other, Bob Else"
    assert document.publisher == "The Daily Example"
    assert document.url == "https://news.example/the-story"


def test_what_the_page_does_not_say_the_feed_says():
    page = f"<html><body><div>{paragraphs(make_story(2))}</div></body></html>"
    assert read(page, feed=FeedWords(title="From the feed")).document.title == "From the feed"


@pytest.mark.parametrize(
    ("url", "given", "expected"),
    [
        (URL + "?utm_source=feed#top", "", URL),
        ("https://m.news.example/story", URL, URL),
        ("https://www.news.example/amp/story", "https://news.example/story", URL),
        (URL + "?page=2", "", URL + "?page=2"),
        # What cannot be the address of this page is not believed.
        (URL, "https://news.example/", URL),
        (URL, "https://other.example/story", URL),
        (URL, "javascript:alert(1)", URL),
    ],
)
def test_the_address_it_is_known_by(url, given, expected):
    assert canonical_address(url, given) == expected


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (story_page(title="Élysée speaks").encode("iso-8859-1"), "text/html; charset=ISO-8859-1"),
        (story_page("<meta charset='utf-8'>", title="Élysée speaks").encode(), "text/html"),
        (
            story_page("<meta charset='windows-1252'>", title="Élysée speaks").encode("cp1252"),
            "text/html",
        ),
        # A server that is wrong about it.
        (story_page(title="Élysée speaks").encode(), "text/html; charset=ascii"),
        (story_page(title="Élysée speaks").encode(), "text/html; charset=no-such-thing"),
    ],
)
def test_encodings(body, content_type):
    assert read(body, content_type=content_type).document.title == "Élysée speaks"


def stub(story):
    return f"<article><h1>{story.title}</h1><p>{story.paragraphs[0]}</p>"


STORY = make_story(3)
TEASER_LIST = "".join(
    f"<article><h3><a href='/{i}'>{name} and more</a></h3><p>In short: {name}.</p></article>"
    for i, name in enumerate(TEASERS)
)
LIVE_BLOCKS = "".join(
    f"<div class='live-blog-entry'><time>1{i}:00</time><p>{text}</p></div>"
    for i, text in enumerate(STORY.paragraphs)
)
WALL = (
    "<div><h1>We value your privacy</h1><p>We and our 842 partners store cookies on your device. "
    "With your consent we use precise data. Accept all or reject all, or open the privacy settings "
    "to see our partners and their legitimate interest.</p><button>Accept all</button></div>"
)


@pytest.mark.parametrize(
    ("form", "page", "url"),
    [
        ("paywall", document(STORY, stub(STORY) + "<div class='paywall'><p>Subscribe to continue "
                             "reading.</p></div></article>"), URL),
        ("paywall", document(STORY, stub(STORY) + "</article>",
                             head=json_ld(headline="x", isAccessibleForFree=False)), URL),
        ("paywall", document(STORY, stub(STORY) + "<p>Diesen Artikel nur für Abonnenten.</p>"
                             "</article>"), URL),
        ("consent", f"<html><head><title>Wait</title></head><body>{WALL}</body></html>", URL),
        ("consent", document(STORY, stub(STORY)), "https://consent.news.example/collect?x=1"),
        ("index", document(STORY, f"<main>{TEASER_LIST}</main>", kind="website"),
         "https://news.example/world"),
        ("index", document(STORY, f"<main>{paragraphs(STORY)}</main>", kind="website"),
         "https://news.example/"),
        ("live", document(STORY, f"<main>{LIVE_BLOCKS}</main>"), URL),
        ("live", document(STORY, f"<article>{paragraphs(STORY)}</article>"),
         "https://news.example/world/live/2020/aug/17/belarus"),
        ("live", document(STORY, f"<article>{paragraphs(STORY)}</article>",
                          head=json_ld(headline="x").replace("NewsArticle", "LiveBlogPosting")),
         URL),
        ("video", document(STORY, f"<h1>{STORY.title}</h1><p>Our reporter on the square.</p>",
                           kind="video.other"), URL),
        ("empty", document(STORY, f"<h1>{STORY.title}</h1>"), URL),
        ("empty", "", URL),
        ("empty", b"%PDF-1.7\x00\x01\x02", URL),
        # And these are articles for all that.
        ("article", document(STORY, f"<article>{paragraphs(STORY)}</article>",
                             head=json_ld(headline="x", isAccessibleForFree=False)), URL),
        ("article", document(STORY, f"<div class='cookie-banner'>{WALL}</div><article>"
                             f"{paragraphs(STORY)}</article>"), URL),
        ("article", document(STORY, f"<article><h1>Lives lost</h1>{paragraphs(STORY)}</article>"),
         "https://news.example/world/lives-lost-at-sea"),
        ("article", document(STORY, f"<article>{paragraphs(STORY)}</article>{TEASER_LIST}",
                             kind="website"), URL),
    ],
)  # fmt: skip
def test_what_a_page_is(form, page, url):
    content = read(page, url)
    assert content.form == form
    assert (content.document is not None) == (form == "article")
