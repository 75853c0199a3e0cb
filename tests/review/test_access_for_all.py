"""The desk's pages are clean for axe in both themes, wide and narrow; none scrolls sideways."""

from pathlib import Path

import pytest

from tests.factories import make_article, make_stance

AXE = Path(__file__).parents[1] / "browser/vendor/axe-4.14.1.min.js"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_is_clean(desk, proposals, width, scheme):
    proposals(3)
    stance = make_stance("GBR", "sanction", article=make_article("Long. " * 300), span="Long.")
    page = desk("/review/")
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for path in (
        "/review/",
        f"/review/{stance.pk}/",
        f"/review/{stance.pk}/#decision-pane",
        f"/review/articles/{stance.evidence.get().article_id}/add/",
        "/review/articles/",
        "/review/decisions/",
        "/review/progress/",
        "/account/",
        "/account/password/",
    ):
        page.goto(page.url.partition("/review")[0].partition("/account")[0] + path)
        if path.endswith("/"):
            page.reload()
        if page.locator("#correct > summary").is_visible():
            page.locator("#correct > summary").click()
        page.evaluate(AXE.read_text())
        # To look into imported sheets axe would write styles into the page: the policy forbids it.
        found = page.evaluate("axe.run({ preload: false }).then(({ violations }) => violations)")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
