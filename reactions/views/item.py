"""The page of an item: a stance to decide on, beside its article."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from reactions.asking_engine import reasons
from reactions.claims import claim, holders
from reactions.differences import Difference, differences, in_words
from reactions.digits import whole
from reactions.extraction import ENGINE_VERSION
from reactions.extraction.codebook import DayPrecision
from reactions.forms import StanceForm
from reactions.marking import article_html, evidence_marks, other_marks
from reactions.models import Decision, DeskMark, Evidence, Finding, Stance
from reactions.queue import Queue, confidence_words, likely_duplicates, read_queue
from reactions.views.desk import SEE_THE_DESK, desk, editor_of

SHOWN_DUPLICATES = 5
# Ids of the evidence that this editor has decided, in requests that are still under way.
UNDERWAY = "X-Underway"


def item_href(item: Evidence, queue: Queue) -> str:
    """The address of an item within a queue; it opens at the evidence."""
    which = "" if item.primary else f"evidence={item.pk}"
    query = "&".join(filter(None, (queue.query, which)))
    address = reverse("review_item", args=[item.stance_id])
    return f"{address}?{query}#evidence" if query else f"{address}#evidence"


@require_safe
@desk(SEE_THE_DESK)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """A stance to decide on, beside its article.

    Script asks for the item that comes next while its decision on the one before is still on the
    way: the place in the queue is the one that the item has once that decision is made.
    """
    named = map(whole, request.headers.get(UNDERWAY, "").split(","))
    underway = [number for number in named if number is not None]
    queue = read_queue(request.GET, editor_of(request)).without(underway)
    return item_page(request, chosen_evidence(pk, request.GET.get("evidence")), queue)


@require_safe
@desk(SEE_THE_DESK)
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why the engine reads the evidence as it does: a page, or for script its part alone."""
    evidence = chosen_evidence(pk, request.GET.get("evidence"))
    context = {
        "stance": evidence.stance,
        "engine_version": ENGINE_VERSION,
        "reasons": reasons(evidence.article, evidence.stance.crisis, evidence.start, evidence.end),
    }
    alone = request.headers.get("HX-Request") == "true"
    page = render(request, "review/_why.html" if alone else "review/why.html", context)
    patch_vary_headers(page, ["HX-Request"])
    return page


def chosen_evidence(stance_id: int, evidence_id: str | None = None) -> Evidence:
    """The evidence asked for; else what waits of the stance; else its primary evidence."""
    evidence = Evidence.objects.filter(stance=stance_id).select_related(
        "article__source", "stance__crisis__focal", "stance__actor", "stance__official"
    )
    if evidence_id:
        number = whole(evidence_id)
        if number is None:
            raise Http404("Evidence has a number.")
        return get_object_or_404(evidence, pk=number)
    found = list(evidence)
    if not found:
        stance = get_object_or_404(Stance, pk=stance_id)
        if stance.merged_into_id:
            return chosen_evidence(stance.merged_into_id)
        raise Http404(f"Stance {stance_id} has no evidence to show.")
    open_ = [one for one in found if one.status == Evidence.Status.PROPOSED]
    primary = [one for one in found if one.primary]
    accepted = found[0].stance.status == Stance.Status.ACCEPTED
    return ((open_ if accepted else primary) or primary or found)[0]


