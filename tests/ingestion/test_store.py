"""Articles are stored once, and a changed page becomes a new version."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, transaction

from reactions.ingestion.documents import Document
from reactions.ingestion.store import reading_for, store_article
from reactions.models import Article
from tests.factories import make_crisis

pytestmark = pytest.mark.django_db

FILE = Document(
    place="a.txt",
    text="The French president condemned the violence in Minsk and called for talks.",
    published=datetime(2020, 8, 17, 12, tzinfo=UTC),
    published_precision="day",
)
PAGE = replace(FILE, url="https://news.example/1")


def test_a_file_is_stored_once():
    article, is_new = store_article(FILE)
    assert is_new
    assert article.language == "en"
    assert store_article(FILE) == (article, False)


def test_a_page_is_stored_once_and_again_when_it_changed():
    first, _ = store_article(PAGE)
    assert store_article(PAGE) == (first, False)
    second, is_new = store_article(replace(PAGE, text=PAGE.text + " Correction: it was Monday."))
    assert is_new
    assert (first.version, second.version) == (1, 2)


def test_a_reading_is_made_once():
    article, _ = store_article(FILE)
    crisis = make_crisis()
    assert reading_for(article, crisis) == reading_for(article, crisis)


def test_the_database_refuses_to_change_a_text():
    article, _ = store_article(FILE)
    with pytest.raises(ProgrammingError, match="Cannot update rows"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(text="Something else.")
