"""Home, method, theme and what every page's frame holds."""

import re
from datetime import date

import pytest

from tests.factories import make_crisis, make_editor, make_stance
from tests.pages.conftest import MAP

PAGES = [
    "/",
    MAP,
    f"{MAP}table/",
    f"{MAP}timeline/",
    f"{MAP}stances/",
    f"{MAP}actors/POL/",
    f"{MAP}changes/",
    f"{MAP}silence/",
    "/method/",
    "/method/kinds/",
    "/method/borders/",
    "/method/sources/",
]


def test_a_single_crisis_is_shown_at_once(client, belarus):
    assert client.get("/")["Location"] == MAP


def test_home_lists_the_crises_that_one_may_know_of(client, belarus):
    make_crisis("sudan-2021", title="Sudan 2021")
    make_crisis("secret", title="Secret", published=False)
    page = client.get("/").content.decode()
    assert "Belarus 2020" in page
    assert "Sudan 2021" in page
    assert "Secret" not in page
    client.force_login(make_editor())
    assert "Secret" in client.get("/").content.decode()


def test_home_counts_the_groups_of_the_last_day(client, belarus):
    make_crisis("sudan-2021", title="Sudan 2021")
    make_stance("GBR", "urge", crisis=make_crisis("sudan-2021"), status="proposed")
    entries = {entry.crisis.slug: entry for entry in client.get("/").context["entries"]}
    counts = {group: count for group, _, _, count in entries["belarus-2020"].groups if count}
    assert counts == {"back": 1, "criticise": 1, "act": 1}
    assert entries["belarus-2020"].last == date(2020, 8, 20)
    assert sum(entries["belarus-2020"].spark) == 4
    assert entries["sudan-2021"].stances == 0


@pytest.mark.parametrize("address", PAGES)
def test_each_page_has_the_frame_and_nothing_inline(client, belarus, address):
    make_crisis("sudan-2021")
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(re.findall(r"<h1\b", page)) == 1
    assert '<a class="skip" href="#content">' in page
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*(?:\bsrc=|application/json))", page)
    assert not re.search(
        r'(?:src|href)="(?:https?:)?//(?!creativecommons\.org)[^"]*\.(?:js|css)', page
    )
    assert " on[a-z]+=" not in page
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", [MAP, f"{MAP}table/", f"{MAP}timeline/", "/method/borders/"])
def test_the_note_on_borders_is_there(client, belarus, address):
    assert "no opinion on any territory" in client.get(address).content.decode()


def test_an_unknown_address_offers_a_way_on(client, belarus):
    answer = client.get("/crises/atlantis/")
    assert answer.status_code == 404
    assert "All crises" in answer.content.decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_in_the_first_byte(client, db, theme):
    answer = client.post("/theme/", {"theme": theme, "next": "/method/"})
    assert answer["Location"] == "/method/"
    assert f'<html lang="en" data-theme="{theme}">' in client.get("/method/").content.decode()
    client.post("/theme/", {"theme": "auto", "next": "/method/"})
    assert "data-theme" not in client.get("/method/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "javascript:alert(1)"]
)
def test_the_theme_form_leads_nowhere_else(client, db, target):
    assert client.post("/theme/", {"theme": "dark", "next": target})["Location"] == "/"


def test_an_unknown_theme_is_forgotten(client, db):
    client.post("/theme/", {"theme": '"><script>', "next": "/"})
    assert "data-theme" not in client.get("/method/").content.decode()
