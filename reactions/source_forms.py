"""What editors type about sources, and the articles that they bring themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from reactions.models import Actor, Crisis, Source
from reactions.models.addresses import of_the_web

if TYPE_CHECKING:  # generic for the type checker alone
    _SourceModelForm = forms.ModelForm[Source]
else:
    _SourceModelForm = forms.ModelForm

INTERVALS = [
    (1, "1 minute"),
    (2, "2 minutes"),
    (5, "5 minutes"),
    (15, "15 minutes"),
    (30, "30 minutes"),
    (60, "1 hour"),
    (360, "6 hours"),
    (1440, "1 day"),
]
MAX_UPLOAD = 20_000_000
MAX_ADDRESSES = 200


class SourceForm(_SourceModelForm):
    """A source's name and how it is polled; its address is found and read before."""

    minutes = forms.TypedChoiceField(label="Asked every", choices=INTERVALS, coerce=int, initial=2)

    class Meta:
        model = Source
        fields = ("name", "language", "country", "text_licence")
        labels = {"country": "Country of the publisher", "text_licence": "Licence of the texts"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Actor.objects.countries()  # type: ignore[attr-defined]
        if self.instance.pk:
            minutes = int(self.instance.interval.total_seconds() // 60)
            # An interval that a command set is kept among the choices.
            if minutes not in dict(INTERVALS):
                choices = [*INTERVALS, (minutes, f"{minutes} minutes")]
                self.fields["minutes"].choices = choices  # type: ignore[attr-defined]
            self.fields["minutes"].initial = minutes

    def save(self, commit: bool = True) -> Source:
        self.instance.interval = timedelta(minutes=self.cleaned_data["minutes"])
        return super().save(commit)


class KnownSourceForm(SourceForm):
    """A source that is there already: its feed may have moved."""

    address = forms.URLField(
        label="Address of the feed",
        max_length=1000,
        assume_scheme="https",
        help_text="A new one is read before it is saved.",
    )

    class Meta(SourceForm.Meta):
        fields = ("name", "address", "language", "country")

    def clean_address(self) -> str:
        return self.free(self.cleaned_data["address"])

    def free(self, address: str) -> str:
        """The address. Raises ValidationError where another source has it."""
        other = Source.objects.filter(address=address).exclude(pk=self.instance.pk).first()
        if other is not None:
            raise ValidationError(f"“{other}” has this address already.")
        return address

    def move(self, address: str, feed_type: str) -> None:
        """Have the feed at a new address asked now, as one that was never asked before."""
        self.instance.address = self.free(address)
        for name in ("etag", "last_modified", "sha256", "last_result", "error"):
            setattr(self.instance, name, "")
        self.instance.type = feed_type
        self.instance.failures = 0
        self.instance.next_poll = timezone.now()


class IntakeForm(forms.Form):
    """The crisis for which brought articles are read."""

    crisis = forms.ModelChoiceField(
        label="Read for",
        queryset=Crisis.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="the crises that they are about",
    )


class AddressesForm(IntakeForm):
    addresses = forms.CharField(
        label="Addresses, one a line", widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_addresses(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        addresses = list(dict.fromkeys(filter(None, lines)))
        for address in addresses:
            if not address.startswith(("http://", "https://")) or len(address) > 2000:
                raise ValidationError(f"“{address[:80]}” is no address: it begins with https://.")
        if len(addresses) > MAX_ADDRESSES:
            raise ValidationError(f"Give {MAX_ADDRESSES} addresses at most, and the rest after.")
        return addresses


class TextForm(IntakeForm):
    title = forms.CharField(max_length=500, required=False)
    text = forms.CharField(label="Text of the article", widget=forms.Textarea(attrs={"rows": 12}))
    published = forms.DateField(
        label="Day of publication", widget=forms.DateInput(attrs={"type": "date"})
    )
    url = forms.URLField(
        label="Address, if it has one",
        max_length=2000,
        required=False,
        assume_scheme="https",
        validators=[of_the_web],
    )
    publisher = forms.CharField(max_length=200, required=False)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; comes out as a list."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) and data else [data or None]
        files: list[UploadedFile[Any]] = [super(FilesField, self).clean(file) for file in given]
        if sum(file.size or 0 for file in files) > MAX_UPLOAD:
            raise ValidationError(
                f"Together they are larger than {MAX_UPLOAD // 1_000_000} MB. Send fewer at a "
                "time, or use the command `manage.py ingest`."
            )
        return files


class FilesForm(IntakeForm):
    documents = FilesField(label="Files (.txt, .html, .json, .jsonl, .csv)")
