"""What may be asked of the stances: one set of words for pages, exports and API."""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import reduce
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery, SearchVectorExact
from django.core.exceptions import ValidationError
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Lower
from django.db.models.lookups import Contains
from django.http import QueryDict

from reactions.extraction.codebook import KINDS, Group, Kind, Side, Target
from reactions.models import Actor, Evidence, Membership, Official, Source, Stance
from reactions.models.words import MARKS, WORDS_CONFIG, words_of
from reactions.positions import CRISIS

# Parameters of the views that ask for positions or for a way of showing, not for stances.
VIEW_PARAMETERS = (
    "day", "rule", "colour", "organizations", "selected", "highlight", "viewport", "labels",
    "status", "ordering", "page", "limit", "cursor", "count", "fields", "expand", "format",
)  # fmt: skip


class CodeListField(forms.CharField):
    """Codes joined by commas; one that begins with `-` excludes.

    With `choices` any other code is an error that names the nearest valid one.
    """

    def __init__(self, *, choices: Iterable[str] = (), **options: Any) -> None:
        self.choices = tuple(choices)
        super().__init__(**options)

    def clean(self, value: Any) -> list[str]:
        codes = [code.strip() for code in (super().clean(value) or "").split(",") if code.strip()]
        for code in codes:
            if self.choices and code.removeprefix("-") not in self.choices:
                raise ValidationError(_unknown(code.removeprefix("-"), self.choices))
        return codes


