"""What the database holds of the world's news, in a form that two runs can be compared by."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from reactions.models import Article, Capture, Evidence, Finding, Page, Reading, Stance


def content() -> dict[str, Any]:
    """All that ingestion and reading stored, without times, numbers of rows, and their order.

    Copies of one text stand under the least of their addresses: which of them came first, and is
    read, is chance.
    """
    story = _stories()
    stances = {stance.pk: _stance(stance) for stance in Stance.objects.with_names()}
    return {
        "pages": sorted(Page.objects.values_list("url", "state", "form")),
        "articles": sorted(
            (row.url or "", row.version, row.title, row.published.isoformat(), row.sha256)
            for row in Article.objects.all()
        ),
        "stories": sorted(story.values()),
        "captures": sorted(Capture.objects.values_list("page__url", "sha256", "article__url")),
        "readings": sorted(
            (story[reading.article_id], reading.state, reading.engine_version, reading.reason)
            for reading in Reading.objects.all()
        ),
        "stances": sorted(stances.values()),
        "evidence": sorted(
            (
                story[row.article_id],
                row.start,
                row.end,
                row.text,
                row.status,
                stances[row.stance_id],
            )
            for row in Evidence.objects.select_related("article")
        ),
        "primary": sorted(Evidence.objects.filter(primary=True).values_list("stance").distinct())
        == sorted(Stance.objects.values_list("pk")),
        "findings": sorted(
            (story[finding.reading.article_id], finding.rule, str(sorted(finding.draft.items())))
            for finding in Finding.objects.select_related("reading")
        ),
    }


def _stories() -> dict[int, str]:
    """The least address of each article's copies, by the article's number."""
    copies = defaultdict(list)
    for article in Article.objects.all():
        copies[article.reprint_of_id or article.pk].append(article)
    return {
        article.pk: min(f"{copy.url} {copy.version}" for copy in group)
        for group in copies.values()
        for article in group
    }


def _stance(stance: Stance) -> tuple[str, ...]:
    official = stance.official.name if stance.official else ""
    return (
        *(stance.actor.code, official, stance.office, stance.kind, stance.target),
        *(stance.day.isoformat(), stance.phase, stance.status),
    )
