"""Fetching over real TLS connections on loopback."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from gptreview import __version__
from gptreview.errors import DependencyError, InputError
from gptreview.net.fetch import Fetched, Fetcher, FetchLimits

if TYPE_CHECKING:
    from tests.loopback import Site, World


def ok(body: bytes, *headers: str) -> bytes:
    """A complete 200 answer."""
    return _message("200 OK", f"Content-Length: {len(body)}", *headers) + body


def moved(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return _message(status, f"Location: {location}", "Content-Length: 0")


def _message(status: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode()


def _refusal(fetcher: Fetcher, url: str) -> str:
    """What an InputError for this URL says."""
    with pytest.raises(InputError) as caught:
        fetcher.fetch(url)
    return str(caught.value)


def _outage(fetcher: Fetcher, url: str) -> str:
    """What a DependencyError for this URL says."""
    with pytest.raises(DependencyError) as caught:
        fetcher.fetch(url)
    return str(caught.value)


def _is_masked(message: str, site: Site) -> str:
    """The message with the port, which differs from run to run, as PORT."""
    return message.replace(str(site.port), "PORT")


def test_a_document_comes_with_its_url_and_type(world: World) -> None:
    """A plain 200 gives body, final URL with its query, and the type as claimed."""
    site = world.site()
    site.answers["/a?v=1"] = ok(b'{"a": 1}', "Content-Type: application/json; charset=utf-8")
    assert world.fetcher().fetch(site.url("/a?v=1")) == Fetched(
        site.url("/a?v=1"), b'{"a": 1}', "application/json; charset=utf-8"
    )


def test_the_request_says_nothing_but_what_is_needed(world: World) -> None:
    """The request head is the same for everybody and carries no cookie and no credentials."""
    site = world.site()
    site.answers["/a"] = ok(b"")
    world.fetcher().fetch(site.url("/a"))
    assert site.heads == [
        "GET /a HTTP/1.1\r\n"
        f"Host: api.example.com:{site.port}\r\n"
        f"User-Agent: gptreview/{__version__}\r\n"
        "Accept: application/json, application/yaml, text/yaml, text/plain;q=0.9, */*;q=0.5\r\n"
        "Accept-Encoding: identity\r\n"
        "Connection: close\r\n\r\n"
    ]


def test_the_name_is_looked_up_once_and_kept_in_tls(world: World) -> None:
    """The connection goes to the checked address while TLS and Host still carry the name."""
    site = world.site()
    site.answers["/"] = ok(b"")
    world.fetcher().fetch(site.url())
    assert world.names.asked == [f"api.example.com:{site.port}"]
    assert site.names == ["api.example.com"]


def test_an_international_name_reaches_its_ascii_host(world: World) -> None:
    """A name in another script is looked up, certified and asked for in its xn-- form."""
    site = world.site("xn--bcher-kva.example.com")
    site.answers["/caf%C3%A9"] = ok(b"menu")
    assert world.fetcher().fetch(site.url("/café", "BÜCHER.example.com.")).body == b"menu"
    assert site.names == ["xn--bcher-kva.example.com"]


def test_proxies_from_the_environment_are_not_used(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would connect to wherever it likes, behind the guard's back."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site = world.site()
    site.answers["/"] = ok(b"direct")
    assert world.fetcher().fetch(site.url()).body == b"direct"


def test_a_cookie_is_not_sent_back(world: World) -> None:
    """A redirect that sets a cookie gets none at the next hop."""
    site = world.site()
    site.answers["/a"] = _message("302 Found", "Location: /b", "Set-Cookie: id=1")
    site.answers["/b"] = ok(b"")
    world.fetcher().fetch(site.url("/a"))
    assert "cookie" not in site.heads[1].lower()


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_redirects_are_followed(world: World, status: str) -> None:
    """Every kind of redirect leads on, to another host with a look-up and check of its own."""
    site, other = world.site(), world.site("cdn.example.com")
    site.answers["/a"] = moved(other.url("/b?c", "cdn.example.com"), status)
    other.answers["/b?c"] = ok(b"there")
    fetched = world.fetcher().fetch(site.url("/a"))
    assert fetched == Fetched(other.url("/b?c", "cdn.example.com"), b"there", "")
    assert world.names.asked == [f"api.example.com:{site.port}", f"cdn.example.com:{other.port}"]


def test_a_relative_redirect_stays_on_its_host(world: World) -> None:
    """A relative Location is resolved against the URL that sent it."""
    site = world.site()
    site.answers["/docs/v1/a"] = moved("../v2/b#part")
    site.answers["/docs/v2/b"] = ok(b"here")
    assert world.fetcher().fetch(site.url("/docs/v1/a")).url == site.url("/docs/v2/b")


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("http://api.example.com/b?key=s3cret", "a URL with the scheme http; expected https"),
        ("file:///etc/passwd", "a URL with the scheme file; expected https"),
        (
            "https://u:s3cret@api.example.com/",
            "a URL with credentials in it; expected https://host/path",
        ),
        ("/b c", "a URL with a space, backslash or control character in it"),
        ("//[", "not a valid URL"),
        ("", "a redirect (302) that does not say where to"),
    ],
)
def test_a_redirect_that_may_not_be_followed(world: World, location: str, problem: str) -> None:
    """Redirect targets are read as strictly as first URLs, and secrets in them stay hidden."""
    site = world.site()
    site.answers["/a"] = moved(location)
    message = _refusal(world.fetcher(), site.url("/a"))
    assert message.startswith(site.url("/a: "))
    assert message.endswith(problem)
    assert "s3cret" not in message


@pytest.mark.parametrize(
    ("host", "shown", "reason"),
    [
        ("127.0.0.2", "127.0.0.2", "a loopback address"),
        ("169.254.169.254", "169.254.169.254", "a cloud metadata address"),
        ("[0:0:0:0:0:ffff:10.0.0.1]", "[::ffff:a00:1]", "a private address"),
        ("inside.example.com", "inside.example.com", "a private address"),
    ],
)
def test_a_redirect_to_a_private_address_is_refused(
    world: World, host: str, shown: str, reason: str
) -> None:
    """Each hop is checked, and nothing is sent to the one that fails."""
    site = world.site()
    world.names.known["inside.example.com"] = ("10.0.0.1",)
    site.answers["/a?key=s3cret"] = moved(site.url("/b?token=s3cret", host))
    message = _is_masked(_refusal(world.fetcher(), site.url("/a?key=s3cret")), site)
    assert message == (
        f"https://api.example.com:PORT/a?…: https://{shown}:PORT/b?…: "
        f"the host '{shown.strip('[]')}' leads to {reason}; "
        "expected a host on the public internet"
    )
    assert len(site.heads) == 1


@pytest.mark.parametrize("order", [("127.0.0.1", "10.0.0.1"), ("10.0.0.1", "127.0.0.1")])
def test_one_bad_address_among_good_ones_refuses_the_host(
    world: World, order: tuple[str, str]
) -> None:
    """A name that points outside and inside at once is never connected to."""
    site = world.site()
    world.names.known["api.example.com"] = order
    assert "leads to a private address" in _refusal(world.fetcher(), site.url())
    assert site.names == []


def test_an_answer_that_changes_does_not_move_the_connection(world: World) -> None:
    """A name server that turns to a private address after the check changes nothing."""
    site = world.site()
    site.answers["/"] = ok(b"checked")

    def rebinding(host: str, port: int) -> Sequence[str]:
        """Public at first, private ever after."""
        world.names(host, port)
        return ("127.0.0.1",) if len(world.names.asked) == 1 else ("127.0.0.2",)

    fetcher = world.fetcher(resolver=rebinding)
    assert fetcher.fetch(site.url()).body == b"checked"
    assert "a loopback address" in _refusal(fetcher, site.url())


def test_redirects_in_a_circle_end(world: World) -> None:
    """A loop is cut after the number of redirects allowed."""
    site = world.site()
    site.answers |= {"/a": moved("/b?s3cret"), "/b?s3cret": moved("/a")}
    message = _refusal(world.fetcher(max_redirects=3), site.url("/a"))
    assert _is_masked(message, site) == (
        "https://api.example.com:PORT/a: too many redirects; expected at most 3; "
        "give the URL where the document is"
    )
    assert len(site.heads) == 4


def test_a_port_that_is_not_allowed_is_refused() -> None:
    """Unless told otherwise a fetcher opens port 443 alone, and looks nothing up for others."""
    assert _refusal(Fetcher(), "https://api.example.com:22/") == (
        "https://api.example.com:22/: a URL with port 22; expected port 443"
    )


@pytest.mark.parametrize(
    "url", ["http://api.example.com/", "https://user:pass@api.example.com/", "https://2130706433/"]
)
def test_a_bad_url_is_refused_before_any_lookup(world: World, url: str) -> None:
    """What is wrong with the URL alone is found without the network."""
    _refusal(world.fetcher(), url)
    assert world.names.asked == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 204, 206, 304, 300])
def test_a_status_that_will_not_change_is_bad_input(world: World, status: int) -> None:
    """Anything but 200 or a redirect is no document, and asking again will not help."""
    site = world.site()
    site.answers["/a?k"] = _message(f"{status} Whatever", "Content-Length: 0")
    assert _is_masked(_refusal(world.fetcher(), site.url("/a?k")), site) == (
        f"https://api.example.com:PORT/a?…: the server answered {status}; "
        "expected 200 and the document; "
        "check that the URL opens in a browser that is not signed in"
    )


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 599])
def test_a_status_that_may_pass_is_an_outage(world: World, status: int) -> None:
    """Overload and server faults may be gone the next time."""
    site = world.site()
    site.answers["/"] = _message(f"{status} Whatever", "Content-Length: 0")
    assert _is_masked(_outage(world.fetcher(), site.url()), site) == (
        f"https://api.example.com:PORT/: the server answered {status}; try again later"
    )


TOO_LARGE = "https://api.example.com:PORT/: the body is too large; expected at most 1,000 bytes"


@pytest.mark.parametrize(
    "answer",
    [
        ok(b"x" * 1001),
        _message("200 OK", "Connection: close") + b"x" * 1001,
        _message("200 OK", "Transfer-Encoding: chunked")
        + b"3e9\r\n"
        + b"x" * 1001
        + b"\r\n0\r\n\r\n",
        _message("200 OK", f"Content-Length: {10**18}"),
        ok(gzip.compress(b"x" * 1001), "Content-Encoding: gzip"),
    ],
    ids=["declared", "until close", "chunked", "declared only", "gzip"],
)
def test_an_oversize_body_is_cut(world: World, answer: bytes) -> None:
    """The limit holds whether or not the size was announced, and for what comes out of gzip."""
    site = world.site()
    site.answers["/"] = answer
    message = _refusal(world.fetcher(max_bytes=1000), site.url())
    assert _is_masked(message, site) == TOO_LARGE


def test_a_body_of_exactly_the_limit_passes(world: World) -> None:
    """The limit itself is allowed."""
    site = world.site()
    site.answers["/"] = ok(b"x" * 1000)
    assert len(world.fetcher(max_bytes=1000).fetch(site.url()).body) == 1000


def test_a_body_shorter_than_announced_is_an_outage(world: World) -> None:
    """Half a document is never passed off as a whole one."""
    site = world.site()
    site.answers["/"] = _message("200 OK", "Content-Length: 100") + b"short"
    assert "broke off" in _outage(world.fetcher(), site.url())


def test_bytes_beyond_the_announced_length_are_not_read(world: World) -> None:
    """HTTP ends a body where its length says; what follows belongs to nobody."""
    site = world.site()
    site.answers["/"] = ok(b"body") + b"more" * 10_000
    assert world.fetcher(max_bytes=1000).fetch(site.url()).body == b"body"


def test_a_gzip_body_is_decoded(world: World) -> None:
    """Some servers compress although identity was asked for."""
    site = world.site()
    site.answers["/"] = ok(gzip.compress(b"text"), "Content-Encoding: GZIP")
    assert world.fetcher().fetch(site.url()).body == b"text"


@pytest.mark.parametrize(
    "answer",
    [
        b"not HTTP at all\r\n\r\n",
        b"",
        _message("200 OK", "Content-Length: " + "9" * 5000),
        _message("200 OK", "Content-Length: 1", "Content-Length: 2") + b"xx",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        _message("200 OK", "Transfer-Encoding: gzip"),
        _message("200 OK", "Transfer-Encoding: chunked") + b"zz\r\n",
    ],
    ids=["noise", "silence", "huge number", "two lengths", "huge head", "coding", "bad chunk"],
)
def test_an_answer_that_is_not_http_is_an_outage(world: World, answer: bytes) -> None:
    """A broken server ends in a message, whatever it sends."""
    site = world.site()
    site.answers["/"] = answer
    assert _is_masked(_outage(world.fetcher(), site.url()), site) == (
        "https://api.example.com:PORT/: the server broke off or did not answer in HTTP; "
        "try again later"
    )


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b""),
    ],
    ids=["status line", "headers", "body", "interim answers", "nothing"],
)
def test_a_slow_drip_ends_at_the_deadline(world: World, start: bytes, piece: bytes) -> None:
    """A server that sends a little at a time cannot hold a fetch beyond its deadline."""
    site = world.site()

    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(200):
            connection.sendall(piece)
            time.sleep(0.02)

    site.answers["/"] = drip
    began = time.monotonic()
    message = _outage(world.fetcher(timeout_seconds=0.2), site.url())
    assert time.monotonic() - began < 1.0
    assert _is_masked(message, site) == (
        "https://api.example.com:PORT/: no complete answer within 0.2 seconds; try again later"
    )


def test_redirects_share_one_deadline(world: World) -> None:
    """Slow hops that are each in time are together too late."""
    site = world.site()

    def slow(connection: socket.socket) -> None:
        time.sleep(0.12)
        connection.sendall(moved("/"))

    site.answers["/"] = slow
    fetcher = world.fetcher(timeout_seconds=0.3, max_redirects=50)
    assert "no complete answer within 0.3 seconds" in _outage(fetcher, site.url())
    assert len(site.heads) <= 3


def test_a_handshake_that_never_comes_ends_at_the_deadline(world: World) -> None:
    """A port that accepts and then says nothing is given up on."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        fetcher = world.fetcher(timeout_seconds=0.2, other_ports=[port])
        assert "within 0.2 seconds" in _outage(fetcher, f"https://api.example.com:{port}/")


