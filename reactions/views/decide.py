"""What editors do at the desk: each view is one change, made by `curation`.

Plain forms post here and are sent on to the next item. Script asks for JSON instead: it shows the
next item, which it has already, and needs only to know that the decision stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from reactions import curation
from reactions.claims import claim, release
from reactions.curation import (
    CurationError,
    DuplicateStance,
    EvidenceSpan,
    InvalidStance,
    StaleStance,
    StanceFields,
)
from reactions.differences import LABELS, in_words
from reactions.forms import RejectForm, StanceForm
from reactions.marking import Mark, article_html, other_marks
from reactions.models import Article, Crisis, Decision, DeskMark, Evidence, Official, Stance
from reactions.queue import Queue, read_queue
from reactions.views.review import chosen_evidence, desk, editor_of, item_href, item_page

# Longer than this nobody looks at one item: the page was left open.
LONGEST_LOOK = 3600.0


@dataclass(frozen=True)
class Attempt:
    """What an editor tries to do: on which evidence, in which queue, having seen which version."""

    request: HttpRequest
    evidence: Evidence
    queue: Queue
    seen: int
    seconds: float | None

    @property
    def stance(self) -> Stance:
        return self.evidence.stance

    @property
    def common(self) -> dict[str, Any]:
        return {"seen": self.seen, "editor": editor_of(self.request)}


def _attempt(request: HttpRequest, stance_id: int) -> Attempt:
    evidence = chosen_evidence(stance_id, request.POST.get("evidence_id"))
    seen = request.POST.get("seen", "")
    return Attempt(
        request=request,
        evidence=evidence,
        queue=read_queue(QueryDict(request.POST.get("queue_query", "")), editor_of(request)),
        # A form without a version cannot have seen any: it clashes with whatever there is.
        seen=int(seen) if seen.isdecimal() else 0,
        seconds=_seconds(request.POST.get("seconds", "")),
    )


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_LOOK else None


def _settle(
    attempt: Attempt,
    act: Callable[[], Decision],
    *,
    mine: Mapping[str, Any],
    form: StanceForm | None = None,
) -> HttpResponse:
    """Make the change and go on to the next item, or show why it cannot be made.

    `mine` are the fields as the editor wanted them, for the page that shows a clash.
    """
    following = attempt.queue.following(attempt.evidence)
    try:
        decision = act()
    except StaleStance as clash:
        return _clash_page(attempt, clash, mine)
    except DuplicateStance as error:
        return _refused(attempt, str(error), form=form, duplicate=error.other)
    except InvalidStance as error:
        if form is not None:
            for name, message in error.errors.items():
                form.add_error(name if name in form.fields else None, message)
        return _refused(attempt, str(error), form=form)
    return _done(attempt, decision, following)


def _done(attempt: Attempt, decision: Decision, following: Evidence | None) -> HttpResponse:
    said = _said(decision, attempt.stance)
    next_href = _next_href(attempt, following)
    release(decision.stance_id, editor_of(attempt.request))
    if _wants_json(attempt.request):
        undo = reverse("review_undo", args=[decision.pk])
        return JsonResponse({"said": said, "undo": undo, "next": next_href})
    messages.success(attempt.request, said, extra_tags=f"decision-{decision.pk}")
    return redirect(next_href)


def _next_href(attempt: Attempt, following: Evidence | None) -> str:
    if following is not None:
        return item_href(following, attempt.queue)
    return f"{reverse('review')}?{attempt.queue.query}"


def _said(decision: Decision, stance: Stance) -> str:
    verdict = decision.get_verdict_display()
    return f"{verdict.capitalize()}: {stance.actor.name}, {stance.kind_entry.label.lower()}"


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _refused(
    attempt: Attempt, problem: str, *, form: StanceForm | None, duplicate: Stance | None = None
) -> HttpResponse:
    return item_page(
        attempt.request,
        chosen_evidence(attempt.stance.pk, str(attempt.evidence.pk)),
        attempt.queue,
        form=form,
        problem=problem,
        duplicate=duplicate,
        status=422,
    )


def _clash_page(attempt: Attempt, clash: StaleStance, mine: Mapping[str, Any]) -> HttpResponse:
    """Somebody was faster: before, theirs and mine, side by side."""
    decisions = list(
        clash.stance.decisions.select_related("editor").filter(after__version__gt=attempt.seen)
    )
    before = decisions[-1].before if decisions else {}
    theirs = in_words({**clash.stance.snapshot(), "evidence": _evidence_now(clash.stance)})
    wanted = in_words({**before, **mine})
    was = in_words(before) if before else dict.fromkeys(LABELS, "")
    rows = [
        (label, was[name], theirs[name], wanted[name])
        for name, label in LABELS.items()
        if len({was[name], theirs[name], wanted[name]}) > 1
    ]
    following = attempt.queue.following(attempt.evidence)
    context = {
        "stance": clash.stance,
        "decision": decisions[0] if decisions else None,
        "rows": rows,
        "queue": attempt.queue,
        "item_href": item_href(attempt.evidence, attempt.queue),
        "following_href": following and item_href(following, attempt.queue),
    }
    return render(attempt.request, "review/clash.html", context, status=409)


def _evidence_now(stance: Stance) -> list[dict[str, Any]]:
    return [{"text": item.text, "primary": item.primary} for item in stance.evidence.order_by("pk")]


@require_POST
@desk("reactions.decide_stance")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a proposal as it stands, or corroborating evidence of an accepted stance."""
    attempt = _attempt(request, pk)
    mine = {"status": Stance.Status.ACCEPTED}
    if not attempt.evidence.primary:
        return _settle(attempt, lambda: _decide_evidence(attempt, accepted=True), mine=mine)
    return _settle(
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
    attempt = _attempt(request, pk)
    if not attempt.evidence.primary:
        return _settle(attempt, lambda: _decide_evidence(attempt, accepted=False), mine={})
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _refused(attempt, " ".join(map(str, form.errors["reason"])), form=None)
    return _settle(
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
    attempt = _attempt(request, pk)
    stale = attempt.seen != attempt.stance.version
    # What the form must hold depends on the stance: a clash comes before that.
    form = StanceForm(
        request.POST,
        article=attempt.evidence.article,
        stance=None if stale else attempt.stance,
    )
    if not form.is_valid():
        if stale:
            return _clash_page(attempt, StaleStance(attempt.stance), {})
        return _refused(attempt, "", form=form)

    @transaction.atomic
    def act() -> Decision:
        return curation.correct(
            attempt.stance,
            _stated(form),
            **attempt.common,
            span=_new_span(form, attempt.evidence),
            note=form.cleaned_data["note"],
            public_reason=form.cleaned_data.get("public_reason", ""),
            seconds=attempt.seconds,
        )

    return _settle(attempt, act, mine=_as_snapshot(form), form=form)


def _stated(form: StanceForm) -> StanceFields:
    """What a valid form says; a new official gets a row."""
    data = form.cleaned_data
    official = data["official"]
    if isinstance(official, str):
        official = Official.objects.create(name=official)
    return StanceFields(
        actor=data["actor"],
        kind=data["kind"],
        day=data["day"],
        official=official,
        office=data["office"],
        target=data["target"],
        day_precision=data["day_precision"],
        phase=data["phase"],
    )


def _span(form: StanceForm) -> EvidenceSpan:
    start, end = form.cleaned_data["evidence"]
    return EvidenceSpan(form.article, start, end)


def _new_span(form: StanceForm, evidence: Evidence) -> EvidenceSpan | None:
    """The span of the form; None where it is the evidence's own, whose marks then stay."""
    span = _span(form)
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
        "evidence": [{"text": _span(form).text, "primary": True}],
    }


@require_POST
@desk("reactions.decide_stance")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an accepted stance, with a reason that is shown in public."""
    attempt = _attempt(request, pk)
    reason = request.POST.get("public_reason", "")
    return _settle(
        attempt,
        lambda: curation.withdraw(attempt.stance, **attempt.common, public_reason=reason),
        mine={"status": Stance.Status.WITHDRAWN},
    )


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
        initial=_from_query(request.GET, article),
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
            for name, message in error.errors.items():
                form.add_error(name if name in form.fields else None, message)
        else:
            messages.success(
                request, _said(decision, decision.stance), extra_tags=f"decision-{decision.pk}"
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


@transaction.atomic
def _add(crisis: Crisis, form: StanceForm, request: HttpRequest) -> Decision:
    return curation.add(
        crisis,
        _stated(form),
        _span(form),
        editor=editor_of(request),
        note=form.cleaned_data["note"],
    )


def _from_query(params: QueryDict, article: Article) -> dict[str, Any]:
    """First values of the form to add with: those of the address, as another item's link has."""
    initial: dict[str, Any] = {
        name: params[name]
        for name in ("actor", "official", "office", "kind", "target", "target_actor", "day")
        if name in params
    }
    initial.setdefault("day", article.published.date())
    start, end = params.get("start", ""), params.get("end", "")
    if start.isdecimal() and end.isdecimal():
        initial["start"] = int(start)
        initial["evidence"] = article.text[int(start) : int(end)]
    return initial


def _asked_mark(form: StanceForm) -> list[Mark]:
    start, words = form.initial.get("start"), str(form.initial.get("evidence", ""))
    return [Mark(start, start + len(words), "on", "evidence")] if start is not None else []


@require_POST
@desk("reactions.decide_stance")
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Set one of this editor's marks on a stance, or take it away; a skipped one is left behind."""
    attempt = _attempt(request, pk)
    type_ = request.POST.get("type", "")
    if type_ not in DeskMark.Type:
        return HttpResponseBadRequest(f"Valid marks: {', '.join(DeskMark.Type.values)}")
    following = attempt.queue.following(attempt.evidence)
    is_set = _toggle(attempt, DeskMark.Type(type_))
    if type_ == DeskMark.Type.SKIP and is_set:
        next_href = _next_href(attempt, following)
    else:
        next_href = item_href(attempt.evidence, attempt.queue)
    if _wants_json(request):
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
def open_item(request: HttpRequest, pk: int) -> JsonResponse:
    """Say that this editor has an item open that script fetched ahead; who else has it."""
    return JsonResponse({"holder": claim(pk, editor_of(request))})


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
    return {int(pk): int(seen) for pk, seen in pairs if pk.isdecimal() and seen.isdecimal()}


@require_http_methods(["GET", "POST"])
@desk("reactions.merge_stance")
def merge(request: HttpRequest) -> HttpResponse:
    """Two stances side by side, to be made one; `ids` names them, the first is merged away."""
    ids = [part for part in request.GET.get("ids", "").split(",") if part.isdecimal()]
    if len(ids) != 2 or ids[0] == ids[1]:
        return HttpResponseBadRequest("Name two stances: ?ids=1,2")
    found = Stance.objects.with_evidence().in_bulk([int(pk) for pk in ids])
    if len(found) != 2:
        return HttpResponseBadRequest(f"There are no two stances {' and '.join(ids)}.")
    first, second = (found[int(pk)] for pk in ids)
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
            seen=int(seen) if seen.isdecimal() else 0,
            editor=editor_of(request),
            override=request.POST.get("override") == "on",
            note=request.POST.get("note", ""),
        )
    except CurationError as error:
        status = 409 if isinstance(error, StaleStance) else 422
        return _merge_page(request, away, keep, problem=str(error), status=status)
    messages.success(request, _said(decision, away), extra_tags=f"decision-{decision.pk}")
    return redirect("review_item", keep.pk)


