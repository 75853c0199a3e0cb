"""What waits at the editors' desk, in which order, and what comes next.

The queue's unit is a piece of evidence to be decided on: the primary evidence of a proposal, or
evidence that a further article gives for a stance already accepted (corroboration).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple, cast, overload
from urllib.parse import quote, urlencode

import django_filters
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet

from reactions.claims import holders
from reactions.extraction.codebook import Kind
from reactions.filters import CodeListFilter
from reactions.models import DeskMark, Evidence, Stance
from reactions.models.attention import UNSURE
from reactions.models.sources import text_digest

Status = Stance.Status

# Proposals of the same actor and kind this many days apart may be one act told twice.
DUPLICATE_WITHIN = timedelta(days=3)
LOW_CONFIDENCE = 0.5
# Counts go no further: whoever has a thousand before them need not know how many more.
COUNT_LIMIT = 1000
# How long a count that reads every article or compares every proposal is good for.
_COUNT_SECONDS = 60
# How many of the next items are looked at for one that nobody else has open.
_LOOK_AHEAD = 8


class ConfidenceBand(NamedTuple):
    """A range of the engine's confidence, from `low` up to below `high`, and its word."""

    low: float
    high: float
    words: str


CONFIDENCE_BANDS: dict[str, ConfidenceBand] = {
    "high": ConfidenceBand(0.85, 1.01, "very likely right"),
    "likely": ConfidenceBand(0.65, 0.85, "likely right"),
    "unsure": ConfidenceBand(*UNSURE, "unsure"),
    "low": ConfidenceBand(0.0, 0.4, "doubtful"),
}


def confidence_words(confidence: float | None) -> str:
    """The engine's confidence in words; a stance that a person added has none."""
    if confidence is None:
        return "added by hand"
    return next(
        band.words for band in CONFIDENCE_BANDS.values() if band.low <= confidence < band.high
    )


def waiting() -> QuerySet[Evidence]:
    """Everything that waits for a decision, without the articles' texts."""
    return (
        Evidence.objects.filter(waits=True)
        .select_related("stance__crisis", "stance__actor", "stance__official", "article__source")
        .defer("article__text")
    )


def likely_duplicates(stance: Stance) -> QuerySet[Stance]:
    """Live stances that may tell the same act: same actor and kind, a few days apart at most."""
    return _near(lambda name: getattr(stance, name))


def has_likely_duplicate() -> Exists:
    """Whether the stance of a piece of evidence has one."""
    return Exists(_near(lambda name: OuterRef(f"stance__{name}")))


def _near(of: Callable[[str], Any]) -> QuerySet[Stance]:
    near = Stance.objects.live().filter(
        crisis=of("crisis_id"),
        actor=of("actor_id"),
        kind=of("kind"),
        day__gte=of("day") - DUPLICATE_WITHIN,
        day__lte=of("day") + DUPLICATE_WITHIN,
    )
    return near.exclude(pk=of("pk"))


class SavedQueue(NamedTuple):
    """A queue that has a name: what it is called, and which of the waiting evidence is in it."""

    label: str
    condition: Callable[[User], Q]
    is_costly: bool = False


def _marked(type_: DeskMark.Type, user: User | None = None) -> Q:
    """Whether the stance bears a mark: anybody's, or this editor's own."""
    marks = DeskMark.objects.filter(stance=OuterRef("stance"), type=type_)
    return Q(Exists(marks if user is None else marks.filter(editor=user)))


SAVED_QUEUES: dict[str, SavedQueue] = {
    # Of what waits, primary evidence is a proposal's, the rest corroborates.
    "proposed": SavedQueue("Proposed", lambda user: Q(primary=True)),
    "corroboration": SavedQueue("Corroboration", lambda user: Q(primary=False)),
    "low_confidence": SavedQueue(
        "Low confidence", lambda user: Q(primary=True, sureness__lt=LOW_CONFIDENCE)
    ),
    "duplicates": SavedQueue(
        "Likely duplicates", lambda user: Q(has_likely_duplicate(), primary=True), is_costly=True
    ),
    "not_found": SavedQueue("Evidence not found", lambda user: Q(in_text=False)),
    "flagged": SavedQueue("Flagged", lambda user: _marked(DeskMark.Type.FLAG)),
    "mine": SavedQueue("Mine", lambda user: _marked(DeskMark.Type.MINE, user)),
    "skipped": SavedQueue("Skipped", lambda user: _marked(DeskMark.Type.SKIP, user)),
}
DEFAULT_QUEUE = "proposed"
# What an editor passed by is out of the way everywhere but where marks are asked for.
_WITH_SKIPPED = ("flagged", "mine", "skipped")


