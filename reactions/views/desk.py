"""What every view of the editors' desk needs: who may come in, and pages of rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

PAGE_SIZE = 50

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

SEE_THE_DESK = "reactions.view_decision"
RIGHTS = {
    SEE_THE_DESK: "see the editors' desk",
    "reactions.decide_stance": "decide on stances",
    "reactions.merge_stance": "merge stances and decide on many at once",
    "reactions.add_crisis": "set up a crisis",
    "reactions.change_crisis": "change a crisis",
    "reactions.publish_crisis": "publish or withdraw a crisis",
    "reactions.settle_disagreement": "settle disagreements between two editors",
    "auth.view_user": "see how the installation is",
}


def desk(right: str) -> Callable[[View[P]], View[P]]:
    """For those with this right; others sign in first, or are told which right is missing.

    Who may decide may also see the desk.
    """
    sufficient = {right, "reactions.decide_stance"} if right == SEE_THE_DESK else {right}

    def protect(view: View[P]) -> View[P]:
        @wraps(view)
        def protected(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not any(map(request.user.has_perm, sufficient)):
                raise PermissionDenied(f"Your account may not {RIGHTS[right]}.")
            return view(request, *args, **kwargs)

        return signed_in(protected)

    return protect


def signed_in(view: View[P]) -> View[P]:
    """For those who are signed in; others sign in first, and come back to a page.

    Whoever sends a form after the session ended comes back to the page with the form: what the form
    is sent to is no page, or would be asked for what was sent. Script is told by a 401.
    """

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path())
        if wants_json(request):
            return HttpResponse(status=401)
        messages.error(request, "You were signed out: what you sent is not saved.")
        return redirect_to_login(_page_with_form(request))

    return checked


def _page_with_form(request: HttpRequest) -> str:
    """Where a form was sent from, as far as the browser says; else the queue."""
    page = urlsplit(request.headers.get("Referer", ""))
    if not url_has_allowed_host_and_scheme(page.geturl(), allowed_hosts={request.get_host()}):
        return reverse("review")
    return page._replace(scheme="", netloc="").geturl()


def wants_json(request: HttpRequest) -> bool:
    """Whether script asks, which shows pages itself."""
    return request.headers.get("Accept") == "application/json"


def editor_of(request: HttpRequest) -> User:
    """The signed-in user; `desk` has seen to it that there is one."""
    return cast("User", request.user)


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """The page that the query string asks for; a wrong number gives the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