def _merge_page(
    request: HttpRequest, first: Stance, second: Stance, *, problem: str = "", status: int = 200
) -> HttpResponse:
    one, other = (
        in_words({**stance.snapshot(), "evidence": _evidence_now(stance)})
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
        messages.info(request, "There is nothing of yours to undo.")
        return redirect("review")
    if latest.batch is not None:
        return undo_many(request, latest.batch)
    return _undo(request, latest)


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
    if _wants_json(request):
        return JsonResponse({"said": said, "next": next_href})
    messages.success(request, said)
    for pk, why in undone.refused.items():
        messages.error(request, f"Stance {pk} stays as it is. {why}")
    return redirect(next_href)


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
    said = f"Undone. {_said(decision, decision.stance)}"
    evidence = chosen_evidence(decision.stance_id)
    next_href = item_href(evidence, queue)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        next_href = back
    if _wants_json(request):
        return JsonResponse({"said": said, "next": next_href})
    messages.success(request, said)
    return redirect(next_href)


def _undo_page(
    request: HttpRequest, decision: Decision, problem: str, *, status: int
) -> HttpResponse:
    """Why a decision cannot be undone so, and a form for the reason where one is missing."""
    context = {"decision": decision, "problem": problem}
    return render(request, "review/undo.html", context, status=status)
