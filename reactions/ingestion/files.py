"""Articles from files: .txt, .html, .json and .jsonl, one by one or by the folder.

A file that cannot be read is a Problem that says how to mend it; the others go on.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import trafilatura

from reactions.ingestion.documents import Document, Problem, clean_text, noon, parse_published

SUFFIXES = (".txt", ".html", ".htm", ".json", ".jsonl")
MAX_BYTES = 50_000_000

_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_DATE_MEND = (
    'Give it as "published" in JSON, in the file\'s name (report-2020-08-17.txt) or by --published.'
)


def read_paths(paths: list[Path], *, published: date | None = None) -> Iterator[Document | Problem]:
    """Every article in the files and folders, and a Problem for each that cannot be read.

    `published` is the day of those that name none themselves.
    """
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)
            if not inside:
                yield Problem(
                    str(path), "No articles here.", f"Files end in {', '.join(SUFFIXES)}."
                )
            for file in inside:
                yield from _read_file(file, published)
        else:
            yield from _read_file(path, published)


def _read_file(path: Path, published: date | None) -> Iterator[Document | Problem]:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        mend = f"Rename or convert it to one of {', '.join(SUFFIXES)}."
        yield Problem(str(path), f"Files of type {suffix or 'none'} are not read.", mend)
        return
    try:
        if path.stat().st_size > MAX_BYTES:
            mend = "Split it into smaller files."
            yield Problem(str(path), f"It is larger than {MAX_BYTES // 1_000_000} MB.", mend)
            return
        data = path.read_bytes()
    except OSError as error:
        yield Problem(str(path), f"{error.strerror}.", "Check the path and its permissions.")
        return
    if suffix in (".html", ".htm"):
        yield _from_html(path, data, published)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"It is not UTF-8 (byte {error.start} is 0x{data[error.start]:02x})."
        yield Problem(str(path), reason, "Save it as UTF-8, for example with iconv.")
        return
    if suffix == ".txt":
        yield _from_text(path, text, published)
    elif suffix == ".json":
        yield from _from_json(path, text, published)
    else:
        yield from _from_json_lines(path, text, published)


def _from_text(path: Path, text: str, published: date | None) -> Document | Problem:
    return _document(str(path), {"text": text}, _day_of(path, published))


def _from_html(path: Path, data: bytes, published: date | None) -> Document | Problem:
    if b"\x00" in data[:1000]:
        return Problem(str(path), "It is a binary file.", "Save the page again as HTML.")
    page: Any = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False)
    if page is None or not page.text:
        mend = "If there is one, copy it into a .txt file."
        return Problem(str(path), "No article was found in the page.", mend)
    record = {
        "text": page.text,
        "title": page.title,
        "author": page.author,
        "publisher": page.sitename,
        "url": page.url,
        "published": page.date,
    }
    return _document(str(path), record, _day_of(path, published))


def _from_json(path: Path, text: str, published: date | None) -> Iterator[Document | Problem]:
    try:
        content = json.loads(text)
    except ValueError as error:
        yield Problem(str(path), f"It is not JSON: {error}.", "Mend it or write one object a line.")
        return
    records = content if isinstance(content, list) else [content]
    for number, record in enumerate(records, start=1):
        place = f"{path}, item {number}" if len(records) > 1 else str(path)
        yield _document(place, record, _day_of(path, published))


def _from_json_lines(path: Path, text: str, published: date | None) -> Iterator[Document | Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            record = json.loads(line)
        except ValueError as error:
            yield Problem(place, f"It is not JSON: {error}.", "Write one object a line.")
            continue
        yield _document(place, record, _day_of(path, published))


def _day_of(path: Path, published: date | None) -> date | None:
    """The day for articles that name none: the option's, else one in the file's name."""
    if published is not None:
        return published
    for found in _DAY_IN_NAME.findall(path.name):
        try:
            return date.fromisoformat(found)
        except ValueError:
            continue
    return None


def _document(place: str, record: Any, day: date | None) -> Document | Problem:
    """Check the parts of one article."""
    if not isinstance(record, dict):
        return Problem(
            place, "It is no JSON object.", 'Write {"title", "text", "url", "published"}.'
        )
    wrong = [
        name
        for name in ("text", "title", "url", "author", "publisher", "published")
        if not isinstance(record.get(name), str | None)
    ]
    if wrong:
        return Problem(place, f"{wrong[0]!r} is not a string.", "Write it in quotation marks.")
    try:
        text = clean_text(record.get("text") or "")
    except ValueError as error:
        return Problem(place, str(error), "Give the article's words as plain text.")
    try:
        if record.get("published"):
            moment, precision = parse_published(record["published"])
        elif day is not None:
            moment, precision = noon(day), "day"
        else:
            return Problem(place, "There is no date of publication.", _DATE_MEND)
    except ValueError:
        reason = f"The date {record['published']!r} cannot be read."
        return Problem(place, reason, "Write it as 2020-08-17 or 2020-08-17T09:30:00Z.")
    url = record.get("url") or None
    if url and not url.startswith(("http://", "https://")):
        return Problem(place, f"The address {url!r} is none of the web.", "Begin it with https://.")
    return Document(
        place=place,
        text=text,
        published=moment,
        published_precision=precision,
        title=(record.get("title") or "").strip()[:500],
        url=url,
        author=(record.get("author") or "")[:200],
        publisher=(record.get("publisher") or "")[:200],
    )
