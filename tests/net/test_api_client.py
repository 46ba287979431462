"""An API asked with a key, over real TLS connections on loopback."""

from __future__ import annotations

import gzip
import socket
import time
from typing import TYPE_CHECKING

import pytest

from gptreview import __version__
from gptreview.errors import DependencyError, GptReviewError, InputError
from gptreview.net.fetch import Answer
from gptreview.net.retry import RetryLimits

if TYPE_CHECKING:
    from gptreview.net.api import ApiClient
    from tests.loopback import Site, World

KEY = "sk-test.0123456789"
SENT = f"Authorization: Bearer {KEY}"
LIMIT = 1_000


def get(client: ApiClient, target: str = "/gpts?after=g-1") -> Answer:
    """One request."""
    return client.get(target, max_bytes=LIMIT)


def failure(client: ApiClient, site: Site) -> str:
    """Why a request was given up, with PORT for the port."""
    with pytest.raises(DependencyError) as caught:
        get(client)
    assert KEY not in repr(caught.value.__dict__)
    return str(caught.value).replace(str(site.port), "PORT")


def test_the_key_goes_with_the_request(world: World) -> None:
    """The request says who asks, and what is wanted; the answer has its query hidden."""
    site = world.site()
    site.say("/v1/gpts?after=g-1", site.json({"data": []}))
    assert get(world.api(site)) == Answer(
        site.url("/v1/gpts?after=g-1"),
        site.url("/v1/gpts?…"),
        200,
        b'{"data": []}',
        "application/json",
    )
    assert site.heads == [
        "GET /v1/gpts?after=g-1 HTTP/1.1\r\n"
        f"Host: api.example.com:{site.port}\r\n"
        f"User-Agent: gptreview/{__version__}\r\n"
        "Accept: application/json\r\n"
        "Accept-Encoding: identity\r\n"
        "Connection: close\r\n"
        f"{SENT}\r\n\r\n"
    ]


def test_a_base_with_a_final_slash_is_the_same(world: World) -> None:
    """Paths are put after the base with one slash."""
    site = world.site()
    site.say("/v1/gpts", site.json([]))
    assert get(world.api(site, path="/v1/"), "/gpts").status == 200


def test_files_elsewhere_are_fetched_without_the_key(world: World) -> None:
    """Another host sees no key; the API's own server does, as its files may need it."""
    site, store = world.site(), world.site("files.example.com")
    store.say("/a?sig=s3cret", store.message("200 OK", body=b"file"))
    site.say("/v1/files/a", site.message("200 OK", body=b"own file"))
    client = world.api(site)
    elsewhere = client.download(store.url("/a?sig=s3cret", "files.example.com"), max_bytes=LIMIT)
    own = client.download(site.url("/v1/files/a"), max_bytes=LIMIT)
    assert (elsewhere.body, own.body) == (b"file", b"own file")
    assert (store.keys, site.keys) == ([""], [SENT])
    assert "Accept: */*\r\n" in store.heads[0]


def test_another_name_or_port_of_the_same_machine_is_another_server(world: World) -> None:
    """The key is bound to host and port."""
    site = world.site("api.example.com", "cdn.example.com")
    other_port = world.site()
    site.say("/a", site.message("200 OK"))
    other_port.say("/a", site.message("200 OK"))
    client = world.api(site)
    client.download(site.url("/a", "cdn.example.com"), max_bytes=LIMIT)
    client.download(other_port.url("/a"), max_bytes=LIMIT)
    assert (site.keys, other_port.keys) == ([""], [""])


def test_a_redirect_elsewhere_loses_the_key_for_good(world: World) -> None:
    """The other host gets none, and after it the API's own server gets none either."""
    site, other = world.site(), world.site("cdn.example.com")
    site.say("/v1/gpts?after=g-1", site.message("302 Found", "Location: /v1/b"))
    elsewhere = other.url("/c", "cdn.example.com")
    site.say("/v1/b", site.message("307 Temporary", f"Location: {elsewhere}"))
    other.say("/c", other.message("302 Found", f"Location: {site.url('/v1/d')}"))
    site.say("/v1/d", site.json({}))
    answer = get(world.api(site))
    assert (answer.status, answer.where) == (200, f"{site.url('/v1/gpts?…')}: {site.url('/v1/d')}")
    assert site.keys == [SENT, SENT, ""]
    assert other.keys == [""]


@pytest.mark.parametrize(
    ("header", "pauses"),
    [
        ("Retry-After: 7", [7.0]),
        ("Retry-After: 0", [0.0]),
        ("Retry-After: Thu, 01 Jan 2026 12:00:09 GMT", [9.0]),
        ("Retry-After: 31536000", [60.0]),
        ("Retry-After: " + "9" * 5000, [60.0]),
        ("Retry-After: soon", [0.75]),
        ("X-Other: 1", [0.75]),
    ],
    ids=["seconds", "none", "date", "a year", "digits", "noise", "missing"],
)
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_pause_is_as_long_as_the_server_asks(
    world: World, status: str, header: str, pauses: list[float]
) -> None:
    """Seconds or a date, one minute at most; without it the client's own pause."""
    site = world.site()
    site.say("/v1/gpts?after=g-1", site.message(status, header), site.json({}))
    assert get(world.api(site)).body == b"{}"
    assert world.pauses.taken == pauses


