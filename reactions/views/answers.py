"""How a page of a crisis is answered: whole or as a fragment, under its canonical address."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from reactions.views.query import PageQuery

# The sliders of the day control.
SLIDERS = ("day-range", "from-range")


def answer(
    request: HttpRequest, query: PageQuery, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The page, or for htmx its fragment; an address in another form leads to the canonical one."""
    htmx = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    if not htmx and not query.notices and not _is_canonical(request, query):
        return redirect(query.canonical)
    name = f"reactions/{'_' if htmx else ''}{template}.html"
    permalink = request.build_absolute_uri(query.canonical)
    context = {"query": query, "crisis": query.crisis, "permalink": permalink, **context}
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    if htmx:
        # A drag or a play goes through many days and leaves one entry in the history.
        settles = request.htmx.trigger in SLIDERS  # type: ignore[attr-defined]
        response["HX-Replace-Url" if settles else "HX-Push-Url"] = query.canonical
    return response


def _is_canonical(request: HttpRequest, query: PageQuery) -> bool:
    """Whether the address is the canonical one, however its signs are encoded."""
    given = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    return given == parse_qsl(urlsplit(query.canonical).query, keep_blank_values=True)


def page_links(query: PageQuery, page: Page[Any]) -> dict[str, str]:
    links = {}
    if page.has_previous():
        links["previous"] = query.href(page=str(page.previous_page_number()))
    if page.has_next():
        links["next"] = query.href(page=str(page.next_page_number()))
    return links
