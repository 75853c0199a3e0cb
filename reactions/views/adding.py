"""Adding by hand a stance that the engine missed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reactions import asking_engine, curation
from reactions.curation import DuplicateStance, InvalidStance
from reactions.digits import whole
from reactions.forms import StanceForm
from reactions.marking import Mark, article_html, other_marks
from reactions.models import Article, Crisis, Decision, Evidence, Stance
from reactions.views.attempts import said_of, span_of, stated, tell_form
from reactions.views.desk import desk, editor_of


@require_http_methods(["GET", "POST"])
@desk("reactions.decide_stance")
def add(request: HttpRequest, article_id: int) -> HttpResponse:
    """Add a stance that the engine missed in an article, by hand."""
    article = get_object_or_404(Article.objects.select_related("source"), pk=article_id)
    crises = list(Crisis.objects.all())
    slug = request.POST.get("crisis") or request.GET.get("crisis", "")
    read_for = list(article.readings.values_list("crisis__slug", flat=True))
    chosen = next((c for c in crises if c.slug == (slug or next(iter(read_for), ""))), None)
    form = StanceForm(
        request.POST or None,
        article=article,
        initial=_from_query(request.GET, article, chosen),
    )
    problem = ""
    duplicate = None
    if request.method == "POST" and chosen is None:
        problem = "Choose the crisis that the stance belongs to."
    elif request.method == "POST" and chosen is not None and form.is_valid():
        try:
            decision = _add(chosen, form, request)
        except DuplicateStance as error:
            problem, duplicate = str(error), error.other
        except InvalidStance as error:
            tell_form(form, error)
        else:
            messages.success(
                request, said_of(decision, decision.stance), extra_tags=f"decision-{decision.pk}"
            )
            return redirect("review_item", decision.stance_id)
    known = Evidence.objects.filter(article=article, stance__status__in=Stance.LIVE)
    if chosen is not None:
        known = known.filter(stance__crisis=chosen)
    context = {
        "article": article,
        "article_html": article_html(article.text, [*_asked_mark(form), *other_marks(known)]),
        "known": known.select_related("stance__actor").order_by("start"),
        "form": form,
        "crises": crises,
        "chosen": chosen,
        "problem": problem,
        "duplicate": duplicate,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "review/add.html", context, status=status)


@require_safe
@desk("reactions.decide_stance")
def guess(request: HttpRequest, article_id: int) -> JsonResponse:
    """What a stance shown by the chosen words most likely is, by the names of the form's fields."""
    article = get_object_or_404(Article, pk=article_id)
    crisis = get_object_or_404(Crisis, slug=request.GET.get("crisis", ""))
    span = _asked_span(request.GET, article)
    if span is None:
        return JsonResponse({"problem": "Give start and end within the article."}, status=400)
    return JsonResponse({"fields": asking_engine.guess(article, crisis, *span)})


def _asked_span(params: QueryDict, article: Article) -> tuple[int, int] | None:
    start, end = whole(params.get("start", "")), whole(params.get("end", ""))
    if start is None or end is None:
        return None
    return (start, end) if start < end <= len(article.text) else None


@transaction.atomic
def _add(crisis: Crisis, form: StanceForm, request: HttpRequest) -> Decision:
    return curation.add(
        crisis,
        stated(form),
        span_of(form),
        editor=editor_of(request),
        note=form.cleaned_data["note"],
    )


def _from_query(params: QueryDict, article: Article, crisis: Crisis | None) -> dict[str, Any]:
    """First values of the form to add with: those of the address, as another item's link has.

    Where it names words and no actor, the engine says what they most likely show.
    """
    names = ("actor", "official", "office", "kind", "target", "target_actor", "day")
    initial: dict[str, Any] = {name: params[name] for name in names if name in params}
    if span := _asked_span(params, article):
        initial["start"], end = span
        initial["evidence"] = article.text[initial["start"] : end]
        if "actor" not in initial and crisis is not None:
            initial = {**asking_engine.guess(article, crisis, *span), **initial}
    initial.setdefault("day", article.published.date())
    return initial


def _asked_mark(form: StanceForm) -> list[Mark]:
    start, words = form.initial.get("start"), str(form.initial.get("evidence", ""))
    return [Mark(start, start + len(words), "on", "evidence")] if start is not None else []
