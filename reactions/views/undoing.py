"""Taking decisions back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from reactions import curation
from reactions.curation import CurationError
from reactions.models import Decision
from reactions.queue import read_queue
from reactions.views.attempts import said_of
from reactions.views.desk import desk, editor_of, wants_json
from reactions.views.item import chosen_evidence, item_href
from reactions.views.many import undo_many


@require_POST
@desk("reactions.decide_stance")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one decision; the stance is open again where it was before."""
    return _undo(request, get_object_or_404(Decision.objects.select_related("stance"), pk=pk))


@require_POST
@desk("reactions.decide_stance")
def undo_latest(request: HttpRequest) -> HttpResponse:
    """Undo this editor's own latest decision that still stands."""
    latest = (
        editor_of(request)
        .decisions.exclude(verdict=Decision.Verdict.UNDO)
        .filter(undone_by__isnull=True)
        .first()
    )
    if latest is None:
        return nothing_to_undo(request, "review")
    if latest.batch is not None:
        return undo_many(request, latest.batch)
    return _undo(request, latest)


def nothing_to_undo(request: HttpRequest, back: str) -> HttpResponse:
    """Say that an editor has nothing to undo; script stays where it is, a form goes `back`."""
    said = "There is nothing of yours to undo."
    if wants_json(request):
        return JsonResponse({"said": said})
    messages.info(request, said)
    return redirect(back)


def _undo(request: HttpRequest, decision: Decision) -> HttpResponse:
    query = request.POST.get("queue_query", "")
    queue = read_queue(QueryDict(query), editor_of(request))
    merging = decision.verdict == Decision.Verdict.MERGE
    if merging and not request.user.has_perm("reactions.merge_stance"):
        return _undo_page(request, decision, "Your account may not undo a merge.", status=403)
    try:
        curation.undo(
            decision,
            editor=editor_of(request),
            public_reason=request.POST.get("public_reason", ""),
        )
    except CurationError as error:
        return _undo_page(request, decision, str(error), status=422)
    said = f"Undone. {said_of(decision, decision.stance)}"
    evidence = chosen_evidence(decision.stance_id)
    next_href = item_href(evidence, queue)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        next_href = back
    if wants_json(request):
        return JsonResponse({"said": said, "next": next_href})
    messages.success(request, said)
    return redirect(next_href)


def _undo_page(
    request: HttpRequest, decision: Decision, problem: str, *, status: int
) -> HttpResponse:
    """Why a decision cannot be undone so, and a form for the reason where one is missing."""
    context = {"decision": decision, "problem": problem}
    return render(request, "review/undo.html", context, status=status)
