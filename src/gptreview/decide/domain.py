"""Hosts and who they belong to, from URLs that a stranger wrote."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from gptreview.net.host import dns_name, means_ipv4
from gptreview.net.public_suffix import owner_domain

_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f\\@]")  # parsers disagree on the host beside each
_NOT_PUBLIC: Final = frozenset(
    # RFC 6761 and 6762, RFC 7686 (onion), RFC 8375 (home.arpa), ICANN's board in 2024 (internal),
    # and what local networks use all the same. ``example`` stands for real hosts in examples.
    {"localhost", "local", "internal", "test", "invalid", "onion", "arpa", "lan", "home", "corp"}
)


def host_of(url: str) -> str:
    """Host of an absolute URL in one spelling; empty where programs could read it differently."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or _UNSAFE.search(url):
        return ""
    return canonical_host(host)


def canonical_host(host: str) -> str:
    """Lower case, ASCII, no final dot, as DNS carries it; empty where it is no host."""
    address = _address(host)
    if address:
        return address
    name = dns_name(host.strip())
    return "" if means_ipv4(name) else name


def is_public_host(host: str) -> bool:
    """Whether a canonical host is a name that anybody could look up, and no address."""
    labels = host.split(".")
    return len(labels) > 1 and not _address(host) and labels[-1] not in _NOT_PUBLIC


def is_within(host: str, domain: str) -> bool:
    """Whether a host is the domain or below it; both canonical. ``bad-a.com`` is not in a.com."""
    return bool(host and domain) and (host == domain or host.endswith(f".{domain}"))


def same_owner(host: str, domain: str) -> bool:
    """Whether two canonical hosts are below one domain that somebody registered.

    A domain under which strangers register, like co.uk or a hoster's, proves nothing.
    """
    if not host or not domain:
        return False
    if host == domain:
        return True
    if host.split(".")[-2:] != domain.split(".")[-2:] or _address(host) or _address(domain):
        return False  # without the list, which takes 0.2 s to load
    owner = owner_domain(domain)
    return bool(owner) and owner_domain(host) == owner


def _address(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return ""
