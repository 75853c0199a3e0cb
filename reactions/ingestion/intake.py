"""Takes in articles that somebody brings: files, pasted text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reactions.ingestion.documents import Document, Problem
from reactions.ingestion.relevance import readings_of, subjects
from reactions.ingestion.store import store_article
from reactions.models import Crisis


@dataclass(slots=True)
class Intake:
    """What became of what was brought: `readings` are to be read, `unread` are about no crisis."""

    articles: list[int] = field(default_factory=list)
    readings: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new: int = 0
    known: int = 0
    unread: int = 0


def take_in(items: Iterable[Document | Problem], *, crisis: Crisis | None) -> Intake:
    """Store articles, and make their readings: for `crisis`, else for those they are about."""
    intake = Intake()
    known = () if crisis else subjects()
    for item in items:
        if isinstance(item, Problem):
            intake.problems.append(item)
            continue
        article, is_new = store_article(item)
        readings = readings_of(article, asked_for=crisis.pk if crisis else None, known=known)
        intake.articles.append(article.pk)
        intake.readings += readings
        intake.new += is_new
        intake.known += not is_new
        intake.unread += is_new and not readings
    return intake
