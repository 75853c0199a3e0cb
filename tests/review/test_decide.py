"""Deciding by plain forms: what changes, where one goes next, and who is refused."""

import threading

import pytest
from django.db import connection
from django.test import Client
from lxml import html

from reactions.models import Decision, Official, Stance
from tests.factories import make_actor, make_article, make_editor, make_evidence, make_stance

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_editor(permissions=("merge_stance",))


@pytest.fixture
def desk(editor):
    client = Client()
    client.force_login(editor)
    return client


def post(desk, stance, action, **data):
    stance.refresh_from_db()
    return desk.post(f"/review/{stance.pk}/{action}/", {"seen": stance.version, **data})


def form_of(stance, **changes):
    evidence = stance.evidence.get(primary=True)
    return {
        "actor": stance.actor.code,
        "kind": stance.kind,
        "target": stance.target,
        "day": stance.day.isoformat(),
        "day_precision": stance.day_precision,
        "evidence": evidence.text,
        "start": evidence.start,
        **changes,
    }


def status(stance):
    stance.refresh_from_db()
    return stance.status


def test_accept_goes_on_to_the_next_item(desk):
    first, second = make_stance("GBR"), make_stance("RUS")
    answer = post(desk, first, "accept", seconds="4.5", queue_query="ordering=oldest")
    assert (status(first), answer.status_code) == ("accepted", 302)
    assert answer["Location"] == f"/review/{second.pk}/?ordering=oldest#evidence"
    assert Decision.objects.get().seconds == 4.5
    page = desk.get(answer["Location"]).content.decode()
    assert "Accepted: United Kingdom, reject" in page
    assert f"/review/decisions/{Decision.objects.get().pk}/undo/" in page


def test_the_last_decision_leads_to_the_clear_queue(desk):
    answer = post(desk, make_stance(), "accept")
    assert answer["Location"] == "/review/?"
    assert "Queue clear" in desk.get(answer["Location"]).content.decode()


def test_script_gets_an_answer_instead_of_a_redirect(desk):
    stance, following = make_stance("GBR"), make_stance("RUS")
    answer = desk.post(
        f"/review/{stance.pk}/accept/", {"seen": 1}, headers={"accept": "application/json"}
    )
    decision = Decision.objects.get()
    assert answer.json() == {
        "said": "Accepted: United Kingdom, reject",
        "undo": f"/review/decisions/{decision.pk}/undo/",
        "next": f"/review/{following.pk}/#evidence",
    }


@pytest.mark.parametrize("reason", ["1", "2", "3", "4", "5", "6"])
def test_reject_needs_one_of_six_reasons(desk, reason):
    stance = make_stance()
    post(desk, stance, "reject", reason=reason, note="Because")
    assert status(stance) == "rejected"
    decision = Decision.objects.get()
    assert (decision.reason, decision.note) == (reason, "Because")


@pytest.mark.parametrize("reason", ["", "7", "no stance"])
def test_reject_without_a_reason_is_refused(desk, reason):
    stance = make_stance()
    answer = post(desk, stance, "reject", reason=reason)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert status(stance) == "proposed"


def test_correct_sets_the_fields_and_accepts(desk):
    make_actor("FRA")
    stance = make_stance("GBR", "reject", official="Dominic Raab")
    changes = {"actor": "france", "kind": "condemn", "official": "", "target": "authorities"}
    post(desk, stance, "correct", **form_of(stance, **changes, note="Not Raab"))
    stance.refresh_from_db()
    assert (stance.actor.code, stance.kind, stance.official) == ("FRA", "condemn", None)
    assert (stance.target, stance.status) == ("authorities", "accepted")
    assert Decision.objects.get().note == "Not Raab"


def test_correct_keeps_the_marks_of_evidence_that_stays(desk):
    stance = make_stance()
    stance.evidence.update(cue_start=0, cue_end=6)
    post(desk, stance, "correct", **form_of(stance, kind="warn"))
    assert stance.evidence.get().cue_end == 6


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Russia agrees.", "Russia agrees."),
        # Copying from a page changes white space.
        ("  Russia\r\n agrees.  ", "Russia agrees."),
        ("the second time", "the second time"),
    ],
)
def test_evidence_is_found_in_the_article_by_its_words(desk, words, found):
    article = make_article("The UK objects. Russia agrees. Then the second time it did.")
    stance = make_stance(article=article, span="The UK objects.")
    post(desk, stance, "correct", **form_of(stance, evidence=words))
    evidence = stance.evidence.get(primary=True)
    assert (evidence.text, evidence.fits(), evidence.status) == (found, True, "accepted")


def test_of_equal_words_the_nearest_are_meant(desk):
    article = make_article("It objects. And then again: it objects. Once more: it objects.")
    stance = make_stance(article=article, span="And then again")
    second = article.text.index("it objects")
    post(desk, stance, "correct", **form_of(stance, evidence="it objects", start=second + 3))
    assert stance.evidence.get(primary=True).start == second


