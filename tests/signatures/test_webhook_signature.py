"""A webhook call shows who sent it, and when; anything else is refused."""

from __future__ import annotations

import base64

import pytest

from gptreview.signatures.webhook import new_secret, signed_by, signed_headers

# The signature was made with `openssl dgst -sha256 -mac HMAC -macopt hexkey:…`.
SECRET = f"whsec_{base64.b64encode(bytes(range(32))).decode()}"
BODY = b'{"kind":"decision.made"}'
HEADERS = {
    "Webhook-Id": "webhook:1/event:812",
    "Webhook-Timestamp": "1772366400",
    "Webhook-Signature": "v1,uCUYsE0vVyqIrNFGtVl+O+oL/NCvimwM/lrLfgAQmTI=",
}
NOW = 1_772_366_400.0


def test_a_call_is_signed_as_the_specification_says() -> None:
    """HMAC with SHA-256 over id, timestamp and body, by the bytes of the key."""
    assert signed_headers([SECRET], "webhook:1/event:812", 1_772_366_400, BODY) == HEADERS
    assert signed_by(SECRET, HEADERS, BODY, NOW)


def test_every_secret_is_another_one() -> None:
    """32 bytes behind its prefix; what one signs another does not accept."""
    one, other = new_secret(), new_secret()
    assert (one[:6], len(base64.b64decode(one[6:]))) == ("whsec_", 32)
    headers = signed_headers([one], "x", 5, BODY)
    assert (signed_by(one, headers, BODY, 5), signed_by(other, headers, BODY, 5)) == (True, False)


def test_one_of_several_signatures_is_enough() -> None:
    """While a secret is changed there may be two; headers go by any case."""
    several = {name.lower(): value for name, value in HEADERS.items()}
    several["webhook-signature"] = f"v1a,xyz v1,AAAA {HEADERS['Webhook-Signature']}"
    assert signed_by(SECRET, several, BODY, NOW)


@pytest.mark.parametrize(
    ("changed", "body", "now"),
    [
        ({}, b'{"kind":"decision.made" }', NOW),
        ({"Webhook-Id": "webhook:1/event:813"}, BODY, NOW),
        ({"Webhook-Id": ""}, BODY, NOW),
        ({"Webhook-Timestamp": "1772366401"}, BODY, NOW),
        ({"Webhook-Timestamp": "now"}, BODY, NOW),
        ({"Webhook-Timestamp": "²"}, BODY, NOW),
        ({"Webhook-Timestamp": "9" * 5_000}, BODY, NOW),
        ({"Webhook-Signature": ""}, BODY, NOW),
        ({"Webhook-Signature": "v1,AAAA"}, BODY, NOW),
        ({"Webhook-Signature": "v1,é\ud800"}, BODY, NOW),
        ({"Webhook-Id": "\ud800"}, BODY, NOW),
        ({}, BODY, NOW + 301),
        ({}, BODY, NOW - 301),
    ],
    ids=[
        "body",
        "id",
        "no-id",
        "timestamp",
        "no-number",
        "superscript",
        "huge",
        "no-signature",
        "other-signature",
        "odd-signature",
        "odd-id",
        "replayed",
        "of-the-future",
    ],
)
def test_a_forged_or_old_call_is_refused(changed: dict[str, str], body: bytes, now: float) -> None:
    """Whatever is not as it was signed, or not of now, is not taken."""
    assert not signed_by(SECRET, HEADERS | changed, body, now)


def test_a_wider_tolerance_takes_an_older_call() -> None:
    """The receiver says how far clocks may differ."""
    assert signed_by(SECRET, HEADERS, BODY, NOW + 301, tolerance=600)


@pytest.mark.parametrize(
    "secret", ["whsec_?", "whsec_é", "whsec_", ""], ids=["no-base64", "not-ascii", "short", "empty"]
)
def test_a_secret_that_is_none_signs_nothing(secret: str) -> None:
    """A receiver that was set up wrongly refuses, and does not fall over."""
    assert not signed_by(secret, HEADERS, BODY, NOW)
