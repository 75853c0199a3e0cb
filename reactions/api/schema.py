"""The OpenAPI document: made from what the views read and answer, so that it cannot say else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from inspect import cleandoc
from typing import Any

import orjson
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from reactions.api import problems
from reactions.api.bodies import Body
from reactions.api.freshness import REVISION_HEADER
from reactions.api.parameters import Parameter
from reactions.api.permissions import ReadOnly
from reactions.api.serializers import ProblemSerializer
from reactions.api.writing import KEY_HEADER, MATCH_HEADER

Schema = dict[str, Any]

_DOWNLOADS = {
    "csv": "CSV with a header.",
    "coded": "CSV with a header.",
    "ndjson": "A JSON object a line.",
    "atom": "An Atom feed.",
}
_HEADERS = {
    REVISION_HEADER: OpenApiParameter(
        REVISION_HEADER,
        int,
        OpenApiParameter.HEADER,
        response=[200],
        description="The number of the newest change that the answer shows.",
    ),
    "ETag": OpenApiParameter(
        "ETag",
        str,
        OpenApiParameter.HEADER,
        response=[200],
        description="Send it as If-None-Match; 304 says that nothing has changed.",
    ),
    "Last-Modified": OpenApiParameter(
        "Last-Modified",
        str,
        OpenApiParameter.HEADER,
        response=[200],
        description="When the data set changed last; left out for ten minutes after.",
    ),
}
_PROBLEMS = {
    400: "A parameter is not known or cannot be read.",
    401: "A token or session is needed, or is not valid.",
    403: "The token's scope or the account's right is missing.",
    404: "There is nothing at this address.",
    406: "The answer cannot be given in an accepted type.",
    409: "It stands in the way of something that is there.",
    410: "It is no longer part of the data set.",
    412: "It was changed since it was seen.",
    413: "The body is too large.",
    415: "The body is of a type that is not read.",
    422: "The body says something that cannot be.",
    428: "A header that the request builds on is missing.",
}


@cache
def openapi_document() -> bytes:
    """The document as JSON. It depends on the code alone, so it is made once."""
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
    return orjson.dumps(generator.get_schema(request=None, public=True))


class EndpointSchema(AutoSchema):
    """Describes an Endpoint by its own parameters, serializer and action."""

    view: Any

    def get_override_parameters(self) -> list[Any]:
        if self._body():
            return [*self._path_parameters(), *self._preconditions()]
        queries = [_query(parameter) for parameter in self.view.parameters()]
        headers = [_HEADERS[name] for name in self.view.told]
        return [*self._path_parameters(), *queries, *headers]

    def _body(self) -> type[Body] | None:
        """What the request of the action says, where it is one that writes."""
        action = getattr(self.view, self.view.action, None)
        return getattr(action, "body", None)

    def _preconditions(self) -> list[OpenApiParameter]:
        """The headers of a request that writes."""
        needs_key = getattr(self.view, self.view.action).key_required
        key = OpenApiParameter(
            KEY_HEADER,
            {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
            OpenApiParameter.HEADER,
            required=needs_key,
            description="A word of your own making, new for each request: sent again with the "
            "same one, the request is answered as it was and changes nothing more.",
        )
        if not self._has_key():
            return [key]
        seen = OpenApiParameter(
            MATCH_HEADER,
            {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
            OpenApiParameter.HEADER,
            required=True,
            description="The ETag of the stance as you saw it.",
        )
        return [seen, key]

    def _has_key(self) -> bool:
        return "{" in self.path

    def get_request_serializer(self) -> Any:
        return self._body()

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if isinstance(serializer, Body):
            schema["additionalProperties"] = False
        return schema

    def _path_parameters(self) -> list[OpenApiParameter]:
        if not self._has_key():
            return []
        form = self.view.key_form
        schema = form.schema() if form else {"type": "integer", "minimum": 1}
        return [
            OpenApiParameter(self.view.key_name(), schema, OpenApiParameter.PATH, required=True)
        ]

    def get_response_serializers(self) -> Any:
        answers: dict[Any, Any] = {self._success(): self._answer()}
        for status, description in _PROBLEMS.items():
            if status in self.view.problems():
                response = OpenApiResponse(ProblemSerializer, description)
                answers[status, problems.MEDIA_TYPE] = response
        answers["default", problems.MEDIA_TYPE] = OpenApiResponse(
            ProblemSerializer, "Any other problem."
        )
        return answers

    def _success(self) -> int:
        """The status of an answer that is no problem."""
        status: int = self.view.success.get(self.view.action, 200) if self._body() else 200
        return status

    def _answer(self) -> Any:
        if self._body():
            return self.view.answer_serializers.get(self.view.action, self.view.serializer_class)
        match self.view.action:
            case "csv" | "coded" | "ndjson" | "atom" as action:
                return OpenApiResponse({"type": "string"}, _DOWNLOADS[action])
            case "feed":
                return OpenApiResponse({"type": "object"}, "A JSON Feed.")
            case "package":
                return OpenApiResponse({"type": "object"}, "A data package.")
            case "list":
                return _page_of(self.view.serializer_class, self.view.facts)
            case _:
                return self.view.serializer_class

    def get_operation(self, *args: Any) -> Any:
        operation = super().get_operation(*args)
        if operation and (links := self.view.links()):
            answer = operation["responses"][str(self._success())]
            answer["links"] = {each.name: each.described() for each in links}
        return operation

    def get_operation_id(self) -> str:
        action: str = self.view.action
        name: str = self.view.operation_id(action)
        return name

    def is_deprecated(self) -> bool:
        return self.view.deprecated is not None

    def get_tags(self) -> list[str]:
        return [self.view.resource_name]

    def get_summary(self) -> str:
        method = getattr(self.view, self.view.action)
        return cleandoc(method.__doc__ or "").partition("\n\n")[0].replace("\n", " ")

    def get_description(self) -> str:  # type: ignore[override]
        return cleandoc(self.view.__doc__ or "")

    def get_auth(self) -> list[Any]:
        if self.view.permission_classes == [ReadOnly]:
            return []
        return super().get_auth()

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False  # the page around a list is described as it is, by `_page_of`


def _query(parameter: Parameter) -> OpenApiParameter:
    return OpenApiParameter(
        parameter.name,
        parameter.schema(),
        OpenApiParameter.QUERY,
        required=parameter.required,
        description=parameter.description,
        style="form" if parameter.many else None,
        explode=False if parameter.many else None,
        default=parameter.default,
        deprecated=parameter.deprecated is not None,
    )


def _page_of(
    serializer: type[serializers.Serializer[Any]],
    facts: Mapping[str, serializers.Field[Any, Any, Any, Any]],
) -> Any:
    """The serializer of a page of items."""
    return inline_serializer(
        f"{serializer.__name__.removesuffix('Serializer')}Page",
        {
            **facts,
            "results": serializer(many=True),
            "next": serializers.URLField(allow_null=True, help_text="the next page"),
            "previous": serializers.URLField(allow_null=True, help_text="the page before"),
            "has_more": serializers.BooleanField(help_text="whether there is a next page"),
            "count": serializers.IntegerField(
                required=False, help_text="of all pages, where `count` asks for it"
            ),
        },
    )
