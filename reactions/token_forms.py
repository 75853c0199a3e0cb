"""What an account says of a new API token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from reactions.models import ApiToken

LIFETIMES = [(30, "30 days"), (90, "90 days"), (365, "a year")]


class TokenForm(forms.Form):
    """The name, scopes and lifetime of a new token."""

    name = forms.CharField(
        label="Name", max_length=80, help_text="The program that will use it, and where it runs"
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=ApiToken.Scope.choices,
        initial=[ApiToken.Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that it may do."},
    )
    days = forms.TypedChoiceField(label="Ends after", choices=LIFETIMES, coerce=int, initial=90)

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def stated(self) -> dict[str, Any]:
        """The arguments of `tokens.create` that a valid form gives."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "scopes": data["scopes"],
            "lifetime": timedelta(days=data["days"]),
        }
