"""Makers of valid rows. A test states only what matters to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db import connection

from reactions import tokens
from reactions.extraction.codebook import Kind
from reactions.models import (
    Actor,
    ApiToken,
    Article,
    Crisis,
    Evidence,
    Finding,
    Membership,
    Official,
    Party,
    Reading,
    Revision,
    Stance,
)
from reactions.models.sources import text_digest

_numbers = count(1)

COUNTRIES = {
    "BLR": ("BY", "Belarus"),
    "GBR": ("GB", "United Kingdom"),
    "RUS": ("RU", "Russia"),
    "LTU": ("LT", "Lithuania"),
    "POL": ("PL", "Poland"),
    "FRA": ("FR", "France"),
    "USA": ("US", "United States"),
    "UKR": ("UA", "Ukraine"),
    "MLT": ("MT", "Malta"),
    "TUV": ("TV", "Tuvalu"),
    "SGP": ("SG", "Singapore"),
    "XKX": ("XK", "Kosovo"),
}


def make_actor(code: str = "GBR", **fields: Any) -> Actor:
    """The actor with this code: a country if the code is in COUNTRIES or says so."""
    iso2, name = COUNTRIES.get(code, ("", code))
    is_country = bool(iso2 or fields.get("iso2"))
    defaults = {
        "type": "country" if is_country else "organization",
        "name": name,
        "iso2": iso2,
        "region": "Europe",
        **fields,
    }
    return Actor.objects.get_or_create(code=code, defaults=defaults)[0]


def make_membership(organization: str, country: str, **fields: Any) -> Membership:
    return Membership.objects.create(
        organization=make_actor(organization), country=make_actor(country), **fields
    )


def make_official(name: str = "Dominic Raab", **fields: Any) -> Official:
    return Official.objects.get_or_create(name=name, defaults=fields)[0]


def make_crisis(slug: str = "belarus-2020", **fields: Any) -> Crisis:
    """The crisis with this slug; published, with Lukashenko and the protesters as its parties."""
    found = Crisis.objects.filter(slug=slug).first()
    if found:
        return found
    defaults = {
        "title": "Belarus 2020",
        "started": date(2020, 8, 9),
        "search_terms": ["Belarus"],
        "published": True,
    }
    focal = make_actor(fields.pop("focal", "BLR"))
    crisis = Crisis.objects.create(slug=slug, focal=focal, **{**defaults, **fields})
    Party.objects.create(crisis=crisis, side="authorities", name="Alexander Lukashenko")
    Party.objects.create(crisis=crisis, side="opponents", name="the protesters")
    return crisis


def make_large_crisis() -> None:
    """200 actors and 5,000 stances over 200 days."""
    crisis = make_crisis()
    letters = "ABCDEFGHIJKLMNOPQRST"
    Actor.objects.bulk_create(
        Actor(code=f"ZZ{a}{b}", type="organization", name=f"Organization {a}{b}")
        for a in letters
        for b in letters[:10]
    )
    actors = list(Actor.objects.filter(code__startswith="ZZ"))
    kinds = list(Kind)
    Stance.objects.bulk_create(
        Stance(
            crisis=crisis,
            actor=actor,
            kind=kinds[(place * 7 + number * 3) % 14],
            day=date(2020, 8, 9) + timedelta(days=(place * 13 + number * 8) % 200),
            target="authorities" if number % 3 else "",
            status="accepted",
        )
        for place, actor in enumerate(actors)
        for number in range(25)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the planner knows of no row


def make_article(text: str | None = None, **fields: Any) -> Article:
    """An article of 17 August 2020; with its own text unless one is given."""
    number = next(_numbers)
    text = text or f'Report {number}. "The UK does not accept the results," Raab said.'
    defaults = {
        "title": f"Report {number}",
        "publisher": "Example News",
        "published": datetime(2020, 8, 17, 12, tzinfo=UTC),
        "sha256": text_digest(text),
    }
    return Article.objects.create(text=text, **{**defaults, **fields})


def make_evidence(
    stance: Stance, article: Article | None = None, span: str | None = None, **fields: Any
) -> Evidence:
    """Evidence for `stance`: the words `span` of the article, or all of its text."""
    article = article or make_article()
    span = span or article.text
    start = article.text.index(span)
    defaults = {"primary": not stance.evidence.exists(), "status": "proposed"}
    if stance.status == Stance.Status.ACCEPTED:
        defaults["status"] = "accepted"
    return Evidence.objects.create(
        stance=stance,
        article=article,
        start=start,
        end=start + len(span),
        text=span,
        **{**defaults, **fields},
    )


def make_stance(
    actor: str = "GBR",
    kind: str = "reject",
    *,
    crisis: Crisis | None = None,
    official: str | None = None,
    article: Article | None = None,
    span: str | None = None,
    **fields: Any,
) -> Stance:
    """A stance with primary evidence. Proposed, on 17 August 2020, unless told otherwise."""
    defaults = {"day": date(2020, 8, 17), "status": "proposed", "confidence": 0.8}
    stance = Stance.objects.create(
        crisis=crisis or make_crisis(),
        actor=make_actor(actor),
        official=make_official(official) if official else None,
        kind=kind,
        **{**defaults, **fields},
    )
    make_evidence(stance, article, span)
    return stance


def make_reading(article: Article | None = None, crisis: Crisis | None = None) -> Reading:
    return Reading.objects.create(article=article or make_article(), crisis=crisis or make_crisis())


def make_finding(stance: Stance, *, engine_version: str = "test", **fields: Any) -> Finding:
    """What the engine said when it proposed `stance`; `fields` override parts of its draft."""
    evidence = stance.evidence.get(primary=True)
    reading, _ = Reading.objects.get_or_create(article=evidence.article, crisis=stance.crisis)
    draft = {
        "actor": stance.actor.code,
        "official": stance.official.name if stance.official else None,
        "office": stance.office or None,
        "kind": stance.kind,
        "target": stance.target or None,
        "phase": stance.phase or None,
        "date": stance.day.isoformat(),
        "date_precision": stance.day_precision,
        "evidence": {"start": evidence.start, "end": evidence.end},
        **fields,
    }
    return Finding.objects.create(
        reading=reading,
        engine_version=engine_version,
        draft=draft,
        rule="test rule",
        confidence=stance.confidence or 0.5,
        stance=stance,
    )


def make_editor(username: str | None = None, *, permissions: tuple[str, ...] = ()) -> User:
    """A user who may decide on stances, and whatever else `permissions` (codenames) name."""
    user = User.objects.create_user(username or f"editor{next(_numbers)}", password="correct horse")
    codenames = ("decide_stance", *permissions)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def revision() -> int:
    """The number of the public data set."""
    return Revision.current()


def make_token(user: User | None = None, *scopes: str, **fields: Any) -> tuple[ApiToken, str]:
    """A token with its secret; of a new editor and for everything unless told otherwise."""
    token, secret = tokens.create(
        user or make_editor(),
        name="a program",
        scopes=scopes or ApiToken.Scope.values,
        lifetime=timedelta(days=30),
    )
    if fields:
        ApiToken.objects.filter(pk=token.pk).update(**fields)
    return token, secret
