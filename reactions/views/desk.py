"""What every view of the editors' desk needs: who may come in, and pages of rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

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

        return cast("View[P]", login_required(protected))

    return protect


def editor_of(request: HttpRequest) -> User:
    """The signed-in user; `desk` has seen to it that there is one."""
    return cast("User", request.user)


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """The page that the query string asks for; a wrong number gives the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
