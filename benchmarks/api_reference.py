"""What the API is measured against: the same SQL, written out, and orjson; nothing else."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

LIST_SQL = """
SELECT s.id, c.slug, a.code, a.name, o.name, s.office, s.kind, s.target, s.day, s.day_precision,
  s.phase, s.status, s.created_at,
  coalesce((SELECT p.revision FROM reactions_publicchange p WHERE p.stance_id = s.id
            ORDER BY p.revision DESC LIMIT 1), 0),
  coalesce((SELECT p.at FROM reactions_publicchange p WHERE p.stance_id = s.id
            ORDER BY p.revision DESC LIMIT 1), s.created_at)
FROM reactions_stance s JOIN reactions_crisis c ON c.id = s.crisis_id
JOIN reactions_actor a ON a.id = s.actor_id
LEFT JOIN reactions_official o ON o.id = s.official_id
WHERE s.status = 'accepted' AND c.published AND s.crisis_id = (
  SELECT id FROM reactions_crisis WHERE published AND slug = %s)
ORDER BY s.day DESC, s.id LIMIT 101
"""
LIST_NAMES = (
    "id", "crisis", "actor", "actor_name", "official", "office", "kind", "target", "day",
    "day_precision", "phase", "status", "created_at", "version", "changed_at",
)  # fmt: skip
EVIDENCE_SQL = """
SELECT e.stance_id, e.text, e.start, e."end", e."primary", r.id, r.title, r.url, r.publisher,
  r.author, r.language, r.published, r.published_precision, n.name
FROM reactions_evidence e JOIN reactions_article r ON r.id = e.article_id
LEFT JOIN reactions_source n ON n.id = r.source_id
WHERE e.status = 'accepted' AND e.stance_id = ANY(%s) ORDER BY e."primary" DESC, e.id
"""
EVIDENCE_NAMES = ("text", "start", "end", "primary")
ARTICLE_NAMES = (
    "id", "title", "url", "publisher", "author", "language", "published", "published_precision",
    "source",
)  # fmt: skip
# One row for each piece of evidence: what an export joins.
EXPORT_SQL = """
COPY (
  SELECT s.id, c.slug, a.code, a.name, o.name, s.office, s.kind, s.target, s.day, s.day_precision,
    s.phase, s.status, s.created_at, p.revision, p.at, e.text, e.start, e."end", e."primary",
    r.id, r.title, r.url, r.publisher, r.author, r.language, r.published, r.published_precision,
    n.name
  FROM reactions_stance s JOIN reactions_crisis c ON c.id = s.crisis_id
  JOIN reactions_actor a ON a.id = s.actor_id
  LEFT JOIN reactions_official o ON o.id = s.official_id
  LEFT JOIN LATERAL (SELECT revision, at FROM reactions_publicchange WHERE stance_id = s.id
                     ORDER BY revision DESC LIMIT 1) p ON true
  LEFT JOIN reactions_evidence e ON e.stance_id = s.id AND e.status = 'accepted'
  LEFT JOIN reactions_article r ON r.id = e.article_id
  LEFT JOIN reactions_source n ON n.id = r.source_id
  WHERE s.status = 'accepted' AND c.published
  ORDER BY s.day DESC, s.id
) TO STDOUT
"""
EXPORT_NAMES = (*LIST_NAMES, *EVIDENCE_NAMES, *(f"article_{name}" for name in ARTICLE_NAMES))


def stances(request: HttpRequest) -> HttpResponse:
    """A page of a hundred stances with their evidence."""
    with connection.cursor() as cursor:
        cursor.execute(LIST_SQL, [request.GET["crisis"]])
        items: dict[int, dict[str, Any]] = {
            row[0]: dict(zip(LIST_NAMES, row, strict=True)) | {"evidence": []}
            for row in cursor.fetchall()[:100]
        }
        cursor.execute(EVIDENCE_SQL, [list(items)])
        for stance, *row in cursor.fetchall():
            evidence = dict(zip(EVIDENCE_NAMES, row[:4], strict=True))
            evidence["article"] = dict(zip(ARTICLE_NAMES, row[4:], strict=True))
            items[stance]["evidence"].append(evidence)
    body = orjson.dumps({"results": list(items.values())})
    return HttpResponse(body, content_type="application/json")


urlpatterns = [
    path("reference/stances/", stances),
    path("", include("crisiswatch.urls")),
]
