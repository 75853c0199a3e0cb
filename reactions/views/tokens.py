"""The API tokens of an account: made, rotated, revoked; each secret is shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reactions import tokens
from reactions.models import ApiToken
from reactions.token_forms import TokenForm
from reactions.views.desk import signed_in

_USES_OF = timedelta(days=30)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def token_list(request: HttpRequest) -> HttpResponse:
    """The account's tokens, and a form to make one."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        token, secret = tokens.create(_owner(request), **form.stated())
        return _page(request, TokenForm(), shown=token, secret=secret)
    return _page(request, form, status=422 if form.errors else 200)


@never_cache
@require_POST
@signed_in
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a new secret in place of one that goes on working for a day."""
    try:
        token, secret = tokens.rotate(_own(request, pk))
    except tokens.TokenError as error:
        messages.error(request, str(error))
        return redirect("tokens")
    return _page(request, TokenForm(), shown=token, secret=secret)


@require_POST
@signed_in
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token now."""
    token = _own(request, pk)
    tokens.revoke(token)
    messages.success(request, f"{token.name} is revoked.", extra_tags=f"token-{pk}")
    return redirect("tokens")


@require_POST
@signed_in
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a revocation of a moment ago back."""
    token = _own(request, pk)
    try:
        tokens.restore(token)
    except tokens.TokenError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{token.name} works again.")
    return redirect("tokens")


def _page(
    request: HttpRequest,
    form: TokenForm,
    *,
    shown: ApiToken | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "tokens": _with_uses(ApiToken.objects.filter(user=_owner(request))),
        "form": form,
        "shown": shown,
        "secret": secret,
    }
    return render(request, "account/tokens.html", context, status=status)


def _with_uses(rows: QuerySet[ApiToken]) -> QuerySet[ApiToken]:
    """Tokens with what they were used for: in the last days, and in all."""
    since = timezone.now().date() - _USES_OF
    return rows.select_related("replaced_by").annotate(
        recent=Sum("uses__requests", filter=Q(uses__day__gt=since), default=0),
        total=Sum("uses__requests", default=0),
    )


def _owner(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # noqa: S101 (signed_in; narrows the type)
    return request.user


def _own(request: HttpRequest, pk: int) -> ApiToken:
    return get_object_or_404(ApiToken, pk=pk, user=_owner(request))
