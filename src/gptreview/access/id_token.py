"""ID tokens of OpenID Connect: who signed them, for whom, when, and in answer to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gptreview.errors import UnauthorizedError

_ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "EdDSA",
)
"""With a key pair: neither "none", nor one whose key the client has too (RFC 8725, 3.1 and 3.2)."""
_LEEWAY: Final = 60
"""Seconds by which clocks may differ."""
_MAX_SUBJECT: Final = 255
"""ASCII characters; OpenID Connect Core 1.0, section 2."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token has to say."""

    issuer: str
    client_id: str
    nonce: str
    now: dt.datetime


def read_id_token(
    token: str, keys: Sequence[Mapping[str, Any]], expected: Expected
) -> Mapping[str, Any]:
    """The claims of an ID token that holds (OpenID Connect Core 1.0, section 3.1.3.7).

    Args:
        token: A signed JWT in its compact form.
        keys: The issuer's public keys, as a JSON Web Key Set has them.
        expected: What it has to say.

    Raises:
        UnauthorizedError: It was not signed by one of the keys, or says something else.
    """
    from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
    from joserfc import jwt
    from joserfc.errors import JoseError

    claims: Mapping[str, Any]
    try:
        signed = jwt.decode(token, _key(token, keys), algorithms=_ALGORITHMS)
        claims = CodeIDToken(
            signed.claims, signed.header, _options(expected), {"client_id": expected.client_id}
        )
        claims.validate(now=int(expected.now.timestamp()), leeway=_LEEWAY)  # type: ignore[attr-defined]
    except JoseError as error:
        raise refused(f"its ID token does not hold ({error.error})") from None
    except (ValueError, TypeError, KeyError):  # a key, or a text, that is none
        raise refused("its ID token cannot be read") from None
    if not _is_subject(claims["sub"]):
        raise refused("its ID token names nobody")
    return claims


def refused(found: str) -> UnauthorizedError:
    """What is said of an issuer's answer that does not hold; never what it holds."""
    return UnauthorizedError(
        f"the sign-in did not succeed: {found}",
        where="OpenID Connect",
        next_step="sign in again; if that does not help, tell an admin",
    )


def _key(token: str, keys: Sequence[Mapping[str, Any]]) -> Any:
    """The key that the token says it was signed with.

    Only that one is read: others in the set may be of kinds that nobody here knows.
    """
    from joserfc.jwk import JWKRegistry
    from joserfc.jws import extract_compact

    header = extract_compact(token.encode()).headers()
    named = [each for each in keys if each.get("use", "sig") == "sig"]
    if "kid" in header or len(named) != 1:
        named = [each for each in named if each.get("kid") == header.get("kid")]
    usable = [each for each in named if each.get("kty") in ("RSA", "EC", "OKP")]
    if not usable:
        raise refused("its ID token was signed with a key that the issuer does not publish")
    return JWKRegistry.import_key(dict(usable[0]))


def _options(expected: Expected) -> dict[str, dict[str, Any]]:
    return {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": expected.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "nonce": {"essential": True, "value": expected.nonce},
    }


def _is_subject(text: str) -> bool:
    return 0 < len(text) <= _MAX_SUBJECT and text.isascii() and text.isprintable()
