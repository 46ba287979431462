"""Hosts in every notation end in one spelling or a refusal."""

from __future__ import annotations

import pytest

from gptreview.errors import InputError
from gptreview.net.host import canonical_host


def wide(text: str) -> str:
    """The text in full-width forms, which IDNA folds into the plain ones."""
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


@pytest.mark.parametrize(
    ("host", "canonical"),
    [
        ("api.example.com", "api.example.com"),
        ("API.Example.COM", "api.example.com"),
        ("api.example.com.", "api.example.com"),
        ("my_api.example.com", "my_api.example.com"),
        ("xn--bcher-kva.example.com", "xn--bcher-kva.example.com"),
        ("bücher.example.com", "xn--bcher-kva.example.com"),
        (f"{wide('api')}.example\u3002com", "api.example.com"),
        ("faß.example.com", "xn--fa-hia.example.com"),
        ("8.8.8.8", "8.8.8.8"),
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        (wide("127.0.0.1"), "127.0.0.1"),
        ("\u2460\u2461\u2466.0.0.1", "127.0.0.1"),
        ("127\u30020\u30020\u30021", "127.0.0.1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("::FFFF:127.0.0.1", "::ffff:7f00:1"),
        ("1.example.com", "1.example.com"),
        ("127.0.0.1.nip.example", "127.0.0.1.nip.example"),
    ],
)
def test_a_host_has_one_spelling(host: str, canonical: str) -> None:
    """Disguised addresses come out as the address, for the guard to judge."""
    assert canonical_host(host) == canonical


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7F.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "127.0.0.01",
        "127.0.0.0x1",
        "127.0.0.1.2",
        "256.0.0.1",
        "a.0x",
        "example.1",
        wide("2130706433"),
    ],
)
def test_an_address_in_an_unusual_notation_is_refused(host: str) -> None:
    """Programs read these differently, so none of them is guessed at."""
    with pytest.raises(InputError, match="is an IP address in an unusual notation"):
        canonical_host(host)


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ("%31%32%37.0.0.1", "holds a percent sign"),
        ("fe80::1%25eth0", "holds a percent sign"),
        ("::1::", "is not an IP address"),
        ("v1.fe80::1", "is not an IP address"),
        ("", "is not a host name"),
        (".", "is not a host name"),
        ("a..example.com", "is not a host name"),
        (".example.com", "is not a host name"),
        ("api.example.com..", "is not a host name"),
        ("-a.example.com", "is not a host name"),
        ("a-.example.com", "is not a host name"),
        ("a b.example.com", "is not a host name"),
        ("a\x00.example.com", "is not a host name"),
        (f"{'a' * 64}.example.com", "is not a host name"),
        ("a." * 126 + "com", "is not a host name"),
        ("\u2100.example.com", "is not a host name"),
        ("a\u200d.example.com", "is not a host name"),
        ("\ud800.example.com", "is not a host name"),
        ("localhost", "is a name of a local network"),
        ("LOCALHOST.", "is a name of a local network"),
        ("\u24dbocalhost", "is a name of a local network"),
        ("intranet", "is a name of a local network"),
    ],
)
def test_what_is_no_public_host_is_refused(host: str, problem: str) -> None:
    """The message names the problem and shows the host in plain ASCII."""
    with pytest.raises(InputError) as caught:
        canonical_host(host)
    assert problem in str(caught.value)
    assert str(caught.value).isascii() or "…" in str(caught.value)
