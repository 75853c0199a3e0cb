"""Fetches as a good guest: by the host's robots.txt, at its pace, and not while it says no."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from reactions.ingestion import pace, robots
from reactions.ingestion.http import Client, FetchError, Response, TemporaryFetchError


class DisallowedError(FetchError):
    """The host's robots.txt forbids it."""


def fetch(client: Client, url: str, *, etag: str = "", last_modified: str = "") -> Response:
    """What stands at `url`, fetched when its host's turn has come.

    Raises DisallowedError, NotYet where the turn is far off, and what `Client.get` raises.
    """
    host = urlsplit(url).netloc.lower()
    permission = robots.ask(client, url)
    if not permission.allowed:
        raise DisallowedError(f"The robots.txt of {host} forbids {url}.")
    with pace.turn(host, delay=max(settings.FETCH_HOST_DELAY, permission.delay)):
        try:
            return client.get(url, etag=etag, last_modified=last_modified)
        except TemporaryFetchError as error:
            if error.wait:
                pace.hold(host, error.wait)
            raise
