"""Forms are taken only from our own pages: a token in the form answers a cookie.

The token is an HMAC of the cookie's random value and the session, under a key of this
installation: nobody who can only set a cookie can make one (OWASP, signed double-submit cookie).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from gptreview.errors import ForbiddenError

FIELD: Final = "csrf_token"
HEADER: Final = "x-csrf-token"
_COOKIE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))


@dataclass(frozen=True, slots=True)
class FormGuard:
    """Makes and checks tokens."""

    key: bytes

    def fresh(self) -> str:
        """A random value for the cookie."""
        return secrets.token_urlsafe(32)

    def is_ours(self, cookie: str) -> bool:
        """Whether a cookie has the shape of one."""
        return _COOKIE.fullmatch(cookie) is not None

    def token(self, cookie: str, session: str) -> str:
        """What the forms of a page hold.

        Args:
            cookie: The cookie's value.
            session: The session's token; empty for nobody.
        """
        text = f"{len(session)}:{session}:{cookie}".encode()
        return hmac.new(self.key, text, hashlib.sha256).hexdigest()

    def check(self, given: str, cookie: str, session: str) -> None:
        """Go on only with a token that answers the cookie.

        Raises:
            ForbiddenError: It does not.
        """
        right = self.token(cookie, session)
        if not self.is_ours(cookie) or not hmac.compare_digest(given.encode(), right.encode()):
            raise ForbiddenError(
                "the form is not from a page that was opened here, or is too old",
                next_step="load the page again, with cookies allowed, and send it once more",
            )


def is_safe(method: str) -> bool:
    """Whether a method changes nothing."""
    return method in _SAFE


def require_own_origin(origin: str | None, fetch_site: str | None, host: str) -> None:
    """Go on only where the browser says that one of our own pages asks.

    Args:
        origin: ``Origin``; None where it was not sent.
        fetch_site: ``Sec-Fetch-Site``; None where it was not sent.
        host: ``Host``, with its port.

    Raises:
        ForbiddenError: It says that another one does.
    """
    is_foreign = origin is not None and urlsplit(origin).netloc.lower() != host.lower()
    if is_foreign or fetch_site in ("cross-site", "same-site"):
        raise ForbiddenError(
            "another site's page sent this", next_step="open the form here and send it again"
        )
