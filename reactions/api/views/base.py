"""What all endpoints share: strict parameters, 304 before the work, lists by cursor, downloads."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping, Sequence
from functools import cache, wraps
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.viewsets import GenericViewSet

from reactions.api.deprecation import Deprecation
from reactions.api.freshness import (
    REVISION_HEADER,
    etag,
    has_it,
    mark,
    remembered,
)
from reactions.api.links import Link
from reactions.api.pagination import (
    Joined,
    Orderings,
    Page,
    Position,
    count_rows,
    decode,
    in_order,
    page_parameters,
    page_url,
    read_page,
    terms_of,
)
from reactions.api.parameters import Choice, Form, Parameter, read_parameters
from reactions.api.renderers import RENDERERS, JSONRenderer
from reactions.api.rows import RowReader, reader_of
from reactions.api.serializers import ResourceSerializer
from reactions.api.throttling import Share
from reactions.exports import CSV_TYPE, NDJSON_TYPE, csv_lines, ndjson_lines, streamed
from reactions.public_state import State, current_state

Asked = dict[str, Any]


def answers(action: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A method that answers: its parameters are read strictly first, then the client's copy is
    looked at, and only then the method does its work."""

    @wraps(action)
    def answered(self: Endpoint, request: Request, **kwargs: Any) -> HttpResponseBase:
        self.asked = read_parameters(request.query_params, self.parameters())
        self.state = current_state()
        tag = etag(request._request, self.state)
        if has_it(request._request, self.state, tag):
            response: HttpResponseBase = HttpResponse(status=304)
            del response.headers["Content-Type"]
        else:
            response = action(self, request, **kwargs)
        mark(response, self.state, tag)
        return response

    return answered


class Endpoint(GenericViewSet[Any]):
    """An endpoint that everybody may read. `action` is list, retrieve, or one of RENDERERS."""

    http_method_names = ["get", "head"]

    resource_name: ClassVar[str]
    filters: ClassVar[tuple[Parameter, ...]] = ()
    deprecated: ClassVar[Deprecation | None] = None
    # The headers about the public data set that answers have.
    told: ClassVar[tuple[str, ...]] = (REVISION_HEADER, "ETag", "Last-Modified")
    # What a list says of itself besides its items, as a serializer's fields.
    facts: ClassVar[Mapping[str, serializers.Field[Any, Any, Any, Any]]] = {}
    # Where the answers of an action lead, besides to what `links` says.
    leads_to: ClassVar[Mapping[str, Sequence[Link]]] = {}
    asked: Asked
    state: State
    share: Share | None = None

    def perform_authentication(self, request: Request) -> None:
        """Read the token, and count the request before anything is done for it: a wrong token
        and a missing right use up a share, too."""
        try:
            super().perform_authentication(request)
        finally:
            for throttle in self.get_throttles():
                if not throttle.allow_request(request, self):
                    self.throttled(request, throttle.wait() or 0)

    def check_throttles(self, request: Request) -> None:
        """Nothing: it was done with the authentication."""

    def get_throttles(self) -> list[BaseThrottle]:
        return [] if self.action in RENDERERS else super().get_throttles()

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        final: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        for name, value in (self.share.headers() if self.share else {}).items():
            final.headers[name] = value
        if deprecation := self._used_deprecation(request):
            for name, value in deprecation.headers(request._request).items():
                before = final.headers.get(name)
                final.headers[name] = f"{before}, {value}" if before else value
        return final

    def _used_deprecation(self, request: Request) -> Deprecation | None:
        """What of that which is used goes first."""
        used = [p.deprecated for p in self.parameters() if p.name in request.query_params]
        announced = [each for each in (self.deprecated, *used) if each]
        return min(announced, key=lambda each: each.sunset, default=None)

    def parameters(self) -> tuple[Parameter, ...]:
        """The query parameters of the action."""
        return self.filters

    @classmethod
    def operation_id(cls, action: str) -> str:
        """The name of the action in the OpenAPI document."""
        return f"{cls.resource_name.replace('/', '_')}_{action}"

    def problems(self) -> tuple[int, ...]:
        """The problems that the OpenAPI document names one by one."""
        return (400, 406)

    def links(self) -> list[Link]:
        """Where the answer of the action leads."""
        return [*self.leads_to.get(self.action, ())]

    def get_renderers(self) -> list[BaseRenderer]:
        return [RENDERERS.get(self.action, JSONRenderer)()]


