"""The real guard against a table of addresses."""

from __future__ import annotations

import ipaddress

import pytest

from gptreview.errors import InputError
from gptreview.net.guard import AddressGuard, why_refused

REFUSED = {
    "a private address": [
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "fc00::1",
        "fdff:ffff::1",
        "fec0::1",
        "::ffff:192.168.1.1",
        "::ffff:a00:1",
        "64:ff9b::10.0.0.1",
    ],
    "a loopback address": [
        "127.0.0.1",
        "127.255.255.254",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
    ],
    "a link-local address": ["169.254.0.1", "169.254.255.255", "fe80::1", "febf::1"],
    "an address of one network interface": ["fe80::1%eth0", "2606:4700::1%1"],
    "a cloud metadata address": [
        "169.254.169.254",
        "169.254.170.2",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
    ],
    "a multicast address": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "an unspecified address": ["0.0.0.0", "0.1.2.3", "::", "::ffff:0.0.0.0"],  # noqa: S104 - not bound to
    "a carrier's shared address": ["100.64.0.1", "100.127.255.255", "::ffff:100.64.0.1"],
    "a benchmarking address": ["198.18.0.1", "198.19.255.255", "2001:2::1"],
    "a documentation address": [
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "2001:db8::1",
        "3fff::1",
        "3fff:fff::1",
    ],
    "a 6to4 relay address": ["192.88.99.1"],
    "a 6to4 tunnel address": ["2002:7f00:1::", "2002:808:808::1"],
    "a Teredo tunnel address": ["2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "a local translation address": ["64:ff9b:1::1", "64:ff9b:1::808:808"],
    "a reserved address": [
        "192.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::127.0.0.1",  # IPv4-compatible
        "::8.8.8.8",
        "::ffff:0:127.0.0.1",  # IPv4-translated
        "64:ff9b:0:1::1",  # beside the translation prefix, not in it
        "100::1",  # discard-only
        "2001:10::1",
        "2001:1ff:ffff::1",
        "5f00::1",
        "4000::1",
        "1fff::1",
    ],
}

PUBLIC = [
    ("8.8.8.8", "8.8.8.8"),
    ("1.1.1.1", "1.1.1.1"),
    ("9.255.255.255", "9.255.255.255"),
    ("11.0.0.0", "11.0.0.0"),
    ("100.63.255.255", "100.63.255.255"),
    ("100.128.0.0", "100.128.0.0"),
    ("126.255.255.255", "126.255.255.255"),
    ("128.0.0.0", "128.0.0.0"),
    ("172.15.255.255", "172.15.255.255"),
    ("172.32.0.0", "172.32.0.0"),
    ("192.0.1.0", "192.0.1.0"),
    ("198.17.255.255", "198.17.255.255"),
    ("198.20.0.0", "198.20.0.0"),
    ("223.255.255.255", "223.255.255.255"),
    ("2606:4700:0:0::1111", "2606:4700::1111"),
    ("2001:200::1", "2001:200::1"),
    ("2001:4860:4860::8888", "2001:4860:4860::8888"),
    ("2003::1", "2003::1"),
    ("::ffff:8.8.8.8", "::ffff:808:808"),
    ("64:ff9b::8.8.8.8", "64:ff9b::808:808"),
]


@pytest.mark.parametrize(
    ("address", "reason"),
    [(address, reason) for reason, addresses in REFUSED.items() for address in addresses],
)
def test_an_address_that_is_not_public_is_refused_by_its_kind(address: str, reason: str) -> None:
    """Host and kind are named; the address itself, which may be a secret of a network, is not."""
    with pytest.raises(InputError) as caught:
        AddressGuard().check("api.example.com", [address])
    assert str(caught.value) == (
        f"the host 'api.example.com' leads to {reason}; expected a host on the public internet"
    )


@pytest.mark.parametrize(("address", "spelling"), PUBLIC)
def test_a_public_address_passes_in_its_canonical_spelling(address: str, spelling: str) -> None:
    """What is connected to is what was checked, not the text it came in."""
    assert ipaddress.ip_address(AddressGuard().check("a.example.com", [address])[0]) == (
        ipaddress.ip_address(spelling)
    )


def test_all_addresses_of_a_host_keep_their_order() -> None:
    """The resolver's preference survives the check."""
    addresses = ("2606:4700::1", "8.8.8.8", "1.1.1.1")
    assert AddressGuard().check("a.example.com", addresses) == addresses


@pytest.mark.parametrize("address", ["", "localhost", "127.1", "0x7f.0.0.1", "010.0.0.1", "1.2.3"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """A resolver that answers in an odd notation gets no benefit of the doubt."""
    with pytest.raises(InputError, match="something that is not an IP address"):
        AddressGuard().check("a.example.com", [address])


def test_a_very_long_host_is_shortened_in_the_message() -> None:
    """Messages stay readable whatever the host."""
    with pytest.raises(InputError) as caught:
        AddressGuard().check("a" * 300, ["10.0.0.1"])
    assert len(str(caught.value)) < 350


def test_nothing_the_standard_library_calls_private_passes() -> None:
    """Addresses spread over all of IPv4 and IPv6 agree with the library's own table."""
    addresses: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = [
        ipaddress.IPv4Address((first << 24) | 0x00FF0001) for first in range(256)
    ]
    addresses += [ipaddress.IPv6Address((first << 112) | 1) for first in range(1, 65536, 31)]
    passed = [address for address in addresses if not why_refused(address)]
    assert [address for address in passed if not address.is_global or address.is_multicast] == []
    assert len(passed) > 400


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "::1", "fd12::1", "100.64.0.1"])
def test_an_operator_may_name_a_host_of_its_own_network(address: str) -> None:
    """That host may be inside; every other name at the same address may not."""
    guard = AddressGuard(private_hosts=["gateway.example.com"])
    assert guard.check("gateway.example.com", [address, "8.8.8.8"]) == (address, "8.8.8.8")
    with pytest.raises(InputError, match="the host 'other"):
        guard.check("other.example.com", [address])


@pytest.mark.parametrize("address", ["169.254.169.254", "169.254.0.1", "0.0.0.0", "224.0.0.1"])  # noqa: S104
def test_some_addresses_are_nobody_s_gateway(address: str) -> None:
    """Metadata services and the like stay out of reach even then."""
    guard = AddressGuard(private_hosts=["gateway.example.com"])
    with pytest.raises(InputError, match="leads to"):
        guard.check("gateway.example.com", [address])
