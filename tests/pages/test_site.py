"""Home, method, theme and what every page's frame holds."""

import re
from datetime import date

import pytest
from django.test import Client

from reactions.accuracy import measured
from reactions.views.public import server_error
from tests.factories import make_crisis, make_editor, make_membership, make_stance
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
    "/search/",
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


def test_a_wrong_address_offers_a_search_and_the_crises(client, belarus):
    page = client.get("/no/such/page/")
    said = page.content.decode()
    assert page.status_code == 404
    assert 'action="/search/"' in said
    assert belarus.title in said


def test_the_search_finds_actors_and_words_of_all_crises(client, belarus):
    make_crisis("myanmar-2021", title="Myanmar 2021", focal="UKR")
    said = client.get("/search/?q=Poland").content.decode()
    assert "/crises/belarus-2020/actors/POL/" in said
    assert "Myanmar" not in said
    assert "stances/?q=accept%20the" in client.get("/search/?q=accept+the").content.decode()
    assert "no evidence has" in client.get("/search/?q=zeppelin").content.decode()


def test_a_form_of_another_session_is_refused_on_a_page_of_ours(db):
    refused = Client(enforce_csrf_checks=True).post("/account/login/", {"username": "anna"})
    assert refused.status_code == 403
    assert "What you sent was not taken" in refused.content.decode()


def test_an_error_of_ours_gives_its_reference(rf):
    request = rf.get("/", headers={"X-Request-ID": "abc-12345"})
    request.COOKIES["theme"] = "dark"
    page = server_error(request)
    assert page.status_code == 500
    assert "abc-12345" in page.content.decode()
    assert '<html lang="en" data-theme="dark">' in page.content.decode()


def test_the_method_page_tells_how_accurate_the_program_is(client, db):
    said = client.get("/method/").content.decode()
    for _, value in measured():
        assert value
        assert f">{value}<" in said
    assert measured()


def test_the_header_leads_to_the_data(client, belarus):
    assert 'href="/data/"' in client.get(MAP).content.decode()
    assert 'href="/data/"' in client.get("/method/").content.decode()


def test_silence_says_who_was_heard_last_when(client, belarus):
    make_membership("UN", "USA")
    make_membership("UN", "FRA")
    make_stance("USA", "condemn", target="opponents", day=date(2020, 8, 15), status="accepted")
    page = client.get(f"{MAP}silence/")
    silent = {one.country.code: one for one in page.context["silent"]}
    assert (silent["USA"].last, silent["USA"].days) == (date(2020, 8, 15), 5)
    assert (silent["FRA"].last, silent["FRA"].since) == (None, belarus.started)
    assert "last heard" in page.content.decode()


def test_silence_of_a_bloc_is_counted_whichever_bloc_is_asked_for(client, belarus):
    for organization, country in (("UN", "POL"), ("UN", "RUS"), ("EU", "POL"), ("EU", "FRA")):
        make_membership(organization, country)
    every = client.get(f"{MAP}silence/").context["blocs"]
    asked = client.get(f"{MAP}silence/?member_of=EU").context["blocs"]
    counts = [{(one.organization.code, one.silent) for one in found} for found in (every, asked)]
    assert counts[0] == counts[1] == {("UN", 0), ("EU", 1)}


@pytest.mark.parametrize("path", PAGES[1:])
def test_who_watches_the_site_may_ask_for_the_headers_alone(client, belarus, path):
    answer = client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
