"""Feeds: what became public or changed last, for any filter."""

from xml.etree import ElementTree

import pytest

from reactions import curation
from reactions.api.feeds import LENGTH
from tests.factories import make_article, make_crisis, make_editor, make_stance

pytestmark = pytest.mark.django_db

ATOM = "/api/v1/stances.atom"
JSON = "/api/v1/stances-feed.json"
NAMES = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def editor():
    return make_editor()


def accepted(editor, actor, kind="reject", **fields):
    stance = make_stance(actor, kind, **fields)
    curation.accept(stance, seen=1, editor=editor)
    return stance


def titles(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, answer.content
    return [item["title"] for item in answer.json()["items"]]


def test_the_newest_change_is_first(client, editor):
    first = accepted(editor, "GBR", official="Dominic Raab", target="authorities")
    accepted(editor, "RUS", "support")
    make_stance("POL")
    accepted(editor, "FRA", crisis=make_crisis("secret", published=False))
    assert [title.split()[1] for title in titles(client, JSON)] == ["Russia", "United"]
    fields = curation.StanceFields.of(first)
    fields = curation.StanceFields(actor=fields.actor, kind="condemn", day=fields.day)
    curation.correct(first, fields, seen=2, editor=editor, public_reason="It condemned.")
    assert titles(client, JSON)[0] == "2020-08-17: United Kingdom condemned what happened"


def test_an_item_leads_to_its_page_and_quotes_the_evidence(client, editor):
    stance = accepted(
        editor, "GBR", official="Dominic Raab", article=make_article("We <do> not & accept.")
    )
    (item,) = client.get(JSON).json()["items"]
    assert item["url"] == f"http://testserver{stance.get_absolute_url()}"
    assert item["content_text"] == "We <do> not & accept."
    answer = client.get(ATOM)
    assert answer["Content-Type"] == "application/atom+xml"
    entry = ElementTree.fromstring(answer.content).find("a:entry", NAMES)  # noqa: S314
    assert entry.find("a:title", NAMES).text == item["title"]
    assert entry.find("a:summary", NAMES).text == "We <do> not & accept."
    assert entry.find("a:link", NAMES).get("href") == item["url"]


def test_any_filter_makes_a_feed(client, editor):
    accepted(editor, "GBR")
    accepted(editor, "RUS", "support")
    assert len(titles(client, f"{JSON}?side=critical")) == 1
    assert titles(client, f"{JSON}?actor=POL") == []
    for url in (JSON, ATOM):
        assert client.get(f"{url}?kynd=reject").status_code == 400


def test_what_was_withdrawn_is_not_in_it(client, editor):
    stance = accepted(editor, "GBR")
    curation.withdraw(stance, seen=2, editor=editor, public_reason="Misread.")
    assert titles(client, JSON) == []


def test_a_feed_has_an_end(client, editor, django_assert_num_queries):
    for number in range(LENGTH + 2):
        accepted(editor, "GBR", official=f"Official {number}")
    with django_assert_num_queries(3):
        assert len(titles(client, JSON)) == LENGTH
