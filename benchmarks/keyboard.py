"""An editor's keyboard at the desk in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from benchmarks.browser import PAINTED, Stage

# Before the desk's own listener, which keeps a key to itself.
_NOTE_KEYS = "addEventListener('keydown', (event) => (window.pressedAt = event.timeStamp), true)"
# Promises the time from the last key until another item is painted.
_WATCH = f"""() => {{
  const before = document.getElementById("item").dataset.stance;
  window.shown = (async () => {{
    const begun = performance.now();
    while (document.getElementById("item")?.dataset.stance === before) {{
      await new Promise((done) => setTimeout(done));
      if (performance.now() - begun > 60000) throw new Error("No next item after a minute.");
    }}
    await {PAINTED};
    return performance.now() - window.pressedAt;
  }})();
}}"""


def make_editor() -> Any:
    """A new editor's account."""
    from django.contrib.auth.models import User

    from reactions.roles import Role, ensure_roles

    editor = User.objects.create_user("clearing")
    editor.groups.add(ensure_roles()[Role.EDITOR])
    return editor


@contextmanager
def first_item(where: Stage, editor: Any, *, slowed: int = 1) -> Iterator[Page]:
    """The first item of the queue, opened by the editor; the processor `slowed` so many times."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(editor)
    address = where.product.split("/crises/")[0]
    context = where.browser.new_context(
        viewport={"width": 1440, "height": 900}, bypass_csp=True, base_url=address
    )
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(_NOTE_KEYS)
    page.goto("/review/")
    page.get_by_role("link", name="Start with the first").click()
    page.wait_for_selector("#item kbd", state="attached")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    try:
        yield page
    finally:
        context.close()


def press(page: Page, keys: Sequence[str]) -> float:
    """Press keys on the keyboard; the milliseconds from the last one to the next item."""
    page.evaluate(_WATCH)
    for key in keys:
        page.keyboard.press(key)
    return float(page.evaluate("window.shown"))
