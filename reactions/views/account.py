"""Signing in and out, and an editor's own account."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_cool_off
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth import views as auth
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reactions.models import Byline
from reactions.views.desk import signed_in

_YEAR = 365 * 24 * 3600


class SignIn(auth.LoginView):
    """Name and password. After repeated failures `locked_out` answers instead."""

    template_name = "account/login.html"
    redirect_authenticated_user = True


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]
) -> HttpResponse:
    """Tell one who gave wrong passwords too often how long to wait (AXES_LOCKOUT_CALLABLE)."""
    wait = get_cool_off(request)
    seconds = int(wait.total_seconds()) if wait else 0
    context = {"seconds": seconds, "minutes": -(-seconds // 60)}
    page = render(request, "account/locked.html", context, status=429)
    page["Retry-After"] = str(seconds)
    return page


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """The signed-in user's roles and work."""
    assert request.user.is_authenticated  # noqa: S101 (signed_in; narrows the type)
    context = {
        "roles": list(request.user.groups.order_by("pk").values_list("name", flat=True)),
        "decided": request.user.decisions.count(),
        "byline": Byline.objects.filter(editor=request.user.pk).first(),
    }
    return render(request, "account/account.html", context)


@require_POST
@signed_in
def byline(request: HttpRequest) -> HttpResponse:
    """Keep the name to be shown in public beside one's decisions; an empty one takes it away."""
    name = " ".join(request.POST.get("byline", "").split())[:80]
    if name:
        Byline.objects.update_or_create(editor_id=request.user.pk, defaults={"name": name})
        messages.success(request, f"Your public decisions are signed “{name}”.")
    else:
        Byline.objects.filter(editor=request.user.pk).delete()
        messages.success(request, "Your public decisions are signed “an editor”.")
    return redirect("account")


@require_POST
@signed_in
def single_keys(request: HttpRequest) -> HttpResponse:
    """Switch the desk's single keys on or off, in this browser."""
    answer = redirect("account")
    if request.POST.get("single_keys") == "off":
        answer.set_cookie("single_keys", "off", max_age=_YEAR, samesite="Lax")
    else:
        answer.delete_cookie("single_keys", samesite="Lax")
    return answer


@require_POST
@signed_in
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the account, on all machines, this one included."""
    own = str(request.user.pk)
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == own:
            session.delete()
    return redirect("login")


class ChangePassword(auth.PasswordChangeView):
    """A new password for one who knows the old one; other sessions of the account end."""

    template_name = "account/password_change.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "The password is changed.")
        return super().form_valid(form)


class AskForReset(auth.PasswordResetView):
    """Sends a link to choose a new password; the answer is the same whether the account exists."""

    template_name = "account/password_reset.html"
    email_template_name = "account/password_reset_email.txt"
    subject_template_name = "account/password_reset_subject.txt"
    success_url = reverse_lazy("password_reset_sent")


@require_safe
def reset_sent(request: HttpRequest) -> HttpResponse:
    """What one sees after asking for a reset."""
    return render(request, "account/password_reset_sent.html")


class Reset(auth.PasswordResetConfirmView):
    """Choosing a new password by the link that was sent."""

    template_name = "account/password_reset_confirm.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "The password is set. Sign in with it.")
        return super().form_valid(form)
