"""Which part of a name somebody registered."""

from __future__ import annotations

import pytest

from gptreview.net.public_suffix import has_public_suffix, owner_domain, registrable_domain


@pytest.mark.parametrize(
    ("host", "public", "registrable", "owner"),
    [
        ("api.example.com", True, "example.com", "example.com"),
        ("api.shop.co.uk", True, "shop.co.uk", "shop.co.uk"),
        ("co.uk", True, "co.uk", ""),
        ("someone.github.io", True, "github.io", "someone.github.io"),
        ("github.io", True, "github.io", ""),
        ("api.shop.example", False, "api.shop.example", "shop.example"),
        ("v1.beta", False, "v1.beta", "v1.beta"),
        ("localhost", False, "localhost", "localhost"),
    ],
)
def test_the_registered_part(host: str, public: bool, registrable: str, owner: str) -> None:  # noqa: FBT001
    """The suffix list says where a registered name begins; a hoster's names have many owners."""
    assert (has_public_suffix(host), registrable_domain(host), owner_domain(host)) == (
        public,
        registrable,
        owner,
    )
