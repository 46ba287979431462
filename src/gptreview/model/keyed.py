"""Who somebody is, so that it can be compared and not be read: a digest under a key.

Addresses and e-mails are few enough to try them all, so a digest without a key would tell them.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from typing import Final

PERSON_KEY: Final = "person"
"""Name of the key (`store.secrets`) under which all of these are made."""
_IPV6_NETWORK: Final = 64
"""Bits of what one subscriber has: RFC 6177, section 2, gives them a /64 at least."""


def keyed(key: bytes, kind: str, value: str) -> str:
    """HMAC-SHA-256 of a value of a kind, in hex: another kind with that value has another one."""
    text = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def keyed_address(key: bytes, address: str) -> str:
    """Who asks from a network address; of IPv6 the network alone counts.

    Args:
        key: Of this installation.
        address: As the server has it; what is no address counts as it is written.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return keyed(key, "address", address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            # Without the scope: that names a card of this machine.
            network = ipaddress.ip_network((int(parsed), _IPV6_NETWORK), strict=False)
            return keyed(key, "address", str(network))
        parsed = parsed.ipv4_mapped
    return keyed(key, "address", str(parsed))


def keyed_email(key: bytes, email: str) -> str:
    """Who has an e-mail address, in whatever letters it is written."""
    return keyed(key, "email", email.strip().casefold())


def keyed_account(key: bytes, account: int) -> str:
    """Who an account is."""
    return keyed(key, "account", str(account))
