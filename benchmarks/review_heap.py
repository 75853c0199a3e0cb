"""What the desk's script keeps in memory while an editor walks through three thousand items.

The site gives sixty items; the page then gets them again and again under new numbers without asking
the site, whose speed has nothing to do with what is measured.
"""

from __future__ import annotations

import re
import sys
from html import unescape
from typing import Any

from playwright.sync_api import Page

from benchmarks.browser import PAINTED, stage
from benchmarks.keyboard import first_item, make_editor

WALKED = 3000
LIMIT = 30.0
_RECORDED = 60
# What is made once is there after so many items.
_SETTLED = 50
_TOLD_EVERY = 500
_FETCH = """async (href) =>
  (await fetch(href, { headers: { "HX-Request": "true" } })).text()"""
_SERVE = """(items) => {
  let number = 1000000;
  window.fetch = async (href, { method = "GET" } = {}) => {
    if (method === "POST") {
      return new Response("{}", { headers: { "Content-Type": "application/json" } });
    }
    number += 1;
    const item = items[number % items.length]
      .replace(/data-stance="[0-9]+"/, `data-stance="${number}"`)
      .replace(/data-following="[^"]*"/, `data-following="/review/${number + 1}/"`);
    return new Response(item, { headers: { "Content-Type": "text/html" } });
  };
}"""
_WALK = f"""async (times) => {{
  for (let turn = 0; turn < times; turn += 1) {{
    const before = document.getElementById("item").dataset.stance;
    document.body.dispatchEvent(
      new KeyboardEvent("keydown", {{ key: "j", bubbles: true, cancelable: true }}));
    while (document.getElementById("item").dataset.stance === before) {{
      await new Promise((done) => setTimeout(done));
    }}
    await {PAINTED};
  }}
}}"""


def run() -> dict[str, Any]:
    """By how many MB the heap grows from item to item, garbage collected before each measure."""
    proposals = 2 * _RECORDED
    with stage(proposals=proposals) as where, first_item(where, make_editor()) as page:
        page.wait_for_load_state("networkidle")
        page.evaluate(_SERVE, _recorded(page))
        page.evaluate(_WALK, _SETTLED)
        before = now = _used(page)
        for walked in range(_TOLD_EVERY, WALKED + 1, _TOLD_EVERY):
            page.evaluate(_WALK, _TOLD_EVERY)
            now = _used(page)
            sys.stderr.write(f"{walked:>5} items: {now:6.2f} MB, {now - before:+.2f}\n")
    return {
        "name": "review-heap",
        "value": round(now - before, 2),
        "limit": LIMIT,
        "within": now - before <= LIMIT,
        "before": round(before, 2),
        "unit": "MB",
        "walked": WALKED,
    }


def _recorded(page: Page) -> list[str]:
    """Items as the page's script fetches them, each the one that follows the last."""
    items: list[str] = []
    href = page.evaluate("document.getElementById('item').dataset.following")
    while len(items) < _RECORDED:
        items.append(page.evaluate(_FETCH, href))
        href = unescape(re.findall(r'data-following="([^"]*)"', items[-1])[0])
    return items


def _used(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return float(next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize")) / 1e6
