"""All pages in a real browser: without script, without foreign requests, for every reader."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import ARABIC_SPAN, open_map

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
VIEWS = [
    "",
    "?selected=POL",
    "table/",
    "timeline/",
    "stances/",
    "actors/POL/",
    "changes/",
    "silence/",
]
METHOD = ["/method/", "/method/kinds/", "/method/borders/", "/method/sources/"]


def stance_page(demo, code: str) -> str:
    return demo.stances.filter(actor__code=code).latest("day").get_absolute_url()


def test_each_view_works_without_script(browser: Browser, live_server, demo, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#actor-list [data-code]").first).to_be_visible()
    expect(page.locator(".timeline-frame")).to_be_hidden()
    page.locator("details.filter > summary").click()
    page.get_by_role("checkbox", name="Sanction", exact=True).check()
    page.get_by_role("button", name="Show").click()
    assert page.url.endswith("?kind=sanction")
    page.locator("#a-POL").click()
    expect(page.locator("#panel-title")).to_have_text("Poland")
    page.get_by_label("Day", exact=True).fill("2020-08-20")
    page.get_by_role("button", name="Go").click()
    assert "day=2020-08-20" in page.url
    page.get_by_role("navigation").get_by_role("link", name="Table").click()
    expect(page.locator("table.positions tbody tr").first).to_be_visible()
    page.locator("table.positions tbody th a").first.click()
    expect(page.locator("article.card").first).to_be_visible()
    page.get_by_role("link", name="In context").first.click()
    expect(page.locator("mark").first).to_be_visible()
    context.close()


def test_a_walk_through_all_pages_asks_nobody_else(site, address, live_server, demo):
    for view in VIEWS:
        site.goto(address + view)
        site.wait_for_load_state("networkidle")
    for page in METHOD:
        site.goto(live_server.url + page)
    open_map(site, address)
    assert site.locator("a[href*='plot']").count() == 0
    assert site.locator(".modebar").count() == 0


@pytest.mark.parametrize(("code", "span"), [("EGY", ARABIC_SPAN), ("POL", None)])
def test_the_mark_is_the_stored_evidence(site, live_server, demo, code, span):
    stance = demo.stances.filter(actor__code=code).latest("day")
    site.goto(live_server.url + stance.get_absolute_url())
    shown = site.locator("mark").evaluate("(mark) => mark.textContent")
    assert shown == (span or stance.evidence.get().text)
    if code == "EGY":
        direction = site.locator(".in-context").evaluate("(p) => getComputedStyle(p).direction")
        assert direction == "rtl"
        assert site.locator(".in-context").get_attribute("lang") == "ar"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    ("theme", "options"),
    [("light", {}), ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]})],
)
def test_axe_finds_nothing(site, address, live_server, demo, width, theme, options):
    site.set_viewport_size({"width": width, "height": 800})
    site.emulate_media(color_scheme=theme)
    addresses = [address + view for view in VIEWS]
    addresses += [live_server.url + page for page in METHOD]
    addresses.append(live_server.url + stance_page(demo, "EGY"))
    problems = []
    for one in addresses:
        site.goto(one)
        site.wait_for_load_state("networkidle")
        site.evaluate(AXE.read_text())
        found = site.evaluate("(options) => axe.run(options).then((r) => r.violations)", options)
        problems += [
            f"{one}: {violation['id']} {node['target']}: {node['failureSummary']}"
            for violation in found
            for node in violation["nodes"]
        ]
    assert problems == []


def test_nothing_scrolls_sideways(site, address, live_server, demo):
    wide = []
    site.set_viewport_size({"width": 320, "height": 700})
    for one in [*(address + view for view in VIEWS), live_server.url + stance_page(demo, "POL")]:
        site.goto(one)
        site.wait_for_load_state("networkidle")
        if site.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(one)
    assert wide == []


def test_tuvalu_is_found_and_its_source_reached_by_few_keys(site, address):
    open_map(site, address)
    presses = 0

    def press(key: str) -> None:
        nonlocal presses
        presses += 1
        site.keyboard.press(key)

    site.locator("#narrow").focus()
    for key in "tuva":
        press(key)
    press("ArrowDown")
    press("Enter")
    expect(site.locator("#panel-title")).to_have_text("Tuvalu")
    while presses < 25:
        press("Tab")
        if site.evaluate("document.activeElement.href ?? ''").startswith("https://example.org/TUV"):
            return
    pytest.fail("the source was not reached in 25 presses")


def test_keys_do_nothing_while_one_types(site, address):
    open_map(site, address)
    site.locator("#narrow").focus()
    site.keyboard.type("f?gt[")
    expect(site.locator("#narrow")).to_have_value("f?gt[")
    assert site.locator("dialog[open]").count() == 0
    assert site.locator("details.filter[open]").count() == 0


def test_the_help_names_every_key(site, address):
    open_map(site, address)
    site.keyboard.press("?")
    shown = site.locator("#keys dt").all_inner_texts()
    keys = site.evaluate(
        """async () => {
          const script = document.querySelector('script[src*="js/page.js"]').src;
          const { KEYS } = await import(script.replace("page.js", "keys.js"));
          return KEYS.map(({ keys }) => keys);
        }"""
    )
    assert [text.strip() for text in shown] == keys
    assert len(set(keys)) == len(keys)
    site.keyboard.press("Escape")
    expect(site.locator("#keys")).to_be_hidden()


def test_keys_lead_to_the_views(site, address):
    open_map(site, address)
    site.keyboard.press("g")
    site.keyboard.press("t")
    site.wait_for_url("**/table/")


def test_a_failed_request_says_so_and_keeps_what_was_there(live_server, demo, page, address):
    open_map(page, address)
    page.route("**/?selected=POL", lambda route: route.abort())
    page.locator("#a-POL").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be reached")
    expect(page.locator("#actor-list")).to_be_visible()
    page.unroute("**/?selected=POL")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#panel-title")).to_have_text("Poland")


def test_results_are_said_once(site, address):
    open_map(site, address)
    site.locator("[data-day=previous]").click()
    expect(site.locator("#live")).to_contain_text("actors on 27 Aug 2020")
