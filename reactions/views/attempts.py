"""What becomes of an editor's attempt to change something: done, refused, or a clash.

Plain forms are sent on to the next item. Script asks for JSON instead: it shows the next item,
which it has already, and needs only to know that the decision stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from reactions.claims import release
from reactions.curation import (
    DuplicateStance,
    EvidenceSpan,
    InvalidStance,
    StaleStance,
    StanceFields,
)
from reactions.differences import LABELS, in_words
from reactions.digits import whole
from reactions.forms import StanceForm
from reactions.models import Decision, Evidence, Official, Stance
from reactions.queue import Queue, read_queue
from reactions.views.desk import editor_of, wants_json
from reactions.views.item import chosen_evidence, item_href, item_page

# Longer than this nobody looks at one item: the page was left open.
LONGEST_LOOK = 3600.0
# What editors write of their own accord: it is shown again where it was not saved.
_WRITTEN = {"note": "Your note, for editors only", "public_reason": "Your reason, shown in public"}
# What a form that is sent again says anew.
_SAID_ANEW = {"csrfmiddlewaretoken", "seen", "seconds"}


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


def attempt_of(request: HttpRequest, stance_id: int) -> Attempt:
    evidence = chosen_evidence(stance_id, request.POST.get("evidence_id"))
    seen = request.POST.get("seen", "")
    return Attempt(
        request=request,
        evidence=evidence,
        queue=read_queue(QueryDict(request.POST.get("queue_query", "")), editor_of(request)),
        # A form without a version cannot have seen any: it clashes with whatever there is.
        seen=whole(seen) or 0,
        seconds=seconds_of(request),
    )


def seconds_of(request: HttpRequest) -> float | None:
    """How long the editor looked at the item, as script measured it."""
    try:
        seconds = float(request.POST.get("seconds", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_LOOK else None


def settle(
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
        return clash_page(attempt, clash, mine)
    except DuplicateStance as error:
        return refused(attempt, str(error), form=form, duplicate=error.other)
    except InvalidStance as error:
        tell_form(form, error)
        return refused(attempt, str(error), form=form)
    return _done(attempt, decision, following)


def _done(attempt: Attempt, decision: Decision, following: Evidence | None) -> HttpResponse:
    said = said_of(decision, attempt.stance)
    next_href = next_href_of(attempt, following)
    release(decision.stance_id, editor_of(attempt.request))
    if wants_json(attempt.request):
        undo = reverse("review_undo", args=[decision.pk])
        return JsonResponse({"said": said, "undo": undo, "next": next_href})
    messages.success(attempt.request, said, extra_tags=f"decision-{decision.pk}")
    return redirect(next_href)


def tell_form(form: StanceForm | None, error: InvalidStance) -> None:
    """Put each problem at its field; without a form the page says it in one line."""
    if form is None:
        return
    for name, message in error.errors.items():
        form.add_error(name if name in form.fields else None, message)


def next_href_of(attempt: Attempt, following: Evidence | None) -> str:
    if following is not None:
        return item_href(following, attempt.queue)
    return f"{reverse('review')}?{attempt.queue.query}"


def said_of(decision: Decision, stance: Stance) -> str:
    verdict = decision.get_verdict_display()
    return f"{verdict.capitalize()}: {stance.actor.name}, {stance.kind_entry.label.lower()}"


def refused(
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


def clash_page(attempt: Attempt, clash: StaleStance, mine: Mapping[str, Any]) -> HttpResponse:
    """Somebody was faster: before, theirs and mine, side by side, to be sent again over theirs."""
    decisions = list(
        clash.stance.decisions.select_related("editor").filter(after__version__gt=attempt.seen)
    )
    before = decisions[-1].before if decisions else {}
    theirs = in_words({**clash.stance.snapshot(), "evidence": evidence_now(clash.stance)})
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
        **_to_send_again(attempt.request),
    }
    return render(attempt.request, "review/clash.html", context, status=409)


def _to_send_again(request: HttpRequest) -> dict[str, Any]:
    """What the editor sent, apart from the version: fields to be kept, and words to be seen."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    written = {name: value for name, value in sent if name in _WRITTEN and value.strip()}
    return {
        "action": request.path,
        "sent": [pair for pair in sent if pair[0] not in _SAID_ANEW | set(written)],
        "written": [(name, _WRITTEN[name], value) for name, value in written.items()],
    }


def evidence_now(stance: Stance) -> list[dict[str, Any]]:
    return [{"text": item.text, "primary": item.primary} for item in stance.evidence.order_by("pk")]


def stated(form: StanceForm) -> StanceFields:
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


def span_of(form: StanceForm) -> EvidenceSpan:
    start, end = form.cleaned_data["evidence"]
    return EvidenceSpan(form.article, start, end)
