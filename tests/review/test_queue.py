"""What waits, in which order, and how many queries the page costs."""

import pytest
from django.core.cache import cache
from django.test import Client

from reactions import curation
from reactions.curation import StanceFields
from reactions.queue import read_queue
from tests.factories import make_article, make_crisis, make_editor, make_evidence, make_stance

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def desk(editor):
    client = Client()
    client.force_login(editor)
    return client


def names(queue):
    return [(item.stance.actor.code, item.stance.kind) for item in queue.items]


def test_it_shows_what_waits(desk):
    make_stance("GBR", "reject")
    make_stance("RUS", "support", status="accepted")
    make_stance("POL", "condemn", status="rejected")
    page = desk.get("/review/").content.decode()
    assert "United Kingdom, reject" in page
    assert "Russia" not in page
    assert "Poland" not in page


def test_corroboration_of_an_accepted_stance_waits_too(desk, editor):
    stance = make_stance("RUS", "support", status="accepted")
    make_evidence(stance, status="proposed")
    make_evidence(stance, status="rejected")
    queue = read_queue({"queue": "corroboration"}, editor)
    assert names(queue) == [("RUS", "support")]
    assert "1 waiting" in desk.get("/review/?queue=corroboration").content.decode()


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, {"GBR", "RUS", "MLT"}),
        ({"crisis": "mali-2020"}, {"MLT"}),
        ({"kind": "support"}, {"RUS"}),
        ({"kind": "-support"}, {"GBR", "MLT"}),
        ({"actor": "GBR,RUS"}, {"GBR", "RUS"}),
        ({"confidence": "low"}, {"RUS"}),
        ({"confidence": "high,low"}, {"GBR", "RUS"}),
        ({"status": "accepted"}, set()),
        ({"queue": "low_confidence"}, {"RUS"}),
        ({"queue": "not_found"}, {"MLT"}),
        ({"queue": "duplicates"}, set()),
        # What cannot be read is named in a notice and dropped.
        ({"kind": "applause", "actor": "RUS"}, {"RUS"}),
        ({"queue": "everything"}, {"GBR", "RUS", "MLT"}),
    ],
)
def test_filters(editor, params, expected):
    make_stance("GBR", "reject", confidence=0.9)
    make_stance("RUS", "support", confidence=0.2)
    lost = make_stance("MLT", "urge", crisis=make_crisis("mali-2020", focal="SGP"), confidence=0.7)
    lost.evidence.update(text="Words that the article does not have")
    queue = read_queue(params, editor)
    assert {item.stance.actor.code for item in queue.items} == expected
    assert bool(queue.notices) == (
        params.get("kind") == "applause" or params.get("queue") == "everything"
    )


def test_likely_duplicates_are_the_same_act_some_days_apart(editor):
    make_stance("GBR", "reject")
    make_stance("GBR", "reject", day="2020-08-19")
    make_stance("GBR", "reject", day="2020-08-30")
    make_stance("GBR", "warn")
    queue = read_queue({"queue": "duplicates"}, editor)
    assert [str(item.stance.day) for item in queue.items] == ["2020-08-17", "2020-08-19"]


def test_value_of_attention_comes_first(editor):
    make_stance("GBR", "urge", status="accepted", day="2020-08-10")
    sure = make_stance("GBR", "urge", confidence=0.9)
    unsure_high_and_new = make_stance("RUS", "sanction", confidence=0.5)
    new = make_stance("POL", "urge", confidence=0.9)
    queue = read_queue({}, editor)
    assert [item.stance_id for item in queue.items] == [unsure_high_and_new.pk, new.pk, sure.pk]


