"""Who may do what through the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from reactions.models import ApiToken

Scope = ApiToken.Scope


class ReadOnly(BasePermission):
    """Everybody may read and nobody may write: the default, so that no view writes by accident.

    A view that changes something names another permission class. Where API_OPEN is false, reading
    takes an account too. Whoever may not read is told so: denied is never an empty list.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method not in SAFE_METHODS:
            raise MethodNotAllowed(request.method or "")
        if settings.API_OPEN:
            return True
        if not request.user.is_authenticated:
            raise NotAuthenticated("This site answers to accounts alone. Send a token.")
        _demand_scope(request, Scope.READ)
        return True


class HasRight(BasePermission):
    """The scope of the token and the right of its account that `view.demands()` names."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scope, right = view.demands()
        if not request.user.is_authenticated:
            raise NotAuthenticated(f"Send a token with the scope {scope}, or sign in.")
        _demand_scope(request, scope)
        if not request.user.has_perm(right):
            raise PermissionDenied(f"The account lacks the right {right}.")
        return True


def _demand_scope(request: Request, scope: str) -> None:
    """Raise PermissionDenied for a token without the scope; sessions have all of them."""
    if isinstance(request.auth, ApiToken) and scope not in request.auth.scopes:
        raise PermissionDenied(f"The token {request.auth.name!r} lacks the scope {scope}.")
