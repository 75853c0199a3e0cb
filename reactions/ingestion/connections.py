"""Opens connections: to checked addresses only, and none for longer than the fetch may take."""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore

from reactions.ingestion.addresses import Network, RefusedAddressError, resolve


class Deadline:
    """When the fetch that is under way must be over, in seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._end = float("inf")
        self._last = float("inf")

    def start(self, seconds: float) -> None:
        self._end = min(time.monotonic() + seconds, self._last)

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Have all fetches that are started in here be over in so many seconds together."""
        before = self._last
        self._last = min(time.monotonic() + seconds, before)
        try:
            yield
        finally:
            self._last = before

    def left(self, timeout: float | None) -> float:
        """The shorter of `timeout` and the time left. Raises ReadTimeout where none is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it took too long in all")
        return left if timeout is None else min(timeout, left)


class CheckedBackend(httpcore.SyncBackend):
    """Opens connections to the very addresses that were found to be allowed.

    Only to `ports`, and to public addresses or those in an `allowed` network.
    """

    def __init__(
        self, deadline: Deadline, *, allowed: Iterable[Network], ports: Iterable[int]
    ) -> None:
        self._deadline = deadline
        self._allowed = tuple(allowed)
        self._ports = frozenset(ports)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        if port not in self._ports:
            raise RefusedAddressError(f"Port {port} is not fetched from.")
        try:
            addresses = resolve(host, port, allowed=self._allowed)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved: {error}") from error
        failure: Exception | None = None
        for address in addresses:
            left = self._deadline.left(timeout)
            try:
                stream = super().connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"{host} has no address.")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise RefusedAddressError("Sockets of this machine are not fetched from.")


class _BoundedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the fetch's deadline.

    A limit to each wait alone would let a server that sends a byte now and then hold us for ever.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _BoundedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
