"""A site on this machine that tests fetch from: real sockets, answers as the test says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What the site says at each path, and what it was asked, in order."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def say(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> str:
        """Answer with this from now on; headers are written with underscores. Gives the address."""
        data = body.encode() if isinstance(body, str) else body
        if isinstance(body, str):
            headers = {"Content_Type": "text/html; charset=utf-8", **headers}
        self.answers[path] = lambda handler: send(handler, status, headers, data)
        return self.url(path)

    def redirect(self, path: str, to: str) -> str:
        return self.say(path, b"", 302, Location=to)

    def count(self, path: str) -> int:
        return self.asked.count(path)


def send(
    handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes
) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serve() -> Iterator[Site]:
    """A running site; it has no robots.txt unless one is said."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        timeout = 20

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.requests.append(dict(self.headers.items()))
            answer = site.answers.get(self.path)
            try:
                if answer:
                    answer(self)
                else:
                    send(self, 404, {}, b"")
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is what many tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