def item_page(
    request: HttpRequest,
    evidence: Evidence,
    queue: Queue,
    *,
    form: StanceForm | None = None,
    problem: str = "",
    duplicate: Stance | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an item, also with what went wrong when somebody decided on it."""
    stance = evidence.stance
    place = queue.place(evidence)
    # Script fetches the item alone, ahead of the time when it is shown.
    alone = request.headers.get("HX-Request") == "true"
    finding = _finding(evidence)
    context = {
        "queue": queue,
        "evidence": evidence,
        "stance": stance,
        "verified": evidence.fits(),
        "article": evidence.article,
        "article_html": _marked(evidence),
        "fields": shown_fields(stance, finding),
        "finding": finding,
        "confidence": confidence_words(finding.confidence if finding else stance.confidence),
        "place": place,
        "previous_href": place.previous and item_href(place.previous, queue),
        "following_href": place.following and item_href(place.following, queue),
        "duplicates": _duplicates(stance),
        "all_evidence": _all_evidence(evidence),
        "marks": _marks_on(stance, editor_of(request)),
        "merged": _merged(stance),
        "kept_for": _kept_for(stance),
        "editors": may_decide().order_by("username"),
        "holder": _holder(stance, editor_of(request), opens=not alone),
        "decisions": decision_rows(stance.decisions.select_related("editor", "undone_by")),
        "form": form or _form_for(evidence, note=request.POST.get("note", "")),
        "reasons": Decision.Reason,
        "problem": problem,
        # What was written with a decision that was refused.
        "note": request.POST.get("note", ""),
        "duplicate": duplicate,
    }  # fmt: skip
    template = "review/_item.html" if alone else "review/item.html"
    page = render(request, template, context, status=status)
    patch_vary_headers(page, ["HX-Request", UNDERWAY])
    return page


def _duplicates(stance: Stance) -> list[Stance]:
    found = likely_duplicates(stance).select_related("crisis", "actor", "official")
    return list(found.order_by("day", "pk")[:SHOWN_DUPLICATES])


def _finding(evidence: Evidence) -> Finding | None:
    """What the engine said last of this stance in this article."""
    return (
        Finding.objects.filter(stance=evidence.stance, reading__article=evidence.article)
        .order_by("-pk")
        .first()
    )


def _marked(evidence: Evidence) -> str:
    others = (
        Evidence.objects.filter(
            article=evidence.article,
            stance__crisis=evidence.stance.crisis,
            stance__status__in=Stance.LIVE,
        )
        .exclude(status=Evidence.Status.REJECTED)
        .exclude(start=evidence.start)
    )
    marks = [*evidence_marks(evidence), *other_marks(others)]
    return article_html(evidence.article.text, marks)


def _all_evidence(evidence: Evidence) -> list[Evidence]:
    return list(
        Evidence.objects.filter(stance=evidence.stance)
        .select_related("article__source")
        .defer("article__text")
    )


def _form_for(evidence: Evidence, *, note: str) -> StanceForm | None:
    """The form to correct with; corroboration is only taken or refused as it is."""
    stance = evidence.stance
    if not evidence.primary or stance.status not in Stance.LIVE:
        return None
    initial = StanceForm.initial_of(stance, evidence.text, evidence.start)
    return StanceForm(article=evidence.article, stance=stance, initial={**initial, "note": note})


def _merged(stance: Stance) -> list[Decision]:
    """The merges by which other stances became one with this one, and that can be undone."""
    return list(
        Decision.objects.filter(
            stance__merged_into=stance, verdict=Decision.Verdict.MERGE, undone_by=None
        ).select_related("stance__actor", "editor")
    )


def _kept_for(stance: Stance) -> list[User]:
    """The editors for whom it is kept, by themselves or by others."""
    return list(User.objects.filter(desk_marks__stance=stance, desk_marks__type=DeskMark.Type.MINE))


def may_decide() -> QuerySet[User]:
    """The accounts to which an item can be assigned."""
    return User.objects.with_perm(
        "reactions.decide_stance", backend="django.contrib.auth.backends.ModelBackend"
    )


def _marks_on(stance: Stance, editor: User) -> set[str]:
    """The marks on a stance that count for this editor: everybody's flags, and own ones."""
    of_interest = Q(type=DeskMark.Type.FLAG) | Q(editor=editor)
    return set(stance.desk_marks.filter(of_interest).values_list("type", flat=True))


def _holder(stance: Stance, editor: User, *, opens: bool) -> str:
    """Who else has the stance open; `opens` says that this editor has it open from now on."""
    if opens and editor.has_perm("reactions.decide_stance"):
        return claim(stance.pk, editor)
    return holders([stance.pk], editor).get(stance.pk, "")


class Field(NamedTuple):
    """A field of the stance, and the engine's value where that is another one."""

    label: str
    value: str
    engine: str


_SHOWN = ("actor", "official", "office", "kind", "target", "day", "day_precision", "phase")


def shown_fields(stance: Stance, finding: Finding | None) -> list[Field]:
    """The fields as they stand, each with the engine's value where it differs."""
    now = stance.snapshot()
    rows = []
    said = _as_snapshot(finding) if finding else now
    values, engine = in_words(now), in_words(said)
    names = {"actor": "Actor", "official": "Official", "office": "Office", "kind": "Kind",
             "target": "Target", "day": "Day", "day_precision": "Known to the",
             "phase": "Phase"}  # fmt: skip
    for name in _SHOWN:
        value = f"{stance.actor.name} ({values[name]})" if name == "actor" else values[name]
        differs = engine[name] != values[name]
        if name == "day_precision" and value == DayPrecision.DAY and not differs:
            continue  # the usual case says nothing
        if value or differs:
            rows.append(Field(names[name], value or "—", engine[name] or "—" if differs else ""))
    return rows


def _as_snapshot(finding: Finding) -> dict[str, Any]:
    """A finding's draft in the words of a stance's snapshot."""
    draft = finding.draft
    return {**draft, "day": draft.get("date"), "day_precision": draft.get("date_precision"),
            "evidence": ()}  # fmt: skip


class DecisionRow(NamedTuple):
    """A decision with what it changed, and whether it can still be undone."""

    decision: Decision
    changes: list[Difference]
    standing: bool


def decision_rows(decisions: Any) -> list[DecisionRow]:
    """Decisions (with `editor` and `undone_by` at hand), each with what it changed."""
    return [
        DecisionRow(
            decision,
            # Before it was added there was nothing; what its undo leads to is no change to show.
            []
            if decision.verdict == Decision.Verdict.ADD
            else differences(decision.before, decision.after),
            decision.verdict != Decision.Verdict.UNDO and not hasattr(decision, "undone_by"),
        )
        for decision in decisions
    ]
