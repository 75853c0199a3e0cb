"""Stances, and the articles and sources that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, partial
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404, HttpResponse, StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from reactions.api import feeds
from reactions.api.links import Link
from reactions.api.pagination import Joined, Page, count_rows
from reactions.api.parameters import (
    ACTOR_CODE,
    ACTORS,
    SLUGS,
    Choice,
    Day,
    Form,
    Parameter,
    Text,
    Whole,
    any_of,
)
from reactions.api.problems import FieldError, Problem
from reactions.api.rows import RowReader, listed_keys
from reactions.api.serializers import ArticleSerializer, SourceSerializer, StanceSerializer
from reactions.api.views.base import Asked, Resource, answers
from reactions.api.views.words import Worded
from reactions.exports import coded_csv, stances_csv, with_public_change
from reactions.extraction.codebook import Group, Kind, Side, Target
from reactions.filters import StanceFilter, having_words
from reactions.models import Actor, Article, Crisis, Evidence, Source, Stance
from reactions.positions import CRISIS

_ACTOR_TYPES = Choice(tuple(Actor.Type.values), negatable=True)
_TARGETS = (CRISIS, *(target.value for target in Target))

CRISES = Parameter("crisis", "Crises by their short names.", SLUGS, many=True)
FROM = Parameter("from", "The first day, or `earliest`.", Day("earliest"))
UNTIL = Parameter("until", "The last day, or `latest`.", Day("latest"))
LANGUAGE_TAG = Form(r"^-?[A-Za-z][A-Za-z0-9-]{0,7}$", "a language tag, such as en")

# The parameters of StanceFilter, as the API reads and describes them. A value after a minus
# excludes what it names.
STANCE_PARAMETERS = (
    CRISES,
    FROM,
    UNTIL,
    Parameter("kind", "Kinds.", Choice(tuple(Kind), negatable=True), many=True),
    Parameter("group", "Groups of kinds.", Choice(tuple(Group), negatable=True), many=True),
    Parameter("side", "Sides.", Choice(tuple(Side), negatable=True), many=True),
    Parameter("actor", "Actors by their codes.", ACTORS, many=True),
    Parameter("actor_type", "Sorts of actors.", _ACTOR_TYPES, many=True),
    Parameter("region", "Regions of the actors.", Text(item=True), many=True),
    Parameter(
        "member_of",
        "Organizations that the actor belonged to on the day of the stance.",
        ACTORS,
        many=True,
    ),
    Parameter("official", "Names of officials.", Text(item=True), many=True),
    Parameter(
        "target",
        "Whom the stance is meant for: a party, an actor's code, or `crisis` for "
        "those that count towards the crisis as a whole.",
        Form(
            rf"^({'|'.join(_TARGETS)}|{ACTOR_CODE})$",
            f"one of {', '.join(_TARGETS)}, nor an actor's code",
        ),
    ),
    Parameter("source", "Names of the sources of articles.", Text(item=True), many=True),
    Parameter("language", "Languages of articles.", LANGUAGE_TAG, many=True),
    Parameter("q", "Words, all of which stand in the evidence.", Text()),
    Parameter(
        "max_age", "At most so many days older than the last day asked for.", Whole(0, 36_500)
    ),
)


def filtered(stances: QuerySet[Stance], asked: Asked) -> QuerySet[Stance]:
    """The accepted stances that the parameters leave: the filter of the pages, but strict.

    Raises Problem where the filter cannot read a value.
    """
    asked = dict(asked)
    slugs = asked.get("crisis") or []
    if len(slugs) == 1 and not slugs[0].startswith("-"):
        # As a value, not as a join: then the index of a crisis's stances gives them in order.
        found = Crisis.objects.published().filter(slug=slugs[0]).values("pk")
        stances = stances.filter(crisis=Subquery(found))
        asked["crisis"] = None
    typed = _as_typed(asked)
    if not typed:
        return stances  # the filter of the pages takes longer to make than the page to read
    stance_filter = StanceFilter(typed, stances)
    stance_filter.of_accepted = True
    if stance_filter.errors:
        errors = [
            FieldError(parameter=name, detail=" ".join(map(str, sentences)))
            for name, sentences in stance_filter.errors.items()
        ]
        raise Problem("bad-parameter", errors=errors)
    return stance_filter.qs


def _as_typed(asked: Asked) -> dict[str, Any]:
    """The values that were read, as the filter of the pages takes them from a query string."""
    given = {name: asked[name] for name in (*StanceFilter.parameters(), "day") if asked.get(name)}
    return {name: _one_as_typed(value) for name, value in given.items()}


def _one_as_typed(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_excluded(value: str) -> bool:
    return value.startswith("-")


# Accepted evidence of accepted stances.
_SHOWING = Evidence.objects.filter(shows=True).order_by()


class Stances(Worded):
    """Accepted stances of published crises. The filters are those of the pages."""

    resource_name = "stances"
    serializer_class = StanceSerializer
    filters = STANCE_PARAMETERS
    leads_to = {
        "retrieve": [
            Link("actors_retrieve", {"code": "/actor"}),
            Link("crises_retrieve", {"slug": "/crisis"}),
            Link("articles_retrieve", {"id": "/evidence/0/article/id"}),
        ]
    }
    orderings = {
        "-day": ("-day", "pk"),
        # Turned round to the end, so that the same indexes serve it.
        "day": ("day", "-pk"),
        "id": ("pk",),
        "-id": ("-pk",),
    }
    words_column = "text"
    places = {"day": "day", "pk": "stance"}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return with_public_change(Stance.objects.public())

    def problems(self) -> tuple[int, ...]:
        return (*super().problems(), 410) if self.action == "retrieve" else super().problems()

    def narrowed(self, rows: QuerySet[Any], *, but: str = "") -> QuerySet[Any]:
        column, value = self._column_of_evidence
        rows = filtered(rows, {**self.asked, but: None, column: None})
        # Through the evidence of the source by its index: of all stances few may be its own.
        of_sort = {f"evidence__{column}": value, "evidence__shows": True}
        return rows.filter(**of_sort) if column else rows

    def read(self, reader: RowReader) -> Page:
        sources = self.asked["source"] or []
        if sources and not (self.asked["q"] or self.joined() or any(map(_is_excluded, sources))):
            # Several, or in another order than that of their index: together still few, perhaps.
            numbers = Source.objects.filter(name__in=sources).values_list("pk", flat=True)
            found = _SHOWING.filter(source__in=list(numbers))
            if page := self.among_collected(found, reader, but="source"):
                return page
        return super().read(reader)

    def joined(self) -> Joined:
        if not self._column_of_evidence[0]:
            return {}
        return {"day": "evidence__day", "pk": "evidence__stance_id"}

    def line(self) -> tuple[QuerySet[Any], dict[str, str]]:
        column, value = self._column_of_evidence
        if column:
            return _SHOWING.filter(**{column: value}), {"pk": "stance_id"}
        crises = {"crisis": self.asked["crisis"], "day": None}
        return filtered(Stance.objects.accepted(), crises), {}

    @classmethod
    def worded(cls) -> QuerySet[Any]:
        return _SHOWING

    @cached_property
    def _column_of_evidence(self) -> tuple[str, Any]:
        """The column and the value by whose index a list of the evidence of one sort of articles
        is read; no column where another sort of list was asked for."""
        if self.action == "list" and self.asked["ordering"].endswith("day"):
            match self.asked["source"]:
                case [str(name)] if not _is_excluded(name):
                    found = Source.objects.filter(name=name).values_list("pk", flat=True)[:2]
                    if len(found) == 1:
                        return "source", found[0]
            match self.asked["language"]:
                case [str(tag)] if not _is_excluded(tag):
                    return "language", tag
        return "", None

    @answers
    def csv(self, request: Request) -> StreamingHttpResponse:
        """All stances as CSV, a line each, with the primary evidence. Cells that a spreadsheet
        would take for a formula begin with an apostrophe."""
        return stances_csv(self.in_order(), filename="stances.csv")

    @answers
    def coded(self, request: Request) -> StreamingHttpResponse:
        """All stances as event data, to join with GDELT, ICEWS or POLECAT: a line for each CAMEO
        root of each stance, with roles, GDELT's class and PLOVER types."""
        return coded_csv(self.in_order(), filename="stances-coded.csv")

    @answers
    def atom(self, request: Request) -> HttpResponse:
        """The stances that became public or changed last, as Atom."""
        entries = feeds.newest(self.narrowed(self.rows()), request._request)
        return HttpResponse(feeds.atom(entries, request._request), content_type=feeds.ATOM_TYPE)

    @answers
    def feed(self, request: Request) -> Response:
        """The stances that became public or changed last, as JSON Feed."""
        entries = feeds.newest(self.narrowed(self.rows()), request._request)
        return Response(feeds.json_feed(entries, request._request))

    def parameters(self) -> tuple[Parameter, ...]:
        return self.filters if self.action in ("atom", "feed") else super().parameters()

    def missing(self, key: Any) -> Exception:
        """410 for what was public once, 404 for everything else."""
        stance = (
            Stance.objects.filter(pk=key, crisis__published=True, public_changes__isnull=False)
            .only("pk")
            .first()
        )
        if stance is None:
            return Http404(f"There is no stance {key}.")
        into = Stance.objects.public().filter(merged=stance).values_list("pk", flat=True).first()
        detail = f"Stance {key} is no longer part of the data set."
        return Problem("gone", detail, merged_into=into)