class Resource(Endpoint):
    """A list of rows with its items: `/name/`, `/name/key/`, `/name.csv` and `/name.ndjson`."""

    serializer_class: type[ResourceSerializer]
    orderings: ClassVar[Orderings]
    key: ClassVar[str] = "pk"
    key_form: ClassVar[Form | None] = None  # None: a number

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """All rows that everybody may see."""
        raise NotImplementedError

    def narrowed(self, rows: QuerySet[Any], *, but: str = "") -> QuerySet[Any]:
        """The rows that the filters leave, without the one that is named."""
        for parameter in self.filters:
            value = self.asked[parameter.name]
            if parameter.condition and parameter.name != but and value not in (None, []):
                rows = rows.filter(parameter.condition(value))
        return rows

    def parameters(self) -> tuple[Parameter, ...]:
        pages = page_parameters(self.orderings)
        shape = _shape_parameters(self.serializer_class)
        match self.action:
            case "list":
                return (*self.filters, *pages, *shape)
            case "ndjson":
                return (*self.filters, pages[0], *shape)
            case "csv" | "coded":
                return (*self.filters, pages[0])
            case _:
                return shape

    @classmethod
    def key_name(cls) -> str:
        """The name of the key in addresses."""
        return "id" if cls.key == "pk" else cls.key

    def problems(self) -> tuple[int, ...]:
        return (*super().problems(), 404) if self.action == "retrieve" else super().problems()

    def links(self) -> builtins.list[Link]:
        if self.action != "list":
            return super().links()
        name = self.key_name()
        to_first = Link(self.operation_id("retrieve"), {name: f"/results/0/{name}"})
        return [to_first, *super().links()]

    @answers
    def list(self, request: Request) -> HttpResponseBase:
        """The items, a page at a time."""
        return self.page(request)

    @answers
    def retrieve(self, request: Request, **keys: Any) -> HttpResponseBase:
        """One item by its key."""
        return self.item(request, **keys)

    def page(self, request: Request) -> Response:
        """The page that was asked for."""
        order = tuple(term.removeprefix("-") for term in self.order())
        reader = reader_of(self.serializer_class, tuple(self.chosen()), order)
        page = self.read(reader)
        body = _page_body(request, page, reader.items(page.rows))
        if self.asked["count"] != "none":
            rows = self.narrowed(self.rows_of(reader))
            once = rows.order_by().values("pk").distinct() if self.joined() else rows
            body["count"] = count_rows(once, self.asked["count"])
        return Response(body, headers=_link_header(body))

    def read(self, reader: RowReader) -> Page:
        """The page that was asked for."""
        return self.page_of(self.narrowed(self.rows_of(reader)), reader)

    def rows_of(self, reader: RowReader) -> QuerySet[Any]:
        """All rows with the columns of the reader."""
        return rows_with_columns(type(self), tuple(reader.columns))

    def page_of(self, rows: QuerySet[Any], reader: RowReader) -> Page:
        """The page of these rows that was asked for."""
        return read_page(
            rows,
            resource=self.resource_name,
            columns=reader.columns,
            orderings=self.orderings,
            ordering=self.asked["ordering"],
            limit=self.asked["limit"],
            position=self.position(),
            joined=self.joined(),
        )

    def position(self) -> Position | None:
        """Where the page begins; None for the first one."""
        cursor, ordering = self.asked["cursor"], self.asked["ordering"]
        return decode(self.resource_name, cursor, ordering=ordering) if cursor else None

    def item(self, request: Request, **keys: Any) -> Response:
        """The item with this key; the exception of `missing` where there is none."""
        key = keys[self.key_name()]
        reader = RowReader(self.serializer_class, self.chosen())
        found = reader.read(self.rows().filter(**{self.key: key})[:1])
        if not found:
            raise self.missing(key)
        return Response(found[0])

    @answers
    def csv(self, request: Request) -> StreamingHttpResponse:
        """All items as CSV, without the lists nested in them."""
        names = [name for name in self.chosen() if name not in self.nested()]
        items = RowReader(self.serializer_class, names).stream(self.in_order())
        lines = csv_lines(names, (list(item.values()) for item in items))
        return streamed(lines, CSV_TYPE, filename=f"{self.resource_name}.csv")

    @answers
    def ndjson(self, request: Request) -> StreamingHttpResponse:
        """All items, a JSON object a line."""
        items = RowReader(self.serializer_class, self.chosen()).stream(self.in_order())
        return streamed(ndjson_lines(items), NDJSON_TYPE, filename=f"{self.resource_name}.ndjson")

    def missing(self, key: Any) -> Exception:
        """What to raise where no item has this key."""
        return Http404(f"There is no {key!r} in {self.resource_name}.")

    def in_order(self) -> QuerySet[Any]:
        """The rows that the filters leave, in the order asked for."""
        joined = self.joined()
        terms = terms_of(self.order(), joined)
        return in_order(self.narrowed(self.rows()), terms, joined)

    def order(self) -> tuple[str, ...]:
        """The terms of the ordering that was asked for."""
        return self.orderings[self.asked["ordering"]]

    def joined(self) -> Joined:
        """The columns of a table joined by `narrowed` that the list is ordered by, if any."""
        return {}

    def chosen(self) -> Sequence[str]:
        """The fields that were asked for."""
        fields = self.asked.get("fields") or ()
        return self.serializer_class.chosen(fields, self.asked.get("expand") or ())

    def nested(self) -> frozenset[str]:
        """The fields that hold lists of objects."""
        return self.serializer_class.nested()


