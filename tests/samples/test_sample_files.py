"""The sample crises: their form, their quotations' sources, and their labels by the codebook."""

import json
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from reactions.extraction.codebook import Kind, Phase, Target

SAMPLES = Path(__file__).parents[2] / "reactions" / "samples"
CRISES = sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())
ARTICLES = sorted(SAMPLES.glob("*/articles/*.json"))
FEWEST_ARTICLES = {"belarus-2020": 12, "myanmar-2021": 8}
FEWEST_ACTORS = 45
WORDS = range(200, 601)
LONGEST_QUOTATION = 30

# Acts that last have a phase; `support` has one only when it is aid and not a statement.
ALWAYS_PHASED = {Kind.MEDIATE, Kind.RECALL_AMBASSADOR, Kind.SANCTION, Kind.SEVER_RELATIONS}
WITHOUT_TARGET = {Kind.MONITOR, Kind.NEUTRAL, Kind.CONCERN}
# An alpha-3 code, or an organization's code (docs/codebook.md, "Gold files").
ACTOR_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
QUOTED = re.compile(r'"([^"\n]+)"|“([^”\n]+)”')
DECISION_FIELDS = {"article", "actor", "kind", "official", "day", "verdict", "evidence", "at"}
CORRECTABLE = {"actor", "official", "kind", "target", "day", "phase"}


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def crisis_of(article: Path) -> dict[str, Any]:
    return load(article.parents[1] / "crisis.json")