_SHOWN = _SHOWING.filter(crisis__published=True)


_FEW = 2_000
# From here on to go through the list for those of a crisis is quicker than to sort all of them.
_MANY = 100_000


def _by_number(articles: QuerySet[Any], otherwise: Q, *, few: int = _FEW) -> Q:
    """These numbers of articles, where they are few; the database would go through the list for
    them, which takes the longer the rarer they are. `otherwise` says the same of many."""
    found = list(articles[: few + 1])
    return Q(pk__any=listed_keys(set(found))) if len(found) <= few else otherwise


def _of_crises(slugs: list[str]) -> Q:
    """By the numbers of the crises: of these the database knows how few stances they have."""
    crises = Crisis.objects.published().filter(any_of("slug")(slugs))
    showing = _SHOWING.filter(crisis__in=list(crises.values_list("pk", flat=True)))
    shown = Q(Exists(showing.filter(article=OuterRef("pk"))))
    if count_rows(showing, "estimate") > _MANY:
        return shown
    return _by_number(showing.values_list("article_id", flat=True), shown, few=_MANY)


def _having_words(words: str) -> Q:
    having = having_words("title", words.split())
    return _by_number(
        Article.objects.filter(having).order_by().values_list("pk", flat=True), having
    )


def _of_sources(names: list[str]) -> Q:
    """By the numbers of the sources: of these the database knows how few articles they have."""
    known = dict(Source.objects.values_list("name", "pk"))
    wanted = [known.get(name, 0) for name in names if not name.startswith("-")]
    unwanted = [known.get(name[1:], 0) for name in names if name.startswith("-")]
    found = Q(source__in=wanted) if wanted else Q()
    return found & ~Q(source__in=unwanted) if unwanted else found


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _until(day: date) -> Q:
    # The last day there is has no day after it.
    return Q(published__lt=_begin(day + timedelta(days=1))) if day < date.max else Q()


