"""Setting up a crisis: suggestions, preview, what is read then, and publishing."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from reactions import curation
from reactions.crisis_setup import save_crisis, suggest
from reactions.models import Actor, Crisis, Reading
from reactions.reference import load_actors
from tests.factories import make_article, make_crisis, make_editor, make_stance

pytestmark = pytest.mark.django_db

WHERE = {"focal": "Belarus", "started": "2020-08-09"}


@pytest.fixture
def senior():
    load_actors()
    client = Client()
    rights = ("add_crisis", "change_crisis", "publish_crisis")
    client.force_login(make_editor(permissions=rights))
    return client


def stated(**changes):
    return {
        **WHERE,
        "title": "Belarus after the election",
        "slug": "belarus-2020",
        "authorities": "Alexander Lukashenko; Lukashenko\nGovernment of Belarus",
        "opponents": "the protesters",
        "search_terms": "Belarus protests\nMinsk protests",
        **changes,
    }


@pytest.mark.parametrize(
    ("country", "day", "authority", "opponent"),
    [
        ("BLR", "2020-08-09", "Lukashenko", None),
        # The commander-in-chief took over and the president was deposed on the first day.
        ("MMR", "2021-02-01", "Min Aung Hlaing", "Win Myint"),
    ],
)
def test_tenures_suggest_the_parties(country, day, authority, opponent):
    load_actors()
    found = suggest(Actor.objects.get(code=country), datetime.fromisoformat(day).date())
    authorities = [party.name for party in found.authorities]
    opponents = [party.name for party in found.opponents]
    assert any(authority in name for name in authorities)
    assert not any(authority in name for name in opponents)
    assert opponent is None or any(opponent in name for name in opponents)
    assert any(name.startswith("Government of") for name in authorities)
    assert any("protests" in term for term in found.search_terms)


@pytest.mark.parametrize(
    ("country", "day", "line"),
    [
        ("BLR", "2020-08-09", ("Alexander Lukashenko", "Lukashenko")),
        # Names without a surname, or with it in front, are not cut at the end.
        ("MMR", "2021-02-01", ("Min Aung Hlaing",)),
        ("MMR", "2021-02-01", ("Aung San Suu Kyi", "Suu Kyi")),
        ("KOR", "2024-12-03", ("Yoon Suk-yeol", "Yoon", "Yoon Suk Yeol")),
    ],
)
def test_other_names_are_those_that_texts_use(country, day, line):
    load_actors()
    found = suggest(Actor.objects.get(code=country), datetime.fromisoformat(day).date())
    parties = [*found.authorities, *found.opponents]
    told = [(party.name, *party.aliases) for party in parties if party.name == line[0]]
    assert [one[: len(line)] for one in told] == [line]
    assert len(told[0]) == len(line) or country == "BLR"


def test_where_and_when_come_first_and_suggest_the_rest(senior):
    assert 'name="focal"' in senior.get("/review/crises/new/").content.decode()
    query = "focal=Belarus&started=2020-08-09"
    page = senior.get(f"/review/crises/new/?{query}").content.decode()
    assert "Lukashenko" in page
    assert 'value="belarus-2020"' in page
    wrong = senior.get("/review/crises/new/?focal=EU&started=2020-08-09")
    assert wrong.status_code == 422
    assert "is no country" in wrong.content.decode()


def test_a_crisis_is_set_up_unpublished_and_changed(senior):
    answer = senior.post("/review/crises/new/", stated())
    assert answer["Location"] == "/review/crises/belarus-2020/"
    crisis = Crisis.objects.get()
    assert not crisis.published
    assert Client().get("/crises/belarus-2020/").status_code == 404
    assert crisis.frame().authorities[:2] == ("Alexander Lukashenko", "Lukashenko")
    changed = stated(authorities="Government of Belarus", search_terms="Belarus")
    senior.post("/review/crises/belarus-2020/", changed)
    crisis.refresh_from_db()
    assert crisis.search_terms == ["Belarus"]
    assert crisis.frame().authorities == ("Government of Belarus",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slug": "taken"}, "There is a crisis at"),
        ({"ended": "2020-08-01"}, "before the first"),
        ({"authorities": ""}, "This field is required"),
        ({"focal": "Nowhere"}, "There is no actor"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_lost(senior, change, said):
    make_crisis("taken", focal="POL")
    answer = senior.post("/review/crises/new/", stated(**change))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Belarus after the election" in page
    assert Crisis.objects.count() == 1


def test_a_preview_shows_what_would_be_read_and_saves_nothing(senior):
    make_article("Protests went on in Belarus. Police arrested a presidential candidate in Minsk.")
    make_article("Rain fell in Poland.")
    make_article(
        "Protests went on in Belarus, years before.", published=datetime(2011, 8, 9, tzinfo=UTC)
    )
    page = senior.post("/review/crises/new/", stated(preview="yes")).content.decode()
    assert "1 stored article matches, 1 not read for it yet" in page
    assert "“Belarus protests”" in page
    assert not Crisis.objects.exists()
    senior.post("/review/crises/new/", stated())
    senior.post("/review/crises/belarus-2020/read/")
    senior.post("/review/crises/belarus-2020/read/")
    assert Reading.objects.get().reason


def test_publishing_and_taking_back(senior):
    crisis = make_crisis(published=False)
    make_stance(crisis=crisis, status="accepted")
    senior.post("/review/crises/belarus-2020/publish/", {"published": "yes"})
    assert Client().get("/crises/belarus-2020/").status_code == 200
    senior.post("/review/crises/belarus-2020/publish/", {"published": "no"})
    assert Client().get("/crises/belarus-2020/").status_code == 404


@pytest.mark.parametrize("may_publish", [True, False])
def test_only_who_may_publish_shows_proposals_to_everybody(may_publish):
    load_actors()
    rights = ("add_crisis", "change_crisis", *(["publish_crisis"] if may_publish else []))
    client = Client()
    client.force_login(make_editor(permissions=rights))
    client.post("/review/crises/new/", stated(proposals_public="on"))
    assert Crisis.objects.get().proposals_public is may_publish
    client.post("/review/crises/belarus-2020/", stated(proposals_public="on"))
    assert Crisis.objects.get().proposals_public is may_publish
    Crisis.objects.update(proposals_public=True)
    client.post("/review/crises/belarus-2020/", stated())
    assert Crisis.objects.get().proposals_public is not may_publish


def test_what_is_stated_leaves_publishing_alone():
    crisis = make_crisis(published=False)
    seen = Crisis.objects.get(pk=crisis.pk)
    curation.publish(crisis, published=True)
    seen.title = "Belarus anew"
    save_crisis(seen, authorities=[], opponents=[])
    crisis.refresh_from_db()
    assert (crisis.title, crisis.published) == ("Belarus anew", True)


def test_lines_without_names_are_passed_over_and_long_names_refused(senior):
    answer = senior.post("/review/crises/new/", stated(opponents=" ; ;\nthe protesters"))
    assert answer.status_code == 302
    assert [party.name for party in Crisis.objects.get().parties.filter(side="opponents")] == [
        "the protesters"
    ]
    long = stated(slug="other", opponents=f"the protesters; {'x' * 201}")
    assert senior.post("/review/crises/new/", long).status_code == 422