def in_queue(name: str, user: User) -> Q:
    """Which of the waiting evidence is in the saved queue `name`, as this editor sees it."""
    condition = SAVED_QUEUES[name].condition(user)
    if name in _WITH_SKIPPED:
        return condition
    return condition & ~_marked(DeskMark.Type.SKIP, user)


class Ordering(StrEnum):
    """In which order a queue is worked; within one rank an article's items stand together."""

    ATTENTION = "attention"
    NEWEST = "newest"
    OLDEST = "oldest"
    LEAST_SURE = "least_sure"
    SUREST = "surest"

    @property
    def label(self) -> str:
        return _ORDERING_LABELS[self]


_ORDERING_LABELS = {
    Ordering.ATTENTION: "Value of attention",
    Ordering.NEWEST: "Newest articles",
    Ordering.OLDEST: "Oldest articles",
    Ordering.LEAST_SURE: "Least sure",
    Ordering.SUREST: "Surest",
}
_WITHIN_AN_ARTICLE = ("article_id", "start", "pk")
# Each the columns of an index. Value of attention: the engine is unsure, the actor new in the
# crisis, the kind high on the ladder, a point each (`models.attention`).
_ORDERINGS: dict[Ordering, tuple[str, ...]] = {
    Ordering.ATTENTION: ("-attention", "-published", *_WITHIN_AN_ARTICLE),
    Ordering.NEWEST: ("-published", *_WITHIN_AN_ARTICLE),
    Ordering.OLDEST: ("published", *_WITHIN_AN_ARTICLE),
    Ordering.LEAST_SURE: ("sureness", *_WITHIN_AN_ARTICLE),
    Ordering.SUREST: ("-sureness", *_WITHIN_AN_ARTICLE),
}


class BandFilter(CodeListFilter):
    """The engine's confidence by its bands."""

    def condition(self, values: list[str]) -> Q:
        within = Q(pk__in=())
        for value in values:
            band = CONFIDENCE_BANDS[value]
            within |= Q(sureness__gte=band.low, sureness__lt=band.high)
        return within


class QueueFilter(django_filters.FilterSet):
    """What a queue is narrowed to, in the words of the pages' own filter."""

    crisis = CodeListFilter(field_name="stance__crisis__slug")
    kind = CodeListFilter(field_name="kind", choices=[kind.value for kind in Kind])
    actor = CodeListFilter(field_name="stance__actor__code")
    status = CodeListFilter(
        field_name="stance__status", choices=[Status.PROPOSED.value, Status.ACCEPTED.value]
    )
    source = CodeListFilter(field_name="article__source__name")
    language = CodeListFilter(field_name="article__language")
    confidence = BandFilter(choices=list(CONFIDENCE_BANDS))
    article = django_filters.NumberFilter(field_name="article_id")
    assignee = django_filters.CharFilter(method="kept_for")

    class Meta:
        model = Evidence
        fields: list[str] = []

    def kept_for(self, items: QuerySet[Evidence], name: str, value: str) -> QuerySet[Evidence]:
        """What is kept for the editor of this name, by whomever."""
        kept = DeskMark.objects.filter(type=DeskMark.Type.MINE, editor__username=value)
        return items.filter(stance__in=kept.values("stance"))


_PARAMETERS = (
    "queue", "crisis", "status", "kind", "actor", "source", "language", "confidence", "article",
    "assignee", "ordering",
)  # fmt: skip


