"""The product and a bare map in a real Chromium whose processor is slowed four times.

The reference of every figure is a page with nothing but the same drawing library, the same
outlines and 195 countries: R is its time from navigation to drawn, S that of one `restyle`.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.server import serving
from benchmarks.services import running_site

SLOWED = 4
RUNS = 5
WIDTH, HEIGHT = 1440, 900
_STATIC = Path(__file__).parent.parent / "static" / "vendor"
_LIBRARY = next((_STATIC / "plotly").glob("*.min.js"))
# When what was done is on the screen: the next frame has begun and its work is over.
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
# When an answer stands in the page. One that never comes is told: nothing else would end the wait.
SWAPPED = """new Promise((done, fail) => {
  document.addEventListener("htmx:afterSwap", () => done(performance.now()), { once: true });
  for (const name of ["htmx:timeout", "htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(name, () => fail(new Error(`No answer: ${name}`)), { once: true });
  }
  setTimeout(() => fail(new Error("No answer within a minute.")), 60_000);
})"""


@dataclass(frozen=True)
class Stage:
    """A browser, the address of the crisis's map and that of the bare one."""

    browser: Browser
    product: str
    bare: str

    @contextmanager
    def page(self, address: str, *, script: str = "") -> Iterator[Page]:
        """A new page without a cache, gone to the address; `script` runs before the page's own."""
        # Waiting for a condition is done by `eval`, which the product's own policy forbids.
        context = self.browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, bypass_csp=True
        )
        page = context.new_page()
        page.set_default_timeout(120_000)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        if script:
            page.add_init_script(script)
        page.goto(address, wait_until="commit")
        try:
            yield page
        finally:
            context.close()

    @contextmanager
    def map(self) -> Iterator[Page]:
        """The product's map, drawn, with the positions of all days."""
        with self.page(self.product) as page:
            page.wait_for_selector("#map[data-live]")
            page.wait_for_load_state("networkidle")
            yield page

    def drawn(self) -> float:
        """R: milliseconds from navigation to the bare map drawn."""
        with self.page(self.bare) as page:
            page.wait_for_function("window.drawn")
            return float(page.evaluate("window.drawn"))

    def restyle(self) -> float:
        """S: milliseconds of one restyle of the bare map, the median of several."""
        with self.page(self.bare) as page:
            page.wait_for_function("window.drawn")
            times = page.evaluate(
                f"""async () => {{
                  const times = [];
                  for (let turn = 1; turn < 12; turn += 1) {{
                    const begun = performance.now();
                    await Plotly.restyle("map", {{ z: [codes.map((_, n) => (n + turn) % 7)] }});
                    await {PAINTED};
                    times.push(performance.now() - begun);
                  }}
                  return times;
                }}"""
            )
        return statistics.median(times)


@contextmanager
def stage(*, proposals: int = 0) -> Iterator[Stage]:
    """The product with 200 actors and 5,000 stances in one crisis, beside the bare map.

    `proposals` wait at the editors' desk besides.
    """
    with _listening() as listener:
        port = listener.getsockname()[1]
        # Playwright runs a loop of its own in this thread.
        settings = {
            "ALLOWED_HOSTS": "127.0.0.1", "DEBUG": "false", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"
        }  # fmt: skip
        with running_site(**settings) as folder, _bare_map() as bare:
            path = _prepare(folder, proposals)
            with _web_server(listener, folder), sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium") or os.environ.get("CHROMIUM"),
                    args=["--no-sandbox", "--disable-dev-shm-usage"],
                )
                yield Stage(browser, f"http://127.0.0.1:{port}{path}", bare)
                browser.close()


def compared(
    name: str, ours: Callable[[Stage], float], reference: Callable[[Stage], float], limit: float
) -> dict[str, Any]:
    """Milliseconds of both in turns, and the ratio of their medians beside its limit."""
    with stage() as where:
        where.drawn()  # the browser's own first start counts for neither
        pairs = [(reference(where), ours(where)) for _ in range(RUNS)]
    against = statistics.median(pair[0] for pair in pairs)
    value = statistics.median(pair[1] for pair in pairs)
    return {
        "name": name,
        "ratio": round(value / against, 3),
        "limit": limit,
        "within": value <= limit * against,
        "value": round(value, 1),
        "reference": round(against, 1),
        "unit": f"ms, processor {SLOWED} times slower",
        "runs": RUNS,
    }


def _prepare(folder: Path, proposals: int) -> str:
    """Fill the database, gather the static files; the path of the crisis's map."""
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.seed import Size, fill
    from reactions.models import Crisis

    fill(Size(stances=5_000, proposals=proposals, until=date(2026, 3, 14)))
    os.environ["STATIC_ROOT"] = settings.STATIC_ROOT = str(folder / "static")
    call_command("collectstatic", interactive=False, verbosity=0)
    return Crisis.objects.get().get_absolute_url()


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@contextmanager
def _web_server(listener: socket.socket, folder: Path) -> Iterator[None]:
    number = listener.fileno()
    port = listener.getsockname()[1]
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 (our own arguments)
            [
                *(sys.executable, "-m", "gunicorn", "crisiswatch.wsgi", f"--bind=fd://{number}"),
                *("--worker-class=gthread", "--threads=4", "--no-control-socket"),
            ],
            pass_fds=(number,),
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/", process, folder / "web.log")
            yield
        finally:
            process.terminate()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(120):
        if process.poll() is not None:
            raise SystemExit(f"The web server stopped:\n{log.read_text()}")
        try:
            with urlopen(address, timeout=30):  # noqa: S310 (our own)
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{address} does not answer:\n{log.read_text()}")


@contextmanager
def _bare_map() -> Iterator[str]:
    from reactions.charts import DISPUTED, OUTLINED

    codes = sorted(OUTLINED - DISPUTED)[:195]
    page = f"""<!doctype html><meta charset="utf-8"><title>Bare map</title>
<body style="margin:0"><div id="map" style="width:1000px;height:520px"></div>
<script src="/plotly.js"></script><script>
const codes = {json.dumps(codes)};
Plotly.newPlot(
  "map",
  [{{
    type: "choropleth", locations: codes, z: codes.map((_, n) => n % 7), zmin: -0.5, zmax: 6.5,
    colorscale: [[0, "#3f62f3"], [1, "#c02a20"]], showscale: false, hoverinfo: "none",
  }}],
  {{ geo: {{ projection: {{ type: "natural earth" }}, lataxis: {{ range: [-58, 85] }} }} }},
  {{ topojsonURL: "/topology/", displayModeBar: false }},
).then(() => requestAnimationFrame(() => setTimeout(() => (window.drawn = performance.now()))));
</script>"""
    bodies = {
        "/": page.encode(),
        "/plotly.js": _LIBRARY.read_bytes(),
        "/topology/world_110m.json": (_STATIC / "topology" / "world_110m.json").read_bytes(),
    }
    with serving(bodies) as port:
        yield f"http://127.0.0.1:{port}/"
