"""How a page of a crisis is answered: whole or as a fragment, under its canonical address."""

import hashlib
import secrets
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from reactions.kept import kept
from reactions.views.query import PageQuery

# The sliders of the day control.
SLIDERS = ("day-range", "from-range")
# Pages are larger and more numerous than what they are made of, and asked for again within minutes.
PAGES_KEPT_SECONDS = 600
# Another program may render otherwise from the same rows.
_PROGRAM = secrets.token_hex(8)


def answer(
    request: HttpRequest, query: PageQuery, template: str, make: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The page, or for htmx its fragment; an address in another form leads to the canonical one.

    `make` gives the context, and is called only where what readers without an account get is not
    kept already.
    """
    htmx = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    if not htmx and not query.notices and not _is_canonical(request, query):
        return redirect(query.canonical)
    name = f"reactions/{'_' if htmx else ''}{template}.html"
    permalink = request.build_absolute_uri(query.canonical)

    def render() -> bytes:
        known = {"query": query, "crisis": query.crisis, "permalink": permalink}
        return zlib.compress(render_to_string(name, known | make(), request).encode(), level=1)

    if _is_for_all(request, query):
        looks = [request.COOKIES.get(cookie) for cookie in ("theme", "single_keys")]
        asked = repr((_PROGRAM, query.state.digest, name, permalink, looks))
        key = f"page:{hashlib.sha256(asked.encode()).hexdigest()[:32]}"
        packed = kept(key, render, seconds=PAGES_KEPT_SECONDS)
    else:
        packed = render()
    response = HttpResponse(zlib.decompress(packed))
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    if htmx:
        # A drag or a play goes through many days and leaves one entry in the history.
        settles = request.htmx.trigger in SLIDERS  # type: ignore[attr-defined]
        response["HX-Replace-Url" if settles else "HX-Push-Url"] = query.canonical
    return response


def _is_for_all(request: HttpRequest, query: PageQuery) -> bool:
    """Whether all readers without an account get the same, until public data change."""
    changes_unseen = not query.crisis.published or query.shows_proposed
    return not (request.user.is_authenticated or changes_unseen or query.notices or settings.DEBUG)


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
