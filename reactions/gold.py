"""What editors decided, as gold files (docs/codebook.md): labelled articles to measure by.

An article is labelled for a crisis once nothing of it waits any more: an open proposal could be
right or wrong. The files hold the articles' text, which remains its publisher's: they are for
measuring at home, not for passing on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db.models import Exists, OuterRef, Q

from reactions.extraction.codebook import DayPrecision
from reactions.models import Article, Crisis, Decision, Evidence, Reading, Stance

# How much of a day is known, as the length of its ISO form; a week has no shorter form than a day.
_KNOWN = {DayPrecision.YEAR: 4, DayPrecision.MONTH: 7}


def gold_articles(crisis: Crisis) -> Iterator[dict[str, Any]]:
    """The decided articles of `crisis` as gold objects, oldest first."""
    waiting = Evidence.objects.filter(
        Q(stance__status=Stance.Status.PROPOSED)
        | Q(stance__status=Stance.Status.ACCEPTED, status=Evidence.Status.PROPOSED),
        article=OuterRef("article"),
        stance__crisis=crisis,
    )
    decided = Decision.objects.filter(
        stance__evidence__article=OuterRef("article"), stance__crisis=crisis
    )
    readings = (
        Reading.objects.filter(~Exists(waiting), Exists(decided), crisis=crisis)
        .select_related("article__source")
        .order_by("article__published", "article_id")
    )
    frame = crisis.frame()
    about = {
        "focal": frame.focal,
        "name": frame.name,
        "authorities": list(frame.authorities),
        "opponents": list(frame.opponents),
    }
    for reading in readings.iterator():
        yield {**_article(reading.article), "crisis": about, **_labels(reading.article, crisis)}


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": f"article-{article.pk}",
        "url": article.url,
        "title": article.title,
        "published": article.published.astimezone(UTC).date().isoformat(),
        "style": "decided",
        "origin": f"decisions of the editors; text by {article.publisher or article.source}",
    }


def _labels(article: Article, crisis: Crisis) -> dict[str, Any]:
    evidence = (
        Evidence.objects.accepted()
        .filter(article=article, stance__crisis=crisis, stance__status=Stance.Status.ACCEPTED)
        .select_related("stance__actor", "stance__official")
        .order_by("start", "stance__kind", "stance_id")
    )
    return {"text": article.text, "stances": [_label(item) for item in evidence]}


def _label(evidence: Evidence) -> dict[str, Any]:
    stance = evidence.stance
    known = _KNOWN.get(DayPrecision(stance.day_precision), 10)
    return {
        "actor": stance.actor.code,
        "official": stance.official.name if stance.official else None,
        "kind": stance.kind,
        "target": stance.target or None,
        "phase": stance.phase or None,
        "date": stance.day.isoformat()[:known],
        "start": evidence.start,
        "end": evidence.end,
        "evidence": evidence.text,
    }
