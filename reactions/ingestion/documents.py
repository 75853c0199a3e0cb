"""What ingestion hands on: an article's parts before they are stored, or what is wrong."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

MAX_TEXT = 2_000_000  # code points; the longest speech in print has a tenth of that


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read: where it stands, what is wrong, and the mend."""

    place: str
    reason: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason} {self.mend}"


@dataclass(frozen=True, slots=True)
class Document:
    """An article as a file or page gives it. `published` is aware, in UTC."""

    place: str
    text: str
    published: datetime
    published_precision: str
    published_origin: str = "given"
    title: str = ""
    url: str | None = None
    author: str = ""
    publisher: str = ""


def clean_text(text: str) -> str:
    """The text with one kind of newline, no byte-order mark and no blanks at its ends.

    Done once, at storing: evidence is kept by offsets into the result. Raises ValueError for
    what is no article's text.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not plain:
        raise ValueError("There is no text.")
    if "\x00" in plain:
        raise ValueError("There are NUL characters in the text, as in a binary file.")
    if len(plain) > MAX_TEXT:
        raise ValueError(f"The text has {len(plain):,} characters; {MAX_TEXT:,} is the most.")
    return plain


def parse_published(value: str) -> tuple[datetime, str]:
    """An ISO 8601 day or time as a time in UTC with its precision, `day` or `time`.

    A day stands for its noon, so that no time zone moves it to another day. Raises ValueError.
    """
    value = value.strip()
    if len(value) == len("2020-08-17"):
        return noon(date.fromisoformat(value)), "day"
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC), "time"


def noon(day: date) -> datetime:
    """The noon of a day, UTC."""
    return datetime.combine(day, time(12), tzinfo=UTC)
