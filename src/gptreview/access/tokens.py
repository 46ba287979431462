"""Secrets that are shown once, and the digests by which they are known again.

They are random, so a plain SHA-256 keeps them: nobody finds 256 bits by trying. A look-up by the
digest tells nothing by its time, for who asks cannot choose what the digest begins with.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

_BYTES: Final = 32
API_PREFIX: Final = "gpr_"
"""By which scanners of source code know a token of an API."""
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_API_TOKEN: Final = re.compile(rf"{API_PREFIX}[A-Za-z0-9_-]{{43}}")


def fresh_secret() -> str:
    """256 random bits in base64url, 43 characters: of a session, or of a link."""
    return secrets.token_urlsafe(_BYTES)


def fresh_api_token() -> str:
    """The same behind a prefix."""
    return API_PREFIX + fresh_secret()


def is_secret(text: str) -> bool:
    """Whether a text has the shape of a session's or a link's."""
    return _SECRET.fullmatch(text) is not None


def is_api_token(text: str) -> bool:
    """Whether a text has the shape of a token of the API."""
    return _API_TOKEN.fullmatch(text) is not None


def digest_of(secret: str) -> str:
    """SHA-256 in hex: what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return secrets.compare_digest(digest_of(one), digest_of(other))
