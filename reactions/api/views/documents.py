"""What explains the API: its OpenAPI document, a page for each problem, and the last resort."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from reactions.api.explorer import operations
from reactions.api.problems import PROBLEMS, problem_response
from reactions.api.schema import openapi_document


def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document of this version, as JSON."""
    if request.method not in ("GET", "HEAD"):
        return problem_response(request, "method-not-allowed", headers={"Allow": "GET, HEAD"})
    return HttpResponse(openapi_document(), content_type="application/json")


@require_safe
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """What a problem means and how to mend it; `type` of every error leads here."""
    if slug not in PROBLEMS:
        raise Http404(f"There is no problem {slug!r}.")
    context = {"slug": slug, "problem": PROBLEMS[slug]}
    return render(request, "api/problem.html", context)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The guide to the API."""
    context = {"title": "The REST API", "text": _document("api.md")}
    return render(request, "api/text.html", context)


@require_safe
def changes_of_api(request: HttpRequest) -> HttpResponse:
    """What changed in the API, by version, and what will."""
    context = {"title": "Changes of the API", "text": _document("api-changes.md")}
    return render(request, "api/text.html", context)


@require_safe
@ensure_csrf_cookie
def explorer(request: HttpRequest) -> HttpResponse:
    """Forms by which each operation of the API can be tried."""
    root = request.build_absolute_uri("/").rstrip("/")
    return render(request, "api/explorer.html", {"operations": operations(), "root": root})


@cache
def _document(name: str) -> SafeString:
    """A document of the repository as HTML. It is our own, so nothing in it needs to be tamed."""
    text = Path(settings.BASE_DIR, "docs", name).read_text(encoding="utf-8")
    renderer = MarkdownIt("commonmark").enable("table")
    return SafeString(renderer.render(text))


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for every address under the API that is none, in the API's own form.

    A reader who only left out the slash at the end is sent on.
    """
    if request.method in ("GET", "HEAD") and not rest.endswith("/"):
        try:
            found = resolve(f"{request.path_info}/")
        except Resolver404:
            found = None
        if found and found.func is not nothing_here:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(
                f"{request.path}/" + (f"?{query}" if query else "")
            )
    return problem_response(request, "not-found", f"There is nothing at {request.path}.")
