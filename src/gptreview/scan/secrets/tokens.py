"""Tokens that requests carry: JSON Web Tokens (RFC 7519) and the Basic and Bearer schemes."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, Final

from gptreview.model.finding import Confidence, Severity
from gptreview.scan.secrets.samples import WEAK, is_random, is_sample
from gptreview.scan.secrets.secret import Clue, Secret
from gptreview.scan.secrets.shapes import AS_CARD, Judgement, shape

_SHORT_LIVED: Final = 172_800
"""Seconds, two days: a token that holds no longer than that has run out before anybody reviews."""
_MOST_READ: Final = 16_000


def _jwt(value: str) -> Judgement | None:
    header, payload, _ = value.split(".")
    said, claims = _json(header), _json(payload)
    if not isinstance(said.get("alg"), str) or _is_published(claims):
        return None
    if said["alg"].lower() == "none":
        return Judgement(Confidence.LOW, Severity.LOW)
    # Supabase's two keys are JWTs: one is meant for browsers, the other one opens everything.
    # https://supabase.com/docs/guides/api/api-keys
    if claims.get("role") == "anon":
        return Judgement(Confidence.LOW, Severity.LOW)
    if claims.get("role") == "service_role":
        return Judgement(Confidence.HIGH, Severity.CRITICAL)
    begin, finish = claims.get("iat"), claims.get("exp")
    if finish is None:
        return Judgement(Confidence.MEDIUM, Severity.HIGH)
    if isinstance(begin, int) and isinstance(finish, int) and finish - begin <= _SHORT_LIVED:
        return Judgement(Confidence.MEDIUM, Severity.LOW)
    return AS_CARD


def _is_published(claims: dict[str, Any]) -> bool:
    """The example of jwt.io and of the many texts that took it over."""
    return claims.get("sub") == "1234567890" or claims.get("name") in ("John Doe", "Jane Doe")


def _json(part: str) -> dict[str, Any]:
    """A part of a JWT; empty where it is no JSON object."""
    try:
        data = base64.urlsafe_b64decode(part[:_MOST_READ] + "=" * (-len(part) % 4))
        value = json.loads(data)
    except (ValueError, RecursionError):  # binascii's and json's errors are ValueErrors
        return {}
    return value if isinstance(value, dict) else {}


def _basic(value: str) -> Judgement | None:
    """The scheme's value says user and password (RFC 7617)."""
    try:
        said = base64.b64decode(value + "=" * (-len(value) % 4)).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    user, colon, password = said.partition(":")
    if not (colon and user and len(password) >= 4 and said.isprintable()):
        return None
    if is_sample(password) or password.lower() in WEAK:
        return None
    return AS_CARD if is_random(password, least=2.5) else Judgement(Confidence.LOW)


def _bearer(value: str) -> Judgement | None:
    return AS_CARD if is_random(value, least=3.5) else None


TOKENS: Final[tuple[Clue, ...]] = (
    shape(
        Secret.JWT,
        "(?:^|[^A-Za-z0-9+/_-])eyJ[A-Za-z0-9_-]{8}",
        11,
        r"(?<![A-Za-z0-9+/_-])(?P<public>eyJ)(?P<value>[A-Za-z0-9_-]{8,4000}"
        r"\.eyJ[A-Za-z0-9_-]{8,16000}\.[A-Za-z0-9_-]{16,2000})",
        judge=lambda rest: _jwt(f"eyJ{rest}"),
    ),
    Clue(
        "basic[ \\t]{1,3}[A-Za-z0-9+/]{8}",
        shape(
            Secret.BASIC,
            "",
            8,
            r"(?<=[ \t])(?P<public>)(?P<value>[A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])",
            judge=_basic,
        ).find,
        caseless=True,
        cost=6,
    ),
    Clue(
        "bearer[ \\t:=]{1,4}[A-Za-z0-9._~+/-]{12}",
        shape(
            Secret.BEARER,
            "",
            12,
            r"(?P<public>)(?P<value>[A-Za-z0-9._~+/-]{20,2000}={0,2})",
            judge=_bearer,
        ).find,
        caseless=True,
        cost=6,
    ),
)
