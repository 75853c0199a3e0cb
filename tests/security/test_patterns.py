"""No regular expression of the program can be kept busy by what somebody writes (ReDoS)."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from html import escape
from pathlib import Path

import pytest
from regexploit.ast.sre import SreOpParser
from regexploit.redos import find

import crisiswatch
import reactions
from reactions.extraction import extract
from reactions.extraction.reference_data import read_ambiguities
from reactions.extraction.types import CrisisFrame
from reactions.ingestion.pages import read_page

ROOT = Path(__file__).resolve().parents[2]
# A possessive repeat cannot go back; without its mark it can do all that it does, and more.
_POSSESSIVE = re.compile(r"(?<!\\)([*+?}])\+")
LENGTH = 20_000
MOST_SECONDS = 5.0
NOW = datetime(2026, 3, 14, tzinfo=UTC)
FRAME = CrisisFrame(focal="BLR", name="Belarus", authorities=("Alexander Lukashenko",))
PIECES = (
    " ",
    "\n",
    "a",
    "A",
    "1",
    "(",
    "“",
    ",",
    "-",
    "a ",
    "A. ",
    "Aa ",
    "A a ",
    "1 ",
    "1-",
    "\t\n",
)
AMBIGUITIES = "reactions/extraction/data/ambiguities.csv"
_NOT_IMPORTED = {"crisiswatch.wsgi", "crisiswatch.serving"}


@cache
def patterns() -> dict[tuple[str, int], str]:
    """Every pattern and its flags with where it stands: compiled in modules, or named in calls."""
    found: dict[tuple[str, int], str] = {}
    for package in (crisiswatch, reactions):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in module.name or module.name in _NOT_IMPORTED:
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                for pattern in _compiled(value):
                    found.setdefault((pattern.pattern, pattern.flags), f"{module.name}.{name}")
    for entry in read_ambiguities():
        found.setdefault((entry.pattern, re.compile(entry.pattern).flags), AMBIGUITIES)
    for place, pattern in _named():
        found.setdefault((pattern, re.compile(pattern).flags), place)
    return found


def _compiled(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _compiled(each, depth + 1)


def _named() -> Iterator[tuple[str, str]]:
    for path in [*ROOT.glob("reactions/**/*.py"), *ROOT.glob("crisiswatch/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re")),
                    args=[ast.Constant(value=str(pattern)), *_],
                ):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", pattern


def worst(pattern: str, flags: int) -> int:
    """How often a pattern repeats what repeats the same: 3 is cubic, 10 exponential."""
    plain = _POSSESSIVE.sub(r"\1", pattern)
    return max((one.starriness for one in find(SreOpParser().parse_sre(plain, flags))), default=0)


def test_the_checker_finds_what_is_to_be_found():
    assert worst(r"(a+)+$", 0) >= 3
    assert worst(r"v\w*_\w*_\w*$", 0) >= 3
    assert worst(r"[a-z]+(?:-[a-z]+)?x", 0) == 0


def test_no_pattern_repeats_what_repeats_the_same():
    known = patterns()
    assert len(known) > 180
    assert [place for (text, flags), place in known.items() if worst(text, flags) >= 3] == []


@pytest.mark.parametrize("piece", PIECES)
def test_no_pattern_is_kept_busy_wherever_it_begins(piece):
    """A checker looks at one beginning; who searches tries each. The engine's own test is below."""
    text = piece * (LENGTH // len(piece)) + "~"
    for (pattern, flags), place in patterns().items():
        if place.removeprefix("reactions").startswith((".extraction", "/extraction")):
            continue
        began = time.process_time()
        for _ in re.finditer(pattern, text, flags):
            pass
        assert time.process_time() - began < MOST_SECONDS / 5, place


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    "page",
    [
        '<title>{}</title><script type="application/ld+json">{{{}}}x</script>',
        '<meta property="og:title" content="{}x"><meta name="date" content="{}">',
        '<meta name="author" content="{}"><link rel="canonical" href="{}">',
    ],
)
def test_pages_are_read_in_time(page, piece):
    many = escape(piece) * (LENGTH // len(piece))
    body = f"<html><head>{page.format(many, many)}</head><body><p>The UK condemned it.</p>".encode()
    began = time.process_time()
    read_page(body, url="https://news.example.org/1", retrieved=NOW)
    assert time.process_time() - began < MOST_SECONDS / 5


@pytest.mark.parametrize("piece", PIECES)
def test_the_engine_is_not_kept_busy_by_what_repeats(piece):
    said = " The UK condemned the raid on Monday, Raab said. "
    text = piece * (LENGTH // len(piece)) + said + piece * (LENGTH // len(piece))
    began = time.process_time()
    extract(text, published=date(2026, 3, 14), crisis=FRAME)
    assert time.process_time() - began < MOST_SECONDS
