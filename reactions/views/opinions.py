"""Second opinions: coding a proposal without seeing the first decision, and where two differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reactions import agreement, curation
from reactions.curation import CurationError, InvalidStance, StanceFields
from reactions.differences import LABELS, in_words
from reactions.forms import OpinionForm, StanceForm
from reactions.marking import article_html, evidence_marks
from reactions.models import Actor, Crisis, Decision, Evidence, Official, SecondOpinion, Stance
from reactions.models.opinions import CODED_FIELDS
from reactions.queue import confidence_words
from reactions.views.attempts import seconds_of, stated, tell_form
from reactions.views.desk import SEE_THE_DESK, desk, editor_of, page_of, wants_json
from reactions.views.item import shown_fields
from reactions.views.undoing import nothing_to_undo

DECIDE = "reactions.decide_stance"
SETTLE = "reactions.settle_disagreement"
_VERDICTS = (Decision.Verdict.ACCEPT, Decision.Verdict.CORRECT, Decision.Verdict.REJECT)


@require_safe
@desk(SEE_THE_DESK)
def opinions(request: HttpRequest) -> HttpResponse:
    """What waits for this editor's second opinion."""
    waiting = SecondOpinion.objects.waiting_for(editor_of(request)).with_names()
    page = page_of(request, waiting)
    proposals = _proposals(page)
    context = {
        "page": page,
        "rows": [(opinion, proposals[opinion.pk]) for opinion in page if opinion.pk in proposals],
        "own": SecondOpinion.objects.waiting().filter(first__editor=editor_of(request)).count(),
        "disagreements": SecondOpinion.objects.disagreements().count(),
    }
    return render(request, "review/opinions.html", context)


@require_http_methods(["GET", "POST"])
@desk(DECIDE)
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal as the engine made it, to be coded by a second editor."""
    asked = get_object_or_404(SecondOpinion.objects.with_names(), pk=pk)
    if request.method == "POST":
        return _give(request, asked)
    if not SecondOpinion.objects.waiting_for(editor_of(request)).filter(pk=pk).exists():
        messages.info(request, "This one does not wait for your opinion.")
        return redirect("opinions")
    return _opinion_page(request, asked)


def _give(request: HttpRequest, asked: SecondOpinion) -> HttpResponse:
    following = _following(request, asked)
    proposal = _proposal(asked)
    form = None
    fields: StanceFields | None = StanceFields.of(proposal.stance)
    verdict = request.POST.get("verdict", "")
    if verdict not in _VERDICTS:
        problem = "Choose what you make of the proposal."
        return _opinion_page(request, asked, problem=problem, status=422)
    if verdict == Decision.Verdict.CORRECT:
        form = OpinionForm(request.POST, article=proposal.evidence.article)
        if not form.is_valid():
            return _opinion_page(request, asked, form=form, status=422)
    elif verdict == Decision.Verdict.REJECT:
        fields = None
    try:
        with transaction.atomic():
            curation.give_opinion(
                asked,
                editor=editor_of(request),
                fields=fields if form is None else stated(form),
                reason=request.POST.get("reason", ""),
                note=request.POST.get("note", ""),
                seconds=seconds_of(request),
            )
    except InvalidStance as error:
        tell_form(form, error)
        return _opinion_page(request, asked, form=form, problem=str(error), status=422)
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("opinions")
    next_href = reverse("opinion", args=[following.pk]) if following else reverse("opinions")
    said = f"Second opinion kept: {proposal.stance.actor.name}"
    back = reverse("opinion_back", args=[asked.pk])
    if wants_json(request):
        return JsonResponse({"said": said, "undo": back, "next": next_href})
    messages.success(request, said, extra_tags=f"opinion-{asked.pk}")
    return redirect(next_href)


@require_POST
@desk(DECIDE)
def opinion_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own second opinion back, to give it anew."""
    return _take_back(request, get_object_or_404(SecondOpinion, pk=pk))