def test_setting_the_words_mends_evidence_that_was_not_in_the_text(desk):
    stance = make_stance()
    stance.evidence.update(text="Lost words")
    assert post(desk, stance, "accept").status_code == 422
    assert post(desk, stance, "correct", **form_of(stance, evidence="Raab said")).status_code == 302
    assert (status(stance), stance.evidence.get(primary=True).text) == ("accepted", "Raab said")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"actor": "Frnace"}, "Did you mean France?"),
        ({"actor": ""}, "This field is required"),
        ({"actor": "BLR"}, "inside this crisis"),
        ({"official": "Dominic Rab"}, "Did you mean Dominic Raab?"),
        ({"day": "2020-08-18"}, "after the article was published"),
        ({"day": "tomorrow"}, "Enter a valid date"),
        ({"kind": "applause"}, "applause is not one of the available choices"),
        ({"target": "actor"}, "Name the actor that is meant"),
        ({"target": "actor", "target_actor": "GBR"}, "An actor is not its own target"),
        ({"phase": "ended"}, "has no phase"),
        ({"evidence": "Words that nobody wrote"}, "have these words"),
        ({"evidence": " "}, "have these words"),
    ],
)
def test_a_form_with_errors_says_what_is_wrong_and_loses_nothing(desk, changes, message):
    make_actor("FRA"), make_actor("BLR")
    stance = make_stance("GBR", "reject", official="Dominic Raab")
    answer = post(desk, stance, "correct", **form_of(stance, note="Keep me", **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert "There is a problem" in page
    assert message in page
    assert "Keep me" in page
    assert (status(stance), Decision.objects.count()) == ("proposed", 0)


def test_a_new_official_is_made_only_where_the_form_says_so(desk):
    stance = make_stance("GBR", "reject")
    data = form_of(stance, official="Wendy Morton", office="minister")
    assert post(desk, stance, "correct", **data).status_code == 422
    assert not Official.objects.filter(name="Wendy Morton").exists()
    post(desk, stance, "correct", **data, new_official="on")
    stance.refresh_from_db()
    assert (stance.official.name, stance.office) == ("Wendy Morton", "minister")


def test_a_correction_that_makes_a_double_offers_the_merge(desk):
    there = make_stance("GBR", "condemn", status="accepted")
    stance = make_stance("GBR", "reject")
    answer = post(desk, stance, "correct", **form_of(stance, kind="condemn"))
    assert answer.status_code == 422
    assert f"/review/merge/?ids={stance.pk},{there.pk}" in answer.content.decode()


def test_an_accepted_stance_is_corrected_with_a_public_reason(desk):
    stance = make_stance("GBR", "reject", status="accepted")
    answer = post(desk, stance, "correct", **form_of(stance, kind="condemn"))
    assert answer.status_code == 422
    assert "Say in public" in answer.content.decode()
    post(desk, stance, "correct", **form_of(stance, kind="condemn", public_reason="Milder words"))
    stance.refresh_from_db()
    assert stance.kind == "condemn"


def test_withdraw(desk):
    stance = make_stance(status="accepted")
    assert post(desk, stance, "withdraw", public_reason=" ").status_code == 422
    post(desk, stance, "withdraw", public_reason="It was another minister")
    assert status(stance) == "withdrawn"


@pytest.mark.parametrize(("action", "expected"), [("accept", "accepted"), ("reject", "rejected")])
def test_corroboration_is_decided_like_a_stance(desk, action, expected):
    stance = make_stance(status="accepted")
    evidence = make_evidence(stance, status="proposed")
    answer = post(desk, stance, action, evidence_id=evidence.pk)
    evidence.refresh_from_db()
    assert (answer.status_code, evidence.status, status(stance)) == (302, expected, "accepted")


def test_add_a_stance_by_hand(desk):
    make_actor("POL")
    article = make_article("Poland called it unacceptable.")
    crisis = make_stance("GBR").crisis
    address = f"/review/articles/{article.pk}/add/"
    assert "Poland called it" in desk.get(address).content.decode()
    data = {
        "crisis": crisis.slug,
        "actor": "Poland",
        "kind": "condemn",
        "day": "2020-08-17",
        "day_precision": "day",
        "evidence": "called it unacceptable",
    }
    assert "Choose the crisis" in desk.post(address, {**data, "crisis": ""}).content.decode()
    assert desk.post(address, {**data, "evidence": "said nothing"}).status_code == 422
    answer = desk.post(address, data)
    added = Stance.objects.get(actor__code="POL")
    assert (answer.status_code, added.status) == (302, "accepted")
    assert added.evidence.get().fits()
    again = desk.post(address, data)
    assert again.status_code == 422
    assert f"/review/{added.pk}/" in again.content.decode()


def test_merge_and_unmerge(desk):
    kept = make_stance("GBR", "reject", official="Dominic Raab", status="accepted")
    other = make_stance("GBR", "reject")
    address = f"/review/merge/?ids={other.pk},{kept.pk}"
    assert "Merge two stances" in desk.get(address).content.decode()
    data = {"keep": kept.pk, f"seen_{other.pk}": 1, f"seen_{kept.pk}": 1}
    in_queue = desk.post(f"{address}&ordering=newest", data)["Location"]
    assert in_queue == f"/review/{kept.pk}/?ordering=newest#evidence"
    assert (status(other), kept.evidence.count()) == ("merged", 2)
    desk.post("/review/undo/")
    assert (status(other), kept.evidence.count(), other.evidence.count()) == ("proposed", 1, 1)


def test_different_stances_are_not_merged(desk):
    first, second = make_stance("GBR", "reject"), make_stance("GBR", "warn")
    address = f"/review/merge/?ids={first.pk},{second.pk}"
    answer = desk.post(address, {"keep": second.pk, f"seen_{first.pk}": 1})
    assert answer.status_code == 422
    assert "differ in kind" in answer.content.decode()


@pytest.mark.parametrize("ids", ["", "1", "1,1", "1,x", "1,99999"])
def test_merge_needs_two_stances(desk, ids):
    assert desk.get(f"/review/merge/?ids={ids}").status_code == 400


def test_undo_goes_back_one_by_one(desk):
    stances = [make_stance(actor) for actor in ("GBR", "RUS", "POL")]
    for stance in stances:
        post(desk, stance, "accept")
    for stance in reversed(stances):
        answer = desk.post("/review/undo/")
        assert answer["Location"] == f"/review/{stance.pk}/#evidence"
        assert status(stance) == "proposed"
    assert desk.post("/review/undo/")["Location"] == "/review/"


def test_a_late_undo_of_what_is_public_asks_for_a_reason(desk):
    stance = make_stance()
    colleague = Client()
    colleague.force_login(make_editor())
    post(colleague, stance, "accept")
    address = f"/review/decisions/{Decision.objects.get().pk}/undo/"
    answer = desk.post(address)
    assert answer.status_code == 422
    assert "Say in public why" in answer.content.decode()
    desk.post(address, {"public_reason": "Misread"})
    assert status(stance) == "proposed"


def test_the_list_of_decisions_shows_before_and_after(desk, editor):
    make_actor("FRA")
    stance = make_stance("GBR", "reject")
    post(desk, stance, "correct", **form_of(stance, actor="FRA", kind="warn"))
    page = desk.get(f"/review/decisions/?verdict=correct&editor={editor}").content.decode()
    assert "<del>Reject</del> → <ins>Warn</ins>" in page
    assert "<del>GBR</del> → <ins>FRA</ins>" in page
    assert "No decision matches" in desk.get("/review/decisions/?verdict=merge").content.decode()


def test_the_second_of_two_editors_sees_mine_theirs_and_before(desk):
    stance = make_stance("GBR", "reject")
    colleague = Client()
    colleague.force_login(make_editor("anna"))
    make_actor("FRA")
    theirs = form_of(stance, kind="condemn")
    mine = form_of(stance, kind="warn")
    colleague.post(f"/review/{stance.pk}/correct/", {**theirs, "seen": 1})
    answer = desk.post(f"/review/{stance.pk}/correct/", {**mine, "seen": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "anna has corrected it" in page
    for label, value in (("Before", "Reject"), ("Theirs", "Condemn"), ("Yours", "Warn")):
        assert f'<td data-label="{label}">{value}</td>' in page
    assert Decision.objects.count() == 1


def test_what_was_written_is_kept_in_a_clash_and_can_be_sent_again(desk):
    stance = make_stance("GBR", "reject")
    mine = form_of(stance, kind="warn", note='The second "warning" & more', seconds="3")
    Stance.objects.update(version=5)
    answer = desk.post(f"/review/{stance.pk}/correct/", {**mine, "seen": 1})
    assert answer.status_code == 409
    form = html.fromstring(answer.content).get_element_by_id("again")
    sent = dict(form.fields)
    del sent["csrfmiddlewaretoken"]
    expected = {name: str(value) for name, value in mine.items() if name != "seconds"}
    assert sent == {**expected, "seen": "5"}
    assert desk.post(form.action, sent).status_code == 302
    decision = Decision.objects.get()
    assert (decision.after["kind"], decision.note) == ("warn", 'The second "warning" & more')


def test_a_refused_decision_keeps_its_note(desk):
    stance = make_stance()
    page = html.fromstring(post(desk, stance, "reject", reason="9", note="Keep me").content)
    assert page.get_element_by_id("reject-note").value == "Keep me"
    assert page.get_element_by_id("id_note").value.strip() == "Keep me"


def test_a_form_that_saw_no_version_decides_nothing(desk):
    stance = make_stance()
    assert desk.post(f"/review/{stance.pk}/accept/").status_code == 409
    assert status(stance) == "proposed"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_instant_one_wins():
    stance = make_stance()
    clients = []
    for _ in range(2):
        client = Client()
        client.force_login(make_editor())
        clients.append(client)
    start = threading.Barrier(2)
    answers = []

    def decide(client, action):
        start.wait()
        data = {"seen": 1, "reason": "1"}
        answers.append(client.post(f"/review/{stance.pk}/{action}/", data).status_code)
        connection.close()

    threads = [
        threading.Thread(target=decide, args=pair)
        for pair in zip(clients, ("accept", "reject"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409]
    assert Decision.objects.count() == 1
