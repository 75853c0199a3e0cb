"""Sessions, sign-in and links that would lead away."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db

AWAY = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
RIGHT = "correct horse"


@pytest.fixture
def anna():
    return User.objects.create_user("anna", password=RIGHT)


def sign_in(client, password=RIGHT, **words):
    return client.post("/account/login/", {"username": "anna", "password": password, **words})


def test_signing_in_takes_a_new_session(anna):
    client = Client()
    client.session.save()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != session.session_key
    assert (
        not Client(headers={"cookie": f"sessionid={session.session_key}"}).get("/account/").context
    )


def test_cookies_are_out_of_scripts_reach(anna):
    client = Client()
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("target", AWAY)
def test_signing_in_leads_nowhere_else(anna, target):
    answer = sign_in(Client(), next=target)
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


@pytest.mark.parametrize("target", AWAY)
def test_choosing_a_theme_leads_nowhere_else(target):
    answer = Client().post("/theme/", {"theme": "dark", "next": target})
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_who_guesses_passwords_is_locked_out_and_others_are_not(anna, settings):
    guesser = Client(REMOTE_ADDR="203.0.113.5")
    codes = [sign_in(guesser, f"guess {n}").status_code for n in range(settings.AXES_FAILURE_LIMIT)]
    assert 302 not in codes
    assert sign_in(guesser).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7")).status_code == 302
