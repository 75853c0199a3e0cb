"""What a host's robots.txt allows us (RFC 9309), remembered for all workers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.core.cache import cache
from protego import Protego

from reactions.ingestion.http import Client, FetchError

# The name by which robots.txt addresses us; the rest of the User-Agent is for people.
ROBOT = "crisiswatch"
_REMEMBERED_SECONDS = 86_400
_MAX_BYTES = 512_000  # RFC 9309 asks that at least 500 KiB be read
_LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an address may be fetched, and the seconds that its host asks for between two."""

    allowed: bool
    delay: float = 0.0


def ask(client: Client, url: str) -> Permission:
    """What the robots.txt of the address's host says of it.

    A host without one (4xx) allows everything. Raises TemporaryFetchError where the host does not
    answer: then nothing may be fetched from it (RFC 9309, 2.3.1.4).
    """
    parts = urlsplit(url)
    rules = _parsed(_text(client, f"{parts.scheme}://{parts.netloc}"))
    delay = min(rules.crawl_delay(ROBOT) or 0.0, _LONGEST_DELAY)
    return Permission(rules.can_fetch(url, ROBOT), delay)


def _text(client: Client, site: str) -> str:
    key = f"robots:{site}"
    text: str | None = cache.get(key)
    if text is None:
        text = _fetch(client, f"{site}/robots.txt")
        cache.set(key, text, _REMEMBERED_SECONDS)
    return text


def _fetch(client: Client, url: str) -> str:
    try:
        response = client.get(url, max_bytes=_MAX_BYTES)
    except FetchError:
        return ""
    return response.body.decode("utf-8", errors="replace").removeprefix("\ufeff")


@lru_cache(maxsize=256)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)
