"""Whose a host is, however it is written."""

from __future__ import annotations

import pytest

from gptreview.decide.domain import (
    canonical_host,
    host_of,
    is_public_host,
    is_within,
    same_owner,
)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://API.Example.com./v1?q#f", "api.example.com"),
        ("http://api.example.com:8443", "api.example.com"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://\uff45\uff58ample.com", "example.com"),
        ("https://[2001:DB8::1]/", "2001:db8::1"),
        ("https://192.0.2.1/", "192.0.2.1"),
        ("https://0x7f.1/", ""),
        ("https://user@example.com/", ""),
        ("https://example.com\\@evil.example/", ""),
        ("https://exa\tmple.com/", ""),
        ("https://[::1/", ""),
        ("https://a..b/", ""),
        ("https://-a.example/", ""),
        ("https://‥.example/", ""),
        ("ftp://example.com/", ""),
        ("/v1", ""),
        ("//example.com", ""),
        ("", ""),
    ],
)
def test_host_of_url(url: str, host: str) -> None:
    """A host has one spelling, and none where programs could disagree on it."""
    assert host_of(url) == host


def test_host_that_is_too_long_is_none() -> None:
    """A name over 253 characters is no host (RFC 1035)."""
    assert canonical_host("a." * 127 + "com") == ""


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("example.com", True),
        ("shop.example", True),
        ("localhost", False),
        ("printer.local", False),
        ("wiki.corp", False),
        ("192.0.2.1", False),
        ("2001:db8::1", False),
        ("", False),
    ],
)
def test_public_hosts(host: str, *, public: bool) -> None:
    """A public host is a name that anybody could look up."""
    assert is_public_host(host) is public


@pytest.mark.parametrize(
    ("host", "domain", "within"),
    [
        ("example.com", "example.com", True),
        ("api.example.com", "example.com", True),
        ("badexample.com", "example.com", False),
        ("example.com.evil.example", "example.com", False),
        ("example.com", "api.example.com", False),
        ("", "", False),
        ("example.com", "", False),
    ],
)
def test_subdomains_are_within(host: str, domain: str, *, within: bool) -> None:
    """A domain covers what stands below it, counted in whole labels."""
    assert is_within(host, domain) is within


@pytest.mark.parametrize(
    ("host", "domain", "same"),
    [
        ("example.com", "example.com", True),
        ("api.example.com", "www.example.com", True),
        ("api.example.co.uk", "example.co.uk", True),
        ("other.co.uk", "example.co.uk", False),
        ("other.co.uk", "co.uk", False),
        ("mine.github.io", "yours.github.io", False),
        ("mine.github.io", "github.io", False),
        ("api.shop.example", "shop.example", True),
        ("badexample.com", "example.com", False),
        ("192.0.2.1", "198.51.2.1", False),
        ("192.0.2.1", "192.0.2.1", True),
        ("", "example.com", False),
        ("example.com", "", False),
        ("a.com", "com", False),
    ],
)
def test_owners(host: str, domain: str, *, same: bool) -> None:
    """Two hosts have one owner where one registered domain holds both."""
    assert same_owner(host, domain) is same