def _of_each(column: str, values: Iterable[Any]) -> list[QuerySet[Any]]:
    return [Article.objects.order_by().filter(**{column: value}) for value in values]


def _of_each_source(names: list[str]) -> list[QuerySet[Any]]:
    numbers = Source.objects.filter(name__in=names).values_list("pk", flat=True)
    return _of_each("source", numbers)


def _of_each_crisis(slugs: list[str]) -> list[QuerySet[Any]]:
    numbers = Crisis.objects.published().filter(slug__in=slugs).values_list("pk", flat=True)
    return [_SHOWING.filter(crisis=number) for number in numbers]


# Lists of several of these, but not more, are merged from the lists of each.
_PARTS: dict[str, Callable[[list[str]], list[QuerySet[Any]]]] = {
    "crisis": _of_each_crisis,
    "source": _of_each_source,
    "publisher": partial(_of_each, "publisher"),
    "language": partial(_of_each, "language"),
}
_MERGED = 10


class Articles(Worded):
    """Articles with evidence for an accepted stance. Their texts remain their publishers'; they
    are given on request where a source's licence lets everybody have them."""

    resource_name = "articles"
    serializer_class = ArticleSerializer
    orderings = {
        "-published": ("-published", "pk"),
        "published": ("published", "-pk"),
        "id": ("pk",),
        "-id": ("-pk",),
    }
    filters = (
        Parameter("crisis", "Crises by their short names.", SLUGS, many=True),
        Parameter(
            "from",
            "The first day of publication, or `earliest`.",
            Day("earliest"),
            condition=lambda day: Q(published__gte=_begin(day)),
        ),
        Parameter(
            "until",
            "The last day of publication, or `latest`.",
            Day("latest"),
            condition=_until,
        ),
        Parameter(
            "source",
            "Names of sources.",
            Text(item=True),
            many=True,
            condition=_of_sources,
        ),
        Parameter(
            "publisher", "Publishers.", Text(item=True), many=True, condition=any_of("publisher")
        ),
        Parameter("language", "Languages.", LANGUAGE_TAG, many=True, condition=any_of("language")),
        Parameter(
            "q",
            "Words, all of which stand in the title.",
            Text(),
            condition=_having_words,
        ),
    )

    words_column = "title"
    places = {"published": "published", "pk": "pk"}

    def narrowed(self, rows: QuerySet[Any], *, but: str = "") -> QuerySet[Any]:
        rows = super().narrowed(rows, but=but)
        slugs, crisis = self.asked["crisis"], self._crisis()
        if not slugs or but == "crisis":
            return rows
        if crisis is not None:
            # Through the evidence of the crisis by its index: of all articles few may be its own.
            return rows.filter(evidence__crisis=crisis, evidence__shows=True)
        return rows.filter(_of_crises(slugs))

    def read(self, reader: RowReader) -> Page:
        for name, parts in _PARTS.items() if not self.asked["q"] else ():
            values = self.asked[name] or []
            if self._is_merged(name, len(values)) and not any(map(_is_excluded, values)):
                names = {"pk": "article_id"} if name == "crisis" else {}
                page = self.among_merged(parts(values), names, reader, but=name)
                return page or super().read(reader)
        return super().read(reader)

    def _is_merged(self, name: str, number: int) -> bool:
        """Whether lists of so many values of a filter are merged: an index has each in order."""
        if self._is_by_day():
            return 1 < number <= _MERGED
        return name == "crisis" and 0 < number <= _MERGED

    def line(self) -> tuple[QuerySet[Any], dict[str, str]]:
        crisis = self._crisis()
        if crisis is not None:
            return _SHOWING.filter(crisis=crisis), {"pk": "article_id"}
        return super().narrowed(Article.objects.order_by(), but="q"), {}

    @classmethod
    def worded(cls) -> QuerySet[Any]:
        return Article.objects.order_by()

    def joined(self) -> Joined:
        if self._crisis() is None:
            return {}
        return {"published": "evidence__published", "pk": "evidence__article_id"}

    def _crisis(self) -> Subquery | None:
        """The crisis asked for, where it is one and the list is in the order of its index."""
        match self.asked["crisis"]:
            case [str(slug)] if self._is_by_day() and not _is_excluded(slug):
                return Subquery(Crisis.objects.published().filter(slug=slug).values("pk"))
        return None

    def _is_by_day(self) -> bool:
        return str(self.asked["ordering"]).endswith("published")

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        is_open = Q(source__text_licence__gt="")
        return Article.objects.filter(Exists(_SHOWN.filter(article=OuterRef("pk")))).annotate(
            open_text=Case(When(is_open, then=F("text")))
        )


class Sources(Resource):
    """Sources of the articles that show accepted stances."""

    resource_name = "sources"
    serializer_class = SourceSerializer
    orderings = {"name": ("name", "pk"), "-name": ("-name", "pk"), "id": ("pk",)}
    filters = (
        Parameter(
            "type",
            "Sorts of sources.",
            Choice(tuple(Source.Type.values), negatable=True),
            many=True,
            condition=any_of("type"),
        ),
        Parameter("language", "Languages.", LANGUAGE_TAG, many=True, condition=any_of("language")),
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        shown = Article.objects.filter(Exists(_SHOWN.filter(article=OuterRef("pk"))))
        # One by one: to find all articles that show something takes longer than to find one of
        # each source.
        one = shown.filter(source=OuterRef("pk")).order_by("-published", "pk").values("pk")[:1]
        return Source.objects.alias(shown=Subquery(one)).filter(shown__isnull=False)
