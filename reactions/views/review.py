"""The editors' desk as one reads it: queue, item, articles, decisions, progress."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, When
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from reactions.claims import claim, holders
from reactions.curation import BATCH_LIMIT
from reactions.differences import Difference, differences, in_words
from reactions.extraction.codebook import KINDS, DayPrecision
from reactions.forms import StanceForm
from reactions.marking import article_html, evidence_marks, other_marks
from reactions.models import (
    Actor,
    Article,
    Crisis,
    Decision,
    DeskMark,
    Evidence,
    Finding,
    Official,
    Source,
    Stance,
    Tenure,
)
from reactions.queue import (
    CONFIDENCE_BANDS,
    SAVED_QUEUES,
    Ordering,
    Queue,
    confidence_words,
    likely_duplicates,
    read_queue,
    shown_count,
)

PAGE_SIZE = 50
SHOWN_DUPLICATES = 5
SUGGESTED = 12

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

SEE_THE_DESK = "reactions.view_decision"
RIGHTS = {
    SEE_THE_DESK: "see the editors' desk",
    "reactions.decide_stance": "decide on stances",
    "reactions.merge_stance": "merge stances and decide on many at once",
}


def desk(right: str) -> Callable[[View[P]], View[P]]:
    """For those with this right; others sign in first, or are told which right is missing.

    Who may decide may also see the desk.
    """
    sufficient = {right, "reactions.decide_stance"} if right == SEE_THE_DESK else {right}

    def protect(view: View[P]) -> View[P]:
        @wraps(view)
        def protected(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not any(map(request.user.has_perm, sufficient)):
                raise PermissionDenied(f"Your account may not {RIGHTS[right]}.")
            return view(request, *args, **kwargs)

        return cast("View[P]", login_required(protected))

    return protect


def editor_of(request: HttpRequest) -> User:
    """The signed-in user; `desk` has seen to it that there is one."""
    return cast("User", request.user)


def item_href(item: Evidence, queue: Queue) -> str:
    """The address of an item within a queue; it opens at the evidence."""
    which = "" if item.primary else f"evidence={item.pk}"
    query = "&".join(filter(None, (queue.query, which)))
    address = reverse("review_item", args=[item.stance_id])
    return f"{address}?{query}#evidence" if query else f"{address}#evidence"


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """The page that the query string asks for; a wrong number gives the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


@require_GET
@desk(SEE_THE_DESK)
def queue_list(request: HttpRequest) -> HttpResponse:
    """The queue: what waits, with filters and the counts of the saved queues."""
    queue = read_queue(request.GET, editor_of(request))
    counts = queue.counts()
    page = page_of(request, queue.first_ids())
    rows = queue.rows(list(page))
    taken = holders((item.stance_id for item in rows), editor_of(request))
    context = {
        "queue": queue,
        "page": page,
        "rows": [(item, item_href(item, queue), taken.get(item.stance_id)) for item in rows],
        "count": shown_count(counts[queue.name]),
        "reasons": Decision.Reason,
        "batch_limit": BATCH_LIMIT,
        "saved": [
            {"label": saved.label, "count": shown_count(counts[name]), "name": name,
             "query": queue.href(queue=name), "current": name == queue.name}
            for name, saved in SAVED_QUEUES.items()
        ],
        "orderings": list(Ordering),
        "kinds": list(KINDS.items()),
        "bands": list(CONFIDENCE_BANDS.items()),
        "crises": Crisis.objects.all(),
        **_occurring(),
    }  # fmt: skip
    return render(request, "review/queue.html", context)


def _occurring() -> dict[str, list[str]]:
    """What the filters offer: the sources that have articles, and the languages of articles."""
    sources = Source.objects.filter(Exists(Article.objects.filter(source=OuterRef("pk"))))
    languages = Article.objects.order_by("language").values_list("language", flat=True).distinct()
    return {
        "sources": list(sources.values_list("name", flat=True)),
        "languages": [language for language in languages if language],
    }