@require_POST
@desk(DECIDE)
def opinion_back_latest(request: HttpRequest) -> HttpResponse:
    """Take back the latest of one's own second opinions that nothing was settled by."""
    own = editor_of(request).second_opinions.filter(outcome="")
    latest = own.order_by("-given_at").first()
    return nothing_to_undo(request, "opinions") if latest is None else _take_back(request, latest)


def _take_back(request: HttpRequest, given: SecondOpinion) -> HttpResponse:
    try:
        curation.take_opinion_back(given, editor=editor_of(request))
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("opinions")
    next_href = reverse("opinion", args=[given.pk])
    if wants_json(request):
        return JsonResponse({"said": "Taken back", "next": next_href})
    return redirect(next_href)


class Proposal(NamedTuple):
    """What the engine proposed: a stance and its evidence, as they were then; not to be saved."""

    stance: Stance
    evidence: Evidence


def _proposal(asked: SecondOpinion) -> Proposal:
    proposal = _proposals([asked]).get(asked.pk)
    if proposal is None:
        raise Http404("This proposal has no evidence to show.")
    return proposal


def _proposals(opinions: Iterable[SecondOpinion]) -> dict[int, Proposal]:
    """The proposals by the ids of the opinions, but those whose article was removed since."""
    before = {asked.pk: asked.first.before for asked in opinions}
    actors = Actor.objects.in_bulk([one["actor"] for one in before.values()], field_name="code")
    officials = _officials(before.values())
    kept = {pk: item for pk, one in before.items() for item in one["evidence"] if item["primary"]}
    evidence = Evidence.objects.select_related("article__source").in_bulk(
        [item["id"] for item in kept.values()]
    )
    return {
        asked.pk: Proposal(
            _stance(
                asked,
                StanceFields.of_snapshot(
                    before[asked.pk],
                    actor=actors[before[asked.pk]["actor"]],
                    official=officials.get(_official_key(before[asked.pk])),
                ),
            ),
            _as_proposed(evidence[kept[asked.pk]["id"]], kept[asked.pk]),
        )
        for asked in opinions
        if asked.pk in kept and kept[asked.pk]["id"] in evidence
    }


def _official_key(snapshot: Mapping[str, Any]) -> int | str | None:
    """What a snapshot knows its official by; those of earlier days noted the name alone."""
    key: int | str | None = snapshot.get("official_id") or snapshot["official"]
    return key


def _officials(snapshots: Iterable[Mapping[str, Any]]) -> dict[int | str | None, Official]:
    keys = set(map(_official_key, snapshots))
    ids = [key for key in keys if isinstance(key, int)]
    names = [key for key in keys if isinstance(key, str)]
    return {**Official.objects.in_bulk(ids), **Official.objects.in_bulk(names, field_name="name")}


def _stance(asked: SecondOpinion, fields: StanceFields) -> Stance:
    return Stance(
        crisis=asked.stance.crisis,
        confidence=asked.stance.confidence,
        status=Stance.Status.PROPOSED,
        **{column: getattr(fields, column) for column in fields.__slots__},
    )


def _as_proposed(evidence: Evidence, kept: Mapping[str, Any]) -> Evidence:
    if (evidence.start, evidence.end) != (kept["start"], kept["end"]):
        # The marks are those of the span that the first editor chose.
        evidence = Evidence(article=evidence.article, start=kept["start"], end=kept["end"])
    evidence.text = kept["text"]
    return evidence


def _following(request: HttpRequest, asked: SecondOpinion) -> SecondOpinion | None:
    others = SecondOpinion.objects.waiting_for(editor_of(request)).exclude(pk=asked.pk)
    return others.filter(pk__gt=asked.pk).first() or others.first()


