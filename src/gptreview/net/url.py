"""https URLs in one normal form, and how they are shown without their secrets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from gptreview.errors import InputError
from gptreview.net.host import canonical_host

HTTPS_PORT: Final = 443
_MAX_LENGTH: Final = 8_000  # characters; what RFC 9110, section 4.1, asks everyone to support
_SHOWN_LENGTH: Final = 200  # characters of a URL in a message
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f\\]")  # parsers disagree on each of these
_KEPT: Final = "%/:@!$&'()*+,;=~?[]|"  # as they stand: '%' too, as escapes are not ours to redo
_AT: Final = re.compile(r"[@\uff20\ufe6b]|%40")  # its wide and small forms fold into it
_USERINFO: Final = re.compile(rf"^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?.*(?:{_AT.pattern})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class HttpsUrl:
    """An absolute https URL whose every part has been checked.

    Attributes:
        host: Lower-case ASCII name without a trailing dot, or a canonical IP address, no brackets.
        port: 443 unless the URL says otherwise; which ports are allowed is the fetcher's matter.
        target: Path and query as sent, in ASCII; fragments are gone.
    """

    host: str
    port: int
    target: str

    @classmethod
    def parse(cls, text: str) -> HttpsUrl:
        """Read a URL that a person or a redirect gave.

        Raises:
            InputError: Not an https URL, or one with credentials, odd characters or a bad host.
        """
        try:
            return _parsed(text)
        except InputError as error:
            raise error.at(mask_url(text)) from None

    def join(self, reference: str) -> HttpsUrl:
        """The URL that a reference found at this one points to.

        Raises:
            InputError: As for parse.
        """
        if _UNSAFE.search(reference):  # urljoin would drop tabs and line ends silently
            return self.parse(reference)
        try:
            return self.parse(urljoin(str(self), reference))
        except ValueError:
            raise InputError("not a valid URL", where=mask_url(reference)) from None

    @property
    def authority(self) -> str:
        """Host and port as a Host header gives them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == HTTPS_PORT else f"{host}:{self.port}"

    @property
    def shown(self) -> str:
        """The URL for messages: no query."""
        return mask_url(str(self), may_hold_userinfo=False)

    def __str__(self) -> str:
        return f"https://{self.authority}{self.target}"


def mask_url(text: str, *, may_hold_userinfo: bool = True) -> str:
    """Any text that was meant as a URL, fit for a message: no query, fragment or credentials.

    Works on malformed text too, and rather hides too much of it than a piece of a password.
    """
    shown, *hidden = re.split(r"[?#]", text, maxsplit=1)
    query = "".join(hidden)
    if may_hold_userinfo:
        if _AT.search(query):  # an unescaped password may hold the question mark itself
            shown += "@"
        shown = _USERINFO.sub(r"\1…@", shown)
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in shown
    )
    if len(shown) > _SHOWN_LENGTH:
        return shown[:_SHOWN_LENGTH] + "…"
    return shown + "?…" if query else shown


def _parsed(text: str) -> HttpsUrl:
    if len(text) > _MAX_LENGTH:
        raise InputError(f"a URL of {len(text)} characters", expected=f"at most {_MAX_LENGTH}")
    if _UNSAFE.search(text):
        raise InputError("a URL with a space, backslash or control character in it")
    try:
        text.encode()
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise InputError("not a valid URL", expected="https://host/path") from None
    if parts.scheme != "https":
        found = f"a URL with the scheme {parts.scheme}" if parts.scheme else "a URL with no scheme"
        raise InputError(found, expected="https")
    if "@" in parts.netloc:
        raise InputError("a URL with credentials in it", expected="https://host/path")
    query = f"?{_encoded(parts.query)}" if parts.query else ""
    return HttpsUrl(
        host=canonical_host(parts.hostname or ""),
        port=HTTPS_PORT if port is None else port,
        target=(_encoded(parts.path) or "/") + query,
    )


def _encoded(text: str) -> str:
    return quote(text, safe=_KEPT)
