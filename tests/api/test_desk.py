"""What editors' programs may do: the decisions of the desk, by the same functions and rights."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from reactions import curation, tasks
from reactions.models import Decision, KeptAnswer, Official, Stance
from reactions.roles import Role, ensure_roles
from tests.factories import (
    make_actor,
    make_article,
    make_crisis,
    make_editor,
    make_official,
    make_stance,
    make_token,
    revision,
)

pytestmark = pytest.mark.django_db

URL = "/api/v1/desk/stances/"
TEXT = 'On Monday "The UK does not accept the results," Raab said.'


class Desk:
    """A program with a token: asks, and says what the answer must be."""

    def __init__(self, client, user, *scopes):
        self.client, self.user = client, user
        self.bearer = {"Authorization": f"Bearer {make_token(user, *scopes)[1]}"}

    def get(self, path=""):
        return self.client.get(f"{URL}{path}", headers=self.bearer)

    def send(self, path, body, *, method="post", seen=None, key=None, url=URL):
        headers = dict(self.bearer)
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        if key is not None:
            headers["Idempotency-Key"] = key
        send = getattr(self.client, method)
        return send(f"{url}{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def desk(client):
    return Desk(client, make_editor(permissions=("merge_stance",)))


def problem(answer, status, slug):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith(f"/problems/{slug}/")
    return answer.json()


def pointers(answer):
    return {error["pointer"] for error in problem(answer, 422, "invalid")["errors"]}


def new_stance(**changes):
    article = make_article(TEXT)
    make_crisis()
    make_actor("GBR")
    make_official("Dominic Raab")
    body = {
        "crisis": "belarus-2020",
        "actor": "GBR",
        "kind": "reject",
        "day": "2020-08-17",
        "official": "Dominic Raab",
        "target": "authorities",
        "evidence": {"article": article.pk, "start": 10, "end": 58},
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}


def test_proposals_are_shown_with_their_versions(desk):
    stance = make_stance(official="Dominic Raab")
    make_stance("POL", status="accepted")
    answer = desk.get()
    (item,) = answer.json()["results"]
    assert (item["id"], item["version"], item["status"]) == (stance.pk, 1, "proposed")
    assert item["evidence"][0]["status"] == "proposed"
    assert answer["Cache-Control"] == "private, no-store"
    one = desk.get(f"{stance.pk}/")
    assert one["ETag"] == '"1"'
    assert one.json() == item
    article = item["evidence"][0]["article"]
    assert [found["id"] for found in desk.get(f"?article={article}").json()["results"]] == [
        stance.pk
    ]


def test_a_proposal_is_accepted_as_it_was_seen(desk):
    stance = make_stance()
    answer = desk.send(f"{stance.pk}/accept/", {"note": "clear"}, seen=1)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["status"], answer["ETag"]) == ("accepted", '"2"')
    decision = Decision.objects.get()
    assert (decision.editor, decision.verdict, decision.note) == (desk.user, "accept", "clear")
    assert revision() == 1


def test_one_is_rejected_for_a_reason_in_words(desk):
    stance = make_stance()
    assert desk.send(f"{stance.pk}/reject/", {"reason": "background"}, seen=1).status_code == 200
    assert Decision.objects.get().get_reason_display() == "background"
    answer = desk.send(f"{make_stance('POL').pk}/reject/", {"reason": "backgruond"}, seen=1)
    assert "Did you mean 'background'?" in problem(answer, 422, "invalid")["detail"]


def test_an_accepted_one_is_withdrawn_with_a_public_reason(desk):
    stance = make_stance()
    curation.accept(stance, seen=1, editor=desk.user)
    assert pointers(desk.send(f"{stance.pk}/withdraw/", {}, seen=2)) == {"/public_reason"}
    answer = desk.send(f"{stance.pk}/withdraw/", {"public_reason": "Misread."}, seen=2)
    assert answer.json()["status"] == "withdrawn"


def test_the_latest_decision_is_taken_back(desk):
    stance = make_stance()
    path = f"{stance.pk}/undo/"
    assert desk.send(f"{stance.pk}/reject/", {"reason": "not_real"}, seen=1).status_code == 200
    problem(desk.send(path, {}), 428, "precondition-required")
    problem(desk.send(path, {}, seen=1), 412, "stale")
    answer = desk.send(path, {}, seen=2)
    assert (answer.status_code, answer["ETag"]) == (200, '"3"')
    assert answer.json()["status"] == "proposed"
    detail = problem(desk.send(path, {}, seen=3), 409, "conflict")["detail"]
    assert "No decision" in detail
    decisions = desk.get(f"{stance.pk}/?expand=decisions").json()["decisions"]
    assert [(each["verdict"], each["reason"]) for each in decisions] == [
        ("undo", None),
        ("reject", "not_real"),
    ]
    assert decisions[0]["undoes"] == decisions[1]["id"]


def test_what_another_made_public_is_taken_back_with_a_public_reason(desk):
    stance = make_stance()
    curation.accept(stance, seen=1, editor=make_editor())
    assert pointers(desk.send(f"{stance.pk}/undo/", {}, seen=2)) == {"/public_reason"}
    answer = desk.send(f"{stance.pk}/undo/", {"public_reason": "Misread."}, seen=2)
    assert answer.json()["status"] == "proposed"
    assert revision() == 2


def test_a_correction_changes_what_it_names_and_leaves_the_rest(desk):
    stance = make_stance(official="Dominic Raab", office="Foreign Secretary")
    body = {"kind": "condemn", "target": "authorities"}
    answer = desk.send(f"{stance.pk}/", body, method="patch", seen=1)
    assert answer.status_code == 200, answer.content
    item = answer.json()
    assert (item["kind"], item["target"], item["status"]) == ("condemn", "authorities", "accepted")
    assert (item["official"], item["office"]) == ("Dominic Raab", "Foreign Secretary")
    again = desk.send(f"{stance.pk}/", {"kind": "reject"}, method="patch", seen=2)
    assert pointers(again) == {"/public_reason"}


def test_a_correction_can_move_the_evidence(desk):
    article = make_article(TEXT)
    stance = make_stance(article=article)
    body = {"evidence": {"article": article.pk, "start": 10, "end": 58}, "official": None}
    item = desk.send(f"{stance.pk}/", body, method="patch", seen=1).json()
    assert item["evidence"][0]["text"] == TEXT[10:58]


def test_two_are_merged(desk):
    kept, other = make_stance(official="Dominic Raab"), make_stance()
    answer = desk.send(f"{other.pk}/merge/", {"into": kept.pk}, seen=1)
    assert (answer.json()["status"], answer.json()["merged_into"]) == ("merged", kept.pk)
    assert kept.evidence.count() == 2
    third = make_stance("POL")
    assert pointers(desk.send(f"{third.pk}/merge/", {"into": kept.pk}, seen=1)) == {"/into"}
    assert pointers(desk.send(f"{third.pk}/merge/", {"into": 10**12}, seen=1)) == {"/into"}


def test_a_stance_is_created(desk):
    body = new_stance()
    answer = desk.send("", body, key="one")
    assert answer.status_code == 201, answer.content
    item = answer.json()
    assert answer["Location"].endswith(f"{URL}{item['id']}/")
    assert (item["status"], item["official"]) == ("accepted", "Dominic Raab")
    assert item["evidence"][0]["text"] == TEXT[10:58]
    duplicate = problem(desk.send("", body, key="two"), 409, "conflict")
    assert duplicate["stance"] == item["id"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"actor": "BLR"}, "/actor"),
        ({"actor": "QQQ"}, "/actor"),
        ({"kind": "condemned"}, "/kind"),
        ({"kind": ...}, "/kind"),
        ({"day": "17 August"}, "/day"),
        ({"day": "2020-08-18"}, "/day"),
        ({"official": "Dominik Raab"}, "/official"),
        ({"target": "everybody"}, "/target"),
        ({"phase": "in_force"}, "/phase"),
        ({"crisis": "belarus"}, "/crisis"),
        ({"evidence": {"article": 10**12, "start": 1, "end": 2}}, "/evidence/article"),
        ({"evidence": {"article": "1", "start": 1, "end": 2}}, "/evidence/article"),
        ({"evidence": {"article": 1, "start": 1}}, "/evidence/end"),
        ({"kynd": "reject"}, "/kynd"),
    ],
)
def test_what_cannot_be_is_pointed_to(desk, changes, place):
    assert pointers(desk.send("", new_stance(**changes), key="one")) == {place}
    assert not Stance.objects.exists()
    assert not KeptAnswer.objects.exists()


def test_the_end_of_the_evidence_lies_in_the_text(desk):
    body = new_stance()
    body["evidence"]["end"] = 10**6
    assert pointers(desk.send("", body, key="one")) == {"/evidence/end"}


def test_a_new_official_is_made_on_request_alone(desk):
    body = new_stance(official="A. New Person", new_official=True)
    assert desk.send("", body, key="one").json()["official"] == "A. New Person"
    assert Official.objects.filter(name="A. New Person").exists()


def test_what_one_did_not_see_one_cannot_change(desk):
    stance = make_stance()
    problem(desk.send(f"{stance.pk}/accept/", {}), 428, "precondition-required")
    problem(desk.send(f"{stance.pk}/accept/", {}, seen=2), 412, "stale")
    problem(desk.send(f"{stance.pk}/accept/", {}, seen="x"), 412, "stale")
    unquoted = {**desk.bearer, "If-Match": "1"}
    url = f"{URL}{stance.pk}/accept/"
    answer = desk.client.post(url, {}, content_type="application/json", headers=unquoted)
    assert "quotes" in problem(answer, 400, "bad-request")["detail"]
    curation.reject(stance, seen=1, editor=desk.user, reason="1")
    problem(desk.send(f"{stance.pk}/accept/", {}, seen=1), 412, "stale")
    problem(desk.send(f"{stance.pk}/accept/", {}, seen=2), 409, "conflict")
    problem(desk.send("999999999/accept/", {}, seen=1), 404, "not-found")


def test_a_batch_answers_for_each_item(desk):
    good, changed, bad = make_stance(), make_stance("POL"), make_stance("FRA")
    curation.reject(changed, seen=1, editor=desk.user, reason="1")
    body = {
        "items": [
            {"id": changed.pk, "version": 1, "action": "accept"},
            {"id": good.pk, "version": 1, "action": "accept"},
            {"id": 10**12, "version": 1, "action": "accept"},
            {"id": bad.pk, "version": 1, "action": "reject", "reason": "not_real"},
        ]
    }
    answer = desk.send("batch/", body)
    assert answer.status_code == 200, answer.content
    results = answer.json()["results"]
    assert [(item["id"], item["status"]) for item in results] == [
        (changed.pk, 412), (good.pk, 200), (10**12, 404), (bad.pk, 200),
    ]  # fmt: skip
    assert results[0]["problem"]["title"] == "It was changed since you saw it"
    assert results[1] == {"id": good.pk, "status": 200, "version": 2, "problem": None}


@pytest.mark.parametrize(
    ("items", "place"),
    [
        ([], "/items"),
        ([{"id": 1, "version": 1, "action": "accept"}] * 51, "/items"),
        ([{"id": 1, "version": 1, "action": "accept"}] * 2, "/items"),
        ([{"id": 1, "version": 1, "action": "reject"}], "/items/0/reason"),
        ([{"id": 1, "version": 1, "action": "accept"}, {"id": 2}], "/items/1/version"),
    ],
)
def test_a_batch_that_cannot_be_is_refused_whole(desk, items, place):
    assert place in pointers(desk.send("batch/", {"items": items}))


@pytest.mark.parametrize(
    ("role", "decide", "merge"),
    [
        (None, 401, 401),
        (Role.VIEWER, 403, 403),
        (Role.EDITOR, 200, 403),
        (Role.SENIOR_EDITOR, 200, 200),
    ],
)
def test_each_role_may_what_it_may_at_the_desk(client, role, decide, merge):
    one, two, three = make_stance(official="Dominic Raab"), make_stance(), make_stance("POL")
    desk = Desk(client, make_editor())
    desk.user.user_permissions.clear()
    if role is None:
        desk.bearer = {}
    else:
        desk.user.groups.add(ensure_roles()[role])
    assert desk.get().status_code == decide
    assert desk.send(f"{three.pk}/accept/", {}, seen=1).status_code == decide
    assert desk.send(f"{two.pk}/merge/", {"into": one.pk}, seen=1).status_code == merge
    batch = {"items": [{"id": one.pk, "version": 2, "action": "accept"}]}
    assert desk.send("batch/", batch).status_code == merge
    if merge != 200:
        curation.merge(two, one, seen=1, editor=make_editor())
    two.refresh_from_db()
    assert desk.send(f"{two.pk}/undo/", {}, seen=two.version).status_code == merge


@pytest.mark.parametrize("scope", ["read", "submit"])
def test_the_scope_of_a_token_bounds_the_rights_of_its_account(client, scope):
    stance = make_stance()
    desk = Desk(client, make_editor(), scope)
    assert "curate" in problem(desk.get(), 403, "forbidden")["detail"]
    problem(desk.send(f"{stance.pk}/accept/", {}, seen=1), 403, "forbidden")
    stance.refresh_from_db()
    assert stance.status == "proposed"


def test_a_session_writes_only_with_its_csrf_token(client):
    stance = make_stance()
    client.handler.enforce_csrf_checks = True
    client.force_login(make_editor())
    url, headers = f"{URL}{stance.pk}/accept/", {"If-Match": '"1"'}
    answer = client.post(url, {}, content_type="application/json", headers=headers)
    problem(answer, 403, "forbidden")
    client.get("/account/tokens/")
    headers["X-CSRFToken"] = client.cookies["csrftoken"].value
    answer = client.post(url, {}, content_type="application/json", headers=headers)
    assert answer.status_code == 200


def test_a_request_sent_again_is_answered_as_it_was(desk):
    body = new_stance()
    first = desk.send("", body, key="one")
    again = desk.send("", body, key="one")
    assert (again.status_code, again.json()) == (201, first.json())
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert again["Idempotency-Replayed"] == "true"
    assert Stance.objects.count() == 1
    other = {**body, "kind": "condemn"}
    problem(desk.send("", other, key="one"), 422, "key-reused")
    problem(desk.send("", body), 428, "precondition-required")
    problem(desk.send("", body, key="ä"), 400, "bad-request")


def test_keys_of_others_are_others(desk, client):
    stance = make_stance()
    assert desk.send(f"{stance.pk}/accept/", {}, seen=1, key="one").status_code == 200
    someone = Desk(client, make_editor())
    problem(someone.send(f"{stance.pk}/accept/", {}, seen=1, key="one"), 412, "stale")


def test_what_is_no_json_is_refused(desk):
    headers = {**desk.bearer, "If-Match": '"1"'}
    url = f"{URL}{make_stance().pk}/accept/"
    answer = desk.client.post(url, "{", content_type="application/json", headers=headers)
    problem(answer, 400, "bad-request")
    answer = desk.client.post(url, "a=b", content_type="text/plain", headers=headers)
    problem(answer, 415, "unsupported-media-type")
    answer = desk.client.post(url, "[1]", content_type="application/json", headers=headers)
    assert pointers(answer) == {"/"}
    large = "x" * 3_000_000
    answer = desk.client.post(url, large, content_type="application/json", headers=headers)
    problem(answer, 413, "too-large")


@pytest.mark.django_db(transaction=True)
def test_of_several_requests_with_one_key_at_once_one_is_done(client):
    desk, body, answers = Desk(client, make_editor()), new_stance(), []

    def send():
        try:
            own = type(desk.client)()
            headers = {**desk.bearer, "Idempotency-Key": "one"}
            sent = own.post(URL, body, content_type="application/json", headers=headers)
            answers.append((sent.status_code, sent.json()["id"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stance = Stance.objects.get()
    assert answers == [(201, stance.pk)] * 6
    assert Decision.objects.count() == 1


def test_answers_are_kept_for_a_week(desk):
    assert desk.send("", new_stance(), key="one").status_code == 201
    week = KeptAnswer.KEPT_FOR
    for later, kept in ((week - timedelta(minutes=1), 1), (week + timedelta(minutes=1), 0)):
        with time_machine.travel(timezone.now() + later):
            tasks.remove_expired()
        assert KeptAnswer.objects.count() == kept
