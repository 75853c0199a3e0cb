"""What editors type."""

from __future__ import annotations

import difflib
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy

from reactions.digits import whole
from reactions.extraction.codebook import KINDS, DayPrecision, Target
from reactions.models import Actor, Article, Decision, Official, Stance
from reactions.models.stances import PHASE_CHOICES, PRECISION_CHOICES

ANOTHER_ACTOR = "actor"
_PARTIES = [
    ("", "nobody named"),
    (Target.AUTHORITIES.value, "the authorities"),
    (Target.OPPONENTS.value, "the opponents"),
    (Target.ALL.value, "all parties"),
    (ANOTHER_ACTOR, "another actor"),
]
_KINDS = [(kind.value, f"{entry.label} ({entry.code})") for kind, entry in KINDS.items()]


class ActorField(forms.CharField):
    """An actor by its code, name or alias; no list of all of them is sent with each page."""

    def clean(self, value: Any) -> Actor | None:
        words = super().clean(value)
        if not words:
            return None
        named = Q(code__iexact=words) | Q(name__iexact=words) | Q(aliases__contains=[words])
        found = list(Actor.objects.filter(named)[:5])
        exact = [
            actor for actor in found if words.lower() in (actor.code.lower(), actor.name.lower())
        ]
        if len(exact or found) == 1:
            return (exact or found)[0]
        raise ValidationError(_unknown_actor(words, found))


def _unknown_actor(words: str, found: list[Actor]) -> str:
    if found:
        listed = ", ".join(f"{actor.name} ({actor.code})" for actor in found)
        return f"“{words}” can be several actors: {listed}. Give the code."
    names = list(Actor.objects.values_list("name", flat=True))
    near = difflib.get_close_matches(words, names, n=1)
    hint = f" Did you mean {near[0]}?" if near else " Give its code, as GBR or EU, or its name."
    return f"There is no actor “{words}”.{hint}"


class StanceForm(forms.Form):
    """A stance as an editor states it, with the words of the article that show it.

    `actor` and `official` come out as rows; `official` as a name where `new_official` says that
    there is no row yet. `evidence` comes out as a pair of offsets into the article.
    """

    actor = ActorField(
        label="Actor",
        max_length=120,
        help_text="Name or code, as France or FRA",
        widget=forms.TextInput(
            attrs={"data-suggest": reverse_lazy("review_suggest_actors"), "autocomplete": "off"}
        ),
    )
    official = forms.CharField(
        label="Official",
        max_length=120,
        required=False,
        help_text="Empty where nobody is named",
        widget=forms.TextInput(
            attrs={"data-suggest": reverse_lazy("review_suggest_officials"), "autocomplete": "off"}
        ),
    )
    new_official = forms.BooleanField(label="This person is new here", required=False)
    office = forms.CharField(
        label="Office", max_length=200, required=False, help_text="As the article gives it"
    )
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose"), *_KINDS])
    target = forms.ChoiceField(label="Target", choices=_PARTIES, required=False)
    target_actor = ActorField(
        label="Actor meant",
        max_length=120,
        required=False,
        help_text="Only where the target is another actor",
        widget=forms.TextInput(
            attrs={"data-suggest": reverse_lazy("review_suggest_actors"), "autocomplete": "off"}
        ),
    )
    day = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    day_precision = forms.ChoiceField(
        label="Known to the", choices=PRECISION_CHOICES, initial=DayPrecision.DAY.value
    )
    phase = forms.ChoiceField(
        label="Phase",
        choices=[("", "none: a statement"), *PHASE_CHOICES],
        required=False,
    )
    evidence = forms.CharField(
        label="Evidence",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text="Select the words in the article, or copy them from it to the letter",
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Note",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For editors only",
    )
    public_reason = forms.CharField(
        label="Reason, shown in public",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Why the accepted stance changes",
    )

    def __init__(
        self, *args: Any, article: Article, stance: Stance | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.article = article
        self.is_public = stance is not None and stance.status == Stance.Status.ACCEPTED
        if not self.is_public:
            del self.fields["public_reason"]

    def clean_evidence(self) -> tuple[int, int]:
        """Where the words stand in the article."""
        words = self.cleaned_data["evidence"].replace("\r\n", "\n")
        near = self.data.get(self.add_prefix("start"), "")
        span = find_words(self.article.text, words, near=whole(str(near)) or 0)
        if span is None:
            raise ValidationError(
                "The article doesn't have these words. Copy them from it to the letter."
            )
        return span

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._clean_official(cleaned)
        self._clean_target(cleaned)
        day = cleaned.get("day")
        if day and day > self.article.published.date():
            self.add_error("day", "The day is after the article was published.")
        if self.is_public and not cleaned.get("public_reason", "").strip():
            self.add_error("public_reason", "Say in public why the accepted stance changes.")
        return cleaned

    def _clean_official(self, cleaned: dict[str, Any]) -> None:
        name = " ".join(cleaned.get("official", "").split())
        if not name:
            cleaned["official"] = None
            return
        known = Official.objects.filter(Q(name__iexact=name) | Q(aliases__contains=[name]))
        found = known.filter(name__iexact=name).first() or known.order_by("pk").first()
        if found is None and not cleaned.get("new_official"):
            near = difflib.get_close_matches(
                name, list(Official.objects.values_list("name", flat=True)), n=1
            )
            hint = f" Did you mean {near[0]}?" if near else ""
            self.add_error(
                "official",
                f"There is no official “{name}” yet.{hint} Else tick “This person is new here”.",
            )
        cleaned["official"] = found or name

    def _clean_target(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("target") != ANOTHER_ACTOR:
            return
        if actor := cleaned.get("target_actor"):
            cleaned["target"] = actor.code
        elif "target_actor" not in self.errors:
            self.add_error("target_actor", "Name the actor that is meant.")

    @staticmethod
    def initial_of(stance: Stance, evidence_text: str, start: int | None) -> dict[str, Any]:
        """The form's first values: the stance as it stands."""
        is_party = stance.target in ("", *Target)
        return {
            "actor": stance.actor.name,
            "official": stance.official.name if stance.official else "",
            "office": stance.office,
            "kind": stance.kind,
            "target": stance.target if is_party else ANOTHER_ACTOR,
            "target_actor": "" if is_party else stance.target,
            "day": stance.day,
            "day_precision": stance.day_precision,
            "phase": stance.phase,
            "evidence": evidence_text,
            "start": start,
        }


class OpinionForm(StanceForm):
    """A stance as a second editor codes it: by the words that the engine found."""

    def __init__(self, *args: Any, article: Article, **options: Any) -> None:
        super().__init__(*args, article=article, **options)
        for name in ("evidence", "start", "note"):
            del self.fields[name]


def find_words(text: str, words: str, *, near: int = 0) -> tuple[int, int] | None:
    """Where `words` stand in `text`: the place nearest to offset `near`, else None.

    Runs of white space match each other, since copying from a page changes them; everything else
    must agree to the letter.
    """
    parts = words.split()
    if not parts:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    places = [match.span() for match in pattern.finditer(text)]
    return min(places, key=lambda span: abs(span[0] - near), default=None)


class RejectForm(forms.Form):
    """Why a proposal is no stance; the digits are the codebook of reasons."""

    reason = forms.ChoiceField(
        choices=Decision.Reason.choices,
        error_messages={"required": "Give the reason for rejecting."},
    )
    note = forms.CharField(required=False)