def _unknown(value: str, choices: Iterable[str]) -> str:
    choices = list(choices)
    near = difflib.get_close_matches(value, choices, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else f" Valid: {', '.join(choices)}."
    return f"{value!r} is not known.{hint}"


class CodeListFilter(django_filters.Filter):
    """Keeps rows whose field is one of the codes, or none of the excluded ones."""

    field_class = CodeListField

    def filter(self, qs: QuerySet[Stance], value: list[str]) -> QuerySet[Stance]:
        wanted = self.meant(code for code in value or () if not code.startswith("-"))
        unwanted = self.meant(code[1:] for code in value or () if code.startswith("-"))
        if wanted:
            qs = qs.filter(self.condition(wanted))
        if unwanted:
            qs = qs.filter(self.lacking(unwanted))
        return qs

    def meant(self, codes: Iterable[str]) -> list[Any]:
        """The values that the codes stand for."""
        return list(codes)

    def condition(self, values: list[Any]) -> Q:
        return Q(**{f"{self.field_name}__in": values})

    def lacking(self, values: list[Any]) -> Q:
        """The opposite of `condition`."""
        return ~self.condition(values)


class NamedFilter(CodeListFilter):
    """Rows of another table by what they are called there (`actor.code`), which are looked up
    first: of a number the database knows how few stances it has, and begins with those."""

    def __init__(self, model: type[Model], *, called: str, **options: Any) -> None:
        self.table, self.called = model, called
        super().__init__(**options)

    def meant(self, codes: Iterable[str]) -> list[Any]:
        asked = list(codes)
        if not asked:
            return []
        named = self.table._default_manager.filter(**{f"{self.called}__in": asked})
        # Of codes that nobody has no stance is left, not all of them.
        return list(named.values_list("pk", flat=True)) or [0]


class GroupFilter(CodeListFilter):
    """Kinds by their group."""

    def meant(self, codes: Iterable[str]) -> list[str]:
        groups = set(codes)
        return [kind for kind, entry in KINDS.items() if entry.group in groups]


class SideFilter(CodeListFilter):
    """Kinds by their side."""

    def meant(self, codes: Iterable[str]) -> list[str]:
        sides = set(codes)
        return [kind for kind, entry in KINDS.items() if entry.side in sides]


class MemberFilter(CodeListFilter):
    """Actors that belonged to an organization on the day of the stance."""

    def condition(self, values: list[str]) -> Q:
        day = OuterRef("day")
        memberships = Membership.objects.filter(
            Q(since__isnull=True) | Q(since__lte=day),
            Q(until__isnull=True) | Q(until__gte=day),
            organization__code__in=values,
            country=OuterRef("actor"),
        )
        return Q(Exists(memberships))


def _showing(stance_filter: StanceFilter, *words: Q, **sort: Any) -> QuerySet[Evidence]:
    """Evidence of this sort, with these words, by which a stance is found: of an accepted one no
    corroboration that waits for a decision, since whoever asks by its words would learn what
    nobody has reviewed."""
    shown = Q(shows=True)
    if not stance_filter.of_accepted:
        of_proposal = Q(stance__status=Stance.Status.PROPOSED)
        shown |= of_proposal & ~Q(status=Evidence.Status.REJECTED)
    return Evidence.objects.filter(shown, *words, **sort).order_by()


class EvidenceFilter(CodeListFilter):
    """Stances with evidence in an article of this sort."""

    parent: StanceFilter  # set by the library

    def condition(self, values: list[Any]) -> Q:
        # A list that the database can begin with, where it is short.
        return Q(
            pk__in=_showing(self.parent, **{f"{self.field_name}__in": values}).values("stance")
        )

    def lacking(self, values: list[Any]) -> Q:
        # Stance by stance: those that have it may be nearly all.
        having = _showing(self.parent, **{f"{self.field_name}__in": values})
        return ~Q(Exists(having.filter(stance=OuterRef("pk"))))


class SourceFilter(EvidenceFilter, NamedFilter):
    """Stances with evidence in an article of these sources."""


# Scripts that write no blanks between words: the index takes a whole clause for one word.
_UNBROKEN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")

_AS_INDEXED = str.maketrans(dict.fromkeys(MARKS, " "))


def having_words(column: str, words: Iterable[str]) -> Q:
    """That a column with an index of its words has all of these, or words that begin so: by the
    index, where it has them as words."""
    words = list(words)
    found = Q()
    for word in words:
        if not _is_indexed(word):
            found &= Q(**{f"{column}__icontains": word})
    indexed = " ".join(filter(_is_indexed, words)).translate(_AS_INDEXED).split()
    if not indexed:
        return found
    quoted = (word.replace("\\", " ").replace("'", "''") for word in indexed)
    asked = SearchQuery(
        " & ".join(f"'{word}':*" for word in quoted), config=WORDS_CONFIG, search_type="raw"
    )
    return found & Q(SearchVectorExact(words_of(column), asked))


def one_by_one(column: str, words: Iterable[str]) -> Case:
    """The same as `having_words`, but looked at row by row, whatever indexes there are: for few
    rows, many of which have them. Making words of a text takes long, so those are passed by in
    which a word does not even stand somewhere.
    """
    words = list(words)
    # What is written otherwise may be another word for the index.
    letters = (word for word in words if word.isalnum())
    somewhere = (Q(Contains(Lower(F(column)), Lower(Value(word)))) for word in letters)
    return Case(
        When(
            reduce(operator.and_, somewhere, Q(pk__isnull=False)), then=having_words(column, words)
        ),
        default=Value(False),
        output_field=BooleanField(),
    )


def _is_indexed(word: str) -> bool:
    return any(map(str.isalnum, word)) and not _UNBROKEN.search(word)


class TargetField(forms.CharField):
    """A party, an actor's code, or `crisis`."""

    def clean(self, value: Any) -> str:
        target: str = super().clean(value)
        known = target in ("", CRISIS, *Target)
        if not known and not Actor.objects.filter(code=target).exists():
            raise ValidationError(_unknown(target, (CRISIS, *Target)))
        return target


class TargetFilter(django_filters.Filter):
    """Stances that count towards a target; see `positions.colors`."""

    field_class = TargetField

    def filter(self, qs: QuerySet[Stance], value: str) -> QuerySet[Stance]:
        return towards(qs, value) if value else qs


def towards(stances: QuerySet[Stance], target: str) -> QuerySet[Stance]:
    """Those that count for positions towards `target`: `positions.colors` in SQL."""
    if target != CRISIS:
        return stances.filter(target=target)
    with_opponents = Q(target=Target.OPPONENTS, kind=Kind.SOLIDARITY)
    return stances.filter(Q(target__in=("", Target.AUTHORITIES, Target.ALL)) | with_opponents)


class DayField(forms.DateField):
    """A day as YYYY-MM-DD, or the word that stands for no bound."""

    def __init__(self, *, unbound: str, **options: Any) -> None:
        self.unbound = unbound
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value: Any) -> date | None:
        return None if value == self.unbound else super().to_python(value)


