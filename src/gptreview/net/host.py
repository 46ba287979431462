"""Hosts in one spelling, so that no notation reaches an address the guard did not see."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from gptreview.errors import InputError

_MAX_NAME: Final = 253  # characters; RFC 1035, section 2.3.4, without the final dot
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")  # RFC 1123 and underscores
_NUMERIC: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")  # WHATWG URL: such a last label means IPv4


def canonical_host(host: str) -> str:
    """A host name in lower-case ASCII without a final dot, or an IP address spelt canonically.

    Raises:
        InputError: Not a host, or an address in a notation that programs read differently
            (octal, hexadecimal, one number, fewer than four parts, percent-encoding).
    """
    if "%" in host:
        raise _bad(host, "holds a percent sign")
    if ":" in host:
        return _ipv6(host)
    name = _ascii(host).removesuffix(".")
    labels = name.split(".")
    if len(name) > _MAX_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        raise _bad(host, "is not a host name")
    if _NUMERIC.fullmatch(labels[-1]):
        return _ipv4(name, host)
    if len(labels) == 1:
        raise _bad(host, "is a name of a local network")
    return name


def _ascii(host: str) -> str:
    """The name as DNS carries it: full-width forms folded, other scripts in their xn-- form."""
    if host.isascii():
        return host.lower()
    import idna  # large tables, and most hosts are ASCII

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        raise _bad(host, "is not a host name") from None


def _ipv4(name: str, host: str) -> str:
    try:
        return str(ipaddress.IPv4Address(name))
    except ValueError:
        raise _bad(host, "is an IP address in an unusual notation") from None


def _ipv6(host: str) -> str:
    try:
        return str(ipaddress.IPv6Address(host))
    except ValueError:
        raise _bad(host, "is not an IP address") from None


def _bad(host: str, problem: str) -> InputError:
    shown = host if len(host) <= _MAX_NAME else host[:_MAX_NAME] + "…"
    return InputError(
        f"the host {shown!a} {problem}",
        expected="a public host name or four decimal numbers, as in https://api.example.com/",
    )
