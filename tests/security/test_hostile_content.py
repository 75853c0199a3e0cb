"""What strangers write (titles, names, addresses, words of articles) is text and never more."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from lxml import html

from reactions import curation
from reactions.models import Article, CrisisEvent, Page, Source
from tests.factories import make_article, make_crisis, make_editor, make_official, make_stance

pytestmark = pytest.mark.django_db

MARK = "<svg onload=alert(1)><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
ADDRESS = "javascript:alert(1)//https://news.example.org/"


@pytest.fixture
def pages():
    """Every public page that shows strangers' words, and the desk's, each as its reader gets it."""
    crisis = make_crisis(title=f"Crisis {MARK}"[:100])
    CrisisEvent.objects.create(crisis=crisis, day="2020-08-10", title=MARK[:80])
    article = make_article(
        f"=cmd|' /C calc'!A0 {MARK} Raab said.",
        title=MARK,
        publisher=MARK,
        author=MARK,
        url=f"https://news.example.org/{MARK}",
    )
    official = make_official(f"Raab {MARK}"[:80])
    stance = make_stance(official=official.name, office=MARK, article=article)
    editor = make_editor()
    curation.accept(stance, seen=stance.version, editor=editor)
    waiting = make_stance("FRA", office=MARK, article=article, span=MARK)
    root = crisis.get_absolute_url()
    shown = [root, f"{root}table/", f"{root}timeline/", f"{root}stances/", f"{root}changes/"]
    shown += [f"{root}stances/{stance.pk}/", f"{root}actors/GBR/", f"{root}silence/", "/"]
    desk = ["/review/", f"/review/{waiting.pk}/", "/review/articles/", "/review/decisions/"]
    reader, editors = Client(), Client()
    editors.force_login(editor)
    answers = {path: reader.get(path, follow=True) for path in shown} | {
        p: editors.get(p, follow=True) for p in desk
    }
    assert {answer.status_code for answer in answers.values()} == {200}
    return answers


def test_no_page_has_an_element_or_a_link_of_a_stranger(pages):
    seen = 0
    for path, answer in pages.items():
        tree = html.fromstring(answer.content.decode())
        assert not tree.xpath("//*[@onload or @onerror]"), path
        assert not tree.xpath("//script[contains(text(), 'alert(1)')][not(@type)]"), path
        links = tree.xpath("//@href | //@src | //@action | //@hx-get | //@formaction")
        assert [link for link in links if link.strip().lower().startswith("javascript:")] == [], (
            path
        )
        seen += "onload=alert(1)" in answer.content.decode()
    assert seen >= 5, "the pages do not show the hostile words at all"


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda address: Article(url=address), "url"),
        (lambda address: Page(url=address), "url"),
        (lambda address: Source(name="A feed", type="feed", address=address), "address"),
        (
            lambda address: CrisisEvent(crisis=make_crisis(), day="2020-08-10", source=address),
            "source",
        ),
    ],
    ids=["article", "page", "source", "event"],
)
@pytest.mark.parametrize("address", [ADDRESS, "ftp://files.example.org/a"])
def test_no_address_is_of_another_scheme(make, field, address):
    row = make(address)
    with pytest.raises(ValidationError) as refused:
        row.clean_fields()
    assert field in refused.value.message_dict
    if isinstance(row, Article):
        row = make_article()
        row.url = address
    with pytest.raises(IntegrityError, match=f"{field}_is_of_the_web"):
        row.save()


def test_data_within_pages_cannot_end_their_element(pages):
    for path, answer in pages.items():
        for data in html.fromstring(answer.content.decode()).xpath(
            "//script[@type='application/json']/text()"
        ):
            json.loads(data)
            assert "<" not in data, path


@pytest.mark.parametrize("path", ["stances.csv", "map.csv"])
def test_no_cell_of_a_table_is_a_formula(pages, path):
    answer = Client().get(f"/crises/belarus-2020/{path}")
    body = b"".join(answer) if answer.streaming else answer.content
    cells = [cell for line in body.decode().splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.strip('"')[:1] in {"=", "+", "@"}]


def test_answers_for_programs_are_never_taken_for_pages(pages):
    for path in ("/api/v1/stances/", "/crises/belarus-2020/positions.json"):
        answer = Client().get(path)
        assert "json" in answer["Content-Type"]
        assert answer["X-Content-Type-Options"] == "nosniff"
