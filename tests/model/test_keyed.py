"""Who somebody is can be compared and not be read."""

from __future__ import annotations

import pytest

from gptreview.model.keyed import keyed, keyed_account, keyed_address, keyed_email

KEY = bytes(32)


def test_digest_is_hmac_under_the_key() -> None:
    """Kind and key are part of it, so that neither values nor kinds are mixed up."""
    made = keyed(KEY, "address", "192.0.2.1")
    assert made == "5f4a33bd11234f4955630f9bdf4caacf89d321c4cebc2499d6e5b33ed19265a9"
    others = {keyed(KEY, "email", "192.0.2.1"), keyed(b"k", "address", "192.0.2.1")}
    assert made not in others


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("192.0.2.1", "192.0.2.1", True, id="same"),
        pytest.param("192.0.2.1", "192.0.2.2", False, id="neighbour"),
        pytest.param("192.0.2.1", "::ffff:192.0.2.1", True, id="mapped"),
        pytest.param("2001:db8::1", "2001:db8::ffff:1", True, id="network"),
        pytest.param("2001:db8::1", "2001:db8:0:1::1", False, id="networks"),
        pytest.param("fe80::1%eth0", "fe80::1%eth1", True, id="scope"),
        pytest.param("cli", "web", False, id="words"),
    ],
)
def test_addresses_of_one_subscriber_are_one(one: str, other: str, *, same: bool) -> None:
    """An IPv6 network counts as one, and an IPv4 address however it is written."""
    assert (keyed_address(KEY, one) == keyed_address(KEY, other)) is same


def test_letters_of_an_email_do_not_matter() -> None:
    """Somebody who writes theirs otherwise is the same."""
    assert keyed_email(KEY, " Ann@Example.COM") == keyed_email(KEY, "ann@example.com")


def test_accounts_differ() -> None:
    """Each has its own."""
    assert keyed_account(KEY, 1) != keyed_account(KEY, 11)
