"""Keys of an issuer that are none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from gptreview.access.id_token import Expected, read_id_token
from gptreview.errors import UnauthorizedError

UNREADABLE = "the sign-in did not succeed: its ID token cannot be read"


@pytest.mark.parametrize(
    "key",
    [
        {"kty": "RSA", "n": "!", "e": "AQAB"},
        {"kty": "RSA", "n": "", "e": "AQAB"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
    ],
    ids=["letters", "empty", "no-point"],
)
def test_a_key_that_is_none_refuses_the_token(key: dict[str, Any]) -> None:
    """Whatever the issuer publishes, it is no failure of this program."""
    signed = jwt.encode(
        {"alg": "ES256", "kid": "one"}, {}, ECKey.generate_key("P-256", {"kid": "one"})
    )
    expected = Expected("https://id.example", "a", "b", dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
    with pytest.raises(UnauthorizedError) as caught:
        read_id_token(signed, [{**key, "kid": "one"}], expected)
    assert caught.value.found == UNREADABLE
