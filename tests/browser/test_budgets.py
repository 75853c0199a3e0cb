"""What the map's page brings over the wire, and how still it holds, where many have spoken."""

import gzip

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import open_map
from tests.factories import make_large_crisis

KB = 1000
LIBRARY = ("/static/vendor/plotly/", "/static/vendor/topology/")

WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [1440, 360])
def test_the_map_with_200_actors_is_light_and_holds_still(
    live_server, transactional_db, page: Page, width
):
    make_large_crisis()
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(WATCH)
    answers: dict[str, Response] = {}
    page.on("response", lambda answer: answers.update({answer.url: answer}))
    open_map(page, f"{live_server.url}/crises/belarus-2020/")
    page.wait_for_load_state("networkidle")
    # Gzip gives more bytes than brotli, so the limits hold for both.
    sizes = {url: len(gzip.compress(answer.body())) for url, answer in answers.items()}
    later = sum(size for url, size in sizes.items() if any(part in url for part in LIBRARY))
    assert sum(sizes.values()) - later <= 190 * KB
    assert sum(sizes.values()) <= 660 * KB
    assert page.evaluate("window.shift") <= 0.05
