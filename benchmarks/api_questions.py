"""Lists of the API to be asked for: by each filter, in each order, at several depths."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

_PAGE = 120
# The columns of stances behind a filter each.
_COLUMNS = {
    "kind": "kind", "actor": "actor__code", "target": "target", "official": "official__name",
    "region": "actor__region", "source": "evidence__article__source__name",
    "language": "evidence__article__language", "crisis": "crisis__slug",
}  # fmt: skip
Values = Mapping[str, list[str]]
Questions = dict[str, str]


def questions() -> Questions:
    """Addresses of lists of a hundred, below that of the API, by what is asked: each filter by a
    value that many and one that few stances have; words that so large a share of the list has at
    any size, and words that fill one page."""
    values = {name: list(_numbers_of(path)) for name, path in _COLUMNS.items()}
    found = (
        _stances(values)
        | _combined(values)
        | _in_other_orders(values)
        | _with_words(values)
        | _articles(values)
        | _other_lists()
        | _feeds(values)
        | _depths(values)
    )
    return {name: quote(address, safe="/?&=,:%") for name, address in found.items()}


def _numbers_of(path: str) -> dict[str, int]:
    """How many stances have each value of a column, the most frequent first."""
    from django.db.models import Count

    from reactions.models import Stance

    public = Stance.objects.public().exclude(**{path: None}).values_list(path)
    counted = public.annotate(number=Count("pk")).order_by("-number", path)
    return {value: number for value, number in counted if value}


def _stances(values: Values) -> Questions:
    """By one filter."""
    slug, few = values["crisis"][0], values["crisis"][-1]
    asked = {
        "newest": "",
        "crisis": f"crisis={slug}",
        "small crisis": f"crisis={few}",
        "two crises": f"crisis={slug},{few}",
        "excluded crisis": f"crisis=-{slug}",
        "days": "until=2020-01-01",
        "from a day": "from=2024-01-01",
        "three days": "from=2022-01-01&until=2022-01-03",
        "age": "max_age=30",
        "age on a day": "max_age=30&until=2022-01-01",
        "group": "group=act",
        "excluded group": "group=-act",
        "side": "side=supportive",
        "excluded side": "side=-critical",
        "organizations": "actor_type=organization",
        "countries": "actor_type=country",
        "members": "member_of=EU",
        "members of two": "member_of=ASEAN,NATO",
        "no members": "member_of=-EU",
        "towards the crisis": "target=crisis",
        "towards an actor": "target=RUS",
        "two sources": "source=Newsroom 117,Newsroom 118",
        "eight sources": "source=" + ",".join(f"Newsroom {n}" for n in range(1, 9)),
        "excluded source": "source=-Newsroom 1",
        "excluded language": "language=-en",
        "estimated number": "count=estimate",
        "with decisions": "expand=decisions",
        "few fields": "fields=id,kind",
    }
    for name in ("kind", "actor", "target", "official", "region", "source", "language"):
        most, least = values[name][0], values[name][-1]
        asked |= {f"{name}, many": f"{name}={most}", f"{name}, few": f"{name}={least}"}
        if name in ("kind", "actor", "official", "region", "language"):
            asked[f"two of {name}"] = f"{name}={most},{least}"
        if name in ("kind", "actor", "official", "region"):
            asked[f"excluded {name}"] = f"{name}=-{most}"
    return {name: f"stances/?{query}" for name, query in asked.items()}


def _combined(values: Values) -> Questions:
    """By several filters, some of which leave few of what another leaves."""
    slug, few = values["crisis"][0], values["crisis"][-1]
    kind, actor = values["kind"][-1], values["actor"][-1]
    asked = {
        "two filters": f"crisis={slug}&kind=sanction&actor=GBR",
        "crisis and kind": f"crisis={slug}&kind={kind}",
        "crisis and region": f"crisis={slug}&region={values['region'][-1]}",
        "crisis and members": f"crisis={few}&member_of=EU",
        "crisis and source": f"crisis={few}&source=Newsroom 117",
        "crisis and excluded language": f"crisis={slug}&language=-en",
        "kind and target": f"kind={kind}&target=opponents",
        "kind and language": f"kind={kind}&language=ru",
        "actor and language": f"actor={actor}&language=ru",
        "kind and source": f"kind={kind}&source=Newsroom 117",
    }
    return {name: f"stances/?{query}" for name, query in asked.items()}


def _in_other_orders(values: Values) -> Questions:
    slug, few = values["crisis"][0], values["crisis"][-1]
    official, kind = values["official"][0], values["kind"][-1]
    asked = {
        "oldest": "ordering=day",
        "oldest from a day": "ordering=day&from=2024-01-01",
        "oldest of a crisis": f"ordering=day&crisis={slug}",
        "oldest of a kind": f"ordering=day&kind={kind}",
        "oldest of an official": f"ordering=day&official={official}",
        "oldest of a source": "ordering=day&source=Newsroom 117",
        "oldest of a language": "ordering=day&language=ru",
        "by id": "ordering=-id",
        "by id, first": "ordering=id",
        "by id, crisis": f"ordering=-id&crisis={slug}",
        "by id, small crisis": f"ordering=id&crisis={few}",
        "by id, kind": f"ordering=id&kind={kind}",
        "by id, actor": f"ordering=id&actor={values['actor'][-1]}",
        "by id, many of an actor": f"ordering=-id&actor={values['actor'][0]}",
        "by id, official": f"ordering=id&official={official}",
        "by id, source": "ordering=id&source=Newsroom 117",
        "by id, language": "ordering=-id&language=ru",
    }
    return {name: f"stances/?{query}" for name, query in asked.items()}


def _with_words(values: Values) -> Questions:
    slug = values["crisis"][0]
    # The name of an official who fills a page, or comes next to it.
    officials = _numbers_of("official__name")
    name = min(officials, key=lambda one: abs(officials[one] - _PAGE))
    asked = {
        "word of half": "q=a",
        "word of one in eight": "q=crowds",
        "word of one in twelve": "q=condemned",
        "word of one in fourteen, one crisis": f"q=alarmed&crisis={slug}",
        "word of one in 600": "q=expelled",
        "words of a page": f"q={name}",
        "word, none": "q=zzzz",
        "word, oldest": "q=crowds&ordering=day",
        "word, by id": "q=crowds&ordering=-id",
        "word and days": "q=crowds&until=2020-01-01",
        "word and kind": "q=crowds&kind=sanction",
        "word and actor": f"q=crowds&actor={values['actor'][-1]}",
        "word and source": "q=crowds&source=Newsroom 117",
        "word and language": "q=crowds&language=ru",
    }
    return {name: f"stances/?{query}" for name, query in asked.items()}


def _articles(values: Values) -> Questions:
    from reactions.models import Article

    slug, few, next_to_it = values["crisis"][0], values["crisis"][-1], values["crisis"][-2]
    # A beginning of numbers that 111 titles have.
    beginning = "7" * (len(str(Article.objects.count())) - 3)
    two = "Newsroom 117,Newsroom 118"
    asked = {
        "articles": "",
        "oldest articles": "ordering=published",
        "articles by id": "ordering=-id",
        "articles of a crisis": f"crisis={slug}",
        "articles of a small crisis": f"crisis={few}",
        "articles of two crises": f"crisis={few},{next_to_it}",
        "articles, excluded crisis": f"crisis=-{slug}",
        "articles of days": "until=2020-01-01",
        "articles from a day": "from=2024-01-01",
        "articles, word of all": "q=dispatch",
        "articles, word of one in three": "q=belarus",
        "articles, beginning of one in 33": "q=7",
        "articles, beginning of a page": f"q={beginning}",
        "articles, no word": "q=zzzz",
        "articles, language": "language=ru",
        "articles, two languages": "language=ru,fr",
        "articles, excluded language": "language=-en",
        "articles of a source": "source=Newsroom 117",
        "articles of two sources": f"source={two}",
        "articles, excluded source": "source=-Newsroom 1",
        "articles of a publisher": "publisher=Newsroom 117",
        "articles of two publishers": f"publisher={two}",
        "articles, excluded publisher": "publisher=-Newsroom 1",
        "oldest articles of a crisis": f"ordering=published&crisis={slug}",
        "oldest articles of a source": "ordering=published&source=Newsroom 117",
        "articles of a crisis by id": f"ordering=id&crisis={few}",
        "articles of a source by id": "ordering=id&source=Newsroom 117",
        "articles of a crisis, language": f"crisis={slug}&language=ru",
        "articles of a source, word": "q=dispatch&source=Newsroom 117",
    }
    return {name: f"articles/?{query}" for name, query in asked.items()}


def _other_lists() -> Questions:
    return {
        "officials": "officials/",
        "officials by id": "officials/?ordering=id",
        "officials from the end": "officials/?ordering=-name",
        "officials of an actor": "officials/?actor=GBR",
        "officials of others": "officials/?actor=-GBR",
        "officials, a name": "officials/?q=paul",
        "officials, no name": "officials/?q=zzzz",
        "tenures of an actor": "tenures/?actor=GBR",
        "tenures by official": "tenures/?ordering=official",
        "sources": "sources/",
        "sources of a type": "sources/?type=feed",
        "sources of a language": "sources/?language=en",
        "crises": "crises/",
        "events": "events/",
        "actors": "actors/",
        "members of an organization": "countries/?member_of=EU",
    }


def _feeds(values: Values) -> Questions:
    asked = {
        "feed": "",
        "feed of a small crisis": f"crisis={values['crisis'][-1]}",
        "feed of an actor": "actor=GBR",
        "feed of a kind": f"kind={values['kind'][-1]}",
        "feed of an official": f"official={values['official'][0]}",
        "feed of a region": f"region={values['region'][-1]}",
        "feed of members": "member_of=EU",
        "feed towards a party": "target=opponents",
        "feed of a source": "source=Newsroom 117",
        "feed of a language": "language=ru",
        "feed of days": "from=2024-01-01",
        "feed of a word": "q=crowds",
        "feed of a rare word": "q=expelled",
    }
    return {name: f"stances-feed.json?{query}" for name, query in asked.items()}


def _depths(values: Values) -> Questions:
    """Pages that begin in the middle and near the end of a list, by cursors as given out."""
    from reactions.models import Article, Official, Stance

    public = Stance.objects.public()
    slug, kind, actor = (values[name][0] for name in ("crisis", "kind", "actor"))
    official = values["official"][0]
    newest, latest = ("-day", "pk"), ("-published", "pk")
    found = {
        f"page at {share} %": "stances/?" + _cursor("stances", public, newest, share)
        for share in (50, 99)
    }
    for name, query, rows, order in (
        ("crisis", f"crisis={slug}", public.filter(crisis__slug=slug), newest),
        ("kind", f"kind={kind}", public.filter(kind=kind), newest),
        ("actor", f"actor={actor}", public.filter(actor__code=actor), newest),
        ("official", f"official={official}", public.filter(official__name=official), newest),
        ("language", "language=ru", public.filter(evidence__language="ru"), newest),
        ("oldest", "ordering=day", public, ("day", "-pk")),
        ("by id", "ordering=id", public, ("pk",)),
        ("word", "q=crowds", public, newest),
        ("rare word", "q=expelled", public, newest),
    ):
        found[f"middle of the list, {name}"] = (
            f"stances/?{query}&{_cursor('stances', rows, order, 50)}"
        )
    found["back from the middle"] = f"stances/?{_cursor('stances', public, newest, 50, back=True)}"
    articles = Article.objects.order_by()
    for name, query, share in (
        ("articles, middle of the list", "", 50),
        ("articles, end of the list", "", 99),
        ("articles of a crisis, middle", f"crisis={slug}&", 50),
        ("articles with a word, middle", "q=dispatch&", 50),
    ):
        found[name] = f"articles/?{query}{_cursor('articles', articles, latest, share)}"
    cursor = _cursor("officials", Official.objects.order_by(), ("name", "pk"), 50)
    found["officials, middle of the list"] = f"officials/?{cursor}"
    return found


def _cursor(
    resource: str, rows: Any, order: tuple[str, ...], share: int, *, back: bool = False
) -> str:
    """The parameter of a page that begins where so many percent of the rows came before."""
    from django.core import signing

    columns = [term.removeprefix("-") for term in order]
    row = rows.order_by(*order).values_list(*columns)[rows.count() * share // 100]
    values = [each.isoformat() if isinstance(each, date | datetime) else each for each in row]
    ordering = order[0].replace("pk", "id")
    signer = signing.Signer(salt=f"api cursor {resource}")
    return f"cursor={signer.sign_object([ordering, back, values])}"
