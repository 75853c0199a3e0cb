"""Reading a large WARC: the rate from start to end, and the memory it takes."""

from __future__ import annotations

import io
import resource
import time
from pathlib import Path
from typing import Any

from benchmarks.news import news_pages
from benchmarks.services import running_site

RECORDS = 200_000
_DIFFERENT = 400
_RELEVANT_EVERY = 100


def run() -> dict[str, Any]:
    """Records a second by tenths of the archive, and the memory at the first and last tenth."""
    with running_site() as folder:
        path = folder / "archive.warc.gz"
        _write(path)
        return _measure(path)


def _write(path: Path) -> None:
    """An archive of RECORDS pages: the same few hundred compressed records over and over."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    relevant = news_pages(_DIFFERENT // _RELEVANT_EVERY)
    other = "<html><body>" + "<p>A quiet day at the harbor, with wind.</p>" * 60 + "</body></html>"
    members = []
    for number in range(_DIFFERENT):
        is_relevant = number % _RELEVANT_EVERY == 0
        body = relevant[number // _RELEVANT_EVERY] if is_relevant else other
        member = io.BytesIO()
        writer = WARCWriter(member, gzip=True)
        record = writer.create_warc_record(
            f"https://news.example/{number}",
            "response",
            payload=io.BytesIO(body.encode()),
            http_headers=StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"
            ),
        )
        writer.write_record(record)
        members.append(member.getvalue())
    block = b"".join(members)
    with path.open("wb") as file:
        for _ in range(RECORDS // _DIFFERENT):
            file.write(block)


def _measure(path: Path) -> dict[str, Any]:
    from reactions.ingestion import archives
    from reactions.models import Article
    from reactions.sample_data import load_crisis, samples

    for sample in samples():
        load_crisis(sample)
    known = Article.objects.count()
    archives.PART_BYTES = path.stat().st_size // 10 + 1
    archives._SLICE_SECONDS = float("inf")
    archive = archives.add_archive(path)
    rates, memory = [], []
    for part in archive.parts.order_by("start"):
        begun = time.process_time()
        archives.read_part(part.pk)
        part.refresh_from_db()
        rates.append(part.records / (time.process_time() - begun))
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    records = sum(archive.parts.values_list("records", flat=True))
    if records != RECORDS:
        raise SystemExit(f"{records:,} of {RECORDS:,} records were read.")
    return {
        "records": records,
        "megabytes": path.stat().st_size // 1_000_000,
        "articles": Article.objects.count() - known,
        "records_per_cpu_second_first_tenth": round(rates[0]),
        "records_per_cpu_second_last_tenth": round(rates[-1]),
        "last_to_first": round(rates[-1] / rates[0], 3),
        "memory_mb_first_tenth": memory[0],
        "memory_mb_last_tenth": memory[-1],
    }
