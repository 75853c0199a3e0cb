"""Reads the records of web archives (WARC, WET) as a stream, from any offset in the file.

A compressed archive has each record in a gzip member of its own (WARC 1.1, annex D), so that one
can begin anywhere; what is broken is skipped to the next record that can be read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator

SUFFIXES = (".warc", ".warc.gz", ".wet", ".wet.gz")
_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"WARC/1."
_CHUNK = 1_000_000
_MEMBER_PEEK = 2048
_MAX_BYTES = 10_000_000
_TYPES = ("response", "resource", "conversion")


@dataclass(frozen=True, slots=True)
class Record:
    """A page as an archive keeps it. `end` is where the next record begins.

    `is_text` where it is a page's text (WET) and not the page itself. One without a `url` is to be
    counted only: no page, or broken.
    """

    end: int
    url: str = ""
    retrieved: datetime | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    is_text: bool = False
    is_broken: bool = False


def is_archive(path: Path) -> bool:
    """Whether a path's name is that of a web archive."""
    return path.name.lower().endswith(SUFFIXES)


def next_record(file: BinaryIO, offset: int) -> int | None:
    """The offset of the first record that begins at `offset` or after; None at the end."""
    file.seek(0)
    is_packed = file.read(3) == _GZIP
    mark = _GZIP if is_packed else _PLAIN
    before = b""
    base = offset
    file.seek(offset)
    while True:
        chunk = file.read(_CHUNK)
        data = before + chunk
        # The last bytes are looked at with what follows them, if anything does.
        usable = len(data) if not chunk else max(len(data) - _MEMBER_PEEK, 0)
        at = data.find(mark)
        while 0 <= at < usable:
            if _begins_record(data[at : at + _MEMBER_PEEK], is_packed=is_packed):
                return base + at
            at = data.find(mark, at + 1)
        if not chunk:
            return None
        before = data[usable:]
        base += usable


def _begins_record(data: bytes, *, is_packed: bool) -> bool:
    if not is_packed:
        head = data.split(b"\r\n\r\n", 1)[0]
        return b"\r\nWARC-Type:" in head or b"\nWARC-Type:" in head
    try:
        return zlib.decompressobj(wbits=31).decompress(data, 16).startswith(_PLAIN)
    except zlib.error:
        return False  # the three bytes occur inside compressed data as well


def read_records(file: BinaryIO, start: int, end: int) -> Iterator[Record]:
    """Every record that begins from `start` up to `end`."""
    at = next_record(file, start)
    while at is not None and at < end:
        file.seek(at)
        iterator = ArchiveIterator(file)
        try:
            for record in iterator:
                found = _parts(record)
                # Asking where it stands reads the record to its end: only after its body.
                begins = iterator.get_record_offset()
                if begins >= end:
                    return
                at = begins + iterator.get_record_length()
                yield Record(end=at, **found)
            return
        except Exception:  # whatever a record does to the parser, the next one is read
            following = next_record(file, at + 1)
            yield Record(end=end if following is None else following, is_broken=True)
            at = following


def _parts(record: Any) -> dict[str, Any]:
    """What a record holds if it is a page that was served; nothing else of it."""
    heads = record.rec_headers
    url = (heads.get_header("WARC-Target-URI") or "").strip("<>")
    kind = heads.get_header("Content-Type") or ""
    if record.rec_type not in _TYPES or not url.startswith(("http://", "https://")):
        return {}
    served = record.http_headers
    status = served.get_statuscode() if served else "200"
    if status != "200":
        return {}
    headers = {name.lower(): value for name, value in served.headers} if served else {}
    kind = headers.get("content-type", kind).lower()
    is_text = record.rec_type == "conversion"
    if not is_text and "html" not in kind:
        return {}
    body = record.content_stream().read(_MAX_BYTES + 1)
    if len(body) > _MAX_BYTES:
        return {}
    return {
        "url": url,
        "retrieved": _moment(heads.get_header("WARC-Date")),
        "headers": headers,
        "body": body,
        "is_text": is_text,
    }


def _moment(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value or "").astimezone(UTC)
    except ValueError:
        return None