@require_GET
@desk(SEE_THE_DESK)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """A stance to decide on, beside its article."""
    queue = read_queue(request.GET, editor_of(request))
    return item_page(request, chosen_evidence(pk, request.GET.get("evidence")), queue)


def chosen_evidence(stance_id: int, evidence_id: str | None = None) -> Evidence:
    """The evidence asked for; else what waits of the stance; else its primary evidence."""
    evidence = Evidence.objects.filter(stance=stance_id).select_related(
        "article__source", "stance__crisis__focal", "stance__actor", "stance__official"
    )
    if evidence_id:
        if not evidence_id.isdecimal():
            raise Http404("Evidence has a number.")
        return get_object_or_404(evidence, pk=int(evidence_id))
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
        "fields": _fields(stance, finding),
        "finding": finding,
        "confidence": confidence_words(finding.confidence if finding else stance.confidence),
        "place": place,
        "previous_href": place.previous and item_href(place.previous, queue),
        "following_href": place.following and item_href(place.following, queue),
        "duplicates": _duplicates(stance),
        "all_evidence": _all_evidence(evidence),
        "marks": _marks_on(stance, editor_of(request)),
        "holder": _holder(stance, editor_of(request), opens=not alone),
        "decisions": decision_rows(stance.decisions.select_related("editor", "undone_by")),
        "form": form or _form_for(evidence),
        "reasons": Decision.Reason,
        "problem": problem,
        "duplicate": duplicate,
    }  # fmt: skip
    template = "review/_item.html" if alone else "review/item.html"
    page = render(request, template, context, status=status)
    patch_vary_headers(page, ["HX-Request"])
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


def _form_for(evidence: Evidence) -> StanceForm | None:
    """The form to correct with; corroboration is only taken or refused as it is."""
    stance = evidence.stance
    if not evidence.primary or stance.status not in Stance.LIVE:
        return None
    initial = StanceForm.initial_of(stance, evidence.text, evidence.start)
    return StanceForm(article=evidence.article, stance=stance, initial=initial)


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


def _fields(stance: Stance, finding: Finding | None) -> list[Field]:
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


@require_GET
@desk(SEE_THE_DESK)
def articles(request: HttpRequest) -> HttpResponse:
    """The articles, to see what was read and to add what the engine missed."""
    rows = (
        Article.objects.defer("text")
        .select_related("source")
        .annotate(stances=Count("evidence__stance", distinct=True))
        .prefetch_related("readings__crisis")
    )
    crisis, words = request.GET.get("crisis", ""), request.GET.get("q", "").strip()
    if crisis:
        rows = rows.filter(readings__crisis__slug=crisis)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(publisher__icontains=words))
    context = {
        "page": page_of(request, rows.order_by("-published", "pk")),
        "crises": Crisis.objects.all(),
        "chosen_crisis": crisis,
        "words": words,
    }
    return render(request, "review/articles.html", context)


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


@require_GET
@desk(SEE_THE_DESK)
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision, newest first, with before and after and a way to undo it."""
    rows = Decision.objects.select_related("editor", "undone_by", "stance__crisis", "stance__actor")
    asked = {name: request.GET.get(name, "") for name in ("verdict", "editor", "crisis")}
    if asked["verdict"] in Decision.Verdict:
        rows = rows.filter(verdict=asked["verdict"])
    if asked["editor"]:
        rows = rows.filter(editor__username=asked["editor"])
    if asked["crisis"]:
        rows = rows.filter(stance__crisis__slug=asked["crisis"])
    page = page_of(request, rows)
    context = {
        "page": page,
        "rows": decision_rows(page),
        "asked": asked,
        "verdicts": Decision.Verdict,
        "editors": User.objects.filter(decisions__isnull=False).distinct().order_by("username"),
        "crises": Crisis.objects.all(),
    }
    return render(request, "review/decisions.html", context)
