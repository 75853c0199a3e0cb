"""The editors' desk as one reads it: queue, articles, decisions."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reactions.claims import holders
from reactions.curation import BATCH_LIMIT
from reactions.extraction.codebook import KINDS
from reactions.models import Article, Crisis, Decision, Source
from reactions.queue import CONFIDENCE_BANDS, SAVED_QUEUES, Ordering, read_queue, shown_count
from reactions.views.desk import SEE_THE_DESK, desk, editor_of, page_of
from reactions.views.item import decision_rows, item_href
from reactions.views.progress import done_today, taken

_OCCURRING_SECONDS = 600


@require_safe
@desk(SEE_THE_DESK)
def queue_list(request: HttpRequest) -> HttpResponse:
    """The queue: what waits, with filters and the counts of the saved queues."""
    queue = read_queue(request.GET, editor_of(request))
    counts = queue.counts()
    page = page_of(request, queue.first_ids(counts[queue.name]))
    rows = queue.rows(list(page))
    open_at = holders((item.stance_id for item in rows), editor_of(request))
    context = {
        "queue": queue,
        "page": page,
        "rows": [(item, item_href(item, queue), open_at.get(item.stance_id)) for item in rows],
        "count": shown_count(counts[queue.name]),
        "today": done_today(taken().filter(editor=editor_of(request)), timezone.now()),
        "narrowed": queue.params.keys() - {"queue", "ordering"},
        "reasons": Decision.Reason,
        "batch_limit": BATCH_LIMIT,
        "saved": [
            {"label": saved.label, "count": shown_count(counts[name]), "name": name,
             "query": queue.href(queue=name), "current": name == queue.name}
            for name, saved in SAVED_QUEUES.items()
        ],
        "orderings": list(Ordering),
        "kinds": list(KINDS.items()),
        "bands": list(CONFIDENCE_BANDS.items()),
        "crises": Crisis.objects.all(),
        **_occurring(),
    }  # fmt: skip
    return render(request, "review/queue.html", context)


def _occurring() -> dict[str, list[str]]:
    """What the filters offer: the sources that have articles, and the languages of articles.

    Kept a while, since it reads every article.
    """
    return cast(
        "dict[str, list[str]]",
        cache.get_or_set("desk-occurring", _sources_and_languages, _OCCURRING_SECONDS),
    )


def _sources_and_languages() -> dict[str, list[str]]:
    sources = Source.objects.filter(Exists(Article.objects.filter(source=OuterRef("pk"))))
    languages = Article.objects.order_by("language").values_list("language", flat=True).distinct()
    return {
        "sources": list(sources.values_list("name", flat=True)),
        "languages": [language for language in languages if language],
    }


@require_safe
@desk(SEE_THE_DESK)
def articles(request: HttpRequest) -> HttpResponse:
    """The articles, to see what was read and to add what the engine missed."""
    rows = (
        Article.objects.defer("text")
        .select_related("source")
        .annotate(stances=Count("evidence__stance", distinct=True))
        .prefetch_related("readings__crisis")
    )
    crisis, words = request.GET.get("crisis", ""), request.GET.get("q", "").strip()
    if crisis:
        rows = rows.filter(readings__crisis__slug=crisis)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(publisher__icontains=words))
    context = {
        "page": page_of(request, rows.order_by("-published", "pk")),
        "crises": Crisis.objects.all(),
        "chosen_crisis": crisis,
        "words": words,
    }
    return render(request, "review/articles.html", context)


@require_safe
@desk(SEE_THE_DESK)
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision, newest first, with before and after and a way to undo it."""
    rows = Decision.objects.select_related("editor", "undone_by", "stance__crisis", "stance__actor")
    asked = {name: request.GET.get(name, "") for name in ("verdict", "editor", "crisis")}
    if asked["verdict"] in Decision.Verdict:
        rows = rows.filter(verdict=asked["verdict"])
    if asked["editor"]:
        rows = rows.filter(editor__username=asked["editor"])
    if asked["crisis"]:
        rows = rows.filter(stance__crisis__slug=asked["crisis"])
    page = page_of(request, rows)
    context = {
        "page": page,
        "rows": decision_rows(page),
        "asked": asked,
        "verdicts": Decision.Verdict,
        "editors": User.objects.filter(decisions__isnull=False).distinct().order_by("username"),
        "crises": Crisis.objects.all(),
    }
    return render(request, "review/decisions.html", context)
