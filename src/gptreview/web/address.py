"""Where a request comes from, as far as limits and logs need to know."""

from __future__ import annotations

import ipaddress
from typing import Final

_NETWORK: Final = 64
"""Bits of an IPv6 address that one customer has (RFC 6177): any of the rest is theirs too."""


def network_of(host: str | None) -> str:
    """The IPv4 address, or the IPv6 network that one customer has; ``unknown`` for none."""
    try:
        address = ipaddress.ip_address((host or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)
