"""What became public of a crisis, was corrected or withdrawn: page, Atom and JSON."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from reactions.decisive import rows_around
from reactions.histories import score
from reactions.models import Crisis, PublicChange, Stance, name_of_target
from reactions.positions import StanceRow, position
from reactions.views.answers import answer, page_links
from reactions.views.query import PageQuery, load_crisis, read_query
from reactions.wording import deed

if TYPE_CHECKING:
    CrisisFeed = Feed["ChangeEntry", Crisis]
else:  # generic for the type checker alone
    CrisisFeed = Feed

CHANGES_A_PAGE = 100


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What became public, was corrected or withdrawn, newest first."""
    query = read_query(request, slug, "changes")
    return answer(request, query, "changes", partial(_context, query))


def _context(query: PageQuery) -> dict[str, Any]:
    crisis = query.crisis
    newest = PublicChange.objects.filter(stance__crisis=crisis).order_by("-revision")
    # What a page says of its changes is looked up for these alone, however many it passes over.
    numbers = newest.values_list("pk", flat=True)
    page = Paginator(numbers, CHANGES_A_PAGE).get_page(query.params.get("page"))
    shown = list(public_changes(crisis).filter(pk__in=list(page)))
    turns = _turns(query, {change.stance_id for change in shown})
    return {
        "page": page,
        "pages": page_links(query, page),
        "entries": [
            replace(_change_entry(change), turn=turns.get(change.stance_id, "")) for change in shown
        ],
    }


@dataclass(frozen=True)
class ChangeEntry:
    """A public change; what has left the public is a number alone."""

    revision: int
    at: datetime
    word: str
    number: int
    stance: Stance | None
    reason: str
    turn: str = ""

    @property
    def day(self) -> date:
        return self.at.date()


def _turns(query: PageQuery, changed: set[int]) -> dict[int, str]:
    """Those of the changed stances by which their actor's position hardened or softened."""
    by_actor: dict[str, list[StanceRow]] = defaultdict(list)
    for row in rows_around(query.counted, changed):
        by_actor[row.actor].append(row)
    turns: dict[int, str] = {}
    for rows in by_actor.values():
        for day in {row.day for row in rows if row.id in changed}:
            after = position(rows, day)
            if after is None or after.stance.id not in changed or after.stance.day != day:
                continue
            before = position(rows, day - timedelta(days=1))
            change = score(after.stance) - score(before.stance) if before else 0
            if change:
                turns[after.stance.id] = "hardened" if change > 0 else "softened"
    return turns


def _change_entry(change: PublicChange) -> ChangeEntry:
    shown = change.stance if change.stance.status == Stance.Status.ACCEPTED else None
    if shown:
        vars(shown)["named_target"] = vars(change)["named_target"]
    return ChangeEntry(
        revision=change.revision,
        at=change.at,
        word=change.get_type_display(),
        number=change.stance_id,
        stance=shown,
        reason=change.decision.public_reason if change.decision else "",
    )


class ChangesFeed(CrisisFeed):
    """The public changes of a crisis as Atom."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Crisis:
        return load_crisis(request, slug)

    def title(self, crisis: Crisis) -> str:
        return f"{crisis.title}: changes"

    def subtitle(self, crisis: Crisis) -> str:
        return "Stances that became public, were corrected or withdrawn."

    def link(self, crisis: Crisis) -> str:
        return reverse("changes", args=[crisis.slug])

    def items(self, crisis: Crisis) -> list[ChangeEntry]:
        newest = public_changes(crisis)[:CHANGES_A_PAGE]
        return [_change_entry(change) for change in newest]

    def item_title(self, entry: ChangeEntry) -> str:
        if entry.stance is None:
            return f"{entry.word.capitalize()}: stance {entry.number}"
        stance = entry.stance
        words = deed(
            stance.kind, target=stance.target, phase=stance.phase, actor_name=stance.target_name
        )
        return f"{entry.word.capitalize()}: {entry.stance.actor.name} {words}"

    def item_description(self, entry: ChangeEntry) -> str:
        return entry.reason

    def item_link(self, entry: ChangeEntry) -> str:
        return entry.stance.get_absolute_url() if entry.stance else "/"

    def item_guid(self, entry: ChangeEntry) -> str:
        return f"revision:{entry.revision}"

    def item_updateddate(self, entry: ChangeEntry) -> datetime:
        return entry.at


@require_safe
def changes_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest public changes of a crisis as JSON Feed 1.1 (jsonfeed.org)."""
    crisis = load_crisis(request, slug)
    entries = [_change_entry(change) for change in public_changes(crisis)[:CHANGES_A_PAGE]]
    feed = ChangesFeed()
    home = request.build_absolute_uri(reverse("changes", args=[slug]))
    return JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title(crisis),
            "home_page_url": home,
            "feed_url": request.build_absolute_uri(),
            "items": [
                {
                    "id": feed.item_guid(entry),
                    "url": request.build_absolute_uri(entry.stance.get_absolute_url())
                    if entry.stance
                    else home,
                    "title": feed.item_title(entry),
                    "content_text": entry.reason,
                    "date_modified": entry.at.isoformat(),
                }
                for entry in entries
            ],
        },
        content_type="application/feed+json",
    )


def public_changes(crisis: Crisis) -> QuerySet[PublicChange]:
    """The public changes of a crisis, newest first, with what they changed."""
    return (
        PublicChange.objects.filter(stance__crisis=crisis)
        .select_related("stance__actor", "stance__official", "stance__crisis", "decision")
        .annotate(named_target=name_of_target("stance__target"))
        .order_by("-revision")
    )
