"""Setting up crises: suggestions, a preview of what would be read, and publishing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reactions import curation
from reactions.crisis_forms import (
    CrisisForm,
    WhereAndWhenForm,
    initial_of_crisis,
    initial_of_suggestion,
)
from reactions.crisis_setup import (
    LOOKED_AT,
    crisis_articles,
    matching_articles,
    read_for,
    save_crisis,
    suggest,
)
from reactions.models import Crisis, Stance
from reactions.views.desk import SEE_THE_DESK, desk

SHOWN = 50


@require_safe
@desk(SEE_THE_DESK)
def crises(request: HttpRequest) -> HttpResponse:
    """All crises, also those that are not published."""
    proposed = Q(stances__status=Stance.Status.PROPOSED)
    accepted = Q(stances__status=Stance.Status.ACCEPTED)
    rows = Crisis.objects.select_related("focal").annotate(
        accepted=Count("stances", filter=accepted), proposed=Count("stances", filter=proposed)
    )
    return render(request, "review/crises.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@desk("reactions.add_crisis")
def new_crisis(request: HttpRequest) -> HttpResponse:
    """A new crisis: first where and when, then the rest with what these suggest."""
    may_publish = request.user.has_perm("reactions.publish_crisis")
    if request.method == "POST":
        return _save(request, CrisisForm(request.POST, may_publish=may_publish), None)
    where = WhereAndWhenForm(request.GET or None)
    if not where.is_valid():
        status = 422 if request.GET else 200
        return render(request, "review/crisis_new.html", {"form": where}, status=status)
    data = where.cleaned_data
    initial = initial_of_suggestion(suggest(data["focal"], data["started"]), data)
    return _page(request, CrisisForm(initial=initial, may_publish=may_publish), None)


@require_http_methods(["GET", "POST"])
@desk("reactions.change_crisis")
def crisis(request: HttpRequest, slug: str) -> HttpResponse:
    """A crisis with its parties and terms, to be changed."""
    found = get_object_or_404(Crisis.objects.select_related("focal"), slug=slug)
    form = CrisisForm(
        request.POST or None,
        crisis=found,
        may_publish=request.user.has_perm("reactions.publish_crisis"),
        initial=initial_of_crisis(found),
    )
    return _save(request, form, found) if form.is_bound else _page(request, form, found)


def _save(request: HttpRequest, form: CrisisForm, found: Crisis | None) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, found, status=422)
    stated = form.stated()
    if "preview" in request.POST:
        return _page(request, form, found, preview=_preview(stated, form))
    data = form.cleaned_data
    save_crisis(stated, authorities=data["authorities"], opponents=data["opponents"])
    said = "is changed" if found else "is set up; only editors see it until it is published"
    messages.success(request, f"“{stated}” {said}.")
    return redirect("crisis_edit", stated.slug)


def _preview(stated: Crisis, form: CrisisForm) -> dict[str, Any]:
    matches = matching_articles(stated, form.parties)
    known = set(crisis_articles(stated)) if stated.pk else set()
    return {
        "total": len(matches),
        "new": sum(match.article.pk not in known for match in matches),
        "shown": matches[:SHOWN],
        "looked_at": LOOKED_AT,
    }


def _page(
    request: HttpRequest,
    form: CrisisForm,
    found: Crisis | None,
    *,
    preview: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "crisis": found, "preview": preview}
    return render(request, "review/crisis.html", context, status=status)


@require_POST
@desk("reactions.publish_crisis")
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a crisis to everybody, or take it back."""
    found = get_object_or_404(Crisis, slug=slug)
    curation.publish(found, published=request.POST.get("published") == "yes")
    messages.success(request, "Everybody sees it now." if found.published else "It is taken back.")
    return redirect("crisis_edit", slug)


@require_POST
@desk("reactions.change_crisis")
def read(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the stored articles that match read for the crisis."""
    count = read_for(get_object_or_404(Crisis.objects.select_related("focal"), slug=slug))
    messages.success(request, f"{count} articles are read for it now, within a minute or two.")
    return redirect("crisis_edit", slug)
