"""What the downloads are, for programs that load tables: a Frictionless data package.

See https://specs.frictionlessdata.io/data-package/.
"""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reactions.api.rows import RowSerializer
from reactions.api.views import crises, reference, stances
from reactions.api.views.base import Endpoint, Resource, answers
from reactions.exports import CODED_COLUMNS, STANCE_COLUMNS, Column
from reactions.extraction.codebook import VERSION

Field = dict[str, str]

_TABLES: tuple[type[Resource], ...] = (
    crises.Crises,
    crises.Events,
    reference.Actors,
    reference.Officials,
    reference.Tenures,
    stances.Articles,
    stances.Sources,
)
_TYPES: dict[type[Any], str] = {
    serializers.IntegerField: "integer",
    serializers.FloatField: "number",
    serializers.DateField: "date",
    serializers.DateTimeField: "datetime",
    serializers.BooleanField: "boolean",
}
_LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0; quotations remain their publishers'",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


class DataPackage(Endpoint):
    """What the downloads are, for programs that load tables: a Frictionless data package."""

    resource_name = "datapackage"

    @answers
    def package(self, request: Request) -> Response:
        """The data package of all downloads, as they are at the newest revision."""
        return Response(_describe(request, self.state.revision))


def _describe(request: Request, revision: int) -> dict[str, Any]:
    home = request.build_absolute_uri("/")
    return {
        "profile": "data-package",
        "name": "crisiswatch",
        "title": "How the world reacts to political crises",
        "description": "Who took which stance, when, and in which words. Every stance was accepted "
        "by an editor and shows its evidence.",
        "homepage": home,
        "version": str(revision),
        "codebook": VERSION,
        "citation": f"crisiswatch, revision {revision}, codebook version {VERSION}. {home}",
        "licenses": [_LICENSE],
        "resources": [
            _table(
                request,
                "stances",
                [_of_column(column) for column in STANCE_COLUMNS],
                key="id",
                links={
                    "crisis": ("crises", "slug"),
                    "actor": ("actors", "code"),
                    "kind": ("kinds", "kind"),
                },
            ),
            _table(
                request,
                "stances-coded",
                [_of_column(column) for column in CODED_COLUMNS],
                links={"stance": ("stances", "id")},
            ),
            _table(request, "kinds", _of_serializer(reference.Kinds.serializer_class), key="kind"),
            *(
                _table(
                    request,
                    view.resource_name,
                    _of_serializer(view.serializer_class),
                    key=view.key_name(),
                )
                for view in _TABLES
            ),
        ],
    }


def _table(
    request: Request,
    name: str,
    fields: list[Field],
    *,
    key: str | None = None,
    links: dict[str, tuple[str, str]] | None = None,
) -> dict[str, Any]:
    """A CSV with the types of its columns; `links` name the tables and columns they lead to."""
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key:
        schema["primaryKey"] = key
    if links:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": table, "fields": column}}
            for field, (table, column) in links.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": request.build_absolute_uri(reverse(f"api-{name}-csv")),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _of_column(column: Column) -> Field:
    return {"name": column.name, "type": column.type}


def _of_serializer(serializer: type[serializers.Serializer[Any]]) -> list[Field]:
    """The columns of a list's CSV: its fields, less those that are added on request alone and
    those that hold lists of objects."""
    left_out = serializer.expandable() if issubclass(serializer, RowSerializer) else ()
    return [
        {"name": name, "type": _type(field)}
        for name, field in serializer._declared_fields.items()
        if name not in left_out and not isinstance(field, serializers.ListSerializer)
    ]


def _type(field: serializers.Field[Any, Any, Any, Any]) -> str:
    found = (name for type_, name in _TYPES.items() if isinstance(field, type_))
    return next(found, "string")


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The downloads, for people."""
    downloads = [(name, description, _files(name)) for name, description in _DOWNLOADS]
    return render(request, "api/data.html", {"downloads": downloads})


_DOWNLOADS = (
    ("stances", "accepted stances with their evidence"),
    ("stances-coded", "the same by CAMEO and PLOVER, to join with GDELT, ICEWS or POLECAT"),
    *((view.resource_name, cleandoc(view.__doc__ or "").partition("\n\n")[0]) for view in _TABLES),
    ("kinds", "the codebook's kinds with side, group, level, CAMEO and PLOVER codes"),
)


def _files(name: str) -> list[tuple[str, str]]:
    """The forms of a download with their addresses."""
    forms = ("csv",) if name == "stances-coded" else ("csv", "ndjson")
    return [(form.upper(), reverse(f"api-{name}-{form}")) for form in forms]
