"""Secrets for one server, kept out of every message and away from every other server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from gptreview.errors import InputError
from gptreview.net.url import HttpsUrl

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, section 2.1: b64token


@dataclass(frozen=True, slots=True)
class Credentials:
    """Headers for one host and port."""

    host: str
    port: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)

    @classmethod
    def bearer(cls, token: str, base: HttpsUrl) -> Credentials:
        """A bearer token (RFC 6750) for the server of a URL.

        Raises:
            InputError: No header could carry it, as it holds a space, a line end or the like.
        """
        if not _TOKEN.fullmatch(token):
            raise InputError(
                "a key with characters that no key has",
                expected="letters, digits and . _ ~ + / - =",
                next_step="copy the key again, without quotes, spaces or line ends",
            )
        return cls(base.host, base.port, (("Authorization", f"Bearer {token}"),))

    def fit(self, url: HttpsUrl) -> bool:
        """Whether they are for this URL's server; every URL is https already."""
        return (url.host, url.port) == (self.host, self.port)
