"""The item: the article with its marks, the fields, and what the engine said."""

import re

import pytest
from django.test import Client

from reactions.ingestion.captures import keep_bytes
from reactions.marking import Mark, article_html
from reactions.models import Capture, Page
from reactions.models.sources import text_digest
from tests.factories import (
    make_actor,
    make_article,
    make_editor,
    make_evidence,
    make_finding,
    make_stance,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    client = Client()
    client.force_login(make_editor())
    return client


def page_of(desk, stance, query=""):
    return desk.get(f"/review/{stance.pk}/{query}").content.decode()


def test_the_evidence_is_marked_in_the_article(desk):
    article = make_article("Before. The UK objects. After.")
    page = page_of(desk, make_stance(article=article, span="The UK objects."))
    assert re.search(r'<mark class="on"[^>]*>.*The UK objects\..*</mark>', page)
    assert "end of evidence" in page


def test_marks_lie_in_each_other_and_are_named(desk):
    text = "On Monday Raab rejected it."
    html = article_html(
        text,
        [
            Mark(0, len(text), "on", "evidence"),
            Mark(3, 9, "day", "date"),
            Mark(10, 14, "official", "official"),
            Mark(15, 23, "cue", "cue"),
        ],
    )
    assert (
        re.sub(r"<[^>]*>", "", re.sub(r"<span[^>]*data-words[^>]*>[^<]*</span>", "", html)) == text
    )
    assert '<mark class="day on"' in html
    assert '<mark class="official on"' in html
    assert "date: " in html


def test_hostile_text_is_only_text(desk):
    hostile = 'Said <script>alert("x")</script> & <img src=x onerror=y> "so".'
    article = make_article(hostile, title="<b>Bold</b>", publisher="<i>P</i>")
    stance = make_stance(article=article, span='<script>alert("x")</script>', office="<u>O</u>")
    page = page_of(desk, stance)
    for tag in ("<script>alert", "<img src=x", "<b>Bold", "<i>P", "<u>O"):
        assert tag not in page
    assert "&lt;script&gt;alert" in page


def test_offsets_count_code_points(desk):
    text = "🇬🇧🇬🇧 flags 👍🏽. Café “rejects” it 🙂 today."
    article = make_article(text)
    page = page_of(desk, make_stance(article=article, span="“rejects” it 🙂"))
    assert re.search(
        r'<mark class="on" [^>]*><span[^>]*>evidence: </span>“rejects” it 🙂<',
        page,
    )


def test_accept_is_off_where_the_evidence_is_not_in_the_text(desk):
    stance = make_stance()
    stance.evidence.update(text="Something else")
    page = page_of(desk, stance)
    assert "not in the article to the letter" in page
    assert re.search(r'data-action="accept"[^>]* disabled', page)
    assert '<mark class="on"' not in page


def test_the_engines_value_stands_under_what_differs(desk):
    make_actor("RUS")
    stance = make_stance("GBR", "reject", official="Dominic Raab")
    make_finding(stance, kind="condemn", official=None)
    page = page_of(desk, stance)
    assert "engine: Condemn" in page
    assert "engine: —" in page
    assert page.count('class="engine"') == 2
    assert "test rule" in page
    assert "Likely right" in page


def test_likely_duplicates_and_decisions_are_shown(desk):
    stance = make_stance("GBR", "reject")
    other = make_stance("GBR", "reject", day="2020-08-18")
    desk.post(f"/review/{other.pk}/reject/", {"seen": 1, "reason": "5", "note": "Old news"})
    page = page_of(desk, other)
    assert "Reason 5: background" in page
    assert "Old news" in page
    assert f"/review/{stance.pk}/" in page


def test_other_evidence_in_the_article_is_marked_fainter(desk):
    article = make_article("The UK objects. Russia agrees.")
    stance = make_stance("GBR", "reject", article=article, span="The UK objects.")
    make_stance("RUS", "support", article=article, span="Russia agrees.")
    assert '<mark class="other"' in page_of(desk, stance)


def test_corroboration_shows_its_own_article(desk):
    stance = make_stance(status="accepted")
    second = make_article("A second paper: the UK does not accept it.")
    evidence = make_evidence(stance, second, status="proposed")
    page = page_of(desk, stance)
    assert "A second paper" in page
    assert "Not the same" in page
    assert "A second paper" in page_of(desk, stance, f"?evidence={evidence.pk}")


def test_a_merged_stance_leads_to_the_one_it_became(desk):
    kept = make_stance("GBR", "reject", status="accepted")
    merged = make_stance("GBR", "reject", status="merged", merged_into=kept)
    merged.evidence.all().delete()
    assert "Accepted." in page_of(desk, merged)


def test_what_was_fetched_is_a_file_to_be_kept(desk):
    article = make_article("The UK objects.", url="https://news.example.org/1")
    kept = Capture.objects.create(
        page=Page.objects.create(url=article.url),
        article=article,
        body=keep_bytes(b"<script>alert(1)</script>"),
        status=200,
        sha256=text_digest("<script>alert(1)</script>"),
    )
    address = f"/review/captures/{kept.pk}/"
    assert address in page_of(desk, make_stance(article=article, span="The UK objects."))
    answer = desk.get(address)
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    kept.body.storage.delete(kept.body.name)
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/review/999/", "/review/1/?evidence=x"])
def test_what_is_not_there_is_not_found(desk, address):
    make_stance()
    assert desk.get(address).status_code == 404


def test_the_queries_do_not_grow_with_the_rows(desk, django_assert_num_queries):
    first = make_stance("GBR", "reject")
    make_stance("RUS", "support", article=make_article("Russia agrees."))
    with django_assert_num_queries(QUERIES):
        page_of(desk, first)
    article = first.evidence.get().article
    for number in range(6):
        make_stance("GBR", "reject", day=f"2020-08-{10 + number}", article=article, span="UK")
        make_evidence(first)
    with django_assert_num_queries(QUERIES):
        page_of(desk, first)


QUERIES = 19
