"""The addresses of the API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path, register_converter

from reactions.api.parameters import ACTOR_CODE
from reactions.api.views import (
    changes,
    crises,
    desk,
    documents,
    reference,
    stances,
    standing,
    submissions,
)
from reactions.api.views.base import Endpoint, Resource
from reactions.api.views.datapackage import DataPackage


class ActorCode:
    """An actor's code in an address."""

    regex = ACTOR_CODE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ActorCode, "code")

_CONVERTERS = {"pk": "<int:id>", "code": "<code:code>", "slug": "<slug:slug>"}


def listed(view: type[Endpoint]) -> list[URLPattern]:
    """The address of a list, and of those downloads that it has."""
    return [
        path(
            f"{view.resource_name}/",
            view.as_view({"get": "list"}),
            name=f"api-{view.resource_name}",
        ),
        *(
            path(
                f"{view.resource_name}.{form}",
                view.as_view({"get": form}),
                name=f"api-{view.resource_name}-{form}",
            )
            for form in ("csv", "ndjson")
            if hasattr(view, form)
        ),
    ]


def resource(view: type[Resource]) -> list[URLPattern]:
    """The addresses of a list, of its downloads and of each of its items."""
    item = path(
        f"{view.resource_name}/{_CONVERTERS[view.key]}/",
        view.as_view({"get": "retrieve"}),
        name=f"api-{view.resource_name}-item",
    )
    return [*listed(view), item]


def decision(action: str, address: str) -> URLPattern:
    """The address below `desk/stances/` to which a decision is posted."""
    view = desk.DeskStances.as_view({"post": action})
    return path(f"desk/stances/{address}", view, name=f"api-desk-{action}")


DESK: list[URLPattern] = [
    path(
        "submissions/",
        submissions.Submissions.as_view({"get": "list", "post": "create"}),
        name="api-submissions",
    ),
    path(
        "submissions/<int:id>/",
        submissions.Submissions.as_view({"get": "retrieve"}),
        name="api-submissions-item",
    ),
    path("desk/articles/", desk.DeskArticles.as_view({"get": "list"}), name="api-desk/articles"),
    path(
        "desk/articles/<int:id>/",
        desk.DeskArticles.as_view({"get": "retrieve"}),
        name="api-desk/articles-item",
    ),
    path(
        "desk/stances/",
        desk.DeskStances.as_view({"get": "list", "post": "create"}),
        name="api-desk/stances",
    ),
    path(
        "desk/stances/<int:id>/",
        desk.DeskStances.as_view({"get": "retrieve", "patch": "correct"}),
        name="api-desk/stances-item",
    ),
    decision("batch", "batch/"),
    *(
        decision(action, f"<int:id>/{action}/")
        for action in ("accept", "reject", "withdraw", "merge", "undo")
    ),
]

RESOURCES: dict[str, type[Resource]] = {
    view.resource_name: view
    for view in (
        crises.Crises,
        crises.Events,
        reference.Actors,
        reference.Countries,
        reference.Organizations,
        reference.Officials,
        reference.Tenures,
        stances.Stances,
        stances.Articles,
        stances.Sources,
    )
}

COMPUTED: tuple[type[Endpoint], ...] = (
    reference.Kinds,
    standing.Positions,
    standing.Timeline,
    standing.Silence,
    changes.Changes,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *(pattern for view in RESOURCES.values() for pattern in resource(view)),
    path("stances.atom", stances.Stances.as_view({"get": "atom"}), name="api-stances-atom"),
    path("stances-feed.json", stances.Stances.as_view({"get": "feed"}), name="api-stances-feed"),
    path(
        "stances-coded.csv",
        stances.Stances.as_view({"get": "coded"}),
        name="api-stances-coded-csv",
    ),
    *(pattern for view in COMPUTED for pattern in listed(view)),
    *DESK,
    path("schema/", documents.schema, name="api-schema"),
    path("datapackage.json", DataPackage.as_view({"get": "package"}), name="api-datapackage"),
    re_path(r"^(?P<rest>[\s\S]*)$", documents.nothing_here),
]