class DayFilter(django_filters.Filter):
    field_class = DayField


class StanceFilter(django_filters.FilterSet):
    """The filter of map, table, timeline, lists, exports and API, read from the query string."""

    crisis = CodeListFilter(field_name="crisis__slug")
    target = TargetFilter()
    kind = CodeListFilter(choices=[kind.value for kind in Kind])
    group = GroupFilter(field_name="kind", choices=[group.value for group in Group])
    side = SideFilter(field_name="kind", choices=[side.value for side in Side])
    actor = NamedFilter(Actor, called="code", field_name="actor")
    actor_type = NamedFilter(
        Actor, called="type", field_name="actor", choices=[type_.value for type_ in Actor.Type]
    )
    region = NamedFilter(Actor, called="region", field_name="actor")
    member_of = MemberFilter()
    official = NamedFilter(Official, called="name", field_name="official")
    source = SourceFilter(Source, called="name", field_name="source")
    language = EvidenceFilter(field_name="language")
    q = django_filters.CharFilter(method="with_words")
    max_age = django_filters.NumberFilter(method="not_older", min_value=0, max_value=36_500)

    # Whether the stances are accepted ones alone: then an index says which evidence shows them.
    of_accepted = False

    class Meta:
        model = Stance
        fields: list[str] = []

    def with_words(self, qs: QuerySet[Stance], name: str, value: str) -> QuerySet[Stance]:
        """Stances with evidence in which every one of the words stands, or begins a word."""
        having = _showing(self, having_words("text", value.split()))
        return qs.filter(pk__in=having.values("stance"))

    def not_older(self, qs: QuerySet[Stance], name: str, value: Any) -> QuerySet[Stance]:
        """Stances at most so many days older than `day` (else: than the newest asked for)."""
        asked = self.data or {}
        newest = _as_day(asked.get("day")) or _as_day(asked.get("until"))
        if newest is None:
            newest = qs.order_by("-day").values_list("day", flat=True).first()
        if newest is None:
            return qs
        # No day lies before the year 1.
        age = min(timedelta(days=int(value)), newest - date.min)
        return qs.filter(day__gte=newest - age)

    @classmethod
    def parameters(cls) -> list[str]:
        """The names of all parameters that ask for stances."""
        return list(cls.base_filters)

    def unknown_parameters(self) -> dict[str, str]:
        """Each parameter that no view knows, with a sentence that names the nearest valid one."""
        known = (*self.parameters(), *VIEW_PARAMETERS)
        return {
            name: f"There is no parameter {_unknown(name, known)}"
            for name in self.data or {}
            if name not in known
        }


# `from` is a word of Python's own, so these two cannot stand in the class body.
StanceFilter.base_filters["from"] = DayFilter(
    field_name="day", lookup_expr="gte", unbound="earliest"
)
StanceFilter.base_filters["until"] = DayFilter(
    field_name="day", lookup_expr="lte", unbound="latest"
)


def _as_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None


def lenient_filter(
    params: Mapping[str, str] | QueryDict, queryset: QuerySet[Stance]
) -> tuple[StanceFilter, list[str]]:
    """A filter without the parameters that cannot be read, and a sentence on each of those.

    For pages: a bad parameter never breaks one. The API answers 400 instead.
    """
    given = {name: params[name] for name in params}
    asked = StanceFilter(given, queryset)
    unread = {
        **asked.unknown_parameters(),
        **{name: f"{name}: {' '.join(map(str, errors))}" for name, errors in asked.errors.items()},
    }
    kept = {name: value for name, value in given.items() if name not in unread}
    return StanceFilter(kept, queryset), list(unread.values())
