"""Deciding on many proposals at once, from the queue."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from reactions import curation
from reactions.curation import InvalidStance
from reactions.digits import whole
from reactions.views.desk import desk, editor_of, wants_json


@require_POST
@desk("reactions.merge_stance")
def decide_many(request: HttpRequest) -> HttpResponse:
    """Accept or reject the proposals that were selected in the queue."""
    reason = request.POST.get("reason", "")
    seen = _selected(request.POST.getlist("item"))
    back = f"{reverse('review')}?{request.POST.get('queue_query', '')}"
    if not seen:
        messages.error(request, "Select at least one proposal first.")
        return redirect(back)
    try:
        batch = curation.decide_many(seen, editor=editor_of(request), reason=reason)
    except InvalidStance as error:
        messages.error(request, str(error))
        return redirect(back)
    verb = "rejected" if reason else "accepted"
    if batch.decisions:
        said = f"{len(batch.decisions)} {verb}"
        messages.success(request, said, extra_tags=f"batch-{batch.id}")
    for pk, why in batch.refused.items():
        messages.error(request, f"Stance {pk} was not {verb}. {why}")
    return redirect(back)


def _selected(values: list[str]) -> dict[int, int]:
    """The versions that were seen, by stance, from values written as `id:version`."""
    pairs = (value.partition(":")[::2] for value in values)
    read = ((whole(pk), whole(seen)) for pk, seen in pairs)
    return {pk: seen for pk, seen in read if pk is not None and seen is not None}


@require_POST
@desk("reactions.merge_stance")
def undo_many(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Undo at once what was decided at once."""
    undone = curation.undo_batch(
        batch,
        editor=editor_of(request),
        public_reason=request.POST.get("public_reason", ""),
    )
    said = f"Undone: {len(undone.decisions)} decisions"
    next_href = f"{reverse('review')}?{request.POST.get('queue_query', '')}"
    if wants_json(request):
        return JsonResponse({"said": said, "next": next_href})
    messages.success(request, said)
    for pk, why in undone.refused.items():
        messages.error(request, f"Stance {pk} stays as it is. {why}")
    return redirect(next_href)
