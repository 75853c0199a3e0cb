"""The reaction map in a real browser."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, expect

from crisiswatch.joined import join_scripts
from reactions.charts import SMALL
from tests.browser.conftest import FIRST, fills, open_map
from tests.factories import make_membership, make_stance

GREY = "rgb(230, 233, 237)"
COLORS = {
    "back": "rgb(63, 98, 243)",
    "aside": "rgb(139, 144, 150)",
    "call": "rgb(255, 202, 0)",
    "criticise": "rgb(192, 42, 32)",
    "protest": "rgb(78, 0, 147)",
    "act": "rgb(10, 10, 15)",
}


def expected_fills(client, state: str) -> dict[str, str]:
    """What the server says of every actor with a position, as colours of the light theme."""
    rows = client.get(f"/crises/belarus-2020/map.json{state}").json()["positions"]
    return {row["actor"]: COLORS[row["group"]] for row in rows if row["type"] == "country"}


def shown_fills(page: Page) -> dict[str, str]:
    return {code: fill for code, fill in fills(page).items() if fill != GREY}


@pytest.mark.parametrize(
    "state",
    ["", "?day=2020-08-15", "?rule=first", "?target=opponents", "?side=critical&day=2020-08-20"],
)
def test_the_map_is_filled_as_the_server_says(site, address, client, state):
    open_map(site, address + state)
    assert shown_fills(site) == expected_fills(client, state)


def test_the_map_is_drawn_by_its_joined_script(site, address, client):
    folder = Path(finders.find("js/map.js")).parent
    joined = join_scripts("map.js", lambda name: (folder / name).read_text())
    kind = "text/javascript"
    site.route("**/js/map.js", lambda route: route.fulfill(body=joined, content_type=kind))
    open_map(site, address)
    assert shown_fills(site) == expected_fills(client, "")


def test_the_parties_and_disputed_areas_are_never_filled(site, address):
    open_map(site, address)
    assert not {"BLR", "XAC", "XAP", "XBT", "XHT", "XIT", "XJK"} & fills(site).keys()


def test_coasts_lie_over_the_fills_and_disputed_edges_are_dashed(site, address):
    open_map(site, address)
    site.wait_for_selector(".layer.coastlines path", state="attached")
    layers = site.eval_on_selector_all("#map g.layer", "all => all.map((one) => one.classList[1])")
    assert layers.index("backplot") < layers.index("coastlines") < layers.index("frontplot")
    dashed = site.evaluate(
        """[...document.querySelectorAll("#map .backplot path")]
          .filter((path) => path.style.strokeDasharray).map((path) => path.__data__.loc)"""
    )
    assert sorted(dashed) == ["XAC", "XAP", "XBT", "XHT", "XIT", "XJK"]


def test_moving_the_day_repaints_without_asking(site, address, client, watch):
    open_map(site, address)
    asked = len(watch.requests)
    slider = site.locator("#day-range")
    slider.focus()
    slider.dispatch_event("pointerdown")  # held: nothing settles however slow the keys come
    for _ in range(6):
        site.keyboard.press("ArrowLeft")
    assert shown_fills(site) == expected_fills(client, "?day=2020-08-22")
    assert len(watch.requests) == asked
    expect(slider).to_have_attribute("aria-valuetext", "22 Aug 2020")


def test_settling_on_a_day_replaces_the_address_and_keeps_the_focus(site, address):
    open_map(site, address)
    before = site.evaluate("history.length")
    site.locator("#day-range").focus()
    for _ in range(4):
        site.keyboard.press("ArrowLeft")
    site.wait_for_url("**/?day=2020-08-24")
    expect(site.locator("#view")).to_have_attribute("data-day", "2020-08-24")
    expect(site.locator("#day-range")).to_be_focused()
    assert site.evaluate("history.length") == before


def travel(site, direction):
    """Go back or forward as the buttons do; the page then loads again by itself.

    Playwright's own `go_back` takes that second load for a fault of the first.
    """
    with site.expect_event("load"):
        site.evaluate(f"() => {{ setTimeout(() => history.{direction}(), 20) }}")


def test_back_and_forward_restore_each_state(site, address):
    open_map(site, address)
    site.locator("[data-day=previous]").click()
    site.wait_for_url("**/?day=2020-08-27")
    site.locator("#legend [data-highlight=act]").click(modifiers=["ControlOrMeta"])
    site.wait_for_url("**/?day=2020-08-27&group=act")
    filtered = site.locator("#actor-list [data-code]").count()
    travel(site, "back")
    site.wait_for_url("**/?day=2020-08-27")
    expect(site.locator("#view")).to_have_attribute("data-day", "2020-08-27")
    expect(site.locator("#actor-list [data-code]")).not_to_have_count(filtered)
    assert site.locator("#actor-list [data-code]").count() > filtered
    travel(site, "back")
    site.wait_for_url("**/crises/belarus-2020/")
    expect(site.locator("#view")).to_be_visible()
    travel(site, "forward")
    site.wait_for_url("**/?day=2020-08-27")
    expect(site.locator("#view")).to_have_attribute("data-day", "2020-08-27")
    travel(site, "forward")
    site.wait_for_url("**/?day=2020-08-27&group=act")
    expect(site.locator("#actor-list [data-code]")).to_have_count(filtered)


DOTS = """() => [...document.querySelectorAll("#map path.point")]
  .map((dot) => [dot.__data__.data, dot.getBoundingClientRect()])
  .filter(([code]) => code)
  .map(([code, box]) => [code, box.x + box.width / 2, box.y + box.height / 2])"""


def test_every_dot_can_be_pointed_at_in_some_region(site, address):
    open_map(site, address)
    site.evaluate(
        """() => {
          window.pointedAt = new Set();
          document.getElementById("map").on("plotly_hover", ({ points }) => {
            if (points[0].customdata) window.pointedAt.add(points[0].customdata);
          });
        }"""
    )
    frame = site.locator("#map").bounding_box()
    left = set(SMALL)
    for region in reversed(site.locator("[data-viewport]").all()):
        region.click()
        site.wait_for_timeout(400)
        for code, x, y in site.evaluate(DOTS):
            within_x = 0 < x - frame["x"] < frame["width"]
            within_y = 0 < y - frame["y"] < frame["height"]
            if code in left and within_x and within_y:
                site.mouse.move(x + 5, y + 5)
                site.wait_for_timeout(60)
                site.mouse.move(x, y)
                site.wait_for_timeout(60)
        left -= set(site.evaluate("[...window.pointedAt]"))
    assert left == set()


def test_the_tooltip_tells_who_what_since_and_the_words(site, address):
    open_map(site, address)
    site.locator("#a-CAN").focus()
    site.keyboard.press("ArrowDown")
    site.keyboard.press("ArrowUp")
    tip = site.locator("#map-tip")
    expect(tip).to_contain_text("Canada")
    expect(tip).to_contain_text("Solidarity")
    expect(tip).to_contain_text("Since 12 Aug 2020")
    expect(tip).to_contain_text("CAN made it known")
    site.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_the_tooltip_can_be_entered(site, address):
    open_map(site, address)
    site.locator("[data-viewport=north-america]").click()
    site.wait_for_timeout(300)
    box = site.locator("#map").bounding_box()
    site.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.4)
    site.mouse.move(box["x"] + box["width"] / 2 + 2, box["y"] + box["height"] * 0.4)
    tip = site.locator("#map-tip")
    expect(tip).to_be_visible()
    inner = tip.bounding_box()
    site.mouse.move(inner["x"] + 5, inner["y"] + 5, steps=4)
    site.wait_for_timeout(500)
    expect(tip).to_be_visible()


def test_a_click_on_a_country_opens_its_cards_and_esc_closes_them(site, address):
    open_map(site, address)
    site.locator("#a-POL").click()
    site.wait_for_url("**/?selected=POL")
    expect(site.locator("#panel-title")).to_have_text("Poland")
    site.keyboard.press("Escape")
    site.wait_for_url("**/crises/belarus-2020/")
    expect(site.locator("#a-POL")).to_be_focused()


def test_a_panel_opens_alone_and_later_links_keep_it(site, address, watch):
    open_map(site, address)
    site.wait_for_load_state("networkidle")
    site.evaluate("document.getElementById('actor-list').dataset.same = 'yes'")
    asked = len(watch.requests)
    site.locator("#a-POL").click()
    expect(site.locator("#panel-title")).to_have_text("Poland")
    expect(site.locator("#a-POL")).to_have_attribute("aria-current", "true")
    expect(site.locator("#live")).to_contain_text("Poland: Sanction")
    assert [one for one in watch.requests[asked:] if "/crises/" in one] == [
        f"{address}?selected=POL"
    ]
    assert site.locator("#actor-list").get_attribute("data-same") == "yes"
    site.locator("#a-CAN").click()
    expect(site.locator("#panel-title")).to_have_text("Canada")
    expect(site.locator("#a-POL")).not_to_have_attribute("aria-current", "true")
    site.locator("[data-day=previous]").click()
    site.wait_for_url("**/?day=2020-08-27&selected=CAN")
    expect(site.locator("#panel-title")).to_have_text("Canada")


def test_what_stands_round_a_view_follows_it(site, address):
    open_map(site, address)
    site.locator("details.filter > summary").click()
    site.get_by_role("checkbox", name="Sanction", exact=True).check()
    site.get_by_role("button", name="Show").click()
    site.wait_for_url("**/?kind=sanction")
    expect(site.locator("[data-view=table]")).to_have_attribute("href", re.compile("kind=sanction"))
    call = site.locator("#about-view a", has_text="API call")
    expect(call).to_have_attribute("href", re.compile("kind=sanction"))


def test_the_first_day_has_a_slider_of_its_own(site, address):
    open_map(site, address)
    before = site.evaluate("history.length")
    slider = site.locator("#from-range")
    slider.focus()
    for _ in range(3):
        site.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "12 Aug 2020")
    site.wait_for_url("**/?from=2020-08-12")
    expect(site.locator("#from")).to_have_value("2020-08-12")
    expect(site.locator("#from-range")).to_be_focused()
    assert site.evaluate("history.length") == before
    expect(site.locator("#a-EU")).to_have_count(0)
    slider.press("Home")
    site.wait_for_url("**/crises/belarus-2020/")


def test_what_one_looks_at_stands_in_the_address(site, address):
    open_map(site, address)
    site.locator("#map").focus()
    site.keyboard.press("+")
    site.keyboard.press("ArrowRight")
    site.wait_for_url("**/?viewport=8.6,13.5,1.4")
    site.reload()
    site.wait_for_selector("#map[data-live]")
    geo = site.evaluate(
        "(({ center, projection }) => [center.lon, center.lat, projection.scale])"
        "(document.getElementById('map')._fullLayout.geo)"
    )
    assert geo == [8.6, 13.5, 1.4]


def test_the_legend_highlights_and_esc_takes_it_back(site, address):
    open_map(site, address)
    all_of_it = shown_fills(site)
    site.locator("#legend [data-highlight=act]").click()
    expect(site.locator("#legend [data-highlight=act]")).to_have_attribute("aria-pressed", "true")
    assert set(shown_fills(site).values()) == {COLORS["act"]}
    assert "highlight=act" in site.url
    site.keyboard.press("Escape")
    assert shown_fills(site) == all_of_it
    assert "highlight" not in site.url


def test_what_one_looks_at_stays_when_the_day_changes(site, address):
    open_map(site, f"{address}?viewport=europe")
    scale = "document.getElementById('map')._fullLayout.geo.projection.scale"
    before = site.evaluate(scale)
    assert before > 2
    site.locator("[data-day=previous]").click()
    site.wait_for_url("**day=2020-08-27**")
    expect(site.locator("#view")).to_have_attribute("data-day", "2020-08-27")
    site.wait_for_timeout(400)
    assert site.evaluate(scale) == before
    assert "viewport=europe" in site.url


def test_play_goes_through_the_days_and_stops_at_a_key(site, address):
    open_map(site, f"{address}?day=2020-08-10")
    site.locator("#play").click()
    expect(site.locator("#play")).to_have_text("Stop")
    expect(site.locator("#day")).not_to_have_value("2020-08-10")
    site.keyboard.press("Shift")
    expect(site.locator("#play")).to_have_text("Play")
    site.wait_for_url(lambda url: "day=2020-08-10" not in url)


def test_there_is_no_play_where_motion_is_not_wanted(site, address):
    site.emulate_media(reduced_motion="reduce")
    open_map(site, address)
    expect(site.locator("#play")).to_be_hidden()


def test_without_the_library_a_note_stands_and_the_list_works(live_server, demo, page, address):
    page.route("**/plotly-geo-*.js", lambda route: route.abort())
    page.goto(address)
    expect(page.locator("#map-note")).to_be_visible()
    page.locator("#a-POL").click()
    expect(page.locator("#panel-title")).to_have_text("Poland")


def test_dark_fills_are_the_dark_ones(site, address):
    site.emulate_media(color_scheme="dark")
    open_map(site, address)
    assert fills(site)["CAN"] == "rgb(219, 45, 36)"
    site.emulate_media(color_scheme="light")
    site.wait_for_timeout(800)
    assert fills(site)["CAN"] == COLORS["criticise"]


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_map_is_saved_as_a_picture(site, address, form, tmp_path):
    open_map(site, address)
    site.locator("summary", has_text="Export").click()
    with site.expect_download() as download:
        site.locator(f"[data-image={form}]").click()
    assert download.value.suggested_filename == f"belarus-2020-2020-08-28.{form}"
    picture = tmp_path / f"map.{form}"
    download.value.save_as(picture)
    if form == "png":
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size <= 300_000
    else:
        words = picture.read_text()
        for said in ("Belarus after the 2020 election", "Criticise", "no opinion", address):
            assert said in words


def test_print_is_light_and_keeps_the_map(site, address):
    site.emulate_media(color_scheme="dark")
    open_map(site, f"{address}?selected=POL")
    site.emulate_media(color_scheme="dark", media="print")
    site.wait_for_timeout(800)
    assert fills(site)["CAN"] == COLORS["criticise"]
    expect(site.locator("#map g.trace").first).to_be_visible()
    expect(site.locator(".panel")).to_be_visible()
    expect(site.locator("details.filter")).to_be_hidden()


def test_a_proposal_is_a_hollow_dashed_mark(site, address, demo):
    demo.proposals_public = True
    demo.save()
    make_stance("BRA", "condemn", status="proposed", day=FIRST)
    open_map(site, f"{address}?status=accepted,proposed")
    shown = site.evaluate(
        """() => {
          for (const trace of document.querySelectorAll("#map g.trace")) {
            if (trace.__data__?.[0]?.trace?.name !== "proposed") continue;
            const { fill, strokeDasharray } = getComputedStyle(trace.querySelector("path"));
            return [trace.querySelectorAll("path").length, fill, strokeDasharray];
          }
        }"""
    )
    assert shown == [1, "none", "3px, 2px"]
    assert fills(site)["BRA"] == GREY


@pytest.mark.parametrize(("labels", "some"), [("on", True), ("off", False)])
def test_the_codes_on_land_can_be_switched(site, address, labels, some):
    open_map(site, f"{address}?labels={labels}")
    # The codes come once the map is there.
    site.wait_for_selector("#map g.trace text", state="attached")
    codes = site.evaluate(
        """() => [...document.querySelectorAll("#map g.trace")]
          .filter((trace) => trace.__data__?.[0]?.trace?.name === "codes")
          .flatMap((trace) => [...trace.querySelectorAll("text")])
          .map((text) => text.style.display)"""
    )
    assert {display != "none" for display in codes} == {some}


def test_an_organization_is_chosen_by_keys_and_its_members_are_outlined_not_filled(site, address):
    make_membership("EU", "PRT")
    make_membership("EU", "MLT")
    open_map(site, f"{address}?organizations=members")
    site.locator(".rail a").first.focus()
    while "EU" not in site.evaluate("document.activeElement.textContent"):
        site.keyboard.press("ArrowRight")
    expect(site.locator("#map svg.overlay path")).to_have_count(2)
    rings = site.evaluate(
        """() => [...document.querySelectorAll("#map g.trace")]
          .filter((trace) => trace.__data__?.[0]?.trace?.name === "rings")
          .flatMap((trace) => [...trace.querySelectorAll("path")])
          .map((path) => getComputedStyle(path).fill)"""
    )
    assert rings == ["none"]
    assert fills(site)["PRT"] == GREY
    site.keyboard.press("Enter")
    expect(site.locator("#panel-title")).to_have_text("European Union")


def test_colours_by_kind_are_those_of_the_kinds(site, address):
    open_map(site, f"{address}?colour=kind")
    shown = fills(site)
    assert (shown["CAN"], shown["POL"]) == ("rgb(85, 143, 109)", "rgb(120, 8, 63)")
