"""Fetches what stands at an address. Nothing else of ours opens connections to the outside.

Every connection goes to the very address that was checked, redirects are followed one by one
with the same checks, and size, time and number of redirects are bounded.
"""

from __future__ import annotations

import contextlib
import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from ipaddress import ip_network
from typing import Self

import httpcore
import httpx
from django.conf import settings

from reactions.ingestion.addresses import RefusedAddressError
from reactions.ingestion.connections import CheckedBackend, Deadline

MAX_REDIRECTS = 5
MAX_BYTES = 10_000_000  # after decompression
TOTAL_SECONDS = 25.0
_SILENCE_SECONDS = 10.0
_LONGEST_WAIT = timedelta(days=1)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})


class FetchError(Exception):
    """It cannot be fetched, and trying again will not help. `status` is the server's, if any."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        self.status = status
        super().__init__(reason)


class TemporaryFetchError(Exception):
    """It cannot be fetched now. `wait` is how long the server asks us to wait, if it does."""

    def __init__(self, reason: str, *, wait: timedelta | None = None) -> None:
        self.wait = wait
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. `url` is where the last redirect led; `body` is decompressed."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def not_modified(self) -> bool:
        return self.status == httpx.codes.NOT_MODIFIED


class Elsewhere(Exception):
    """It redirects to another site: `url` is where."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(f"It redirects to {url}.")


class Client:
    """Fetches addresses, one after the other, over kept connections. Use it as a context.

    `seconds` bounds each fetch, its redirects included.
    """

    def __init__(self, *, seconds: float = TOTAL_SECONDS) -> None:
        self._seconds = seconds
        self._deadline = Deadline()
        self._pool = httpcore.ConnectionPool(
            ssl_context=_ssl_context(),
            network_backend=CheckedBackend(
                self._deadline,
                allowed=[ip_network(network) for network in settings.FETCH_ALLOWED_NETWORKS],
                ports=settings.FETCH_ALLOWED_PORTS,
            ),
            max_connections=4,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Have all fetches made in here be over in so many seconds together."""
        return self._deadline.within(seconds)

    def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        max_bytes: int = MAX_BYTES,
        leave: bool = True,
    ) -> Response:
        """Fetch `url`, following redirects; conditionally where it was fetched before.

        Unless it may `leave` the site, raises Elsewhere for a redirect to another scheme or host.
        Raises FetchError for what will not change by itself (a private address, a scheme, 404,
        a body over `max_bytes`), TemporaryFetchError for what may.
        """
        headers = {
            "User-Agent": settings.FETCH_USER_AGENT,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Encoding": "gzip",
        }
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        self._deadline.start(self._seconds)
        target = _target(url)
        for _ in range(MAX_REDIRECTS + 1):
            response = self._get_once(target, headers, max_bytes)
            if response.status not in _REDIRECTS:
                return _judged(response)
            if not response.headers.get("location"):
                raise FetchError(f"{target} redirects without saying where to.")
            before, target = target, _target(response.headers["location"], seen_on=target)
            if not leave and (target.scheme, target.netloc) != (before.scheme, before.netloc):
                raise Elsewhere(str(target))
        raise FetchError(f"{url} redirects more than {MAX_REDIRECTS} times.")

    def _get_once(self, target: httpx.URL, headers: Mapping[str, str], max_bytes: int) -> Response:
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), _SILENCE_SECONDS)
        # Built from the parts that were checked: two parsers might read one string differently.
        url = httpcore.URL(
            scheme=target.raw_scheme,
            host=target.raw_host,
            port=target.port,
            target=target.raw_path,
        )
        request_headers = [("Host", target.netloc.decode("ascii")), *headers.items()]
        with (
            _readable_errors(target),
            self._pool.stream(
                "GET", url, headers=request_headers, extensions={"timeout": timeout}
            ) as answer,
        ):
            given = {_words(name).lower(): _words(value) for name, value in answer.headers}
            if answer.status in _REDIRECTS:
                return Response(str(target), answer.status, given, b"")
            body = b"".join(_unpacked(answer.iter_stream(), given, max_bytes))
            return Response(str(target), answer.status, given, body)


@lru_cache(maxsize=1)
def _ssl_context() -> ssl.SSLContext:
    """Made once a process: loading the certificates takes longer than many a fetch."""
    return ssl.create_default_context()


def _target(url: str, *, seen_on: httpx.URL | None = None) -> httpx.URL:
    """The address to connect to; relative to `seen_on` where one redirects. Raises FetchError."""
    try:
        target = seen_on.join(url) if seen_on else httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{url!r} is no address: {error}.") from error
    if target.scheme not in ("http", "https") or not target.host:
        raise FetchError(f"{url!r} is no address of the web. It begins with http:// or https://.")
    if target.userinfo:
        raise FetchError(f"{target.host}: addresses with a login are not fetched.")
    return target.copy_with(fragment=None)


def _words(value: bytes) -> str:
    """A header's name or value; some servers write UTF-8 where Latin-1 is due."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


@contextlib.contextmanager
def _readable_errors(url: httpx.URL) -> Iterator[None]:
    """Say in our errors what the library's mean for the caller."""
    try:
        yield
    except RefusedAddressError as error:
        raise FetchError(f"{url}: {error}") from error
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        reason = str(error) or type(error).__name__
        raise TemporaryFetchError(f"{url}: {reason}.") from error


def _unpacked(
    chunks: Iterable[bytes], headers: Mapping[str, str], max_bytes: int
) -> Iterator[bytes]:
    """The decompressed body, stopped at the limit: a bomb is not unpacked to be measured."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"The body is encoded as {encoding!r}, which was not asked for.")
    unpack = None if encoding in ("", "identity") else zlib.decompressobj(wbits=47)
    left = max_bytes
    for chunk in chunks:
        try:
            part = unpack.decompress(chunk, left + 1) if unpack else chunk
        except zlib.error as error:
            raise FetchError(f"The body is not what its encoding says: {error}.") from error
        left -= len(part)
        if left < 0:
            raise FetchError(f"It is larger than {max_bytes:,} bytes.")
        yield part
    if unpack and not unpack.eof and left < max_bytes:
        raise TemporaryFetchError("The body ended in the middle.")


def _judged(response: Response) -> Response:
    """The response, or the error that its status means."""
    status = response.status
    if status == httpx.codes.OK or response.not_modified:
        return response
    reason = f"{response.url} answered {status} {httpx.codes.get_reason_phrase(status)}".strip()
    if status in _TEMPORARY:
        raise TemporaryFetchError(reason + ".", wait=_retry_after(response.headers))
    raise FetchError(reason + ".", status=status)


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long `Retry-After` asks to wait, in seconds or until a time; a day at most."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        wait = timedelta(seconds=min(int(value), _LONGEST_WAIT.total_seconds()))
    else:
        try:
            wait = parsedate_to_datetime(value) - datetime.now(UTC)
        except (TypeError, ValueError):
            return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)
