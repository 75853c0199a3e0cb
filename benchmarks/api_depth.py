"""Lists by every filter and at every depth: with a million stances against ten thousand."""

from __future__ import annotations

from typing import Any

from benchmarks.api_site import Worker, crisis_with_most, measured, quickest

SMALL, LARGE = 10_000, 1_000_000
CRISES = 12
RUNS = 9


def run() -> dict[str, Any]:
    """Milliseconds of each question at both sizes; the ratio is the worst of all."""
    small = measured(_measure, stances=SMALL, crises=CRISES, given=False)
    large = measured(_measure, stances=LARGE, crises=CRISES, given=True)
    ratios = {name: round(large[name] / small[name], 2) for name in small}
    worst = max(ratios, key=lambda name: ratios[name])
    return {
        "name": "api-depth",
        "ratio": ratios[worst],
        "value": large[worst],
        "reference": small[worst],
        "unit": f"milliseconds: {worst}",
        "ratios": ratios,
        "small": small,
        "large": large,
        "runs": RUNS,
    }


def _measure() -> dict[str, float]:
    worker = Worker()
    figures = {}
    for name, query in _questions().items():
        address = f"/api/v1/{query}"
        worker.get(address)
        figures[name] = round(quickest(lambda a=address: worker.get(a), runs=RUNS), 2)
    return figures


def _questions() -> dict[str, str]:
    """Lists of a hundred: each filter by a value that many and one that few stances have."""
    from django.db.models import Count

    from reactions.models import Stance

    public = Stance.objects.public()
    slug, _ = crisis_with_most()

    def by(path: str) -> list[Any]:
        counted = public.exclude(**{path: None}).values_list(path).annotate(number=Count("pk"))
        return [value for value, _ in counted.order_by("-number", path)]

    questions = {
        "newest": "stances/",
        "oldest": "stances/?ordering=day",
        "by id": "stances/?ordering=-id",
        "crisis": f"stances/?crisis={slug}",
        "days": "stances/?until=2020-01-01",
    }
    for name, path in {
        "kind": "kind", "actor": "actor__code", "target": "target", "official": "official__name",
        "region": "actor__region", "source": "evidence__article__source__name",
        "language": "evidence__article__language", "small crisis": "crisis__slug",
    }.items():  # fmt: skip
        values = [value for value in by(path) if value]
        parameter = name.rpartition(" ")[2]
        questions[f"{name}, many"] = f"stances/?{parameter}={values[0]}".replace(" ", "%20")
        questions[f"{name}, few"] = f"stances/?{parameter}={values[-1]}".replace(" ", "%20")
    questions |= {
        "excluded kind": "stances/?kind=-urge",
        "group": "stances/?group=act",
        "side": "stances/?side=supportive",
        "organizations": "stances/?actor_type=organization",
        "members": "stances/?member_of=EU",
        "word, many": "stances/?q=said",
        "word, none": "stances/?q=zzzz",
        "two filters": f"stances/?crisis={slug}&kind=sanction&actor=GBR",
        "articles": "articles/",
        "oldest articles": "articles/?ordering=published",
        "articles of a crisis": f"articles/?crisis={slug}",
        "articles of a small crisis": f"articles/?crisis={by('crisis__slug')[-1]}",
        "articles of days": "articles/?until=2020-01-01",
        "articles, word": "articles/?q=dispatch",
        "articles, rare word": "articles/?q=777",
        "articles, no word": "articles/?q=zzzz",
        "articles, language": "articles/?language=ru",
        "articles of a source": "articles/?source=Newsroom%20117",
        "articles of a publisher": "articles/?publisher=Newsroom%20117",
        "officials": "officials/",
        "officials of an actor": "officials/?actor=GBR",
        "officials, no name": "officials/?q=zzzz",
        "sources": "sources/",
        "feed": "stances-feed.json",
    }
    return questions | _depths(public)


def _depths(public: Any) -> dict[str, str]:
    """Pages that begin in the middle and near the end of the list, by cursors as given out."""
    from django.core import signing

    number = public.count()
    found = {}
    for share in (50, 99):
        day, pk = public.order_by("-day", "pk").values_list("day", "pk")[number * share // 100]
        signer = signing.Signer(salt="api cursor stances")
        cursor = signer.sign_object(["-day", False, [day.isoformat(), pk]])
        found[f"page at {share} %"] = f"stances/?cursor={cursor}"
    return found
