"""What editors do at an item: each view is one change, made by `curation`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from reactions import curation
from reactions.claims import claim
from reactions.curation import EvidenceSpan, StaleStance
from reactions.forms import RejectForm, StanceForm
from reactions.models import Decision, DeskMark, Evidence, Official, Stance
from reactions.views.attempts import (
    Attempt,
    attempt_of,
    clash_page,
    next_href_of,
    refused,
    settle,
    span_of,
    stated,
)
from reactions.views.desk import desk, editor_of, wants_json
from reactions.views.item import item_href, may_decide


@require_POST
@desk("reactions.decide_stance")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a proposal as it stands, or corroborating evidence of an accepted stance."""
    attempt = attempt_of(request, pk)
    mine = {"status": Stance.Status.ACCEPTED}
    if not attempt.evidence.primary:
        return settle(attempt, lambda: _decide_evidence(attempt, accepted=True), mine=mine)
    return settle(
        attempt,
        lambda: curation.accept(attempt.stance, **attempt.common, seconds=attempt.seconds),
        mine=mine,
    )


def _decide_evidence(attempt: Attempt, *, accepted: bool) -> Decision:
    return curation.decide_evidence(
        attempt.evidence, accepted=accepted, **attempt.common, seconds=attempt.seconds
    )


@require_POST
@desk("reactions.decide_stance")
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Reject a proposal for one of six reasons, or corroborating evidence for none."""
    attempt = attempt_of(request, pk)
    if not attempt.evidence.primary:
        return settle(attempt, lambda: _decide_evidence(attempt, accepted=False), mine={})
    form = RejectForm(request.POST)
    if not form.is_valid():
        return refused(attempt, " ".join(map(str, form.errors["reason"])), form=None)
    return settle(
        attempt,
        lambda: curation.reject(
            attempt.stance,
            **attempt.common,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            seconds=attempt.seconds,
        ),
        mine={"status": Stance.Status.REJECTED},
    )


@require_POST
@desk("reactions.decide_stance")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the fields and the evidence as the form says, and accept."""
    attempt = attempt_of(request, pk)
    stale = attempt.seen != attempt.stance.version
    # What the form must hold depends on the stance: a clash comes before that.
    form = StanceForm(
        request.POST,
        article=attempt.evidence.article,
        stance=None if stale else attempt.stance,
    )
    if not form.is_valid():
        if stale:
            return clash_page(attempt, StaleStance(attempt.stance), {})
        return refused(attempt, "", form=form)

    @transaction.atomic
    def act() -> Decision:
        return curation.correct(
            attempt.stance,
            stated(form),
            **attempt.common,
            span=_new_span(form, attempt.evidence),
            note=form.cleaned_data["note"],
            public_reason=form.cleaned_data.get("public_reason", ""),
            seconds=attempt.seconds,
        )

    return settle(attempt, act, mine=_as_snapshot(form), form=form)


def _new_span(form: StanceForm, evidence: Evidence) -> EvidenceSpan | None:
    """The span of the form; None where it is the evidence's own, whose marks then stay."""
    span = span_of(form)
    unchanged = (span.start, span.end, span.text) == (evidence.start, evidence.end, evidence.text)
    return None if unchanged else span


def _as_snapshot(form: StanceForm) -> dict[str, Any]:
    data = form.cleaned_data
    official = data["official"]
    return {
        **{name: data[name] for name in ("office", "kind", "target", "day_precision", "phase")},
        "status": Stance.Status.ACCEPTED,
        "actor": data["actor"].code,
        "official": official.name if isinstance(official, Official) else official,
        "day": data["day"].isoformat(),
        "evidence": [{"text": span_of(form).text, "primary": True}],
    }


@require_POST
@desk("reactions.decide_stance")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an accepted stance, with a reason that is shown in public."""
    attempt = attempt_of(request, pk)
    reason = request.POST.get("public_reason", "")
    return settle(
        attempt,
        lambda: curation.withdraw(attempt.stance, **attempt.common, public_reason=reason),
        mine={"status": Stance.Status.WITHDRAWN},
    )


@require_POST
@desk("reactions.decide_stance")
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Set one of this editor's marks on a stance, or take it away; a skipped one is left behind."""
    attempt = attempt_of(request, pk)
    type_ = request.POST.get("type", "")
    if type_ not in DeskMark.Type:
        return HttpResponseBadRequest(f"Valid marks: {', '.join(DeskMark.Type.values)}")
    following = attempt.queue.following(attempt.evidence)
    is_set = _toggle(attempt, DeskMark.Type(type_))
    if type_ == DeskMark.Type.SKIP and is_set:
        next_href = next_href_of(attempt, following)
    else:
        next_href = item_href(attempt.evidence, attempt.queue)
    if wants_json(request):
        return JsonResponse({"set": is_set, "next": next_href})
    return redirect(next_href)


def _toggle(attempt: Attempt, type_: DeskMark.Type) -> bool:
    """Whether the mark is set now. Anybody may take a flag away, whoever set it."""
    there = DeskMark.objects.filter(stance=attempt.stance, type=type_)
    if type_ != DeskMark.Type.FLAG:
        there = there.filter(editor=editor_of(attempt.request))
    if there.exists():
        there.delete()
        return False
    DeskMark.objects.get_or_create(
        stance=attempt.stance, editor=editor_of(attempt.request), type=type_
    )
    return True


@require_POST
@desk("reactions.decide_stance")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an item for one editor, who finds it in the queue "Mine"; nobody takes it away."""
    attempt = attempt_of(request, pk)
    name = request.POST.get("editor", "")
    chosen = may_decide().filter(username=name).first()
    if name and chosen is None:
        return HttpResponseBadRequest(f"“{name}” is no editor.")
    kept = DeskMark.objects.filter(stance=attempt.stance, type=DeskMark.Type.MINE)
    with transaction.atomic():
        kept.delete()
        if chosen is not None:
            kept.create(stance=attempt.stance, editor=chosen, type=DeskMark.Type.MINE)
    messages.success(request, f"Kept for {chosen}." if chosen else "Kept for nobody.")
    return redirect(item_href(attempt.evidence, attempt.queue))


@require_POST
@desk("reactions.decide_stance")
def open_item(request: HttpRequest, pk: int) -> JsonResponse:
    """Say that this editor has an item open that script fetched ahead.

    The answer tells who else has it open, and the stance's version: another one than that of the
    page that was fetched says that somebody changed the stance since.
    """
    stance = get_object_or_404(Stance.objects.only("version"), pk=pk)
    return JsonResponse({"holder": claim(pk, editor_of(request)), "version": stance.version})
