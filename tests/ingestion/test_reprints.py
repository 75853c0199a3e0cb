"""Reprints are found among articles, and look-alikes stay apart."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from reactions.ingestion.relevance import readings_of
from reactions.ingestion.store import store_article
from reactions.models import Article
from reactions.models.stances import independent_articles
from reactions.templatetags.codebook import independent
from tests.factories import make_crisis, make_evidence, make_stance
from tests.ingestion.layouts import make_story
from tests.ingestion.stories import QUOTES, edited, event, report
from tests.ingestion.test_store import PAGE

EVENTS = 25


def make_set(seed):
    """Texts with the story that each is a copy of: edits of agency reports, and look-alikes.

    Of each event there are three reports by different hands, with the same facts and quotations,
    and five edited copies of the first.
    """
    chance = random.Random(seed)  # noqa: S311
    texts = []
    for number in range(EVENTS):
        facts = event(chance)
        for hand in range(3):
            text = report(facts, hand, chance)
            texts.append(((number, hand), text))
            if hand == 0:
                texts += [((number, 0), edited(text, edit, chance)) for edit in range(5)]
    return texts


@pytest.mark.django_db
def test_copies_are_found_and_look_alikes_stay_apart():
    """Pairwise precision at least 0.99 and recall at least 0.90 of what is stored as one story."""
    placed = []
    texts = make_set(seed=4)
    random.Random(1).shuffle(texts)  # noqa: S311
    for number, (story, text) in enumerate(texts):
        article, _ = store_article(replace(PAGE, text=text, url=f"https://p{number}.example/"))
        placed.append((story, article.reprint_of_id or article.pk))
    pairs = list(combinations(placed, 2))
    same = [story == other for (story, _), (other, _) in pairs]
    found = [root == other for (_, root), (_, other) in pairs]
    right = sum(a and b for a, b in zip(same, found, strict=True))
    assert sum(same) > 300
    assert right / sum(found) >= 0.99
    assert right / sum(same) >= 0.90


def documents(number=3, seed=1):
    chance = random.Random(seed)  # noqa: S311
    text = report(event(chance), 0, chance)
    copies = [text, *(edited(text, edit, chance) for edit in range(number - 1))]
    return [
        replace(
            PAGE,
            text=copy,
            published=PAGE.published + timedelta(hours=hours),
            published_precision="time",
            title=f"Headline {hours}",
            url=f"https://paper{hours}.example/1",
        )
        for hours, copy in enumerate(copies)
    ]


@pytest.mark.django_db
def test_reprints_name_the_first_that_was_stored():
    articles = [store_article(document)[0] for document in documents(4)]
    first = articles[0]
    assert [article.reprint_of for article in articles] == [None, first, first, first]


@pytest.mark.django_db
def test_a_changed_page_and_a_later_year_are_no_reprints():
    first, copy, _ = documents(3)
    store_article(first)
    changed, _ = store_article(replace(copy, url=first.url))
    later = copy.published + timedelta(days=365)
    old, _ = store_article(replace(copy, published=later, url="https://archive.example/1"))
    assert (changed.version, changed.reprint_of, old.reprint_of) == (2, None, None)


@pytest.mark.django_db
def test_a_reprint_is_read_only_where_it_adds_something():
    crisis = make_crisis(search_terms=[])
    lead = "Belarus arrested protesters after the election, police said.\n"
    plain, copy, last = documents(3)
    article, _ = store_article(replace(plain, text=lead + plain.text))
    reprint, _ = store_article(replace(copy, text=lead + copy.text))
    more = "\n".join(f"{quote} a third minister told this paper alone." for quote in QUOTES * 2)
    longer, _ = store_article(replace(last, text=f"{lead}{copy.text}\n{more}"))
    assert [bool(readings_of(one)) for one in (article, reprint, longer)] == [True, False, True]
    assert longer.reprint_of == article
    # Whoever asks for it gets it read.
    assert readings_of(reprint, asked_for=crisis.pk)


@pytest.mark.django_db
def test_corroboration_counts_texts_and_not_their_copies():
    articles = [store_article(document)[0] for document in documents(3)]
    stance = make_stance(article=articles[0], span=articles[0].text[:20], status="accepted")
    for article in articles[1:]:
        make_evidence(stance, article, article.text[:20])
    changed, _ = store_article(replace(documents(1)[0], text=make_story(9).text))
    make_evidence(stance, changed, changed.text[:20])
    make_evidence(stance)
    assert (changed.version, stance.evidence.count()) == (2, 5)
    assert stance.evidence.aggregate(number=independent_articles())["number"] == 2
    assert independent(stance.evidence.select_related("article")) == 2
    assert Article.objects.filter(reprint_of=articles[0]).count() == 2
