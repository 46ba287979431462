"""Names become addresses once, in time."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence

import pytest

from gptreview.errors import DependencyError
from gptreview.net.deadline import Deadline
from gptreview.net.resolver import Resolver, resolve, system_resolver


def test_the_system_resolver_gives_each_address_once() -> None:
    """Whatever the hosts file says of localhost, it is loopback, and nothing is said twice."""
    addresses = system_resolver("localhost", 443)
    assert addresses
    assert len(set(addresses)) == len(addresses)
    assert all(ipaddress.ip_address(address).is_loopback for address in addresses)


@pytest.mark.parametrize("host", ["8.8.8.8", "2606:4700::1"])
def test_an_address_is_not_looked_up(host: str) -> None:
    """An address is its own answer."""

    def never(host: str, port: int) -> Sequence[str]:
        raise AssertionError((host, port))

    assert resolve(never, host, 443, Deadline.after(1)) == (host,)


def _unknown(host: str, port: int) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_NONAME, f"{host}:{port} is not known")


def _empty(host: str, port: int) -> Sequence[str]:
    return () if host and port else (host,)


@pytest.mark.parametrize("resolver", [_unknown, _empty])
def test_a_name_without_an_address_is_an_outage(resolver: Resolver) -> None:
    """No such name, or a name with no address, may be there the next time."""
    with pytest.raises(DependencyError) as caught:
        resolve(resolver, "api.example.com", 443, Deadline.after(1))
    assert str(caught.value) == (
        "the host api.example.com has no address in DNS; "
        "check the spelling and the connection, then try again"
    )


def test_a_fault_in_a_resolver_is_not_hidden() -> None:
    """A bug in the thread that asks comes out in the thread that waits."""

    def broken(host: str, port: int) -> Sequence[str]:
        raise LookupError(f"{host}:{port}")

    with pytest.raises(LookupError, match=r"api\.example\.com:443"):
        resolve(broken, "api.example.com", 443, Deadline.after(1))


def test_no_time_left_is_an_outage() -> None:
    """A deadline that has passed ends the look-up before its answer counts."""
    with pytest.raises(DependencyError, match="no complete answer within 0 seconds"):
        resolve(_empty, "api.example.com", 443, Deadline.after(0))
