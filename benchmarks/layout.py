"""What ten million pages a day take and cost, reckoned from what other benchmarks measured.

The figures stand here and nowhere else: docs/scale.md has the table that this prints, and a test
compares them. LAYOUT_PAGES_PER_SECOND tries another speed.
"""

from __future__ import annotations

import math
import os
from typing import Any

PAGES_A_DAY = 10_000_000
# Of one processor, from the address of a page to its stored stances: `ingest-workers`.
PAGES_PER_SECOND = 12.9
# In the database: a page that became an article, with its capture, fingerprint, reading and
# indexes, by `scale` of a million such pages.
BYTES_A_PAGE = 6_700
# A capture, packed, of the pages of `ingest`.
BYTES_A_CAPTURE = 30_000
# Of the pages so many are about some crisis: assumed, "a few per cent".
RELEVANT = 0.03
# Two processors for an hour: Amazon EC2 m7g.large, Linux, on demand, us-east-1, June 2026.
USD_AN_HOUR, PROCESSORS = 0.0816, 2
_SPARE = 1.5


def run() -> dict[str, Any]:
    """The figures that the table stands on, and the table as Markdown, line by line."""
    speed = float(os.environ.get("LAYOUT_PAGES_PER_SECOND", PAGES_PER_SECOND))
    return {
        "pages_per_second": speed,
        "usd_per_million": round(_usd_per_million(speed), 2),
        "table": "\n" + "\n".join(table(speed)),
    }


def table(pages_per_second: float = PAGES_PER_SECOND) -> list[str]:
    """The lines of the table, for workers of this speed (pages a processor second)."""
    busy = PAGES_A_DAY / 86_400 / pages_per_second
    hours, price = 1_000_000 / pages_per_second / 3600, _usd_per_million(pages_per_second)
    all_rows, few_rows = _gigabytes(BYTES_A_PAGE, 1), _gigabytes(BYTES_A_PAGE, RELEVANT)
    all_files, few_files = _gigabytes(BYTES_A_CAPTURE, 1), _gigabytes(BYTES_A_CAPTURE, RELEVANT)
    rows = [
        ("part", "how many", "reckoned from"),
        ("---", "---", "---"),
        (
            "worker-fetch and worker-read",
            f"{busy:.1f} cores, {math.ceil(_SPARE * busy)} with a third to spare",
            f"{pages_per_second:g} pages a processor second, to stored stances: `ingest-workers`",
        ),
        (
            "rows in PostgreSQL",
            f"{all_rows:.0f} GB a day if all pages are kept, {few_rows:.1f} of relevant ones",
            f"{BYTES_A_PAGE / 1000:g} kB a page and its article, with all records: `scale`",
        ),
        (
            "captures, in object storage by their hashes",
            f"{all_files:.0f} GB a day of all pages, {few_files:.0f} of relevant ones",
            f"{BYTES_A_CAPTURE / 1000:g} kB a page, packed",
        ),
        (
            "**a million pages**",
            f"{hours:.1f} hours of a core, **{price:.2f} USD**",
            f"{USD_AN_HOUR:g} USD an hour for {PROCESSORS} cores, a list price",
        ),
    ]
    return [f"| {' | '.join(row)} |" for row in rows]


def _gigabytes(bytes_a_page: int, share: float) -> float:
    """What is added in a day, where so large a share of the pages is kept."""
    return PAGES_A_DAY * share * bytes_a_page / 1e9


def _usd_per_million(pages_per_second: float) -> float:
    return 1_000_000 / pages_per_second / 3600 / PROCESSORS * USD_AN_HOUR
