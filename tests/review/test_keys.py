"""The desk in a browser: keys, the item fetched ahead, undo, setting the evidence, clashes."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from reactions import curation
from reactions.claims import claim
from reactions.models import Decision, Stance
from tests.factories import make_actor, make_article, make_editor, make_stance
from tests.review.conftest import GUARD


def first(desk, proposals, count=3, **options):
    """The first item of a queue, ready to be decided."""
    proposals(count)
    page = desk("/review/?ordering=oldest", **options)
    page.get_by_role("link", name="Start with the first").click()
    ready(page)
    return page


def ready(page):
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(GUARD)


def title(page):
    return page.locator("#item-title").inner_text()


def statuses():
    return sorted(Stance.objects.values_list("status", flat=True))


def test_a_accepts_and_shows_the_item_that_was_fetched_ahead(desk, proposals):
    page = first(desk, proposals)
    fetched = []
    before = title(page)
    page.on("request", lambda request: fetched.append((request.method, request.url)))
    with page.expect_response(re.compile("/accept/")):
        page.keyboard.press("a")
    expect(page.locator("#item-title")).not_to_have_text(before)
    expect(page.locator(".toast")).to_contain_text("Accepted")
    # The page on the screen was here before: what is asked for now is the one after it.
    assert [method for method, url in fetched if page.url.partition("#")[0] == url] == []
    expect(page.locator("#place")).to_have_text("1 of 2")
    assert statuses() == ["accepted", "proposed", "proposed"]
    assert Decision.objects.count() == 1


def test_what_comes_next_is_fetched_beside_the_decision(desk, proposals):
    page = first(desk, proposals, 4)
    held = []
    second = Stance.objects.order_by("pk")[1].pk
    # The first decision is held back; the second goes out after its answer.
    page.route(re.compile("/accept/"), lambda route: held.append(route), times=1)
    places = []
    for _ in range(2):
        before = title(page)
        page.wait_for_timeout(GUARD)
        with page.expect_response(re.compile(r"/review/\d+/\?")):
            page.keyboard.press("a")
        expect(page.locator("#item-title")).not_to_have_text(before)
        places.append(page.locator("#place").inner_text())
    # No decision has reached the server, and the places are those that it leads to.
    assert statuses() == ["proposed"] * 4
    assert places == ["1 of 3", "1 of 2"]
    with page.expect_response(re.compile(f"/{second}/accept/")):
        held[0].continue_()
    page.reload()
    expect(page.locator("#place")).to_have_text("1 of 2")
    assert statuses() == ["accepted"] * 2 + ["proposed"] * 2


def test_what_others_decided_or_opened_meanwhile_is_passed_by(desk, proposals):
    stances = proposals(5)
    otto = make_editor("otto")
    page = desk(f"/review/{stances[0].pk}/?ordering=oldest")
    ready(page)
    # The second was fetched by now, the third was not.
    curation.accept(stances[1], seen=1, editor=otto)
    claim(stances[3].pk, otto)
    page.keyboard.press("a")
    page.wait_for_url(re.compile(f"/review/{stances[2].pk}/"))
    expect(page.get_by_role("button", name="Accept")).to_be_enabled()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(GUARD)
    page.keyboard.press("a")
    page.wait_for_url(re.compile(f"/review/{stances[4].pk}/"))


def test_sixty_decisions_as_fast_as_items_appear(desk, proposals):
    page = first(desk, proposals, 60)
    for number in range(60):
        here = page.url
        page.wait_for_timeout(GUARD)
        if number % 3:
            page.keyboard.press("a")
        else:
            page.keyboard.press("r")
            page.keyboard.press("1")
        page.wait_for_function("here => location.href !== here", arg=here)
    expect(page.get_by_role("heading", name="Queue clear")).to_be_visible()
    assert Decision.objects.count() == 60
    assert Decision.objects.values("stance").distinct().count() == 60
    assert statuses() == ["accepted"] * 40 + ["rejected"] * 20


def test_a_held_key_decides_once(desk, proposals):
    page = first(desk, proposals)
    before = title(page)
    page.keyboard.down("a")
    expect(page.locator("#item-title")).not_to_have_text(before)
    for _ in range(8):
        page.wait_for_timeout(60)
        page.keyboard.down("a")
    page.keyboard.up("a")
    ready(page)
    assert Decision.objects.count() == 1


def test_a_new_item_cannot_be_decided_for_a_quarter_of_a_second(desk, proposals):
    proposals(3)
    page = desk("/review/?ordering=oldest")
    page.clock.install()
    page.get_by_role("link", name="Start with the first").click()
    page.wait_for_load_state("networkidle")
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.clock.run_for(300)
    before = title(page)
    page.keyboard.press("a")
    expect(page.locator("#item-title")).not_to_have_text(before)
    second = title(page)
    page.clock.run_for(249)
    page.keyboard.press("a")
    assert title(page) == second
    page.clock.run_for(2)
    page.keyboard.press("a")
    expect(page.locator("#item-title")).not_to_have_text(second)


def test_keys_are_dead_in_fields_with_modifiers_and_while_composing(desk, proposals):
    page = first(desk, proposals)
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+a")
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'a', isComposing: true, bubbles: true}))"
    )
    page.keyboard.press("e")
    page.keyboard.type("aru")
    expect(page.locator("#id_actor")).to_have_value("aru")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.keyboard.press("a")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert Decision.objects.count() == 0


def test_reject_takes_a_digit(desk, proposals):
    page = first(desk, proposals)
    before = title(page)
    page.keyboard.press("3")
    page.keyboard.press("r")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    assert title(page) == before
    page.keyboard.press("r")
    with page.expect_response(re.compile("/reject/")):
        page.keyboard.press("5")
    expect(page.locator("#item-title")).not_to_have_text(before)
    assert Decision.objects.get().reason == "5"


def test_a_note_is_written_before_the_reason_is_chosen(desk, proposals):
    page = first(desk, proposals)
    before = title(page)
    for key in ("r", "n", "Escape", "r", "n"):
        page.keyboard.press(key)
    page.keyboard.type("1. Not he")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="No stance")).to_be_focused()
    assert Decision.objects.count() == 0
    with page.expect_response(re.compile("/reject/")):
        page.keyboard.press("3")
    expect(page.locator("#item-title")).not_to_have_text(before)
    decision = Decision.objects.get()
    assert (decision.reason, decision.note) == ("3", "1. Not he")


def test_ten_undos_also_after_a_reload(desk, proposals):
    page = first(desk, proposals, 12)
    titles = []
    for _ in range(10):
        titles.append(page.url)
        page.keyboard.press("a")
        page.wait_for_function("here => location.href !== here", arg=titles[-1])
        ready(page)
    for number, address in enumerate(reversed(titles)):
        with page.expect_response(re.compile("/review/undo/")):
            page.keyboard.press("u")
        page.wait_for_url(address)
        ready(page)
        if number == 4:
            page.reload()
            ready(page)
    assert statuses() == ["proposed"] * 12
    assert Decision.objects.count() == 20


def test_ten_undos_with_a_merge_among_them(desk, proposals):
    twin_of = proposals(10)[9]
    twin = make_stance(twin_of.actor.code, twin_of.kind, day=twin_of.day, official="Dominic Raab")
    page = desk(f"/review/{twin.pk}/?ordering=oldest")
    ready(page)
    page.keyboard.press("m")
    page.get_by_role("button", name="Merge").press("Enter")
    expect(page.get_by_text("Merged into this one")).to_be_visible()
    for _ in range(9):
        ready(page)
        here = page.url
        with page.expect_response(re.compile("/accept/")):
            page.keyboard.press("a")
        page.wait_for_function("here => location.href !== here", arg=here)
    ready(page)
    assert statuses() == ["accepted"] * 9 + ["merged", "proposed"]
    for _ in range(10):
        with page.expect_response(re.compile("/review/undo/")):
            page.keyboard.press("u")
        ready(page)
    assert statuses() == ["proposed"] * 11
    assert Decision.objects.count() == 20
    assert twin.evidence.get().primary
    page.wait_for_url(re.compile(f"/review/{twin.pk}/"))


def test_the_toast_undoes(desk, proposals):
    page = first(desk, proposals)
    before = title(page)
    page.keyboard.press("a")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#item-title")).to_have_text(before)
    assert statuses() == ["proposed"] * 3


@pytest.fixture
def unfound(transactional_db):
    text = "🕊️🕊️ First lines.\n\nThe UK 🇬🇧 does not accept the results, Raab said. More follows."
    stance = make_stance(article=make_article(text), span="First lines.")
    stance.evidence.update(text="Words that the article does not have")
    return stance


def test_unfound_evidence_blocks_accept_until_words_are_selected(desk, unfound):
    page = desk(f"/review/{unfound.pk}/")
    ready(page)
    page.keyboard.press("a")
    expect(page.locator("[data-action=accept]")).to_be_disabled()
    assert Decision.objects.count() == 0
    page.evaluate(
        """() => {
          const text = document.querySelectorAll('#article-text p')[1].firstChild;
          const from = text.data.indexOf('does not'), to = text.data.indexOf(', Raab');
          getSelection().setBaseAndExtent(text, from - 1, text, to);
        }"""
    )
    page.keyboard.press("q")
    expect(page.locator("#id_evidence")).to_have_value("does not accept the results")
    # By a word at either end, also over the emoji.
    page.keyboard.press("[")
    page.keyboard.press("}")
    expect(page.locator("#id_evidence")).to_have_value("🇬🇧 does not accept the results,")
    page.keyboard.press("]")
    page.keyboard.press("{")
    expect(page.locator("#id_evidence")).to_have_value("does not accept the")
    page.keyboard.press("}")
    expect(page.locator("#id_evidence")).to_have_value("does not accept the results,")
    page.locator("#id_evidence").focus()
    with page.expect_response(re.compile("/correct/")):
        page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/review/\?"))
    evidence = unfound.evidence.get(primary=True)
    assert evidence.fits()
    assert evidence.text == "does not accept the results,"


def test_a_span_is_set_by_keys_alone(desk, unfound):
    other = make_stance("RUS", "support", article=unfound.evidence.get().article,
                        span="The UK 🇬🇧 does not accept the results, Raab said.")  # fmt: skip
    page = desk(f"/review/{unfound.pk}/")
    ready(page)
    # The words are nowhere: it begins with the word that stands at their place.
    page.keyboard.press("}")
    expect(page.locator("#id_evidence")).to_have_value("First lines.")
    # Or with a passage that is marked for another stance.
    page.keyboard.press(".")
    page.keyboard.press("q")
    expect(page.locator("#id_evidence")).to_have_value(other.evidence.get().text)
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("Off: the evidence is not in the article")
    page.locator("#id_evidence").focus()
    with page.expect_response(re.compile("/correct/")):
        page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(f"/review/{other.pk}/"))
    assert unfound.evidence.get(primary=True).fits()


def test_marks_are_walked_from_beginning_to_beginning(desk, transactional_db):
    article = make_article("First of all. The UK condemned it on Monday. Russia backed it.")
    stance = make_stance("GBR", "condemn", article=article, span="The UK condemned it on Monday.")
    stance.evidence.update(cue_start=21, cue_end=30)
    make_stance("RUS", "support", article=article, span="Russia backed it.")
    page = desk(f"/review/{stance.pk}/")
    ready(page)
    visited = []
    for _ in range(3):
        page.keyboard.press(".")
        visited.append(page.evaluate("document.activeElement.dataset.from"))
    assert visited == ["21", "45", "14"]


def test_a_form_with_errors_comes_back_with_what_was_typed(desk, proposals):
    make_actor("FRA")
    page = first(desk, proposals)
    page.keyboard.press("e")
    page.locator("#id_actor").fill("Frnace")
    page.locator("#id_note").fill("Keep me")
    page.keyboard.press("Control+Enter")
    problem = page.get_by_role("alert")
    expect(problem).to_be_focused()
    expect(problem).to_contain_text("There is no actor “Frnace”")
    expect(page.locator("#id_note")).to_have_value("Keep me")
    problem.get_by_role("link").click()
    expect(page.locator("#id_actor")).to_be_focused()
    page.locator("#id_actor").fill("France")
    page.wait_for_timeout(GUARD)
    with page.expect_response(re.compile("/correct/")) as answer:
        page.keyboard.press("Control+Enter")
    assert answer.value.ok
    assert Decision.objects.get().after["actor"] == "FRA"


def test_the_second_of_two_editors_sees_the_clash(desk, proposals):
    page = first(desk, proposals)
    Stance.objects.update(version=2)
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Somebody was faster")).to_be_focused()
    assert Decision.objects.count() == 0


def test_a_server_that_cannot_be_reached_loses_nothing(desk, proposals):
    page = first(desk, proposals, 2)
    page.context.set_offline(True)
    page.keyboard.press("a")
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    page.context.set_offline(False)
    with page.expect_response(re.compile("/accept/")):
        again.click()
    expect(page.locator(".toast")).to_contain_text("Accepted")
    assert Decision.objects.count() == 1


def test_all_that_could_not_be_sent_is_sent_once_the_server_is_back(desk, proposals):
    page = first(desk, proposals, 3)
    here = page.url
    page.context.set_offline(True)
    page.keyboard.press("a")
    page.wait_for_function("here => location.href !== here", arg=here)
    page.wait_for_timeout(GUARD)
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("2 decisions are not saved")
    page.context.set_offline(False)
    expect(page.locator(".toast")).to_contain_text("Accepted")
    ready(page)
    assert statuses() == ["accepted", "accepted", "proposed"]
    assert Decision.objects.count() == 2


def test_a_decision_outlives_the_end_of_the_session(desk, proposals):
    page = first(desk, proposals, 2)
    Session.objects.all().delete()
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("signed out. The decision is not saved")
    assert statuses() == ["proposed"] * 2
    with page.expect_popup() as signing_in:
        page.get_by_role("button", name="Sign in").press("Enter")
    other = signing_in.value
    other.locator("[name=username]").fill("anna")
    other.locator("[name=password]").fill("correct horse")
    other.keyboard.press("Enter")
    expect(other.locator("#item-title")).to_be_visible()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(".toast")).to_contain_text("Accepted")
    assert statuses() == ["accepted", "proposed"]


def test_u_with_nothing_to_undo_stays(desk, proposals):
    page = first(desk, proposals)
    before = title(page)
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("nothing of yours to undo")
    page.keyboard.press("a")
    expect(page.locator("#item-title")).not_to_have_text(before)


def test_what_was_decided_last_is_undone_from_the_clear_queue(desk, proposals):
    page = first(desk, proposals, 1)
    page.keyboard.press("a")
    expect(page.get_by_text("You decided on 1 today")).to_be_visible()
    ready(page)
    page.keyboard.press("u")
    expect(page.locator("#item-title")).to_be_visible()
    assert statuses() == ["proposed"]


def test_the_help_shows_the_registry(desk, proposals):
    page = first(desk, proposals)
    page.keyboard.press("?")
    shown = page.get_by_role("dialog", name="Keys").locator("kbd").all_inner_texts()
    registered = page.evaluate(
        """async () => {
          const { ACTIONS, capOf } = await import('/static/js/review-keys.js');
          const here = ACTIONS.filter(({ scope }) => scope !== "queue");
          return here.flatMap(({ keys }) => keys.map(capOf));
        }"""
    )
    assert sorted(shown) == sorted(registered)


def test_no_key_means_two_things_and_none_is_the_browsers(desk, proposals):
    page = first(desk, proposals)
    rows = page.evaluate(
        "async () => (await import('/static/js/review-keys.js')).ACTIONS"
        ".flatMap(({ scope, keys }) => keys.map((key) => [scope, key]))"
    )
    assert len({tuple(row) for row in rows}) == len(rows)
    taken = {f"{modifier}+{key}" for modifier in ("Ctrl", "Meta") for key in "acfhlnoprstuvwxT+-0"}
    assert not {key for _, key in rows} & (taken | {"Backspace", "F5", "Tab", " "})


def test_every_control_with_a_key_says_so(desk, proposals):
    page = first(desk, proposals)
    accept = page.get_by_role("button", name="Accept")
    assert accept.get_attribute("aria-keyshortcuts") == "a"
    assert accept.locator("kbd").inner_text() == "a"


def test_without_script_the_queue_is_cleared_by_forms(desk, proposals, browser, live_server):
    proposals(2)
    page = desk("/review/")
    plain = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    page = plain.new_page()
    page.goto(f"{live_server.url}/review/?ordering=oldest")
    page.get_by_role("link", name="Start with the first").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted: ")).to_be_visible()
    page.get_by_text("Reject…").click()
    page.get_by_role("button", name="Background").click()
    expect(page.get_by_role("heading", name="Queue clear")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("#item-title")).to_be_visible()
    plain.close()
    assert statuses() == ["accepted", "proposed"]


def test_single_keys_can_be_switched_off(desk, proposals):
    page = first(desk, proposals)
    page.context.add_cookies([{"name": "single_keys", "value": "off", "url": page.url}])
    page.reload()
    ready(page)
    for key in "arj?":
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Decision.objects.count() == 0
    page.get_by_role("link", name="Correct").click()
    page.wait_for_timeout(GUARD)
    with page.expect_response(re.compile("/correct/")):
        page.keyboard.press("Control+Enter")


def test_many_are_selected_and_decided_from_the_queue(desk, proposals):
    proposals(5)
    page = desk("/review/?ordering=oldest")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    expect(page.locator("#picked")).to_have_text("3 selected")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("3 accepted")).to_be_visible()
    assert statuses() == ["accepted"] * 3 + ["proposed"] * 2
    page.keyboard.press("u")
    expect(page.get_by_text("Undone: 3 decisions")).to_be_visible()
    assert statuses() == ["proposed"] * 5


def test_enter_opens_the_row(desk, proposals):
    proposals(2)
    page = desk("/review/?ordering=oldest")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("table.queue tbody th a").nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{second}")


def test_s_skips_and_f_flags(desk, proposals):
    page = first(desk, proposals)
    here = page.url
    page.keyboard.press("f")
    expect(page.locator("[data-action=flag]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("s")
    page.wait_for_function("here => location.href !== here", arg=here)
    expect(page.locator("#place")).to_have_text("1 of 2")
    marks = Stance.objects.order_by("pk").first().desk_marks.values_list("type", flat=True)
    assert sorted(marks) == ["flag", "skip"]
