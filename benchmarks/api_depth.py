"""Lists by every filter and at every depth: with a million stances against ten thousand."""

from __future__ import annotations

from typing import Any

from benchmarks.api_site import Worker, crisis_with_most, measured
from benchmarks.cost import cost_of

SMALL, LARGE = 10_000, 1_000_000
CRISES = 12
RUNS = 9
_PAGE = 120


def run() -> dict[str, Any]:
    """Milliseconds of each question at both sizes, by the clock and of the processor: the least of
    some runs, since the two cannot be asked in turns. The ratio is the worst of all."""
    small = measured(_measure, stances=SMALL, crises=CRISES, given=False)
    large = measured(_measure, stances=LARGE, crises=CRISES, given=True)
    ratios = {name: round(large[name] / small[name], 2) for name in small}
    by_the_clock = [name for name in small if not name.endswith(_OF_PROCESSOR)]
    worst = max(by_the_clock, key=lambda name: ratios[name])
    return {
        "name": "api-depth",
        "ratio": ratios[worst],
        "value": large[worst],
        "reference": small[worst],
        "unit": f"milliseconds: {worst}",
        "ratio_of_processor": max(ratios[name] for name in small if name not in by_the_clock),
        "ratios": ratios,
        "small": small,
        "large": large,
        "runs": RUNS,
    }


_OF_PROCESSOR = " (processor)"


def _measure() -> dict[str, float]:
    worker = Worker()
    figures = {}
    for name, query in _questions().items():
        cost = cost_of(lambda a=f"/api/v1/{query}": worker.get(a), rounds=RUNS)
        figures[name] = round(min(cost.times), 2)
        figures[name + _OF_PROCESSOR] = round(cost.least_processor, 2)
    return figures


def _questions() -> dict[str, str]:
    """Lists of a hundred: each filter by a value that many and one that few stances have; words
    that so large a share of the list has at both sizes, and words that fill one page at both."""
    from django.db.models import Count

    from reactions.models import Article, Stance

    public = Stance.objects.public()
    slug, _ = crisis_with_most()

    def counted(path: str) -> list[tuple[Any, int]]:
        values = public.exclude(**{path: None}).values_list(path).annotate(number=Count("pk"))
        return list(values.order_by("-number", path))

    def by(path: str) -> list[Any]:
        return [value for value, _ in counted(path)]

    # The name of an official who fills a page, or comes next to it; a beginning of numbers that
    # 111 titles have.
    name = min(counted("official__name"), key=lambda one: abs(one[1] - _PAGE))[0]
    beginning = "7" * (len(str(Article.objects.count())) - 3)
    few = by("crisis__slug")[-1]

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
        "excluded source": "stances/?source=-Newsroom%201",
        "excluded language": "stances/?language=-en",
        "two sources": "stances/?source=Newsroom%20117,Newsroom%20118",
        "word of half": "stances/?q=a",
        "word of one in eight": "stances/?q=crowds",
        "word of one in twelve": "stances/?q=condemned",
        "word of one in fourteen, one crisis": f"stances/?q=alarmed&crisis={slug}",
        "word of one in 600": "stances/?q=expelled",
        "words of a page": f"stances/?q={name}".replace(" ", "%20"),
        "word, none": "stances/?q=zzzz",
        "two filters": f"stances/?crisis={slug}&kind=sanction&actor=GBR",
        "articles": "articles/",
        "oldest articles": "articles/?ordering=published",
        "articles of a crisis": f"articles/?crisis={slug}",
        "articles of a small crisis": f"articles/?crisis={few}",
        "articles of days": "articles/?until=2020-01-01",
        "articles, word of all": "articles/?q=dispatch",
        "articles, word of one in three": "articles/?q=belarus",
        "articles, beginning of one in 33": "articles/?q=7",
        "articles, beginning of a page": f"articles/?q={beginning}",
        "articles, no word": "articles/?q=zzzz",
        "articles, language": "articles/?language=ru",
        "articles of a source": "articles/?source=Newsroom%20117",
        "articles of a publisher": "articles/?publisher=Newsroom%20117",
        "officials": "officials/",
        "officials of an actor": "officials/?actor=GBR",
        "officials, no name": "officials/?q=zzzz",
        "sources": "sources/",
        "feed": "stances-feed.json",
        "feed of a small crisis": f"stances-feed.json?crisis={few}",
        "feed of an actor": "stances-feed.json?actor=GBR",
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
