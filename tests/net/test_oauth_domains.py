"""Which hosts may serve the OAuth of an action."""

from __future__ import annotations

import pytest

from gptreview.net.oauth_domains import may_authorise


@pytest.mark.parametrize(
    ("other", "allowed"),
    [
        ("api.shop.co.uk", True),
        ("login.shop.co.uk", True),
        ("accounts.google.com", True),
        ("login.microsoftonline.com", True),
        ("ims-na1.adobelogin.com", True),
        ("login.bazaar.co.uk", False),
        ("google.com.bazaar.example", False),
    ],
)
def test_only_the_own_domain_and_three_vendors(other: str, allowed: bool) -> None:  # noqa: FBT001
    """An action's users sign in on the API's own domain, or with Google, Microsoft or Adobe."""
    assert may_authorise(other, "api.shop.co.uk") is allowed


def test_an_unknown_ending_is_an_ending_like_any_other() -> None:
    """What the suffix list does not know counts as one label, as the list itself says."""
    assert may_authorise("login.shop.example", "api.shop.example")
    assert not may_authorise("login.bazaar.example", "api.shop.example")
