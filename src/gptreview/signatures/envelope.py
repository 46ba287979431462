"""The DSSE envelope: a payload, what kind it is, and signatures over both.

https://github.com/secure-systems-lab/dsse, protocol.md and envelope.md, version 1.0.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any, Final

from gptreview.errors import InputError
from gptreview.signatures.strict_json import strict_object

PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
"""Of every in-toto statement (in-toto attestation, spec/v1/envelope.md)."""
MAX_ENVELOPE_BYTES: Final = 1_048_576
"""1 MiB; ours have 3 kB."""
_MAX_SIGNATURES = 100
_MAX_KEY_ID = 200
"""Characters; ours have 64."""
_AGAIN: Final = "get it again from whoever signed it"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature, and under which name its key goes."""

    key_id: str
    """A hint only: nothing protects it."""
    value: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload with its signatures."""

    payload: bytes = field(repr=False)
    payload_type: str
    signatures: tuple[Signature, ...]

    @property
    def signed_bytes(self) -> bytes:
        """What a signature is made over."""
        return pre_authentication_encoding(self.payload_type, self.payload)


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """PAE of DSSE: type and payload with their lengths in bytes, so that no two pairs are alike."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def envelope_json(envelope: Envelope) -> bytes:
    """The envelope as a file holds it; the same envelope gives the same bytes."""
    value = {
        "payload": base64.b64encode(envelope.payload).decode(),
        "payloadType": envelope.payload_type,
        "signatures": [
            {"keyid": each.key_id, "sig": base64.b64encode(each.value).decode()}
            for each in envelope.signatures
        ],
    }
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def read_envelope(data: bytes, *, name: str) -> Envelope:
    """The envelope in a file; unknown keys are ignored, as the specification demands.

    Raises:
        InputError: It is too large, no envelope, or of a payload that is no in-toto statement.
    """
    if len(data) > MAX_ENVELOPE_BYTES:
        raise InputError(
            f"more than {MAX_ENVELOPE_BYTES:,} bytes",
            where=name,
            expected="the envelope of one statement",
            next_step=_AGAIN,
        )
    value = strict_object(data, name=name)
    kind = value.get("payloadType")
    if kind != PAYLOAD_TYPE:
        raise InputError(
            "no payloadType that is known here",
            where=name,
            expected=f"a DSSE envelope with {PAYLOAD_TYPE}",
            next_step="verify it with the program that made it",
        )
    payload = _base64(value.get("payload"), where=f"{name}: payload")
    return Envelope(payload, PAYLOAD_TYPE, _signatures(value.get("signatures"), name))


def _signatures(value: Any, name: str) -> tuple[Signature, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= _MAX_SIGNATURES:
        raise _malformed(
            "no list of signatures", f"{name}: signatures", f"1 to {_MAX_SIGNATURES} of them"
        )
    found = []
    for index, each in enumerate(value):
        where = f"{name}: signatures/{index}"
        if not isinstance(each, dict):
            raise _malformed("not a signature", where, "an object with keyid and sig")
        key_id = each.get("keyid", "")
        if not isinstance(key_id, str) or len(key_id) > _MAX_KEY_ID:
            raise _malformed(
                "not a key id", f"{where}/keyid", f"a text of at most {_MAX_KEY_ID} characters"
            )
        found.append(Signature(key_id, _base64(each.get("sig"), where=f"{where}/sig")))
    return tuple(found)


def _base64(value: Any, *, where: str) -> bytes:
    """The bytes of a text in either alphabet of RFC 4648, padded, with no bit to spare."""
    if isinstance(value, str) and value.isascii():
        alphabet = b"-_" if "-" in value or "_" in value else b"+/"
        try:
            data = base64.b64decode(value, altchars=alphabet, validate=True)
        except binascii.Error:
            data = b""
        if base64.b64encode(data, altchars=alphabet).decode() == value:
            return data
    raise _malformed("not base64", where, "base64 with padding and without spaces")


def _malformed(found: str, where: str, expected: str) -> InputError:
    return InputError(found, where=where, expected=expected, next_step=_AGAIN)