def decisions(slug: str) -> list[dict[str, Any]]:
    lines = (SAMPLES / slug / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def words_of(quotation: str) -> str:
    """The quotation without the punctuation that only the quoting sentence needs."""
    return quotation.replace("’", "'").rstrip(",.;:!?")


def article_ids(slug: str) -> dict[str, dict[str, Any]]:
    return {article["id"]: article for article in map(load, (SAMPLES / slug).glob("articles/*"))}


each_article = pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
each_crisis = pytest.mark.parametrize("slug", CRISES)


@each_crisis
def test_a_crisis_has_its_frame(slug):
    crisis = load(SAMPLES / slug / "crisis.json")
    assert crisis["slug"] == slug
    assert crisis["title"]
    assert crisis["summary"]
    assert re.fullmatch(r"[A-Z]{3}", crisis["focal"])
    assert crisis["search_terms"]
    assert crisis["published"] is True
    assert crisis["proposals_public"] is False
    if crisis["ended"]:
        assert date.fromisoformat(crisis["started"]) < date.fromisoformat(crisis["ended"])
    for side in ("authorities", "opponents"):
        assert crisis[side]
        for party in crisis[side]:
            assert set(party) == {"name", "aliases"}
            assert party["name"]
            assert len(set(party["aliases"])) == len(party["aliases"]) > 0
    aliases = [
        {alias for party in crisis[side] for alias in party["aliases"]}
        for side in ("authorities", "opponents")
    ]
    assert not aliases[0] & aliases[1]


@each_crisis
def test_events_are_dated_and_sourced(slug):
    crisis = load(SAMPLES / slug / "crisis.json")
    events = load(SAMPLES / slug / "events.json")
    assert 8 <= len(events) <= 15
    assert [event["day"] for event in events] == sorted(event["day"] for event in events)
    for event in events:
        assert set(event) == {"day", "title", "source"}
        assert crisis["started"] <= event["day"] <= (crisis["ended"] or event["day"])
        assert event["title"]
        assert re.match(r"https?://\S+$", event["source"])


@each_article
def test_an_article_has_its_form(path):
    article, crisis = load(path), crisis_of(path)
    assert set(article) == {
        "id",
        "title",
        "author",
        "publisher",
        "published",
        "language",
        "style",
        "text",
        "quotations",
        "stances",
    }
    assert article["id"] == f"{crisis['slug']}-{path.stem}"
    assert article["title"]
    assert article["author"] is None
    assert article["publisher"] == "crisiswatch sample desk"
    assert article["language"] == "en"
    assert article["style"]
    assert date.fromisoformat(article["published"])
    assert crisis["started"] <= article["published"] <= (crisis["ended"] or article["published"])
    assert article["text"] == article["text"].strip()
    assert "\r" not in article["text"]
    assert len(article["text"].split()) in WORDS


@each_article
def test_every_quotation_is_short_and_has_its_source(path):
    article = load(path)
    for quotation in article["quotations"]:
        assert set(quotation) == {"text", "speaker", "source"}
        assert quotation["speaker"]
        assert re.match(r"https?://[^\s/]+/\S*$", quotation["source"])
        assert len(quotation["text"].split()) <= LONGEST_QUOTATION
    sourced = {words_of(quotation["text"]) for quotation in article["quotations"]}
    quoted = {words_of(straight or curly) for straight, curly in QUOTED.findall(article["text"])}
    assert quoted == sourced


@each_article
def test_quotation_marks_come_in_pairs(path):
    """An open mark would let words pass as ours that are somebody's."""
    for paragraph in load(path)["text"].split("\n"):
        assert paragraph.count('"') % 2 == 0
        assert paragraph.count("“") == paragraph.count("”")
        assert not re.search("[‘«»„]", paragraph)


@each_article
def test_labels_are_of_the_codebook(path):
    article, crisis = load(path), crisis_of(path)
    inside = {crisis["focal"]}
    assert article["stances"]
    for stance in article["stances"]:
        assert set(stance) == {
            "actor",
            "official",
            "kind",
            "target",
            "phase",
            "date",
            "start",
            "end",
            "evidence",
        }
        kind = Kind(stance["kind"])
        assert ACTOR_CODE.fullmatch(stance["actor"])
        assert stance["actor"] not in inside, "rule 1: only from outside"
        assert stance["official"] is None or stance["official"] in article["text"]
        if stance["target"] not in {None, *Target}:
            assert ACTOR_CODE.fullmatch(stance["target"])
            assert stance["target"] != stance["actor"]
        assert kind not in WITHOUT_TARGET or stance["target"] is None
        assert stance["phase"] in {None, *Phase}
        assert kind not in ALWAYS_PHASED or stance["phase"] is not None
        assert stance["phase"] is None or kind in ALWAYS_PHASED | {Kind.SUPPORT}


@each_article
def test_evidence_is_the_text_at_its_offsets(path):
    article = load(path)
    for stance in article["stances"]:
        assert article["text"][stance["start"] : stance["end"]] == stance["evidence"]
        assert stance["evidence"] == stance["evidence"].strip() != ""
        assert "\n" not in stance["evidence"]


@each_article
def test_days_lie_within_the_crisis_and_not_after_publication(path):
    article, crisis = load(path), crisis_of(path)
    for stance in article["stances"]:
        assert date.fromisoformat(stance["date"])
        assert crisis["started"] <= stance["date"] <= article["published"]


@each_article
def test_a_stance_is_labelled_once_an_article(path):
    keys = [
        (s["actor"], s["official"], s["kind"], s["target"], s["date"])
        for s in load(path)["stances"]
    ]
    assert len(keys) == len(set(keys)), "rule 9"


def test_there_is_enough_to_look_at():
    counts = Counter(path.parents[1].name for path in ARTICLES)
    assert set(counts) == set(FEWEST_ARTICLES)
    for slug, fewest in FEWEST_ARTICLES.items():
        assert counts[slug] >= fewest
    stances = [stance for path in ARTICLES for stance in load(path)["stances"]]
    assert len({stance["actor"] for stance in stances}) >= FEWEST_ACTORS
    assert {stance["kind"] for stance in stances} == set(Kind)


def test_ids_are_unique():
    ids = [load(path)["id"] for path in ARTICLES]
    assert len(ids) == len(set(ids))


@each_crisis
def test_decisions_are_about_the_articles(slug):
    articles = article_ids(slug)
    for decision in decisions(slug):
        article = articles[decision["article"]]
        assert DECISION_FIELDS <= set(decision) <= DECISION_FIELDS | {"changes", "reason", "note"}
        assert decision["verdict"] in {"accept", "reject", "correct", "add"}
        assert Kind(decision["kind"])
        assert decision["evidence"] in article["text"]
        made = datetime.fromisoformat(decision["at"])
        assert made.tzinfo is not None
        assert made.date() >= date.fromisoformat(article["published"])
        assert ("changes" in decision) == (decision["verdict"] == "correct")
        assert set(decision.get("changes", ())) <= CORRECTABLE


@each_crisis
def test_what_is_accepted_is_labelled_and_what_is_rejected_is_not(slug):
    labels = {
        (id_, s["actor"], s["kind"], s["official"], s["evidence"])
        for id_, article in article_ids(slug).items()
        for s in article["stances"]
    }
    for decision in decisions(slug):
        key = tuple(decision[f] for f in ("article", "actor", "kind", "official", "evidence"))
        assert (key in labels) == (decision["verdict"] != "reject")


@each_crisis
def test_no_two_decisions_are_about_the_same(slug):
    told_apart_by = ("article", "actor", "kind", "official", "day")
    keys = [tuple(d[f] for f in told_apart_by) for d in decisions(slug) if d["verdict"] != "reject"]
    assert len(keys) == len(set(keys))


@each_crisis
def test_a_queue_remains(slug):
    articles = article_ids(slug)
    labels = sum(len(article["stances"]) for article in articles.values())
    taken = [d for d in decisions(slug) if d["verdict"] != "reject"]
    assert 0.7 <= len(taken) / labels <= 0.85
    assert max(articles) not in {decision["article"] for decision in taken}


@each_crisis
def test_second_codings_are_of_the_codebook_and_their_words_stand_once(slug):
    articles = article_ids(slug)
    lines = (SAMPLES / slug / "second_codings.jsonl").read_text(encoding="utf-8").splitlines()
    for coding in map(json.loads, lines):
        article = articles[coding["article"]]
        assert article["text"].count(coding["words"]) == 1
        assert Kind(coding["kind"]) not in WITHOUT_TARGET or not coding["target"]
        assert coding["target"] in {"", *Target} or ACTOR_CODE.fullmatch(coding["target"])
        assert coding["phase"] in {"", *Phase}
        assert coding["official"] is None or coding["official"] in article["text"]
        assert coding["day"] <= article["published"]
