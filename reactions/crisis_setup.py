"""Setting up a crisis: what its country and period suggest, and which articles would be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.text import slugify

from reactions.extraction.gazetteer import short_name
from reactions.ingestion.relevance import Subject, subject_with_parties, why_read
from reactions.models import Actor, Article, Crisis, Official, Party, Reading, Tenure

# Whoever leaves office so near to the beginning was ousted or is the reason for the crisis.
_UPHEAVAL = timedelta(days=30)
_LEADERS = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister")
# There the last word of a name is no surname by which texts go on: "Min Aung Hlaing" stays whole.
_WITHOUT_SURNAMES = frozenset(
    {"ERI", "ETH", "ISL", "KHM", "KOR", "LAO", "MMR", "PRK", "CHN", "TWN"}
)
_OCCASIONS = ("protests", "election", "coup", "sanctions", "crackdown")
# What an editor may state anew of a crisis that is there.
STATED = ("title", "started", "ended", "summary", "search_terms", "proposals_public")
# A preview looks at no more articles than this, the newest of the period.
LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class PartyNames:
    """A party by its name and whatever else texts call it."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """First values for a crisis; an editor corrects them."""

    title: str
    slug: str
    authorities: list[PartyNames]
    opponents: list[PartyNames]
    search_terms: list[str]


def suggest(focal: Actor, started: date) -> Suggestion:
    """What the tenures and names of the focal country suggest for a crisis that begins then.

    Those who hold an office are authorities, those who lost theirs within a month of the beginning
    opponents: after a coup that is right, after an election it may be the other way round.
    """
    held = Tenure.objects.filter(actor=focal, role__in=_LEADERS).select_related("official")
    ousted = held.filter(until__range=(started - _UPHEAVAL, started + _UPHEAVAL))
    gone = {tenure.official_id for tenure in ousted}
    new = held.filter(since__range=(started - _UPHEAVAL, started + _UPHEAVAL))
    standing = [
        tenure
        for tenure in (*held.current(started).order_by("role"), *new)
        if tenure.official_id not in gone
    ]
    leaders = _persons(focal, standing)
    return Suggestion(
        title=f"{focal.name}, {started.year}",
        slug=f"{slugify(focal.name)}-{started.year}",
        authorities=[*leaders, _government(focal)],
        opponents=[*_persons(focal, ousted), _opposition(focal)],
        search_terms=[
            *(f"{focal.name} {occasion}" for occasion in _OCCASIONS),
            *(party.aliases[0] if party.aliases else party.name for party in leaders),
        ],
    )


def _persons(focal: Actor, tenures: Iterable[Tenure]) -> list[PartyNames]:
    officials = dict.fromkeys(tenure.official for tenure in tenures)
    return [PartyNames(official.name, _other_names(official, focal)) for official in officials]


def _other_names(official: Official, focal: Actor) -> tuple[str, ...]:
    """What texts call somebody else than by the full name, a single word first."""
    known = [name for name in official.aliases if name != official.name]
    is_told = any(set(name.split()) < set(official.name.split()) for name in known)
    if not is_told and focal.code not in _WITHOUT_SURNAMES and " " in official.name:
        known.insert(0, short_name(official.name))
    return tuple(sorted(dict.fromkeys(known), key=lambda name: len(name.split())))


def _government(focal: Actor) -> PartyNames:
    adjectives = focal.demonyms[:1] or [focal.name]
    bodies = ("government", "authorities", "security forces")
    places = [f"the government in {capital}" for capital in focal.capitals[:1]]
    names = [f"the {adjective} {body}" for adjective in adjectives for body in bodies]
    return PartyNames(f"Government of {focal.name}", (*names, *places))


def _opposition(focal: Actor) -> PartyNames:
    adjectives = focal.demonyms[:1]
    names = [f"the {adjective} opposition" for adjective in adjectives]
    return PartyNames("the protesters", ("the demonstrators", "the opposition", *names))


@transaction.atomic
def save_crisis(
    crisis: Crisis, *, authorities: Sequence[PartyNames], opponents: Sequence[PartyNames]
) -> None:
    """Store a crisis with its parties; those whose name is no longer given are removed.

    Whether it is published is not written: `curation.publish` alone says so, perhaps meanwhile.
    """
    crisis.save(update_fields=STATED if crisis.pk else None)
    for side, given in (
        (Party.Side.AUTHORITIES, authorities),
        (Party.Side.OPPONENTS, opponents),
    ):
        of_side = crisis.parties.filter(side=side)
        of_side.exclude(name__in=[party.name for party in given]).delete()
        for party in given:
            Party.objects.update_or_create(
                crisis=crisis, side=side, name=party.name, defaults={"aliases": list(party.aliases)}
            )


@dataclass(frozen=True, slots=True)
class Match:
    """A stored article that a crisis would have read, and why."""

    article: Article
    why: str


def matching_articles(crisis: Crisis, parties: Iterable[PartyNames]) -> list[Match]:
    """The stored articles that are about a crisis as it is given, the newest first.

    Looks at LOOKED_AT articles of its period at most, and stores nothing.
    """
    names = (name for party in parties for name in (party.name, *party.aliases))
    subject = subject_with_parties(crisis, names)
    found = ((article, why_read(subject, article)) for article in _of_period(subject))
    return [Match(article, why) for article, why in found if why]


def _of_period(subject: Subject) -> list[Article]:
    articles = Article.objects.filter(published__date__gte=subject.first)
    if subject.last:
        articles = articles.filter(published__date__lte=subject.last)
    return list(articles.order_by("-published", "-pk")[:LOOKED_AT])


def read_for(crisis: Crisis) -> int:
    """Have the stored articles that match read for the crisis; how many are new to it.

    Only rows are made: the sweep sends them to the workers.
    """
    parties = [PartyNames(party.name, tuple(party.aliases)) for party in crisis.parties.all()]
    known = set(crisis_articles(crisis))
    new = [
        Reading(article=match.article, crisis=crisis, reason=match.why[:300])
        for match in matching_articles(crisis, parties)
        if match.article.pk not in known
    ]
    return len(Reading.objects.bulk_create(new, ignore_conflicts=True))


def crisis_articles(crisis: Crisis) -> Iterable[int]:
    """The ids of the articles that are read for it."""
    return Reading.objects.filter(crisis=crisis).values_list("article", flat=True)
