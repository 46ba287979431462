"""The builder takes one server: https, lower case, default port, public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
Lines = Callable[[Any], list[str]]
Lost = Callable[[Any], dict[str, tuple[str, ...]]]

_NONE = "Could not find a valid URL in `servers`"


def _servers(*urls: Any) -> list[Json]:
    return [{"url": url} for url in urls]


def test_missing_servers_are_refused(document: Json, lines: Lines, lost: Lost) -> None:
    """Without servers nothing of the document is usable."""
    del document["servers"]
    assert lines(document) == [f"error server.missing  {_NONE}"]
    assert lost(document) == {"get /boats": ("server.missing",)}


@pytest.mark.parametrize(
    ("servers", "pointer"),
    [
        ([], "/servers"),
        (None, "/servers"),
        ([None, {}, {"url": 3}], "/servers"),
        (_servers("/v1"), "/servers/0/url"),
        (_servers("boats.example.org"), "/servers/0/url"),
        (_servers("ftp://boats.example.org"), "/servers/0/url"),
        (_servers("https://[boats"), "/servers/0/url"),
        (_servers("https://"), "/servers/0/url"),
    ],
)
def test_servers_without_a_valid_url_are_refused(
    servers: Any, pointer: str, document: Json, lines: Lines
) -> None:
    """Relative, scheme-less and broken URLs do not count as servers."""
    document["servers"] = servers
    assert lines(document) == [f"error server.missing {pointer} {_NONE}"]


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("http://boats.example.org", "https://boats.example.org"),
        ("https://boats.example.org:8443/v1", "https://boats.example.org"),
        ("https://Boats.example.org", "https://boats.example.org"),
        ("http://localhost:5003", "https://localhost"),
        ("http://[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
def test_servers_outside_the_root_origin_are_refused(
    url: str, root: str, document: Json, lines: Lines, lost: Lost
) -> None:
    """Plain http, a port and upper case are outside the origin that the builder forms."""
    document["servers"] = _servers(url)
    assert lines(document) == [
        f"error server.origin /servers/0/url "
        f"None of the provided servers is under the root origin {root}",
        f"warning server.ignored /servers/0/url "
        f"Server URL {url} is not under the root origin {root}; ignoring it",
    ]
    assert lost(document) == {"get /boats": ("server.origin",)}


def test_several_servers_are_reduced_to_the_first(document: Json, lines: Lines) -> None:
    """The first server is used, other hosts are dropped, and the operations stay usable."""
    document["servers"] = _servers(
        "https://a.example.org",
        "https://b.example.org",
        "http://a.example.org",
        "https://a.example.org/v2",
    )
    assert lines(document) == [
        "warning server.several /servers Multiple servers found, using https://a.example.org",
        "warning server.several_hosts /servers/1/url "
        "Found multiple hostnames, dropping https://b.example.org",
        "warning server.ignored /servers/2/url Server URL http://a.example.org "
        "is not under the root origin https://a.example.org; ignoring it",
    ]


def test_templates_are_refused(document: Json, lines: Lines) -> None:
    """A server URL with variables is not filled in."""
    document["servers"] = _servers("https://{region}.example.org")
    assert lines(document) == [
        "error server.template /servers/0/url server URL https://{region}.example.org "
        "has variables, which the builder does not fill"
    ]


@pytest.mark.parametrize("host", ["localhost", "boats.local", "10.0.0.7", "[::1]", "api.internal"])
def test_private_hosts_are_refused(host: str, document: Json, lines: Lines) -> None:
    """A host that the internet cannot reach is refused even with https."""
    document["servers"] = _servers(f"https://{host}")
    shown = host.strip("[]")
    assert lines(document) == [
        f"error server.private /servers/0/url {shown} cannot be reached from the internet"
    ]


def test_a_public_address_is_taken(document: Json, lines: Lines) -> None:
    """An address that the internet routes is as good as a name."""
    document["servers"] = _servers("https://8.8.8.8?x")
    assert lines(document) == []
