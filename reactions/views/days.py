"""The day control: the ends of a crisis, and the links to the days beside the one shown."""

from dataclasses import dataclass
from datetime import date, timedelta

from reactions.views.query import PageQuery


@dataclass(frozen=True)
class Days:
    """What the day control needs: its ends, and the days beside the one shown."""

    first: date
    last: date
    day: date
    start: str
    back: str
    on: str
    previous: str
    next: str
    latest: str
    carried: list[tuple[str, str]]


def day_control(query: PageQuery) -> Days | None:
    """The control for the day asked for; None for a crisis without stances."""
    if query.day is None or query.first is None or query.last is None:
        return None
    before, after = query.neighbors
    one = timedelta(days=1)
    return Days(
        first=query.first,
        last=query.last,
        day=query.day,
        start=query.params.get("from", ""),
        back=_link(query, query.day - one) if query.day > query.first else "",
        on=_link(query, query.day + one) if query.day < query.last else "",
        previous=_link(query, before) if before else "",
        next=_link(query, after) if after else "",
        latest=query.href(day=None) if query.day != query.last else "",
        carried=[
            (name, value) for name, value in query.params.items() if name not in ("day", "from")
        ],
    )


def _link(query: PageQuery, day: date) -> str:
    return query.href(day=None if day == query.last else day.isoformat())
