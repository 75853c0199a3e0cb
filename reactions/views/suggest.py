"""Search as one types, for actors and officials."""

from __future__ import annotations

from django.db.models import Case, Prefetch, Q, When
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from reactions.models import Actor, Official, Tenure
from reactions.views.desk import desk

SUGGESTED = 12


@require_GET
@desk("reactions.decide_stance")
def suggest_actors(request: HttpRequest) -> JsonResponse:
    """Actors for what was typed so far: those whose code or name begins with it come first."""
    words = request.GET.get("q", "").strip()
    found = Actor.objects.filter(
        Q(code__istartswith=words) | Q(name__icontains=words) | Q(aliases__icontains=words)
    )
    exact = Q(code__iexact=words) | Q(name__istartswith=words)
    rows = found.annotate(near=Case(When(exact, then=0), default=1)).order_by("near", "name")
    options = [{"value": row.name, "label": row.code} for row in rows[:SUGGESTED]]
    return JsonResponse({"options": options if words else []})


@require_GET
@desk("reactions.decide_stance")
def suggest_officials(request: HttpRequest) -> JsonResponse:
    """Officials for what was typed so far, with their offices."""
    words = request.GET.get("q", "").strip()
    rows = (
        Official.objects.filter(Q(name__icontains=words) | Q(aliases__icontains=words))
        .prefetch_related(Prefetch("tenures", Tenure.objects.select_related("actor")))
        .order_by("name")
    )
    options = [
        {
            "value": row.name,
            "label": "; ".join(f"{held.office}, {held.actor.code}" for held in row.tenures.all()),
        }
        for row in rows[:SUGGESTED]
    ]
    return JsonResponse({"options": options if words else []})