class Computed(Endpoint):
    """A list that is computed as a whole: `/name/`, `/name.csv` and `/name.ndjson`."""

    serializer_class: type[serializers.Serializer[Any]]

    def answer(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """What the list says of itself, by `facts`, and its items."""
        raise NotImplementedError

    @answers
    def list(self, request: Request) -> HttpResponse:
        """All items on one page."""
        body = remembered(etag(request._request, self.state), self._page)
        return HttpResponse(body, content_type=JSONRenderer.media_type)

    def _page(self) -> bytes:
        facts, items = self.answer()
        page = {"results": items, "next": None, "previous": None, "has_more": False}
        return JSONRenderer().render({**facts, **page})

    @answers
    def csv(self, request: Request) -> StreamingHttpResponse:
        """All items as CSV."""
        header = tuple(self.serializer_class._declared_fields)
        lines = csv_lines(header, ([item[name] for name in header] for item in self.answer()[1]))
        return streamed(lines, CSV_TYPE, filename=f"{self.resource_name}.csv")

    @answers
    def ndjson(self, request: Request) -> StreamingHttpResponse:
        """All items, a JSON object a line."""
        lines = ndjson_lines(self.answer()[1])
        return streamed(lines, NDJSON_TYPE, filename=f"{self.resource_name}.ndjson")


@cache
def rows_with_columns(view: type[Resource], columns: tuple[str, ...]) -> QuerySet[Any]:
    """The question for these columns of all rows: it takes a while to make, and is narrowed down
    by copies alone."""
    return view.rows().values_list(*columns)


def _shape_parameters(serializer: type[ResourceSerializer]) -> tuple[Parameter, ...]:
    fields = Parameter(
        "fields",
        "The fields to answer with; all unless given.",
        Choice(tuple(serializer.names())),
        many=True,
    )
    if not serializer.expandable():
        return (fields,)
    expand = Parameter(
        "expand",
        "Fields to add that are otherwise left out.",
        Choice(serializer.expandable()),
        many=True,
    )
    return (fields, expand)


def _page_body(request: Request, page: Page, items: list[dict[str, Any]]) -> dict[str, Any]:
    address = request.build_absolute_uri()
    return {
        "results": items,
        "next": page_url(address, page.next),
        "previous": page_url(address, page.previous),
        "has_more": page.next is not None,
    }


def _link_header(body: Mapping[str, Any]) -> dict[str, str]:
    rels = [(rel, body[name]) for rel, name in (("next", "next"), ("prev", "previous"))]
    links = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in rels if address)
    return {"Link": links} if links else {}
