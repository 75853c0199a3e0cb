"""Articles go to the crises that they are about, and to no others."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

import reactions
from reactions.ingestion.relevance import readings_of, subjects, why
from reactions.models import Crisis, Reading
from reactions.reference import load_actors
from reactions.sample_data import load_crisis, samples
from tests.factories import make_actor, make_article, make_crisis
from tests.ingestion.layouts import TEASERS

pytestmark = pytest.mark.django_db

SAMPLES = Path(reactions.__file__).parent / "samples"
POLITICS = "Protesters clashed with police after the election; the opposition spoke of violence."
# News of every day that names focal countries, or speaks of politics, and is about no crisis.
UNRELATED = [
    f"{TEASERS[0]}. The company runs from Gabon to Peru and Kuwait and carries freight and cars.",
    "Armenia beat Georgia 2-1 in the qualifier on Tuesday. The winner came from a free kick.",
    "Nepal's climbing season opened with sunshine. Guides from Nepal expect a record year.",
    "The election of a new chair split the gardeners' club; members protested against the vote.",
    "Thailand's central bank left its rate where it was. Thailand grew by two percent.",
    "A recipe from Tunisia: peppers, eggs and time. Cooks in Tunisia add cumin.",
    "The president of the chess federation resigned after protests over the vote in Oslo.",
    "Slovakia's hockey team opens its camp. The coach of Slovakia named two new goalkeepers.",
]


def test_sample_articles_and_unrelated_ones():
    """Precision and recall of at least 0.95 over all pairs of an article and a crisis.

    All are of one day and the crises of all time, so that only the words can tell them apart.
    """
    load_actors()
    for sample in samples():
        load_crisis(sample)
    Crisis.objects.update(started=date(1990, 1, 1), ended=None)
    names = dict(Crisis.objects.values_list("pk", "slug"))
    articles = [
        (path.parent.parent.name, json.loads(path.read_text()))
        for path in sorted(SAMPLES.glob("*/articles/*.json"))
    ]
    texts = [(slug, article["title"], article["text"]) for slug, article in articles]
    right = wrong = 0
    known = subjects()
    for slug, title, text in [*texts, *(("", "", text) for text in UNRELATED)]:
        for subject in known:
            if why(subject, title=title, text=text, day=date(2020, 8, 17)):
                right += names[subject.crisis_id] == slug
                wrong += names[subject.crisis_id] != slug
    assert len(articles) >= 20
    assert right / len(articles) >= 0.95
    assert right / (right + wrong) >= 0.95


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("", f"Belarus was tense. {POLITICS}", "“Belarus” in the title or lead"),
        ("", f"In Europe. {'Quiet. ' * 80} Belarus. Belarus. Belarus. {POLITICS}", "and more"),
        ("Lukashenko speaks", POLITICS, "“Lukashenko” in the title or lead"),
        # One word far down in a text about something else.
        ("", f"In Sweden. {POLITICS} {'Quiet. ' * 80} So it was in Belarus.", ""),
        # A country named where no politics are.
        ("", "Belarus grows potatoes. Belarus exports them by rail.", ""),
        # Everybody has protesters.
        ("", f"In Sweden the protesters met. {POLITICS}", ""),
        ("", POLITICS.replace("Protesters", "belarus"), ""),
    ],
)
def test_reasons(title, text, reason):
    make_crisis(search_terms=[])
    (subject,) = subjects()
    found = why(subject, title=title, text=text, day=date(2020, 8, 17))
    assert reason in found
    assert bool(found) == bool(reason)


def test_a_search_term_takes_the_place_of_politics():
    make_crisis(search_terms=["Belarus sanctions"])
    (subject,) = subjects()
    text = "Belarus exports potatoes. A sanction is not what its farmers want."
    assert "“Belarus sanctions”" in why(subject, title="", text=text, day=date(2020, 8, 17))


@pytest.mark.parametrize(
    ("days", "is_read"), [(-30, False), (-10, True), (100, True), (250, False)]
)
def test_only_what_is_of_its_time(days, is_read):
    crisis = make_crisis(started=date(2020, 8, 9), ended=date(2021, 1, 31))
    (subject,) = subjects()
    day = crisis.started + timedelta(days=days)
    assert bool(why(subject, title="Belarus", text=POLITICS, day=day)) == is_read


def test_other_languages_go_by_the_names():
    make_crisis()
    (subject,) = subjects()
    text = "Belarus : la France condamne les violences contre les manifestants."
    assert not why(subject, title="", text=text, day=date(2020, 8, 17))
    assert why(subject, title="", text=text, day=date(2020, 8, 17), language="fr")


def test_an_article_is_read_for_each_crisis_that_it_is_about_once():
    make_crisis()
    make_actor("FRA")
    make_crisis("france-2020", focal="FRA", search_terms=[])
    article = make_article(f"Belarus and France were tense. {POLITICS}")
    assert len(readings_of(article)) == 2
    assert len(readings_of(article)) == 2
    assert Reading.objects.count() == 2
    assert all(reading.reason for reading in Reading.objects.all())