@dataclass(frozen=True)
class Queue:
    """A queue as one editor asks for it. Read it with `read_queue`."""

    user: User
    name: str
    ordering: Ordering
    params: Mapping[str, str]
    notices: tuple[str, ...]
    filtered: QuerySet[Evidence]

    @property
    def label(self) -> str:
        return SAVED_QUEUES[self.name].label

    @property
    def items(self) -> QuerySet[Evidence]:
        """The evidence in it, in its order."""
        inside = self.filtered.filter(in_queue(self.name, self.user))
        return inside.order_by(*_ORDERINGS[self.ordering])

    def without(self, ids: Sequence[int]) -> Queue:
        """This queue as it will be once the evidence with these ids has left it."""
        return replace(self, filtered=self.filtered.exclude(pk__in=ids)) if ids else self

    def href(self, **changes: str | None) -> str:
        """The query string of this queue with some parameters changed; None removes one."""
        merged = {**self.params, **changes}
        kept = {name: merged[name] for name in _PARAMETERS if merged.get(name)}
        return urlencode(kept, safe=",", quote_via=quote)

    @property
    def query(self) -> str:
        return self.href()

    def counts(self) -> dict[str, int]:
        """How many of what passes the filters each saved queue holds, as far as COUNT_LIMIT + 1."""
        return {name: self._count(name) for name in SAVED_QUEUES}

    def _count(self, name: str) -> int:
        inside = self.filtered.filter(in_queue(name, self.user))
        if not SAVED_QUEUES[name].is_costly:
            return _count_up_to(inside)
        key = f"desk-count-{self.user.pk}-{text_digest(self.href(queue=name, ordering=None))}"
        return cast("int", cache.get_or_set(key, lambda: _count_up_to(inside), _COUNT_SECONDS))

    def first_ids(self, count: int) -> FirstIds:
        """The ids of the evidence in it, in its order, COUNT_LIMIT at most; `count` is its own."""
        return FirstIds(self.items, count)

    def rows(self, ids: Sequence[int]) -> list[Evidence]:
        """The evidence with these ids, in their order."""
        found = waiting().in_bulk(list(ids))
        return [found[pk] for pk in ids if pk in found]

    def place(self, item: Evidence) -> Place:
        """Where `item` stands in this queue, also once it has been decided and left it."""
        key = self._key(item)
        return Place(
            number=_count_beyond(self.items, key, forward=False) + 1 if item.waits else None,
            total=_count_up_to(self.items),
            previous=_waiting_one([pk for pk, _ in _nearest(self.items, key, 1, forward=False)]),
            following=self.following(item),
        )

    def following(self, item: Evidence) -> Evidence | None:
        """What comes after `item`; from the end it goes on at the beginning.

        What another editor has open is passed by, as long as something else is near.
        """
        after = _nearest(self.items, self._key(item), _LOOK_AHEAD, forward=True)
        return self._free(after) or self._free(_ids(self.items.exclude(pk=item.pk))[:_LOOK_AHEAD])

    def _key(self, item: Evidence) -> list[KeyPart]:
        return [
            KeyPart(name, term.startswith("-"), getattr(item, name))
            for term in _ORDERINGS[self.ordering]
            for name in [term.removeprefix("-")]
        ]

    def _free(self, nearest: Iterable[tuple[int, int]]) -> Evidence | None:
        """The first of these that no other editor has open; if they have them all, the first."""
        nearest = list(nearest)
        taken = holders((stance_id for _, stance_id in nearest), self.user)
        free = [pk for pk, stance_id in nearest if stance_id not in taken]
        return _waiting_one(free or [pk for pk, _ in nearest])


class FirstIds(Sequence[int]):
    """The ids of the first COUNT_LIMIT items; a page of them asks for its own alone."""

    def __init__(self, items: QuerySet[Evidence], count: int) -> None:
        self._items = items
        self._length = min(count, COUNT_LIMIT)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> list[int]: ...

    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, int):
            return _ids(self._items)[place][0]
        return [pk for pk, _ in _ids(self._items)[place]]


