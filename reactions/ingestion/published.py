"""When a page was published: the first of its dates that can be read and can be true."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import dateparser
from htmldate import find_date
from lxml.html import HtmlElement

from reactions.ingestion.documents import noon, parse_published
from reactions.models import Article

Origin = Article.PublishedOrigin

# The web has no pages from before this; clocks that are set wrong say 1970.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# Time zones and clocks run ahead by so much at most.
_TOLERANCE = timedelta(hours=26)
_DAY_IN_URL = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_.-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"
)
_LONG_DIGITS = re.compile(r"^\d{10}(?:\d{3})?$")


@dataclass(frozen=True, slots=True)
class Published:
    """A time of publication, how exact it is (`day` or `time`), and where it was found."""

    moment: datetime
    precision: str
    origin: str


def find_published(
    *,
    json_ld: str,
    metas: Iterable[str],
    feed: datetime | None,
    url: str,
    tree: HtmlElement,
    retrieved: datetime,
) -> Published:
    """The time of publication from the most trusted place that gives a possible one.

    Where none does it is the time of retrieval, to the day, and says so.
    """
    candidates = [
        (Origin.JSON_LD, [json_ld]),
        (Origin.META, metas),
        (Origin.FEED, [feed.isoformat()] if feed else []),
        (Origin.URL, [day_in_url(url)]),
    ]
    for origin, values in candidates:
        for value in values:
            found = read_moment(value, latest=retrieved + _TOLERANCE)
            if found:
                return Published(*found, origin)
    day = _day_in_text(tree, latest=(retrieved + _TOLERANCE).date())
    if day:
        return Published(noon(day), "day", Origin.TEXT)
    return Published(noon(retrieved.date()), "day", Origin.RETRIEVED)


def read_moment(value: str, *, latest: datetime) -> tuple[datetime, str] | None:
    """A date in any usual notation with its precision; None where it cannot be read or true."""
    value = value.strip()
    if not 8 <= len(value) <= 80:
        return None
    found = _parse(value)
    if found is None or not _EARLIEST <= found[0] <= latest:
        return None
    moment, precision = found
    # Midnight to the second is how a content system writes a day.
    if precision == "time" and re.search(r"[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?$", value):
        return noon(moment.date()), "day"
    return moment, precision


def _parse(value: str) -> tuple[datetime, str] | None:
    try:
        return parse_published(value)
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC), "time"
    except (TypeError, ValueError, OverflowError):
        pass
    if _LONG_DIGITS.match(value):
        return datetime.fromtimestamp(int(value[:10]), UTC), "time"
    return _parse_words(value)


def _parse_words(value: str) -> tuple[datetime, str] | None:
    """A date in words ("17 August 2020, 09:30 BST"): all three parts of it must be there."""
    settings: dict[str, Any] = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "RETURN_AS_TIMEZONE_AWARE": True,
        "TIMEZONE": "UTC",
    }
    moment = dateparser.parse(value, settings=settings)
    if moment is None:
        return None
    if not re.search(r"\d[:.h]\d\d", value) or moment.time() == time(0):
        return noon(moment.date()), "day"
    return moment.astimezone(UTC), "time"


def day_in_url(url: str) -> str:
    """The day that an address names (/2020/08/17/, -20200817), in ISO form; empty if none."""
    for year, separator, month, day in _DAY_IN_URL.findall(url):
        # Eight digits in a row are more often a number than a day.
        if separator or "/" + year in url or "-" + year in url:
            try:
                return date(int(year), int(month), int(day)).isoformat()
            except ValueError:
                continue
    return ""


def _day_in_text(tree: HtmlElement, *, latest: date) -> date | None:
    value = find_date(tree, original_date=True, max_date=latest.isoformat(), extensive_search=False)
    return date.fromisoformat(value) if value else None