def test_a_name_server_that_never_answers_ends_at_the_deadline() -> None:
    """The look-up counts towards the deadline although the system's call takes no timeout."""
    released = threading.Event()

    def stuck(host: str, port: int) -> tuple[str, ...]:
        released.wait()
        return (host, str(port))

    fetcher = Fetcher(FetchLimits(timeout_seconds=0.1), resolver=stuck)
    assert _outage(fetcher, "https://api.example.com/") == (
        "https://api.example.com/: no complete answer within 0.1 seconds; try again later"
    )
    released.set()


def test_a_refused_connection_is_an_outage(world: World) -> None:
    """Nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    fetcher = world.fetcher(other_ports=[port])
    assert _outage(fetcher, f"https://api.example.com:{port}/?k=s3cret") == (
        f"https://api.example.com:{port}/?…: the server cannot be reached; try again later"
    )


def test_a_certificate_for_another_name_is_not_trusted(world: World) -> None:
    """The certificate is checked against the name asked for, not the address connected to."""
    site = world.site("other.example.com", "127.0.0.1")
    message = _is_masked(_outage(world.fetcher(), site.url()), site)
    assert message == (
        "https://api.example.com:PORT/: the server's certificate is not valid: "
        "Hostname mismatch, certificate is not valid for 'api.example.com'.; "
        "check the host name; its owner has to renew or correct the certificate"
    )
    assert site.heads == []


def test_an_unknown_authority_is_not_trusted(world: World) -> None:
    """With no context given, the public authorities decide, and they do not know the test's."""
    site = world.site()
    fetcher = Fetcher(
        FetchLimits(ports=frozenset({site.port})), resolver=world.names, guard=world.guard
    )
    assert "the server's certificate is not valid: " in _outage(fetcher, site.url())
    assert site.heads == []


def test_a_server_without_tls_is_an_outage(world: World) -> None:
    """There is no way down to plain HTTP."""
    site = world.site(tls=False)
    assert _outage(world.fetcher(), site.url()).endswith(
        "TLS could not be set up; expected TLS 1.2 or later"
    )
