"""What an editor types to set up a crisis."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from reactions.crisis_setup import STATED, PartyNames, Suggestion
from reactions.forms import ActorField
from reactions.models import Actor, Crisis, Party

_ONE_A_LINE = "One a line: the name, then other names for it after semicolons"
_LONGEST_NAME = 120


class CountryField(ActorField):
    """A country by its code, name or alias."""

    def __init__(self, **options: Any) -> None:
        suggest = {"data-suggest": reverse_lazy("review_suggest_actors"), "autocomplete": "off"}
        super().__init__(max_length=120, widget=forms.TextInput(attrs=suggest), **options)

    def clean(self, value: Any) -> Actor | None:
        actor = super().clean(value)
        if actor is not None and actor.type != Actor.Type.COUNTRY:
            raise ValidationError(f"{actor} is no country.")
        return actor


def _day(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class WhereAndWhenForm(forms.Form):
    """The country and the period, from which the rest is suggested."""

    focal = CountryField(label="Focal country", help_text="Name or code, as Belarus or BLR")
    started = _day("First day")
    ended = _day("Last day", required=False, help_text="Empty while it lasts")


class LinesField(forms.CharField):
    """Lines of text; comes out as a list, without empty ones and repetitions."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def clean(self, value: Any) -> Any:
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return list(dict.fromkeys(filter(None, lines)))


class PartiesField(LinesField):
    """Parties, one a line; comes out as a list of PartyNames."""

    def clean(self, value: Any) -> list[PartyNames]:
        parties = []
        for line in super().clean(value):
            names = [name for name in map(str.strip, line.split(";")) if name]
            if too_long := next((name for name in names if len(name) > _LONGEST_NAME), None):
                raise ValidationError(
                    f"“{too_long[:40]}…” is too long: put a semicolon between names."
                )
            if names:
                parties.append(PartyNames(names[0], tuple(names[1:])))
        return parties


class CrisisForm(WhereAndWhenForm):
    """A crisis with its parties and search terms."""

    title = forms.CharField(max_length=160)
    slug = forms.SlugField(label="Address", help_text="As it stands in links: belarus-2020")
    summary = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    authorities = PartiesField(
        label="Authorities: those whose conduct is in question", rows=6, help_text=_ONE_A_LINE
    )
    opponents = PartiesField(label="Their opponents", rows=4, required=False, help_text=_ONE_A_LINE)
    search_terms = LinesField(
        rows=5,
        required=False,
        help_text="One a line; an article that has all words of one is read for the crisis",
    )
    proposals_public = forms.BooleanField(
        label="Everybody may switch unreviewed proposals on", required=False
    )

    field_order = ("title", "slug", "focal", "started", "ended", "summary")

    def __init__(
        self,
        *args: Any,
        crisis: Crisis | None = None,
        may_publish: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.crisis = crisis
        # What everybody may see is decided by those who may publish.
        self.fields["proposals_public"].disabled = not may_publish
        if crisis is not None:
            # Links that readers have, and evidence that was coded from outside, hang on these.
            self.fields["slug"].disabled = self.fields["focal"].disabled = True

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self.crisis is None and Crisis.objects.filter(slug=slug).exists():
            raise ValidationError(f"There is a crisis at “{slug}” already. Choose another address.")
        return slug

    def clean_search_terms(self) -> list[str]:
        terms: list[str] = self.cleaned_data["search_terms"]
        if too_long := next((term for term in terms if len(term) > 80), None):
            raise ValidationError(f"“{too_long[:40]}…” is longer than 80 characters.")
        return terms

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        started, ended = cleaned.get("started"), cleaned.get("ended")
        if started and ended and ended < started:
            self.add_error("ended", "The last day is before the first.")
        return cleaned

    def stated(self) -> Crisis:
        """The crisis as a valid form says, not stored yet."""
        data = self.cleaned_data
        crisis = self.crisis or Crisis(slug=data["slug"], focal=data["focal"])
        for name in STATED:
            setattr(crisis, name, data[name])
        return crisis

    @property
    def parties(self) -> list[PartyNames]:
        return [*self.cleaned_data["authorities"], *self.cleaned_data["opponents"]]


def initial_of_suggestion(suggestion: Suggestion, where: dict[str, Any]) -> dict[str, Any]:
    """First values of a new crisis; `where` is a valid WhereAndWhenForm's data."""
    return {
        **where,
        "focal": where["focal"].name,
        "title": suggestion.title,
        "slug": suggestion.slug,
        "authorities": _as_lines(suggestion.authorities),
        "opponents": _as_lines(suggestion.opponents),
        "search_terms": "\n".join(suggestion.search_terms),
    }


def initial_of_crisis(crisis: Crisis) -> dict[str, Any]:
    """The crisis as it stands."""

    def of_side(side: Party.Side) -> str:
        parties = crisis.parties.filter(side=side)
        return _as_lines([PartyNames(party.name, tuple(party.aliases)) for party in parties])

    names = ("title", "slug", "started", "ended", "summary", "proposals_public")
    return {
        **{name: getattr(crisis, name) for name in names},
        "focal": crisis.focal.name,
        "authorities": of_side(Party.Side.AUTHORITIES),
        "opponents": of_side(Party.Side.OPPONENTS),
        "search_terms": "\n".join(crisis.search_terms),
    }


def _as_lines(parties: list[PartyNames]) -> str:
    return "\n".join("; ".join((party.name, *party.aliases)) for party in parties)
