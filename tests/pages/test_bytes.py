"""Pages stay light. Gzip gives more bytes than brotli, so the limits hold for both."""

import gzip
import re
from pathlib import Path

from crisiswatch.joined import join_scripts, join_styles
from tests.factories import make_large_crisis
from tests.pages.conftest import MAP

STATIC = Path(__file__).parents[2] / "static"
KB = 1000


def packed(*contents: bytes) -> int:
    return sum(len(gzip.compress(content)) for content in contents)


def test_a_large_crisis_stays_within_the_limits(client, db):
    make_large_crisis()
    page = client.get(MAP).content
    assert packed(page) <= 45 * KB
    assert packed(client.get(f"{MAP}positions.json").content) <= 60 * KB
    assert packed(client.get(f"{MAP}table/").content) <= 45 * KB


def test_styles_and_scripts_of_the_map_stay_within_the_limits(client, belarus):
    page = client.get(MAP).content.decode()
    assert re.findall(r'href="/static/css/([\w-]+\.css)"', page) == ["crisis.css"]
    assert packed(join_styles("crisis.css", style).encode()) <= 14 * KB
    assert re.findall(r'src="/static/js/([\w-]+\.js)"', page) == ["map.js"]
    htmx = next((STATIC / "vendor/htmx").glob("*.js")).read_bytes()
    assert packed(htmx, join_scripts("map.js", script).encode()) <= 40 * KB


def style(name: str) -> str:
    return (STATIC / "css" / name).read_text()


def script(name: str) -> str:
    return (STATIC / "js" / name).read_text()
