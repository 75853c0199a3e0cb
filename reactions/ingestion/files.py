"""Articles from files: .txt, .html, .json, .jsonl and .csv, one by one or by the folder.

A file that cannot be read is a Problem that says how to mend it; the others go on.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from reactions.ingestion.documents import (
    MAX_TEXT,
    Document,
    Problem,
    clean_text,
    noon,
    parse_published,
)
from reactions.ingestion.pages import read_page
from reactions.models import Article

SUFFIXES = (".txt", ".html", ".htm", ".json", ".jsonl", ".csv")
MAX_BYTES = 50_000_000
csv.field_size_limit(MAX_TEXT)

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


def read_upload(name: str, data: bytes) -> Iterator[Document | Problem]:
    """Every article in a file that an editor sent, as `read_paths` gives them."""
    yield from _read_bytes(Path(Path(name).name), data, None)


def _read_file(path: Path, published: date | None) -> Iterator[Document | Problem]:
    try:
        if path.suffix.lower() in SUFFIXES and path.stat().st_size > MAX_BYTES:
            mend = "Split it into smaller files."
            yield Problem(str(path), f"It is larger than {MAX_BYTES // 1_000_000} MB.", mend)
            return
        data = path.read_bytes() if path.suffix.lower() in SUFFIXES else b""
    except OSError as error:
        yield Problem(str(path), f"{error.strerror}.", "Check the path and its permissions.")
        return
    yield from _read_bytes(path, data, published)


def _read_bytes(path: Path, data: bytes, published: date | None) -> Iterator[Document | Problem]:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        mend = f"Rename or convert it to one of {', '.join(SUFFIXES)}."
        yield Problem(str(path), f"Files of type {suffix or 'none'} are not read.", mend)
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
    elif suffix == ".csv":
        yield from _from_csv(path, text, published)
    else:
        yield from _from_json_lines(path, text, published)


def _from_text(path: Path, text: str, published: date | None) -> Document | Problem:
    return document_from(str(path), {"text": text}, _day_of(path, published))


def _from_html(path: Path, data: bytes, published: date | None) -> Document | Problem:
    if b"\x00" in data[:1000]:
        return Problem(str(path), "It is a binary file.", "Save the page again as HTML.")
    content = read_page(data, url="", retrieved=timezone.now())
    if content.document is None:
        mend = "If there is an article in it, copy it into a .txt file."
        return Problem(str(path), f"It is {content.form.label}.", mend)
    document = replace(content.document, place=str(path))
    if document.published_origin == Article.PublishedOrigin.RETRIEVED:
        day = _day_of(path, published)
        if day is None:
            return Problem(str(path), "There is no date of publication.", _DATE_MEND)
        given = Article.PublishedOrigin.GIVEN
        document = replace(document, published=noon(day), published_origin=given)
    return document


def _from_csv(path: Path, text: str, published: date | None) -> Iterator[Document | Problem]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if "text" not in (rows.fieldnames or ()):
            mend = "Name the columns in the first line: title, text, url, published."
            yield Problem(str(path), "There is no column named text.", mend)
            return
        for row in rows:
            # What stands beyond the last column has no name.
            record = {name: value for name, value in row.items() if isinstance(name, str)}
            place = f"{path}, line {rows.line_num}"
            yield document_from(place, record, _day_of(path, published))
    except csv.Error as error:
        place = f"{path}, line {rows.line_num}"
        yield Problem(place, f"It is not CSV: {error}.", "Put quotation marks round each text.")


def _from_json(path: Path, text: str, published: date | None) -> Iterator[Document | Problem]:
    try:
        content = json.loads(text)
    except ValueError as error:
        yield Problem(str(path), f"It is not JSON: {error}.", "Mend it or write one object a line.")
        return
    records = content if isinstance(content, list) else [content]
    for number, record in enumerate(records, start=1):
        place = f"{path}, item {number}" if len(records) > 1 else str(path)
        yield document_from(place, record, _day_of(path, published))


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
        yield document_from(place, record, _day_of(path, published))


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


def document_from(place: str, record: Any, day: date | None) -> Document | Problem:
    """An article from its parts, each checked: `text`, `title`, `url`, `published` and others.

    `day` is the day of publication where the record gives none.
    """
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
