"""Actors and where they stand, as map, list, table and timeline show them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from reactions.charts import Colour
from reactions.extraction.codebook import KINDS, Group, Kind
from reactions.histories import score
from reactions.models import Actor, Evidence, Stance, name_of_target
from reactions.positions import Position
from reactions.views.query import PageQuery
from reactions.wording import GROUPS


@dataclass(frozen=True)
class Standing:
    """An actor with a position on a day."""

    actor: Actor
    position: Position
    day: date
    href: str = ""

    @property
    def kind(self) -> Kind:
        return self.position.stance.kind

    @property
    def group(self) -> Group:
        return self.position.stance.group

    @property
    def since(self) -> date:
        """The day of the stance that decided."""
        return self.position.stance.day

    @property
    def age(self) -> int:
        """Whole days since the deciding stance."""
        return (self.day - self.since).days

    @property
    def score(self) -> int:
        """How critical the position is."""
        return score(self.position.stance)


@dataclass(frozen=True)
class LegendEntry:
    """One colour of the map: what it means and how many actors have it."""

    value: str
    sort: str
    code: str
    name: str
    definition: str
    count: int
    href: str
    on: bool


ORDERINGS = {
    "level": lambda standing: (-standing.score, standing.actor.name),
    "name": lambda standing: standing.actor.name,
    "region": lambda standing: (standing.actor.region, standing.actor.name),
    "first": lambda standing: (standing.since, standing.actor.name),
    "newest": lambda standing: (-standing.since.toordinal(), standing.actor.name),
}


def standings(query: PageQuery, actors: Mapping[str, Actor]) -> list[Standing]:
    """Everybody with a position on the day asked for, in the order asked for."""
    if query.day is None:
        return []
    # One address for all: but for the code they are the same.
    address = query.href("map", selected="-")
    found = [
        Standing(
            actor=actors[code],
            position=stands,
            day=query.day,
            href=address.replace("selected=-", f"selected={code}"),
        )
        for code, stands in query.positions.items()
    ]
    return sorted(found, key=ORDERINGS.get(query.params.get("ordering", ""), ORDERINGS["level"]))


def actors_by_code() -> dict[str, Actor]:
    """All actors with what lists and map need of them."""
    fields = "code", "type", "name", "region", "aliases", "iso2", "latitude", "longitude"
    return {actor.code: actor for actor in Actor.objects.only(*fields)}


def legend(query: PageQuery, found: Iterable[Standing]) -> list[LegendEntry]:
    """The colours in use and how many actors have each, in the codebook's order."""
    found = list(found)
    if query.colour is Colour.KIND:
        kinds = Counter(standing.kind for standing in found)
        return [
            _entry(query, "kind", kind, (entry.code, entry.label, entry.definition), kinds[kind])
            for kind, entry in KINDS.items()
        ]
    groups = Counter(standing.group for standing in found)
    return [
        _entry(query, "group", group, (entry.sign, entry.name, entry.definition), groups[group])
        for group, entry in GROUPS.items()
    ]


def _entry(
    query: PageQuery, sort: str, value: Kind | Group, words: tuple[str, str, str], count: int
) -> LegendEntry:
    """An entry whose link narrows to its value, or widens again where it is the one chosen."""
    code, name, definition = words
    on = query.params.get(sort) == value
    href = query.href(**{sort: None if on else value.value})
    return LegendEntry(value, sort, code, name, definition, count, href, on)


def summary(query: PageQuery, found: list[Standing]) -> dict[str, Any]:
    """The context of the sentence of counts over map, table and timeline."""
    groups = legend(query, found)
    return {
        "count": len(found),
        "proposed": query.proposed.count() if query.shows_proposed else 0,
        "counts": [entry for entry in groups if entry.count],
        "earlier": query.day is not None and query.first is not None and query.day < query.first,
    }


def with_shown_evidence(stances: QuerySet[Stance]) -> QuerySet[Stance]:
    """Stances with names and, as `shown`, their evidence: of proposals the primary alone.

    Whoever asks leaves proposals out where they may not be seen.
    """
    proposed = Q(stance__status=Stance.Status.PROPOSED, primary=True)
    accepted = Q(status=Evidence.Status.ACCEPTED)
    evidence = Evidence.objects.filter(accepted | proposed).select_related(
        "article", "article__source"
    )
    named = stances.annotate(named_target=name_of_target("target"))
    return named.select_related("crisis", "actor", "official").prefetch_related(
        Prefetch("evidence", queryset=evidence.order_by("-primary", "pk"), to_attr="shown")
    )


def shown_evidence(stance: Stance) -> list[Evidence]:
    """The evidence that `with_shown_evidence` brought along, the primary first."""
    shown: list[Evidence] = getattr(stance, "shown")  # noqa: B009 (the attribute is made by Prefetch)
    return shown


def deciding_stances(found: Iterable[Standing]) -> dict[int, Stance]:
    """The stances behind these positions, with evidence, by their number."""
    numbers = [standing.position.stance.id for standing in found]
    return with_shown_evidence(Stance.objects.filter(pk__in=numbers)).in_bulk(numbers)
