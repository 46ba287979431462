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
    name = dns_name(host)
    if not name:
        raise _bad(host, "is not a host name")
    if means_ipv4(name):
        return _ipv4(name, host)
    if "." not in name:
        raise _bad(host, "is a name of a local network")
    return name


def dns_name(text: str) -> str:
    """Labels in lower-case ASCII without a final dot, as DNS carries them; empty where it is none.

    Full-width forms are folded, other scripts take their xn-- form. Numbers are labels too.
    """
    name = _ascii(text).removesuffix(".")
    sound = len(name) <= _MAX_NAME and all(map(_LABEL.fullmatch, name.split(".")))
    return name if sound else ""


def means_ipv4(name: str) -> bool:
    """Whether programs take a DNS name for an IPv4 address, in whatever notation."""
    return _NUMERIC.fullmatch(name.rpartition(".")[2]) is not None


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    import idna  # large tables, and most hosts are ASCII

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        return ""


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
