"""The pages on data and API: guide, changes, explorer, downloads."""

import re

import pytest

from tests.factories import make_editor, make_stance

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/", "Five minutes"),
        ("/api/changes/", "How an end is announced"),
        ("/api/explorer/", "/api/v1/desk/stances/{id}/accept/"),
        ("/data/", "/api/v1/stances.ndjson"),
    ],
)
def test_pages_say_what_there_is(client, address, words):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    page = answer.content.decode()
    assert words in page
    assert "style=" not in page
    assert "<script>" not in page


def test_every_download_of_the_data_page_is_there(client):
    make_stance(status="accepted")
    page = client.get("/data/").content.decode()
    addresses = re.findall(r'href="(/api/v1/[^"]+)" download', page)
    assert len(addresses) > 15
    assert {client.get(address).status_code for address in addresses} == {200}


def test_the_explorer_has_a_field_for_each_parameter(client):
    document = client.get("/api/v1/schema/").json()
    page = client.get("/api/explorer/").content.decode()
    for operation in (document["paths"]["/api/v1/positions/"]["get"],):
        for parameter in operation["parameters"]:
            field = f'id="{operation["operationId"]}-{parameter["in"]}-{parameter["name"]}"'
            assert field in page


@pytest.mark.django_db(transaction=True)
def test_the_explorer_asks_with_the_session_and_shows_the_same_for_curl(live_server, page, client):
    stance = make_stance("GBR")
    client.force_login(make_editor())
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    wrong = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}/api/explorer/")
    place = page.locator("#desk_stances_accept")
    place.locator("summary").click()
    place.get_by_label("id (required)").fill(str(stance.pk))
    place.get_by_label("If-Match").fill('"1"')
    place.get_by_role("button", name="Ask").click()
    place.get_by_text("200 OK").wait_for()
    assert '"status": "accepted"' in place.locator(".body").inner_text()
    assert "Bearer $TOKEN" in place.locator(".curl").inner_text()
    stances = page.locator("#stances_list")
    stances.locator("summary").click()
    stances.locator("#stances_list-query-kind").fill("reject,urge")
    stances.get_by_role("button", name="Ask").click()
    stances.get_by_text("200 OK").wait_for()
    assert f'"id": {stance.pk}' in stances.locator(".body").inner_text()
    assert "kind=reject,urge" in stances.locator(".curl").inner_text()
    assert not wrong
