"""How the end of an address or a parameter is announced: a year before, in every answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import http_date

NOTICE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since which day something should not be used, and on which it goes: NOTICE later at least."""

    since: date
    sunset: date

    def __post_init__(self) -> None:
        if self.sunset - self.since < NOTICE:
            raise ValueError(f"Between {self.since} and {self.sunset} there are not twelve months.")

    def headers(self, request: HttpRequest) -> dict[str, str]:
        """The announcement, by RFC 9745 and RFC 8594."""
        page = request.build_absolute_uri(reverse("api_changes"))
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.sunset)),
            "Link": f'<{page}>; rel="deprecation"; type="text/html"',
        }


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
