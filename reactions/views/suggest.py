"""Search as one types, for actors and officials."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Case, Prefetch, Q, When
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from reactions.models import Actor, Official, Tenure
from reactions.views.desk import desk

SUGGESTED = 12


@require_safe
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
    known = any(words.lower() in (row.name.lower(), row.code.lower()) for row in rows[:1])
    create = None
    if words and not known and request.user.has_perm("reactions.add_organization"):
        href = f"{reverse('admin:reactions_organization_add')}?{urlencode({'name': words})}"
        create = {"label": f"Create the organization “{words}”", "href": href}
    return JsonResponse({"options": options if words else [], "create": create})


@require_safe
@desk("reactions.decide_stance")
def suggest_officials(request: HttpRequest) -> JsonResponse:
    """Officials for what was typed so far, with their offices."""
    words = request.GET.get("q", "").strip()
    rows = (
        Official.objects.filter(called__icontains=words)
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
    known = any(row.name.lower() == words.lower() for row in rows[:SUGGESTED])
    create = None
    if words and not known:
        create = {"label": f"Create the official “{words}”", "tick": "new_official"}
    return JsonResponse({"options": options if words else [], "create": create})
