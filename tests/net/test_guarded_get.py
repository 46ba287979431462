"""Asking an address that an operator named, without being led elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gptreview import __version__
from gptreview.errors import InputError
from gptreview.net.post import Posted, Poster, PostLimits
from tests.issuer import Issuer, serve

if TYPE_CHECKING:
    from tests.loopback import World


def test_an_address_is_asked_over_tls(world: World) -> None:
    """A redirect is an answer as any other, and its body comes with it."""
    site = world.site()
    site.answers["/a"] = site.message("302 Found", "Location: https://x.example/", body=b"gone")
    limits = PostLimits(ports=frozenset({site.port}))
    poster = Poster(limits, resolver=world.names, guard=world.guard, ssl_context=world.trust())
    assert poster.get(site.url("/a"), {"Accept": "text/plain"}) == Posted(302, b"gone")
    assert site.heads == [
        "GET /a HTTP/1.1\r\n"
        f"Host: api.example.com:{site.port}\r\n"
        f"User-Agent: gptreview/{__version__}\r\n"
        "Accept-Encoding: identity\r\n"
        "Connection: close\r\n"
        "Accept: text/plain\r\n\r\n"
    ]


def test_this_machine_is_asked_over_http_where_that_is_allowed() -> None:
    """And refused where it is not."""
    with serve(Issuer(answers={"/a": (200, b"here")})) as issuer:
        allowed = Poster(PostLimits(is_loopback_allowed=True))
        assert allowed.get(f"{issuer.url}/a", {}) == Posted(200, b"here")
        with pytest.raises(InputError):
            Poster().get(f"{issuer.url}/a", {})


def test_an_address_of_the_own_network_is_not_asked(world: World) -> None:
    """The guard is the one of every other request."""
    world.names.known["api.example.com"] = ("10.0.0.7",)
    poster = Poster(resolver=world.names, guard=world.guard, ssl_context=world.trust())
    with pytest.raises(InputError) as caught:
        poster.get("https://api.example.com/a", {})
    assert "a private address" in str(caught.value)