@pytest.mark.parametrize("ordering", ["attention", "newest", "oldest", "least_sure", "surest"])
def test_walking_a_queue_visits_each_item_once(editor, ordering):
    article = make_article("Britain objects. Russia agrees. Poland objects.")
    for number, actor in enumerate(("GBR", "RUS", "POL", "LTU", "FRA")):
        make_stance(
            actor,
            "sanction" if number % 2 else "urge",
            confidence=0.5 + number / 10,
            article=article if number < 3 else None,
            span=article.text.split(". ")[number] if number < 3 else None,
        )
    queue = read_queue({"ordering": ordering}, editor)
    order = list(queue.items)
    places = [queue.place(item) for item in order]
    assert [place.number for place in places] == [1, 2, 3, 4, 5]
    assert [place.following for place in places] == [*order[1:], order[0]]
    assert [place.previous for place in places] == [None, *order[:-1]]


def test_counts_of_saved_queues_follow_the_filters(desk):
    make_stance("GBR", "reject", confidence=0.2)
    make_stance("RUS", "support", confidence=0.2)
    page = desk.get("/review/?kind=reject").content.decode()
    assert 'Low confidence <span class="count">1</span>' in page


def test_a_clear_queue_names_the_next_one(desk):
    stance = make_stance(status="accepted")
    make_evidence(stance, status="proposed")
    page = desk.get("/review/").content.decode()
    assert "Queue clear" in page
    assert "Corroboration (1)" in page


def test_the_queries_do_not_grow_with_the_rows(desk, django_assert_num_queries):
    for number in range(3):
        make_stance("GBR", "reject", day=f"2020-08-{10 + number}")
    with django_assert_num_queries(QUERIES):
        desk.get("/review/")
    for number in range(12):
        make_stance("RUS", "support", day=f"2020-08-{10 + number}")
    cache.clear()  # two of the counts are kept for a minute
    with django_assert_num_queries(QUERIES):
        desk.get("/review/")


QUERIES = 18


def attention(stance):
    return stance.evidence.get(primary=True).attention


def test_an_actors_other_proposals_lose_a_point_with_its_first_accepted_stance(editor):
    first, second = make_stance("GBR", "sanction"), make_stance("GBR", "warn", confidence=0.5)
    elsewhere = make_stance("GBR", "warn", crisis=make_crisis("mali-2020", focal="SGP"))
    assert [attention(one) for one in (first, second, elsewhere)] == [2, 2, 1]
    decision = curation.accept(first, seen=1, editor=editor)
    assert [attention(second), attention(elsewhere)] == [1, 1]
    curation.undo(decision, editor=editor)
    assert [attention(first), attention(second)] == [2, 2]
    # One that an editor adds counts like one that was proposed.
    make_stance("GBR", "urge", status="accepted")
    assert [attention(first), attention(second)] == [1, 1]


def test_whether_words_are_in_their_article_follows_the_words(editor):
    stance = make_stance(article=make_article("🕊️ They objected. 🕊️ They left."), span="They left.")
    found = lambda: stance.evidence.values_list("in_text", flat=True).get()  # noqa: E731
    assert found()
    stance.evidence.update(text="They stayed.")
    assert not found()
    stance.evidence.update(text="They objected.", start=3, end=17)
    assert found()


def test_a_queue_of_one_kind_follows_the_kind(editor):
    stance = make_stance("GBR", "reject")
    fields = StanceFields(actor=stance.actor, kind="warn", day=stance.day)
    decision = curation.correct(stance, fields, seen=1, editor=editor)
    make_evidence(stance, status="proposed")
    assert names(read_queue({"queue": "corroboration", "kind": "warn"}, editor)) == [
        ("GBR", "warn")
    ]
    curation.undo(decision, editor=editor)
    assert names(read_queue({"kind": "reject"}, editor)) == [("GBR", "reject")]


def test_what_was_decided_has_no_place_any_more(editor):
    stance = make_stance("GBR", "reject")
    make_stance("RUS", "support")
    queue = read_queue({}, editor)
    assert str(queue.place(stance.evidence.get())) == "1 of 2"
    curation.accept(stance, seen=1, editor=editor)
    assert str(queue.place(stance.evidence.get())) == "1 left"
