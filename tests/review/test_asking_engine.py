"""What the desk asks the engine: reasons, guesses from a selection, and proposals for merging."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from reactions import pipeline
from reactions.asking_engine import guess
from reactions.merge_proposals import merge_proposals
from reactions.models import DeskMark, Stance
from reactions.queue import read_queue
from reactions.reference import load_actors
from tests.factories import (
    make_article,
    make_crisis,
    make_editor,
    make_evidence,
    make_reading,
    make_stance,
)

TEXT = (
    "France condemned the violence against protesters in Minsk on Monday.\n\n"
    "Germany has not recalled its ambassador.\n\n"
    "Rain fell in Poland."
)


@pytest.fixture
def article(db):
    load_actors()
    found = make_article(TEXT)
    assert pipeline.read(make_reading(found, make_crisis()).pk)
    return found


@pytest.fixture
def client(article):
    client = Client()
    client.force_login(make_editor("anna", permissions=("merge_stance",)))
    return client


def test_the_reasons_name_cue_speaker_and_rule(client):
    stance = Stance.objects.get(kind="condemn")
    page = client.get(f"/review/{stance.pk}/why/").content.decode()
    assert "France condemned the violence" in page
    assert "condemn &quot;condemned&quot; by FRA" in page
    assert "Germany" not in page
    part = client.get(f"/review/{stance.pk}/why/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("France condemned the violence", {"actor": "FRA", "kind": "condemn"}),
        ("condemned", {"actor": "FRA", "kind": "condemn", "day": "2020-08-17"}),
        # What the engine leaves out is what an editor may want to add.
        ("Germany has not recalled its ambassador.", {"actor": "DEU", "kind": "recall_ambassador"}),
        ("Rain fell in Poland.", {"actor": "POL"}),
    ],
)
def test_a_guess_from_the_selection(article, words, expected):
    start = TEXT.index(words)
    found = guess(article, make_crisis(), start, start + len(words))
    assert expected.items() <= found.items()
    assert ("kind" in found) == ("kind" in expected)


def test_the_form_to_add_with_begins_with_the_guess(client, article):
    start = TEXT.index("Germany")
    query = f"crisis=belarus-2020&start={start}&end={start + 40}"
    page = client.get(f"/review/articles/{article.pk}/add/?{query}").content.decode()
    assert 'value="DEU"' in page
    assert '<option value="recall_ambassador" selected' in page
    address = f"/review/articles/{article.pk}/guess/"
    assert client.get(f"{address}?crisis=belarus-2020&start=5&end=9999").status_code == 400


def test_a_missed_stance_is_added_from_a_selection(desk, transactional_db):
    load_actors()
    article = make_article(TEXT)
    make_reading(article, make_crisis())
    page = desk(f"/review/articles/{article.pk}/add/")
    page.evaluate(
        """() => {
          const text = document.querySelector("#article-text p:nth-of-type(2)").firstChild;
          getSelection().setBaseAndExtent(text, 0, text, text.length);
        }"""
    )
    page.keyboard.press("q")
    expect(page.locator("#id_actor")).to_have_value("DEU")
    expect(page.locator("#id_kind")).to_have_value("recall_ambassador")
    page.locator("#id_official").press_sequentially("Nobody Known")
    page.get_by_role("button", name="Create the official “Nobody Known”").click()
    expect(page.locator("#id_new_official")).to_be_checked()
    page.get_by_role("button", name="Add the stance").click()
    expect(page.locator("#messages")).to_contain_text("Added: Germany")
    assert Stance.objects.get().official.name == "Nobody Known"


def proposals_of(editor):
    found = merge_proposals(read_queue({"queue": "duplicates"}, editor))
    return [(pair.stance.pk, pair.into.pk, pair.likeness) for pair in found]


def told(words, **fields):
    return make_stance(article=make_article(f"{words} The end.\n\n{fields}"), span=words, **fields)


def test_two_tellings_of_one_act_are_proposed_for_merging(client):
    editor = make_editor()
    accepted = told("Britain does not accept the results.", day="2020-08-20", status="accepted")
    again = told("The results Britain does not accept.", day="2020-08-21")
    told("London refuses to speak of a victory at all.", day="2020-08-22")
    told("Britain does not accept the results.", day="2020-09-17")
    told("Britain does not accept the results.", day="2020-08-20", kind="condemn")
    assert proposals_of(editor) == [(again.pk, accepted.pk, 100)]
    page = client.get("/review/merge/proposals/").content.decode()
    assert f"/review/merge/?ids={again.pk},{accepted.pk}" in page


def test_two_officials_told_two_acts(client):
    told("Britain does not accept it.", day="2020-08-20", official="Dominic Raab")
    told("Britain does not accept it.", day="2020-08-21", official="Boris Johnson")
    assert proposals_of(make_editor()) == []


def test_a_merge_is_undone_from_the_stance_that_stayed(client):
    kept, away = make_stance("POL", "urge"), make_stance("POL", "urge", target="all")
    make_evidence(kept)
    data = {"keep": kept.pk, f"seen_{away.pk}": 1, "override": "on"}
    client.post(f"/review/merge/?ids={away.pk},{kept.pk}", data)
    page = client.get(f"/review/{kept.pk}/").content.decode()
    assert "Merged into this one" in page
    away.refresh_from_db()
    client.post(f"/review/decisions/{away.decisions.get().pk}/undo/")
    away.refresh_from_db()
    assert away.status == "proposed"
    assert "Merged into this one" not in client.get(f"/review/{kept.pk}/").content.decode()


def test_an_item_is_assigned_to_another_editor(client):
    otto, stance = make_editor("otto"), make_stance("POL", "urge")
    answer = client.post(f"/review/{stance.pk}/assign/", {"editor": "otto", "seen": 1})
    assert answer.status_code == 302
    mine = Client()
    mine.force_login(otto)
    assert "Poland, urge" in mine.get("/review/?queue=mine").content.decode()
    assert "Poland, urge" in client.get("/review/?assignee=otto").content.decode()
    assert "Poland, urge" not in client.get("/review/?queue=mine").content.decode()
    client.post(f"/review/{stance.pk}/assign/", {"editor": ""})
    assert not DeskMark.objects.exists()
    assert client.post(f"/review/{stance.pk}/assign/", {"editor": "nobody"}).status_code == 400
