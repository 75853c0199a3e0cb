"""Fetching from a real server that behaves badly in every way that servers do."""

import gzip
import socket
import time
from datetime import timedelta

import pytest

from reactions.ingestion.http import Client, FetchError, TemporaryFetchError


def fetch(url, **options):
    with Client() as client:
        return client.get(url, **options)


def dribble(chunk, *, pause=0.0):
    """An answer whose body never ends."""

    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100_000):
            handler.wfile.write(chunk)
            time.sleep(pause)

    return answer


def test_it_fetches_and_says_who_asks(site, settings):
    settings.FETCH_USER_AGENT = "crisiswatch/0.1 (desk@news.example)"
    url = site.say("/a", "Bonjour, é", ETag='"1"')
    response = fetch(url)
    assert (response.url, response.status, response.body) == (url, 200, "Bonjour, é".encode())
    assert response.headers["etag"] == '"1"'
    assert site.requests[0]["User-Agent"] == "crisiswatch/0.1 (desk@news.example)"
    assert site.requests[0]["Host"] == f"127.0.0.1:{site.port}"


def test_it_asks_conditionally(site):
    url = site.say("/a", b"", 304)
    response = fetch(url, etag='"1"', last_modified="Mon, 17 Aug 2020 09:00:00 GMT")
    assert response.not_modified
    assert site.requests[0]["If-None-Match"] == '"1"'
    assert site.requests[0]["If-Modified-Since"] == "Mon, 17 Aug 2020 09:00:00 GMT"


def test_redirects_are_followed_to_the_end(site):
    site.redirect("/a", "/b?x=1#part")
    site.redirect("/b?x=1", site.url("/c"))
    site.say("/c", "end")
    assert fetch(site.url("/a")).url == site.url("/c")


def test_a_redirect_loop_ends(site):
    url = site.redirect("/a", "/a")
    with pytest.raises(FetchError, match="more than 5 times"):
        fetch(url)
    assert site.count("/a") == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://[fd00:ec2::254]/",
        "//192.168.0.1/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(site, target):
    url = site.redirect("/a", target)
    with pytest.raises(FetchError, match="not a public address"):
        fetch(url)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "no address of the web"),
        ("gopher://news.example/", "no address of the web"),
        ("http://user:secret@news.example/", "with a login"),
        ("http://127.0.0.1:6379/", "Port 6379"),
        ("http://[:::/", "no address"),
    ],
)
def test_an_address_that_is_none_of_the_web_is_refused(site, target, reason):
    url = site.redirect("/a", target)
    with pytest.raises(FetchError, match=reason):
        fetch(url)
    with pytest.raises(FetchError, match=reason):
        fetch(target)


def test_the_address_that_was_checked_is_the_one_connected_to(site, monkeypatch):
    """A name that gives another address each time: the check and the connection see the same."""
    answers = iter(["127.0.0.1", "10.0.0.1", "10.0.0.1"])
    asked = []

    def changing(host, port, *_args, **_options):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    site.say("/a", "first")
    url = site.url("/a", host="rebind.example")
    with monkeypatch.context() as patch:
        real = socket.getaddrinfo
        patch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *rest, **more: (
                changing(host, *rest, **more)
                if host == "rebind.example"
                else real(host, *rest, **more)
            ),
        )
        assert fetch(url).body == b"first"
        assert asked == ["rebind.example"]
        with pytest.raises(FetchError, match=r"leads to 10\.0\.0\.1"):
            fetch(url)


def test_a_name_that_leads_to_a_private_address_as_well_is_refused(site, monkeypatch):
    both = [("127.0.0.1", site.port), ("10.0.0.1", site.port)]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in both]
    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
        with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
            fetch(site.url("/a", host="both.example"))
    assert site.asked == []


def test_a_gzip_body_is_unpacked(site):
    url = site.say("/a", gzip.compress(b"text " * 1000), Content_Encoding="gzip")
    assert fetch(url).body == b"text " * 1000


def test_a_gzip_bomb_is_not_unpacked(site):
    bomb = gzip.compress(b"\0" * 300_000_000)
    url = site.say("/a", bomb, Content_Encoding="gzip")
    with pytest.raises(FetchError, match="larger than 10,000,000 bytes"):
        fetch(url)


def test_a_body_cut_short_is_tried_again(site):
    url = site.say("/a", gzip.compress(b"text " * 1000)[:-12], Content_Encoding="gzip")
    with pytest.raises(TemporaryFetchError, match="ended in the middle"):
        fetch(url)


@pytest.mark.parametrize(
    ("encoding", "reason"), [("br", "encoded as 'br'"), ("gzip", "not what its encoding says")]
)
def test_an_encoding_that_cannot_be_read(site, encoding, reason):
    url = site.say("/a", b"plain", Content_Encoding=encoding)
    with pytest.raises(FetchError, match=reason):
        fetch(url)


def test_an_endless_stream_ends_at_the_limit_of_size(site):
    site.answers["/a"] = dribble(b"x" * 100_000)
    with pytest.raises(FetchError, match="larger than"):
        fetch(site.url("/a"))


def test_a_slow_server_ends_at_the_limit_of_time(site):
    site.answers["/a"] = dribble(b"x", pause=0.05)
    started = time.monotonic()
    with Client(seconds=1) as client, pytest.raises(TemporaryFetchError):
        client.get(site.url("/a"))
    assert time.monotonic() - started < 3


def test_slow_headers_end_at_the_limit_of_time(site):
    def answer(handler):
        for number in range(200):
            handler.wfile.write(f"HTTP/1.1 200 OK\r\nX-{number}: ".encode()[: 17 if number else 40])
            time.sleep(0.05)

    site.answers["/a"] = answer
    with Client(seconds=1) as client, pytest.raises(TemporaryFetchError):
        client.get(site.url("/a"))


def test_redirects_share_one_limit_of_time(site):
    def answer(handler):
        time.sleep(0.4)
        handler.send_response(302)
        handler.send_header("Location", "/a")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.answers["/a"] = answer
    with Client(seconds=1) as client, pytest.raises(TemporaryFetchError):
        client.get(site.url("/a"))


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ({"Retry_After": "120"}, timedelta(seconds=120)),
        ({"Retry_After": "99999999"}, timedelta(days=1)),
        ({"Retry_After": "Mon, 17 Aug 2020 09:00:00 GMT"}, timedelta(0)),
        ({"Retry_After": "soon"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait(site, status, header, wait):
    url = site.say("/a", b"", status, **header)
    with pytest.raises(TemporaryFetchError, match=f"answered {status}") as caught:
        fetch(url)
    assert caught.value.wait == wait


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_refusal_is_final(site, status):
    url = site.say("/a", b"", status)
    with pytest.raises(FetchError, match=f"answered {status}") as caught:
        fetch(url)
    assert caught.value.status == status


def test_nobody_listens(site, settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        settings.FETCH_ALLOWED_PORTS = [port]
        with pytest.raises(TemporaryFetchError):
            fetch(f"http://127.0.0.1:{port}/")


def test_a_server_that_talks_nonsense(site):
    site.answers["/a"] = lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n\r\n")
    with pytest.raises(TemporaryFetchError):
        fetch(site.url("/a"))
