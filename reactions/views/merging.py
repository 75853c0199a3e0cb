"""Making two stances one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reactions import curation
from reactions.curation import CurationError, StaleStance
from reactions.differences import LABELS, in_words
from reactions.digits import whole
from reactions.merge_proposals import merge_proposals
from reactions.models import Crisis, Stance
from reactions.queue import read_queue
from reactions.views.attempts import evidence_now, said_of
from reactions.views.desk import SEE_THE_DESK, desk, editor_of, page_of
from reactions.views.item import chosen_evidence, item_href


@require_http_methods(["GET", "POST"])
@desk("reactions.merge_stance")
def merge(request: HttpRequest) -> HttpResponse:
    """Two stances side by side, to be made one; `ids` names them, the first is merged away.

    The rest of the query is the queue's, in which one goes on afterwards.
    """
    named = map(whole, request.GET.get("ids", "").split(","))
    ids = [pk for pk in named if pk is not None]
    if len(ids) != 2 or ids[0] == ids[1]:
        return HttpResponseBadRequest("Name two stances: ?ids=1,2")
    found = Stance.objects.with_evidence().in_bulk(ids)
    if len(found) != 2:
        return HttpResponseBadRequest(f"There are no two stances {' and '.join(map(str, ids))}.")
    first, second = (found[pk] for pk in ids)
    if request.method == "POST":
        keep = second if request.POST.get("keep") == str(second.pk) else first
        away = first if keep is second else second
        return _merge(request, away, keep)
    return _merge_page(request, first, second)


def _merge(request: HttpRequest, away: Stance, keep: Stance) -> HttpResponse:
    seen = request.POST.get(f"seen_{away.pk}", "")
    try:
        decision = curation.merge(
            away,
            keep,
            seen=whole(seen) or 0,
            editor=editor_of(request),
            override=request.POST.get("override") == "on",
            note=request.POST.get("note", ""),
        )
    except CurationError as error:
        status = 409 if isinstance(error, StaleStance) else 422
        return _merge_page(request, away, keep, problem=str(error), status=status)
    messages.success(request, said_of(decision, away), extra_tags=f"decision-{decision.pk}")
    queue = read_queue(request.GET, editor_of(request))
    return redirect(item_href(chosen_evidence(keep.pk), queue))


@require_safe
@desk(SEE_THE_DESK)
def proposals(request: HttpRequest) -> HttpResponse:
    """Pairs that tell of one act in the same words, the likeliest first, to be merged."""
    query = request.GET.copy()
    query["queue"] = "duplicates"
    queue = read_queue(query, editor_of(request))
    context = {
        "queue": queue,
        "page": page_of(request, merge_proposals(queue)),
        "crises": Crisis.objects.all(),
    }
    return render(request, "review/merge_proposals.html", context)


def _merge_page(
    request: HttpRequest, first: Stance, second: Stance, *, problem: str = "", status: int = 200
) -> HttpResponse:
    one, other = (
        in_words({**stance.snapshot(), "evidence": evidence_now(stance)})
        for stance in (first, second)
    )
    rows = [
        (label, one[name], other[name], one[name] == other[name])
        for name, label in LABELS.items()
        if one[name] or other[name]
    ]
    context = {
        "first": first,
        "second": second,
        "pair": (first, second),
        "rows": rows,
        "problem": problem,
    }
    return render(request, "review/merge.html", context, status=status)