def test_server_faults_are_asked_again(world: World) -> None:
    """Two faults and a broken connection later the answer is there; each pause is longer."""
    site = world.site()
    fault = site.message("500 Internal Server Error")
    site.say("/v1/gpts?after=g-1", fault, b"", fault, site.json({}))
    assert get(world.api(site)).body == b"{}"
    assert world.pauses.taken == [0.75, 1.5, 3.0]


def test_a_server_that_stays_down_is_given_up(world: World) -> None:
    """The error says how often it was asked, and is the kind that may pass."""
    site = world.site()
    site.say("/v1/gpts?after=g-1", site.message("500 Internal Server Error"))
    assert failure(world.api(site), site) == (
        "https://api.example.com:PORT/v1/gpts?…: the server answered 500 (asked 5 times); "
        "try again later"
    )
    assert (len(site.heads), world.pauses.taken) == (5, [0.75, 1.5, 3.0, 6.0])


def test_pauses_have_a_budget(world: World) -> None:
    """What would go beyond it is not waited for, and success fills it up again."""
    site = world.site()
    busy = site.message("429 Too Many Requests", "Retry-After: 40")
    site.say("/v1/gpts?after=g-1", busy, busy, site.json({}), busy)
    client = world.api(site, limits=RetryLimits(max_lost_seconds=100))
    assert get(client).status == 200
    assert "the server answered 429 (asked 3 times)" in failure(client, site)
    assert "the server answered 429 (asked 1 time)" in failure(client, site)
    assert world.pauses.taken == [40.0] * 4


def test_requests_that_fail_slowly_count_as_well(world: World) -> None:
    """A server that takes a minute to fail is not asked five times."""
    site = world.site()
    world.pauses.seconds_a_request = 60.0
    site.say("/v1/gpts?after=g-1", site.message("500 Internal Server Error"))
    limits = RetryLimits(max_lost_seconds=130)
    assert "(asked 3 times)" in failure(world.api(site, limits=limits), site)


def test_a_certificate_that_is_not_valid_is_told_at_once(world: World) -> None:
    """No pause makes a server trustworthy."""
    site = world.site("other.example.com")
    message = failure(world.api(site), site)
    assert "the server's certificate is not valid" in message
    assert (world.pauses.taken, site.heads) == ([], [])


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410])
def test_a_refusal_is_a_value(world: World, status: int) -> None:
    """Its body is not read, and it is not asked again."""
    site = world.site()
    site.say("/v1/gpts?after=g-1", site.message(f"{status} Whatever"))
    url, where = site.url("/v1/gpts?after=g-1"), site.url("/v1/gpts?…")
    assert get(world.api(site)) == Answer(url, where, status)
    assert len(site.heads) == 1


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip bomb"])
def test_a_body_over_the_limit_is_refused_once(world: World, *, packed: bool) -> None:
    """The limit is the caller's, and holds for what comes out of gzip."""
    site = world.site()
    body = b"x" * (LIMIT + 1)
    headers = ["Content-Encoding: gzip"] if packed else []
    sent = gzip.compress(body) if packed else body
    site.say("/v1/gpts?after=g-1", site.message("200 OK", *headers, body=sent))
    with pytest.raises(InputError, match="the body is too large; expected at most 1,000 bytes"):
        get(world.api(site))
    assert len(site.heads) == 1


def test_a_slow_drip_ends_at_the_deadline(world: World) -> None:
    """Each request has its deadline, however slowly the body comes."""
    site = world.site()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.02)

    site.answers["/v1/gpts?after=g-1"] = drip
    client = world.api(site, timeout_seconds=0.15, limits=RetryLimits(attempts=2))
    began = time.monotonic()
    assert "no complete answer within 0.15 seconds (asked 2 times)" in failure(client, site)
    assert time.monotonic() - began < 1.5


def test_a_redirect_inside_is_refused_once(world: World) -> None:
    """The address guard holds for every hop, and its refusal is final."""
    site = world.site()
    world.names.known["inside.example.com"] = ("10.0.0.1",)
    inside = site.url("/", "inside.example.com")
    site.say("/v1/gpts?after=g-1", site.message("302 Found", f"Location: {inside}"))
    with pytest.raises(InputError, match="leads to a private address"):
        get(world.api(site))
    assert len(site.heads) == 1


def test_the_key_is_in_no_description(world: World) -> None:
    """Neither the client nor what goes wrong shows the key or a signed link."""
    site = world.site()
    client = world.api(site)
    with pytest.raises(GptReviewError) as caught:
        client.download("http://files.example.com/a?sig=s3cret", max_bytes=LIMIT)
    shown = f"{client!r} {vars(client)!r} {caught.value} {caught.value.__dict__!r}"
    site.say("/a?sig=s3cret", site.message("200 OK", body=b"personal"))
    answer = client.download(site.url("/a?sig=s3cret"), max_bytes=LIMIT)
    shown += repr(answer)
    assert [word for word in (KEY, "s3cret", "personal") if word in shown] == []