def _opinion_page(
    request: HttpRequest,
    asked: SecondOpinion,
    *,
    form: OpinionForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    stance, evidence = _proposal(asked)
    following = _following(request, asked)
    waiting = SecondOpinion.objects.waiting_for(editor_of(request))
    initial = StanceForm.initial_of(stance, evidence.text, evidence.start)
    context = {
        "opinion": asked,
        "stance": stance,
        "evidence": evidence,
        "article": evidence.article,
        "article_html": article_html(evidence.article.text, evidence_marks(evidence)),
        "verified": evidence.fits(),
        "fields": shown_fields(stance, None),
        "confidence": confidence_words(stance.confidence),
        "form": form or OpinionForm(article=evidence.article, initial=initial),
        "reasons": Decision.Reason,
        "problem": problem,
        "following_href": following and reverse("opinion", args=[following.pk]),
        "number": waiting.filter(pk__lte=asked.pk).count(),
        "total": waiting.count(),
    }
    alone = request.headers.get("HX-Request") == "true"
    template = "review/_opinion.html" if alone else "review/opinion.html"
    return render(request, template, context, status=status)


@require_safe
@desk(SEE_THE_DESK)
def disagreements(request: HttpRequest) -> HttpResponse:
    """Where two editors differ: what waits for a senior, then what was settled."""
    rows = SecondOpinion.objects.with_names()
    context = {
        "waiting": [_compared(each) for each in rows.disagreements()],
        "page": page_of(
            request,
            rows.filter(agrees=False).exclude(outcome="").select_related("settled_by")
            .order_by("-settled_at"),
        ),
    }  # fmt: skip
    return render(request, "review/disagreements.html", context)


class Compared(NamedTuple):
    """A second opinion beside the first decision: the fields that differ, in words."""

    opinion: SecondOpinion
    rows: list[tuple[str, str, str, str]]


def _compared(given: SecondOpinion) -> Compared:
    """Label, proposal, first and second of every field in which the two must agree and don't."""
    coding = given.coding or {}
    second = {**given.first.before, **coding}
    proposal, first, other = map(in_words, (given.first.before, given.first.after, second))
    statuses = {given.first.after["status"], second["status"]}
    # Where one of them rejects, that is the difference: a rejection codes no fields.
    compared = ("status",) if Stance.Status.REJECTED in statuses else CODED_FIELDS
    rows = [
        (LABELS[name], proposal[name], first[name], other[name])
        for name in compared
        if first[name] != other[name]
    ]
    return Compared(given, rows)


@require_http_methods(["GET", "POST"])
@desk(SETTLE)
def disagreement(request: HttpRequest, pk: int) -> HttpResponse:
    """One disagreement: proposal, first and second side by side, and what shall stand."""
    given = get_object_or_404(SecondOpinion.objects.with_names().filter(agrees=False), pk=pk)
    problem = ""
    if request.method == "POST":
        try:
            curation.settle(
                given,
                request.POST.get("outcome", ""),
                editor=editor_of(request),
                public_reason=request.POST.get("public_reason", ""),
                note=request.POST.get("note", ""),
            )
        except CurationError as error:
            problem = str(error)
        else:
            given.refresh_from_db()
            messages.success(request, f"Settled: {given.get_outcome_display()}.")
            return redirect("disagreements")
    proposal = _proposals([given]).get(given.pk)
    context = {
        "compared": _compared(given),
        "evidence": proposal and proposal.evidence,
        "outcomes": SecondOpinion.Outcome,
        "problem": problem,
        "typed": request.POST,
    }
    status = 422 if problem else 200
    return render(request, "review/disagreement.html", context, status=status)


@require_safe
@desk(SEE_THE_DESK)
def agreement_page(request: HttpRequest) -> HttpResponse:
    """How far two editors agree, by kind and by field."""
    slug = request.GET.get("crisis", "")
    crises = list(Crisis.objects.all())
    chosen = next((crisis for crisis in crises if crisis.slug == slug), None)
    given = SecondOpinion.objects.given().select_related("first")
    if chosen is not None:
        given = given.filter(first__stance__crisis=chosen)
    context = {
        "crises": crises,
        "chosen": chosen,
        "report": agreement.report(given),
        "waiting": SecondOpinion.objects.waiting().count(),
        "disagreements": SecondOpinion.objects.disagreements().count(),
    }
    return render(request, "review/agreement.html", context)
