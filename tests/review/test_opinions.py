"""The pages of second opinions, disagreements and agreement."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from reactions import curation
from reactions.models import SecondOpinion, Stance
from tests.factories import make_editor, make_stance
from tests.review.conftest import GUARD


@pytest.fixture(autouse=True)
def _all_are_coded_twice(settings):
    settings.SECOND_OPINION_SHARE = 1


def client_of(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def corrected(db):
    """A proposal that Anna corrected from reject to condemn: Otto's client, and the opinion."""
    anna, otto = make_editor("anna"), make_editor("otto", permissions=("settle_disagreement",))
    stance = make_stance("GBR", "reject")
    fields = curation.StanceFields(actor=stance.actor, kind="condemn", day=stance.day)
    curation.correct(stance, fields, seen=1, editor=anna, note="Clearly a condemnation")
    return client_of(otto), SecondOpinion.objects.get()


def test_the_second_editor_sees_the_proposal_alone(corrected):
    otto, opinion = corrected
    assert "United Kingdom, reject" in otto.get("/review/second/").content.decode()
    page = otto.get(f"/review/second/{opinion.pk}/").content.decode()
    heading = page[page.index("<h1") : page.index("</h1>")]
    assert "United Kingdom: reject" in heading
    assert "Clearly a condemnation" not in page
    assert "accepted" not in page
    assert 'value="reject" selected' in page


def test_the_first_editor_is_sent_away(corrected):
    _, opinion = corrected
    anna = client_of(opinion.first.editor)
    assert anna.get(f"/review/second/{opinion.pk}/")["Location"] == "/review/second/"
    assert "1 waits for somebody else" in anna.get("/review/second/").content.decode()


@pytest.mark.parametrize(
    ("data", "coded"),
    [
        ({"verdict": "accept"}, {"kind": "reject"}),
        ({"verdict": "reject", "reason": "2"}, {"status": "rejected"}),
        (
            {"verdict": "correct", "actor": "GBR", "kind": "warn", "day": "2020-08-17",
             "day_precision": "day"},
            {"kind": "warn"},
        ),
    ],
)  # fmt: skip
def test_an_opinion_is_kept_and_changes_nothing(corrected, data, coded):
    otto, opinion = corrected
    before = Stance.objects.values().get()
    answer = otto.post(f"/review/second/{opinion.pk}/", {**data, "seconds": "4"})
    assert answer["Location"] == "/review/second/"
    opinion.refresh_from_db()
    assert coded.items() <= opinion.coding.items()
    assert (opinion.agrees, opinion.seconds) == (False, 4)
    assert Stance.objects.values().get() == before


@pytest.mark.parametrize(
    "data", [{}, {"verdict": "reject"}, {"verdict": "correct", "actor": "GBR", "kind": ""}]
)
def test_what_is_missing_is_said(corrected, data):
    otto, opinion = corrected
    answer = otto.post(f"/review/second/{opinion.pk}/", data)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.content.decode()


def test_a_disagreement_is_settled(corrected):
    otto, opinion = corrected
    otto.post(f"/review/second/{opinion.pk}/", {"verdict": "reject", "reason": "2"})
    assert "1 to settle" in otto.get("/review/disagreements/").content.decode()
    page = otto.get(f"/review/disagreements/{opinion.pk}/").content.decode()
    assert "condemn" in page.lower()
    assert "not real" in page
    refused = otto.post(f"/review/disagreements/{opinion.pk}/", {"outcome": "second"})
    assert refused.status_code == 422
    data = {"outcome": "second", "public_reason": "Nothing of the kind was said."}
    assert otto.post(f"/review/disagreements/{opinion.pk}/", data).status_code == 302
    assert Stance.objects.get().status == "withdrawn"
    assert "The second opinion stands" in otto.get("/review/disagreements/").content.decode()


def test_the_page_of_agreement(corrected):
    otto, opinion = corrected
    empty = otto.get("/review/agreement/").content.decode()
    assert "Nothing was coded twice yet" in empty
    otto.post(f"/review/second/{opinion.pk}/", {"verdict": "accept"})
    page = otto.get("/review/agreement/?crisis=belarus-2020").content.decode()
    assert "1 coded twice" in page
    assert "Which kinds were taken for which" in page


def test_the_list_asks_the_same_number_of_questions_of_any_length(
    corrected, django_assert_max_num_queries
):
    otto, _ = corrected
    first = make_editor()
    for code in ("FRA", "POL", "LTU", "USA", "RUS"):
        curation.accept(make_stance(code), seen=1, editor=first)
    with django_assert_max_num_queries(14):
        assert "Poland" in otto.get("/review/second/").content.decode()


def test_second_opinions_are_given_by_keys(desk, proposals):
    first = make_editor("first")
    for stance in proposals(3):
        curation.accept(stance, seen=1, editor=first)
    page = desk("/review/second/")
    page.get_by_role("link", name="Start with the first").click()
    page.wait_for_load_state("networkidle")
    # The first one is taken back, and given anew.
    for keys in (["a"], ["u"], ["a"], ["r", "2"], ["a"]):
        here = page.url
        page.wait_for_timeout(GUARD)
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_function("here => location.href !== here", arg=here)
    expect(page.get_by_text("Nothing waits for your second opinion")).to_be_visible()
    assert sorted(SecondOpinion.objects.values_list("agrees", flat=True)) == [False, True, True]
