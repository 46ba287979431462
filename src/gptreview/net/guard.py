"""Which addresses may be connected to: public unicast ones, under every notation."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Sequence
from functools import cache
from typing import Final

from gptreview.errors import InputError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

# Own table rather than ipaddress.is_global, whose answers change with the Python release (CPython
# issues 113171 and 124217). Blocks after the IANA IPv4 and IPv6 Special-Purpose Address Registries,
# each with its RFC. The first block that holds an address names the reason.
_REFUSED: Final = (
    ("169.254.169.254/32", "a cloud metadata address"),
    ("169.254.170.2/32", "a cloud metadata address"),  # container credentials
    ("168.63.129.16/32", "a cloud metadata address"),  # a platform host inside public space
    ("100.100.100.200/32", "a cloud metadata address"),
    ("192.0.0.192/32", "a cloud metadata address"),
    ("fd00:ec2::/32", "a cloud metadata address"),
    ("fd20:ce::254/128", "a cloud metadata address"),
    ("0.0.0.0/8", "an unspecified address"),  # RFC 1122, section 3.2.1.3
    ("10.0.0.0/8", "a private address"),  # RFC 1918
    ("172.16.0.0/12", "a private address"),
    ("192.168.0.0/16", "a private address"),
    ("100.64.0.0/10", "a carrier's shared address"),  # RFC 6598
    ("127.0.0.0/8", "a loopback address"),  # RFC 1122
    ("169.254.0.0/16", "a link-local address"),  # RFC 3927
    ("192.0.0.0/24", "a reserved address"),  # RFC 6890
    ("192.0.2.0/24", "a documentation address"),  # RFC 5737
    ("198.51.100.0/24", "a documentation address"),
    ("203.0.113.0/24", "a documentation address"),
    ("192.88.99.0/24", "a 6to4 relay address"),  # RFC 7526
    ("198.18.0.0/15", "a benchmarking address"),  # RFC 2544
    ("224.0.0.0/4", "a multicast address"),  # RFC 5771
    ("240.0.0.0/4", "a reserved address"),  # RFC 1112; holds the broadcast address
    ("::/128", "an unspecified address"),  # RFC 4291
    ("::1/128", "a loopback address"),
    ("64:ff9b:1::/48", "a local translation address"),  # RFC 8215
    ("fc00::/7", "a private address"),  # RFC 4193
    ("fe80::/10", "a link-local address"),
    ("fec0::/10", "a private address"),  # RFC 3879, site-local
    ("ff00::/8", "a multicast address"),
    ("2001::/32", "a Teredo tunnel address"),  # RFC 4380
    ("2001:2::/48", "a benchmarking address"),  # RFC 5180
    ("2001::/23", "a reserved address"),  # RFC 2928
    ("2001:db8::/32", "a documentation address"),  # RFC 3849
    ("3fff::/20", "a documentation address"),  # RFC 9637
    ("2002::/16", "a 6to4 tunnel address"),  # RFC 3056
)
_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")  # RFC 4291, section 2.4; the rest is not
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052; what DNS64 answers for IPv4 hosts


_OWN_NETWORK: Final = frozenset(
    {"a private address", "a loopback address", "a carrier's shared address"}
)
"""Reasons that an operator may waive for a host: what a gateway inside can be reached under."""


class AddressGuard:
    """Lets public unicast addresses through and refuses all others.

    Args:
        private_hosts: Hosts, in canonical spelling, that may also be on the operator's own network
            or machine. Nobody but the operator may name them.
    """

    def __init__(self, *, private_hosts: Collection[str] = ()) -> None:
        self._private_hosts = frozenset(private_hosts)

    def check(self, host: str, addresses: Sequence[str]) -> tuple[str, ...]:
        """The addresses, in their canonical spelling, if every one of them is public.

        A single bad one refuses the host: which of several would be connected to is chance, and
        a name that points both outside and inside is how DNS rebinding starts. The message names
        the kind of address only, so that it tells strangers nothing about an internal network.

        Raises:
            InputError: An address is not public, or is no address at all.
        """
        return tuple(self._check_one(host, address) for address in addresses)

    def _check_one(self, host: str, text: str) -> str:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            raise _refused(host, "something that is not an IP address") from None
        reason = why_refused(address)
        if reason in _OWN_NETWORK and host in self._private_hosts:
            reason = ""
        if reason:
            raise _refused(host, reason)
        return str(address)


def why_refused(address: IPAddress) -> str:
    """Why this address may not be connected to; empty if it may."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return "an address of one network interface"
        embedded = _embedded_ipv4(address)
        if embedded is not None:
            return why_refused(embedded)
    for network, reason in _refused_networks():
        if address in network:
            return reason
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return "a reserved address"
    return ""


def _embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that packets to this one reach, for mapped and NAT64 forms.

    Tunnels (6to4, Teredo) embed one as well; they are refused whatever they embed.
    """
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped


@cache
def _refused_networks() -> tuple[tuple[IPNetwork, str], ...]:
    return tuple((ipaddress.ip_network(block), reason) for block, reason in _REFUSED)


def _refused(host: str, reason: str) -> InputError:
    shown = host if len(host) <= 253 else host[:253] + "…"
    return InputError(
        f"the host {shown!a} leads to {reason}",
        expected="a host on the public internet",
    )
