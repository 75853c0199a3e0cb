"""All pages in a real browser: without script, without foreign requests, for every reader."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import ARABIC_SPAN, fills, open_map
from tests.factories import make_crisis

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
METHOD = ["/method/", "/method/kinds/", "/method/borders/", "/method/sources/", "/search/?q=Poland"]


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
    # To look into imported sheets axe writes styles into the page, which the policy forbids.
    [
        ("light", {"preload": False}),
        ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]}),
    ],
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
          const script = document.querySelector('script[src*="js/map.js"]').src;
          const { KEYS } = await import(script.replace("map.js", "keys.js"));
          return KEYS.map(({ keys }) => keys);
        }"""
    )
    assert [text.strip() for text in shown] == keys
    assert len(set(keys)) == len(keys)
    site.keyboard.press("Escape")
    expect(site.locator("#keys")).to_be_hidden()


def test_single_keys_can_be_switched_off(site, address, context, live_server):
    context.add_cookies([{"name": "single_keys", "value": "off", "url": live_server.url}])
    site.goto(address)
    site.keyboard.press("?")
    site.keyboard.press("f")
    assert site.locator("dialog[open], details.filter[open]").count() == 0


def test_who_recalled_an_ambassador_takes_three_clicks_from_home(site, live_server, demo):
    make_crisis("sudan-2021", title="Sudan 2021", focal="SDN")
    site.goto(live_server.url)
    site.locator(".crises li", has_text=demo.title).get_by_role("link", name="protest").click()
    site.wait_for_selector("#map[data-live]")
    site.locator("#a-UKR").click()
    site.wait_for_selector(".panel")
    panel = site.locator(".panel")
    expect(panel).to_contain_text("Recall ambassador")
    expect(panel).to_contain_text("17 Aug 2020")
    panel.get_by_role("link", name="In context").first.click()
    expect(site.locator("mark")).to_have_text("UKR made it known: recall_ambassador.")


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


def test_keys_walk_the_cards_and_open_their_source_and_citation(live_server, demo, page, address):
    site = page  # that may ask elsewhere: the source is there
    site.goto(f"{address}actors/POL/")
    site.keyboard.press("j")
    site.keyboard.press("j")
    second = site.locator("article.card").nth(1)
    expect(second).to_be_focused()
    site.keyboard.press("k")
    expect(site.locator("article.card").first).to_be_focused()
    site.route("https://example.org/**", lambda route: route.fulfill(body="The source"))
    source = site.locator("article.card .source a").first.get_attribute("href")
    site.keyboard.press("o")
    site.wait_for_url(source)
    site.goto(f"{address}actors/POL/")
    site.keyboard.press("c")
    site.wait_for_url("**/stances/*/#cite")


def test_nothing_moves_where_motion_is_not_wanted(site, address):
    site.emulate_media(reduced_motion="reduce")
    for view in ("", "timeline/", "stances/"):
        site.goto(address + view)
        moving = site.evaluate(
            """() => [...document.querySelectorAll("*")].filter((element) => {
              const { transitionDuration, animationDuration } = getComputedStyle(element);
              return [transitionDuration, animationDuration].some((time) => parseFloat(time) > 0);
            }).length"""
        )
        assert moving == 0


def test_forced_colors_leave_codes_and_swatches(site, address):
    site.emulate_media(forced_colors="active")
    open_map(site, address)
    swatch = site.locator("#a-POL .swatch")
    expect(swatch).to_have_text("Sa")
    assert swatch.evaluate("(s) => getComputedStyle(s).backgroundColor") == "rgb(10, 10, 15)"
    codes = site.locator("#map g.trace text:visible")
    expect(codes.get_by_text("Sa", exact=True).first).to_be_visible()
    assert fills(site)["CAN"] == "rgb(192, 42, 32)"


def test_the_timeline_is_scrubbed_without_asking_and_settles(site, address, watch):
    site.goto(f"{address}timeline/")
    site.wait_for_load_state("networkidle")
    asked = [request for request in watch.requests if "/crises/" in request]
    slider = site.locator("#day-range")
    slider.focus()
    for _ in range(3):
        site.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "25 Aug 2020")
    assert [request for request in watch.requests if "/crises/" in request] == asked
    line = site.locator(".ribbon .now").first
    expect(line).to_have_attribute("x1", "16.5")
    site.wait_for_url("**/timeline/?day=2020-08-25")
    expect(site.locator("#view")).to_have_attribute("data-day", "2020-08-25")
    expect(site.locator("#day-range")).to_be_focused()


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_timeline_is_saved_as_a_picture(site, address, form, tmp_path):
    site.goto(f"{address}timeline/")
    site.wait_for_selector(".timeline .main-svg")
    site.locator("summary", has_text="Export").click()
    with site.expect_download() as download:
        site.locator(f"[data-image={form}]").click()
    assert download.value.suggested_filename == f"belarus-2020-timeline-2020-08-28.{form}"
    picture = tmp_path / f"timeline.{form}"
    download.value.save_as(picture)
    assert picture.stat().st_size <= 300_000
    if form == "svg":
        words = picture.read_text()
        for said in ("Belarus after the 2020 election: timeline", "Criticise", address):
            assert said in words
