"""The only opener of connections to the outside.

Every connection goes to the very address that was checked, redirects are followed one by one
with the same checks, and size, time and number of redirects are bounded.
"""

from __future__ import annotations

import contextlib
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_network
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from django.conf import settings

from reactions.ingestion.addresses import Network, RefusedAddressError, resolve

MAX_REDIRECTS = 5
MAX_BYTES = 10_000_000  # after decompression
TOTAL_SECONDS = 25.0
_SILENCE_SECONDS = 10.0
_LONGEST_WAIT = timedelta(days=1)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})


class FetchError(Exception):
    """It cannot be fetched, and trying again will not help."""


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


class _CheckedBackend(httpcore.SyncBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, allowed: Iterable[Network]) -> None:
        self._allowed = tuple(allowed)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = resolve(host, port, allowed=self._allowed)
        except OSError as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved: {error}") from error
        failure: Exception | None = None
        for address in addresses:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address.")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise RefusedAddressError("Sockets of this machine are not fetched from.")


class Client:
    """Fetches addresses, one after the other, over kept connections. Use it as a context."""

    def __init__(self) -> None:
        allowed = [ip_network(network) for network in settings.FETCH_ALLOWED_NETWORKS]
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=_CheckedBackend(allowed),
            http1=True,
            max_connections=4,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Response:
        """Fetch `url`, following redirects; conditionally where it was fetched before.

        Raises FetchError for what will not change by itself (a private address, a scheme, 404,
        a body over MAX_BYTES), TemporaryFetchError for what may.
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
        deadline = time.monotonic() + TOTAL_SECONDS
        for _ in range(MAX_REDIRECTS + 1):
            _check_url(url)
            response = self._get_once(url, headers, deadline)
            if response.status not in _REDIRECTS:
                return _judged(response)
            target = response.headers.get("location")
            if not target:
                raise FetchError(f"{url} redirects without saying where to.")
            url = urljoin(url, target)
        raise FetchError(f"{url} redirects more than {MAX_REDIRECTS} times.")

    def _get_once(self, url: str, headers: Mapping[str, str], deadline: float) -> Response:
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), _SILENCE_SECONDS)
        target = httpx.URL(url)
        request_headers = {"Host": target.netloc.decode("ascii"), **headers}
        with (
            _readable_errors(url),
            self._pool.stream(
                "GET",
                str(target),
                headers=list(request_headers.items()),
                extensions={"timeout": timeout},
            ) as answer,
        ):
            given = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in answer.headers
            }
            body = b"".join(_bounded(answer.iter_stream(), given, deadline))
            return Response(url, answer.status, given, body)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError as error:
        raise FetchError(f"{url!r} is no address: {error}.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(f"{url!r} is no address of the web. It begins with http:// or https://.")
    if parts.username or parts.password:
        raise FetchError(f"{parts.hostname}: addresses with a login are not fetched.")
    if port not in settings.FETCH_ALLOWED_PORTS:
        raise FetchError(f"{url}: port {port} is not fetched from.")


@contextlib.contextmanager
def _readable_errors(url: str) -> Iterator[None]:
    """Say in our errors what the library's mean for the caller."""
    try:
        yield
    except RefusedAddressError as error:
        raise FetchError(f"{url}: {error}") from error
    except (httpcore.UnsupportedProtocol, httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{url!r} is no address of the web: {error}") from error
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        reason = str(error) or type(error).__name__
        raise TemporaryFetchError(f"{url}: {reason}") from error


def _bounded(
    chunks: Iterable[bytes], headers: Mapping[str, str], deadline: float
) -> Iterator[bytes]:
    """The decompressed body, stopped at the limits: a bomb is not unpacked to be measured."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"The body is encoded as {encoding!r}, which was not asked for.")
    unpack = zlib.decompressobj(wbits=47) if encoding not in ("identity", "") else None
    left = MAX_BYTES
    for chunk in chunks:
        if time.monotonic() > deadline:
            raise TemporaryFetchError(f"It took longer than {TOTAL_SECONDS:.0f} seconds.")
        try:
            part = unpack.decompress(chunk, left + 1) if unpack else chunk
        except zlib.error as error:
            raise FetchError(f"The body is not what its encoding says: {error}.") from error
        left -= len(part)
        if left < 0:
            raise FetchError(f"It is larger than {MAX_BYTES:,} bytes.")
        yield part


def _judged(response: Response) -> Response:
    """The response, or the error that its status means."""
    status = response.status
    if status == httpx.codes.OK or response.not_modified:
        return response
    reason = f"{response.url} answered {status} {httpx.codes.get_reason_phrase(status)}".strip()
    if status in _TEMPORARY:
        raise TemporaryFetchError(reason + ".", wait=_retry_after(response.headers))
    raise FetchError(reason + ".")


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
