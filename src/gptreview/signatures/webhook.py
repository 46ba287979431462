"""Signatures of webhook calls, as the specification of Standard Webhooks 1.0.0 has them.

``Webhook-Signature`` is ``v1,`` and the base64 of an HMAC with SHA-256 over the id, the timestamp
and the body with dots between; several stand with blanks between. A secret is ``whsec_`` and the
base64 of 24 to 64 bytes. The key is those bytes, not the text.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import Final

_PREFIX: Final = "whsec_"
_BYTES: Final = 32
_LEAST_BYTES: Final = 24
_VERSION: Final = "v1"
TOLERANCE_SECONDS: Final = 300
"""How far a call's timestamp may be from the receiver's clock, either way."""


def new_secret() -> str:
    """A secret that nobody had before."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signed_headers(keys: Sequence[str], id_: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers that show who sent a call, and when.

    Args:
        keys: Secrets as `new_secret` makes them: while one is replaced, a receiver may know either.
        id_: Of the call; the same each time that it is sent.
        timestamp: Seconds since 1970, of this time.
        body: As it is sent, to the byte.
    """
    signatures = [f"{_VERSION},{_signature(each, id_, str(timestamp), body)}" for each in keys]
    return {
        "Webhook-Id": id_,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": " ".join(signatures),
    }


def signed_by(
    secret: str,
    headers: Mapping[str, str],
    body: bytes,
    now: float,
    tolerance: float = TOLERANCE_SECONDS,
) -> bool:
    """Whether a call is by the holder of the secret, and of now.

    A receiver also refuses an id that it has seen: within the tolerance a call can be played again.

    Args:
        secret: As the sender showed it once.
        headers: Of the request, under any case.
        body: As it came, to the byte.
        now: Seconds since 1970.
        tolerance: Seconds that the timestamp may be older or newer.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    id_, timestamp = sent.get("webhook-id", ""), sent.get("webhook-timestamp", "")
    # 12 digits are enough for 30,000 years; Python takes its time for thousands of them.
    if not id_ or not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    if abs(now - int(timestamp)) > tolerance:
        return False
    try:
        expected = _signature(secret, id_, timestamp, body).encode()
    except ValueError:  # of the secret, or a character that is none
        return False
    given = [each.partition(",") for each in sent.get("webhook-signature", "").split(" ")]
    return any(
        version == _VERSION and hmac.compare_digest(text.encode("utf-8", "replace"), expected)
        for version, _, text in given
    )


def _signature(secret: str, id_: str, timestamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    if len(key) < _LEAST_BYTES:  # with an empty one anybody could sign
        raise ValueError
    signed = f"{id_}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
