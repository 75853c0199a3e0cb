"""Who may do what at the desk, and how one signs in."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from reactions.roles import Role, ensure_roles, rights
from tests.factories import make_article, make_editor, make_stance

pytestmark = pytest.mark.django_db

SEE = ["/review/", "/review/{stance}/", "/review/articles/", "/review/decisions/"]
ADD = "/review/articles/{article}/add/"
DECIDE = [
    "/review/{stance}/accept/",
    "/review/{stance}/reject/",
    "/review/{stance}/correct/",
    "/review/{stance}/withdraw/",
    "/review/undo/",
]
MERGE = "/review/merge/?ids=1,2"


def client_of(role):
    client = Client()
    if role is not None:
        user = User.objects.create_user(role.value.replace(" ", "-"), password="correct horse")
        user.groups.add(ensure_roles()[role])
        client.force_login(user)
    return client


@pytest.fixture
def addresses():
    stance, article = make_stance(), make_article()
    return lambda *templates: [
        one.format(stance=stance.pk, article=article.pk) for one in templates
    ]


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_at_each_door(role, addresses):
    client = client_of(role)
    may_see, may_decide = role is not None, role not in (None, Role.VIEWER)
    may_merge = role in (Role.SENIOR_EDITOR, Role.ADMINISTRATOR)
    for address in addresses(*SEE):
        assert client.get(address).status_code == (200 if may_see else 302), address
    for address in addresses(ADD):
        expected = 200 if may_decide else 403 if may_see else 302
        assert client.get(address).status_code == expected, address
    for address in addresses(*DECIDE):
        answer = client.post(address, {"seen": 1})
        if may_decide:
            assert answer.status_code in (200, 302, 409, 422), address
            assert "login" not in answer.get("Location", "")
        else:
            assert answer.status_code == (403 if may_see else 302), address
    assert client.get(MERGE).status_code == (400 if may_merge else 403 if may_see else 302)


@pytest.mark.parametrize("address", DECIDE)
def test_nothing_is_decided_by_a_link(address, addresses):
    client = client_of(Role.SENIOR_EDITOR)
    assert client.get(*addresses(address)).status_code == 405


def test_a_form_from_elsewhere_decides_nothing():
    stance = make_stance()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    assert client.post(f"/review/{stance.pk}/accept/", {"seen": 1}).status_code == 403


def test_roles_hold_the_rights_of_those_below():
    below = frozenset()
    for role in Role:
        assert below < rights(role)
        below = rights(role)


def test_roles_are_made_once_and_keep_what_was_added():
    from django.contrib.auth.models import Permission

    groups = ensure_roles()
    extra = Permission.objects.get(codename="view_session")
    groups[Role.VIEWER].permissions.add(extra)
    again = ensure_roles()
    assert again == groups
    assert extra in again[Role.VIEWER].permissions.all()
    editor = again[Role.EDITOR].permissions.values_list("codename", flat=True)
    assert "decide_stance" in editor
    assert "merge_stance" not in editor


def test_sign_in_leads_to_the_page_asked_for_and_out_by_post():
    make_editor("anna")
    client = Client()
    page = client.get("/review/", follow=True)
    assert page.redirect_chain[0][0] == "/account/login/?next=/review/"
    data = {"username": "anna", "password": "correct horse", "next": "/review/decisions/"}
    assert client.post("/account/login/", data)["Location"] == "/review/decisions/"
    assert client.get("/account/logout/").status_code == 405
    assert client.post("/account/logout/")["Location"] == "/"
    assert client.get("/review/").status_code == 302


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(addresses):
    (address,) = addresses("/review/{stance}/accept/")
    page = "http://testserver/review/1/?queue=mine"
    answer = Client().post(address, {"seen": 1}, headers={"Referer": page}, follow=True)
    assert answer.redirect_chain[-1][0] == "/account/login/?next=/review/1/%3Fqueue%3Dmine"
    assert "what you sent is not saved" in answer.content.decode()
    elsewhere = Client().post(address, headers={"Referer": "https://evil.example/x"})
    assert elsewhere["Location"] == "/account/login/?next=/review/"
    script = Client().post(address, headers={"Accept": "application/json"})
    assert script.status_code == 401


def test_a_wrong_password_says_so_and_does_not_say_which_part():
    make_editor("anna")
    answers = [
        Client().post("/account/login/", {"username": name, "password": "wrong"}).content.decode()
        for name in ("anna", "nobody")
    ]
    for page in answers:
        assert "<title>Error: " in page
        assert "There is a problem" in page


def test_too_many_wrong_passwords_close_the_door_for_that_name_and_address():
    make_editor("anna"), make_editor("otto")
    client = Client()
    for _ in range(8):
        answer = client.post("/account/login/", {"username": "anna", "password": "wrong"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "1800")
    assert "1800 seconds" in answer.content.decode()
    right = {"username": "anna", "password": "correct horse"}
    assert client.post("/account/login/", right).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post("/account/login/", right).status_code == 302
    assert client.post("/account/login/", {**right, "username": "otto"}).status_code == 302


def test_a_password_is_changed_and_reset():
    user = make_editor("anna")
    user.email = "anna@example.org"
    user.save()
    client = Client()
    client.force_login(user)
    changed = {
        "old_password": "correct horse",
        "new_password1": "battery staple 7",
        "new_password2": "battery staple 7",
    }
    assert client.post("/account/password/", changed)["Location"] == "/account/"
    assert "The password is changed" in client.get("/account/").content.decode()
    for address in ("anna@example.org", "nobody@example.org"):
        answer = Client().post("/account/password/reset/", {"email": address}, follow=True)
        assert "If an account has this address" in answer.content.decode()
    assert len(mail.outbox) == 1
    link = next(line for line in mail.outbox[0].body.splitlines() if "/reset/" in line)
    path = link.partition("testserver")[2]
    visitor = Client()
    page = visitor.get(path, follow=True)
    target = page.redirect_chain[-1][0]
    new = {"new_password1": "staple battery 9", "new_password2": "staple battery 9"}
    assert visitor.post(target, new)["Location"] == "/account/login/"
    assert "used already" in visitor.get(path, follow=True).content.decode()
    user.refresh_from_db()
    assert user.check_password("staple battery 9")


def test_signing_out_everywhere_ends_every_session_of_the_account():
    anna, otto = make_editor("anna"), make_editor("otto")
    here, there, other = Client(), Client(), Client()
    here.force_login(anna), there.force_login(anna), other.force_login(otto)
    assert here.post("/account/logout/everywhere/")["Location"] == "/account/login/"
    answers = [client.get("/review/").status_code for client in (here, there, other)]
    assert answers == [302, 302, 200]


def test_single_keys_are_switched_off_and_on():
    client = Client()
    client.force_login(make_editor())
    client.post("/account/keys/", {"single_keys": "off"})
    assert 'data-single-keys="off"' in client.get("/review/").content.decode()
    client.post("/account/keys/", {"single_keys": "on"})
    assert 'data-single-keys="off"' not in client.get("/review/").content.decode()


def test_a_byline_is_shown_in_public_or_none():
    editor, stance = make_editor("anna"), make_stance()
    client = Client()
    client.force_login(editor)
    client.post(f"/review/{stance.pk}/accept/", {"seen": 1})
    page = f"/crises/belarus-2020/stances/{stance.pk}/"
    assert "by an editor" in Client().get(page).content.decode()
    client.post("/account/byline/", {"byline": "  Anna K.  "})
    shown = Client().get(page).content.decode()
    assert "by Anna K." in shown
    assert "anna" not in shown
    client.post("/account/byline/", {"byline": ""})
    assert "by an editor" in Client().get(page).content.decode()
