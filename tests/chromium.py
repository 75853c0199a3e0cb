"""Where the Chromium for the browser tests is, and how it is started."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

MISSING = (
    "No Chromium found: install one (Debian: apt-get install chromium), or name it by "
    "CHROMIUM=/path/to/chromium, or let Playwright fetch its own "
    "(.venv/bin/playwright install chromium)."
)

LAUNCH_ARGUMENTS = [
    # It asks its maker for nothing, so that every request in a test is the page's own.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-dev-shm-usage",
    # Its sandbox does not work for root.
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


def find_chromium() -> Path | None:
    """Return the Chromium that CHROMIUM names, else the first on PATH, else Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            pytest.fail(f"CHROMIUM={named} is not a program that can be run. {MISSING}")
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return _playwrights_own()


def _playwrights_own() -> Path | None:
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = (
        [Path(cache)]
        if cache
        else [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    )
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
    found = [path for folder in folders for pattern in patterns for path in folder.glob(pattern)]
    return max(found, default=None)
