"""Private keys in textual armour: PEM (RFC 7468, RFC 1421), OpenSSH and OpenPGP (RFC 9580, 6.2)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence, Severity
from gptreview.scan.secrets.samples import entropy
from gptreview.scan.secrets.secret import Clue, Secret, Span

_ARMOUR: Final = re.compile(
    r"(?P<public>-----BEGIN (?P<kind>[A-Z0-9 ]{0,30})PRIVATE KEY(?: BLOCK)?-----)"
    r"(?P<body>(?:[A-Za-z0-9+/=:,. ()@<>_]|\s|\\[nrt]|-(?!----)){0,20000}+)"
    r"(?P<end>-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?"
)
_RUN: Final = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_HEADER: Final = re.compile(
    r"^[ \t]*(?:Proc-Type|DEK-Info|Version|Comment|Charset|Hash):.*$", re.MULTILINE
)
_ESCAPED: Final = re.compile(r"\\[nrt]")
_DIGITS: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_LEAST: Final = 60
"""Base64 digits of the shortest private key in use, Ed25519 in PKCS #8, which has 64."""
_NEAR: Final = 4_000


def _find(text: str, end: int) -> Iterator[Span]:
    start = text.rfind("-----BEGIN", max(0, end - 60), end)
    match = _ARMOUR.match(text, start) if start >= 0 else None
    if match is None or match.end("body") - match.start("body") < _LEAST:
        return
    body = _ESCAPED.sub("\n", match["body"])
    digits = "".join(_HEADER.sub("", body).split())
    if len(digits) < _LEAST or entropy(digits) < 4:
        return
    public, finish = match.end("public") - start, match.end()
    if not match["end"]:
        runs = list(_RUN.finditer(text, match.start("body"), finish))
        finish = runs[-1].end() if runs else finish
    secret = Secret.PRIVATE_KEY
    if '"service_account"' in text[max(0, start - _NEAR) : match.end() + _NEAR]:
        secret = Secret.GOOGLE_SERVICE_ACCOUNT
    locked = "ENCRYPTED" in match["kind"] or "ENCRYPTED" in body
    yield Span(
        secret,
        start,
        finish,
        public,
        None if _is_key(match["kind"], digits) else Confidence.MEDIUM,
        Severity.MEDIUM if locked else None,
    )


def _is_key(kind: str, digits: str) -> bool:
    """Whether the first bytes are those of a key: DER, OpenSSH's mark, or an OpenPGP packet."""
    run = _DIGITS.match(digits)
    # Groups of four from the start: signs of padding come after the last whole one, or end it.
    data = base64.b64decode(digits[: min(len(run[0]), 64) // 4 * 4]) if run else b""
    if kind.startswith("OPENSSH"):
        return data.startswith(b"openssh-key-v1\0")
    if kind.startswith("PGP"):
        return bool(data and data[0] & 0x80)
    return data.startswith(b"\x30")


PRIVATE_KEYS: Final[tuple[Clue, ...]] = (Clue("PRIVATE KEY(?: BLOCK)?-----", _find, cost=3),)
