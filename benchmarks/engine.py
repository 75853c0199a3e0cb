"""The engine on 2,000 articles of 3 kB, against a bare scan for names and a split into sentences.

The articles are those that `benchmarks.feed` makes up: reports of reactions, running stories and
local reports, a third each. No article comes twice.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import ahocorasick

from benchmarks.feed import SIZE, FeedArticle, feed
from reactions.extraction import extract
from reactions.extraction.gazetteer import default_gazetteer
from reactions.extraction.sentences import find_sentences

ARTICLES = 2000
RUNS = 5


def run() -> dict[str, Any]:
    """Articles of 3 kB a second of processor time, beside the reference's; the runs alternate,
    each on a fifth of the articles.
    """
    automaton = ahocorasick.Automaton()
    for text, surface in default_gazetteer().surfaces.items():
        automaton.add_word(text, surface)
    automaton.make_automaton()

    def product(article: FeedArticle) -> None:
        extract(article.text, published=article.published, crisis=article.crisis)

    def reference(article: FeedArticle) -> None:
        find_sentences(article.text)
        for _ in automaton.iter(article.text):
            pass

    articles = list(feed(ARTICLES))
    product(articles[0])  # loads the vocabulary
    parts = [articles[start::RUNS] for start in range(RUNS)]
    rates = [(_rate(product, part), _rate(reference, part)) for part in parts]
    value = statistics.median(rate for rate, _ in rates)
    against = statistics.median(rate for _, rate in rates)
    return {
        "name": "engine",
        "ratio": round(value / against, 4),
        "value": round(value, 1),
        "reference": round(against, 1),
        "unit": "articles of 3 kB a second",
        "runs": RUNS,
    }


def _rate(job: Callable[[FeedArticle], None], articles: Sequence[FeedArticle]) -> float:
    """How many times 3,000 characters the job reads in a second."""
    begun = time.process_time()
    for article in articles:
        job(article)
    return sum(len(article.text) for article in articles) / SIZE / (time.process_time() - begun)
