"""Posting over real connections on loopback."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from gptreview import __version__
from gptreview.errors import DependencyError, GptReviewError, InputError
from gptreview.net.post import Posted, Poster, PostLimits

if TYPE_CHECKING:
    from tests.loopback import World


def _poster(world: World, **limits: object) -> Poster:
    ports = frozenset(site.port for site in world.sites)
    fixed: dict[str, object] = {"ports": ports, "timeout_seconds": 5.0}
    return Poster(
        PostLimits(**fixed | limits),  # type: ignore[arg-type]
        resolver=world.names,
        guard=world.guard,
        ssl_context=world.trust(),
    )


@contextlib.contextmanager
def _plain(answer: Callable[[bytes], bytes]) -> Iterator[int]:
    """The port of an HTTP server on this machine, without TLS."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_an_answer_comes_with_status_type_and_body(world: World) -> None:
    """Whatever the status is, its body is there, and the request says what is needed."""
    site = world.site()
    headers = ("Content-Type: application/json", "Retry-After: 7")
    site.answers["/token"] = site.message("400 Bad Request", *headers, body=b'{"error": "x"}')
    got = _poster(world).post(site.url("/token"), b"a=b", {"Content-Type": "text/plain"})
    assert got == Posted(400, b'{"error": "x"}', "application/json", "7")
    assert site.heads == [
        "POST /token HTTP/1.1\r\n"
        f"Host: api.example.com:{site.port}\r\n"
        f"User-Agent: gptreview/{__version__}\r\n"
        "Accept-Encoding: identity\r\n"
        "Connection: close\r\n"
        "Content-Type: text/plain\r\n"
        "Content-Length: 3\r\n\r\n"
    ]
    assert site.bodies == [b"a=b"]


def test_a_redirect_is_not_followed(world: World) -> None:
    """What was meant for one server goes to no other."""
    site = world.site()
    site.answers["/a"] = site.message("307 Temporary Redirect", f"Location: {site.url('/b')}")
    assert _poster(world).post(site.url("/a"), b"", {}).status == 307
    assert site.targets == ["/a"]


def test_an_answer_that_nobody_wants_is_not_read(world: World) -> None:
    """With a limit of 0 even an endless answer is over at its head."""
    site = world.site()
    site.answers["/a"] = b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nsome"
    assert _poster(world, max_bytes=0).post(site.url("/a"), b"", {}) == Posted(200)


def test_a_large_answer_is_refused(world: World) -> None:
    """More than the limit is not held."""
    site = world.site()
    site.answers["/a"] = site.message("200 OK", body=b"x" * 11)
    with pytest.raises(InputError, match="the body is too large; expected at most 10 bytes"):
        _poster(world, max_bytes=10).post(site.url("/a"), b"", {})


def test_an_inner_address_is_refused(world: World) -> None:
    """The guard is asked before anything is sent."""
    site = world.site()
    world.names.known["api.example.com"] = ("10.0.0.1",)
    with pytest.raises(InputError, match="leads to a private address"):
        _poster(world).post(site.url("/a"), b"", {})
    assert site.heads == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://api.example.com/", "a URL with the scheme http"),
        ("https://api.example.com:22/", "a URL with port 22"),
        ("https://127.0.0.1/", "leads to a loopback address"),
        ("nonsense", "a URL with no scheme"),
    ],
    ids=["plain", "port", "loopback", "nonsense"],
)
def test_a_url_that_may_not_be_asked_is_refused(url: str, said: str) -> None:
    """It takes https, port 443 and a public host."""
    with pytest.raises(InputError, match=said):
        Poster().post(url, b"", {})


@pytest.mark.parametrize("host", ["api.example.com", "10.0.0.1"], ids=["name", "address"])
def test_plain_http_reaches_no_other_machine(host: str) -> None:
    """Where http to this machine is allowed, it is to an address of this machine alone."""
    poster = Poster(PostLimits(is_loopback_allowed=True))
    with pytest.raises(InputError, match="http to another machine; expected https"):
        poster.post(f"http://{host}:8000/", b"", {})


def test_plain_http_reaches_this_machine_where_it_is_allowed() -> None:
    """For trials there need be no certificate."""
    with _plain(bytes.upper) as port:
        poster = Poster(PostLimits(is_loopback_allowed=True))
        assert poster.post(f"http://127.0.0.1:{port}/", b"abc", {}).body == b"ABC"


@pytest.mark.parametrize("value", ["a\r\nX: y", "é"], ids=["line-end", "not-ascii"])
def test_a_header_cannot_be_broken(world: World, value: str) -> None:
    """No value makes a second header."""
    site = world.site()
    with pytest.raises(InputError, match="with a character that no header has"):
        _poster(world).post(site.url("/a"), b"", {"X-Test": value})
    assert site.heads == []


def test_a_silent_server_is_left_in_time(world: World) -> None:
    """The time limit holds for the whole exchange."""
    site = world.site()
    done = threading.Event()

    def wait(_connection: socket.socket) -> None:
        done.wait(5)

    site.answers["/a"] = wait
    with pytest.raises(DependencyError, match=r"no complete answer within 0\.3 seconds"):
        _poster(world, timeout_seconds=0.3).post(site.url("/a"), b"", {})
    done.set()


@pytest.mark.parametrize("is_open", [True, False], ids=["dropped", "refused"])
def test_a_server_that_does_not_answer_may_later(world: World, *, is_open: bool) -> None:
    """A connection that is refused or dropped is an outage."""
    site = world.site()
    site.answers["/a"] = b""
    poster = _poster(world)
    if not is_open:
        site.close()
        world.sites.clear()
    with pytest.raises(GptReviewError) as caught:
        poster.post(site.url("/a"), b"", {})
    assert isinstance(caught.value, DependencyError)