@dataclass(frozen=True)
class Place:
    """An item's place in a queue: the how-manieth of how many, and its neighbours.

    What was decided stands nowhere any more: `number` is then None.
    """

    number: int | None
    total: int
    previous: Evidence | None
    following: Evidence | None

    def __str__(self) -> str:
        if self.number is None:
            return f"{shown_count(self.total)} left"
        return f"{shown_count(self.number)} of {shown_count(self.total)}"


def read_queue(params: Mapping[str, str], user: User) -> Queue:
    """The queue that a query string asks for; what cannot be read becomes a notice."""
    given = {name: params[name].strip() for name in _PARAMETERS if params.get(name, "").strip()}
    filters = QueueFilter(given, waiting())
    problems = {
        name: f"{name}: {' '.join(map(str, errors))}" for name, errors in filters.errors.items()
    }
    for name, known in (("queue", list(SAVED_QUEUES)), ("ordering", list(Ordering))):
        if name in given and given[name] not in known:
            problems[name] = f"{name}: {given[name]!r} is not known. Valid: {', '.join(known)}."
    kept = {name: value for name, value in given.items() if name not in problems}
    if kept.get("queue") == DEFAULT_QUEUE:
        del kept["queue"]
    if kept.get("ordering") == Ordering.ATTENTION:
        del kept["ordering"]
    return Queue(
        user=user,
        name=kept.get("queue", DEFAULT_QUEUE),
        ordering=Ordering(kept.get("ordering", Ordering.ATTENTION)),
        params=kept,
        notices=tuple(problems.values()),
        filtered=QueueFilter(kept, waiting()).qs,
    )


def _ids(items: QuerySet[Evidence]) -> QuerySet[Evidence, tuple[int, int]]:
    """Ids of evidence and stance, in order: sorting them carries no whole rows about."""
    return items.select_related(None).values_list("pk", "stance_id")


def _waiting_one(ids: Sequence[int]) -> Evidence | None:
    """The evidence with the first of these ids."""
    return waiting().filter(pk__in=ids[:1]).first()


def _count_up_to(items: QuerySet[Evidence]) -> int:
    return items.order_by().values("pk")[: COUNT_LIMIT + 1].count()


def shown_count(count: int) -> str:
    """A count as it is shown: exact as far as COUNT_LIMIT."""
    return f"{count:,}" if count <= COUNT_LIMIT else f"{COUNT_LIMIT:,}+"


class KeyPart(NamedTuple):
    """A column that an ordering sorts by, in which direction, and an item's value of it."""

    name: str
    descends: bool
    value: Any


def _nearest(
    items: QuerySet[Evidence], key: Sequence[KeyPart], count: int, *, forward: bool
) -> list[tuple[int, int]]:
    """Ids of evidence and stance of the `count` items next after (else before) `key`."""
    near = items if forward else items.reverse()
    names = [part.name for part in key]
    parts = [
        near.filter(beyond).select_related(None).values_list("pk", "stance_id", *names)[:count]
        for beyond in _beyond(key, forward=forward)
    ]
    # Each part comes in its order, but a union may shuffle them.
    rows = list(parts[0].union(*parts[1:], all=True))
    for place, part in reversed(list(enumerate(key, start=2))):
        rows.sort(key=itemgetter(place), reverse=part.descends == forward)
    return [(row[0], row[1]) for row in rows[:count]]


def _count_beyond(items: QuerySet[Evidence], key: Sequence[KeyPart], *, forward: bool) -> int:
    parts = [
        items.filter(beyond).order_by().values("pk")[: COUNT_LIMIT + 1]
        for beyond in _beyond(key, forward=forward)
    ]
    return min(parts[0].union(*parts[1:], all=True).count(), COUNT_LIMIT + 1)


def _beyond(key: Sequence[KeyPart], *, forward: bool) -> list[Q]:
    """What stands after (else before) `key`, in parts of which each is one range of the index."""
    parts, same = [], Q()
    for part in key:
        comparison = "gt" if forward != part.descends else "lt"
        parts.append(same & Q(**{f"{part.name}__{comparison}": part.value}))
        same &= Q(**{part.name: part.value})
    return parts
