"""Fetches as a good guest: by the host's robots.txt, at its pace, and not while it says no."""

from __future__ import annotations

import contextlib
from urllib.parse import urlsplit

from django.conf import settings

from reactions.ingestion import pace, robots
from reactions.ingestion.http import (
    MAX_REDIRECTS,
    Client,
    Elsewhere,
    FetchError,
    Response,
    TemporaryFetchError,
)
from reactions.ingestion.pace import PATIENCE

# Everything that one fetch may take, the robots.txt of each host on its way and the waits for
# their turns included; the limit of the tasks is a little longer.
ALL_SECONDS = 45.0


class DisallowedError(FetchError):
    """The host's robots.txt forbids it."""


def fetch(
    client: Client, url: str, *, etag: str = "", last_modified: str = "", patience: float = PATIENCE
) -> Response:
    """What stands at `url`, fetched when its host's turn has come.

    Each site that a redirect leads to is asked in the same way: its robots.txt, and its turn.
    Raises DisallowedError, NotYet where a turn is further off than `patience`, in seconds, and what
    `Client.get` raises.
    """
    place, hosts = url, set[str]()
    with client.within(ALL_SECONDS), contextlib.ExitStack() as turns:
        for _ in range(MAX_REDIRECTS + 1):
            host = urlsplit(place).netloc.lower()
            permission = robots.ask(client, place)
            if not permission.allowed:
                raise DisallowedError(f"The robots.txt of {host} forbids {place}.")
            if host not in hosts:
                hosts.add(host)
                delay = max(settings.FETCH_HOST_DELAY, permission.delay)
                turns.enter_context(pace.turn(host, delay=delay, patience=patience))
            try:
                return client.get(place, etag=etag, last_modified=last_modified, leave=False)
            except Elsewhere as redirect:
                place = redirect.url
            except TemporaryFetchError as error:
                if error.wait:
                    pace.hold(host, error.wait)
                raise
    raise FetchError(f"{url} redirects more than {MAX_REDIRECTS} times.")
