"""The one server that a GPT action may have: found, completed, or reported missing."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from gptreview.errors import InputError
from gptreview.net.guard import why_refused
from gptreview.net.host import canonical_host
from gptreview.net.public_suffix import has_public_suffix
from gptreview.net.url import mask_url

LONGEST_URL = 2_048  # characters; far beyond any API's base
# RFC 6761, 7686, 8375 and 9476 names, ICANN's never-to-be-delegated ones (corp, home), and what
# routers and containers use: never on the public internet.
_PRIVATE_SUFFIXES = frozenset({
    "localhost", "local", "internal", "test", "invalid", "example", "onion", "alt", "corp", "home",
    "lan", "localdomain", "intranet", "private",
})  # fmt: skip
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# WHATWG URL standard, "special authority slashes" states: any number of either slash will do.
_SLASHES = re.compile(r"(https?):+[/\\]*", re.IGNORECASE)
_HOST_FIRST = re.compile(
    r"(?P<local>localhost|[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?=[:/?#]|$)"
    r"|(?P<name>[A-Za-z0-9](?:[\w-]*\.)+[A-Za-z][A-Za-z0-9-]+)(?P<rest>[:/?#]|$)",
    re.IGNORECASE,
)
_FILE_ENDINGS = frozenset({"json", "yaml", "yml", "txt", "md", "html", "htm", "php", "py", "zip"})
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")  # URL parsers disagree on each of these
_PATH_KEPT = "%/:@!$&'()*+,;=~[]|"


@dataclass(frozen=True, slots=True)
class Server:
    """A server URL, judged."""

    url: str
    """Absolute https URL without a trailing slash; empty where it cannot be used."""
    problem: str = ""
    """Why it cannot be used, in one clause."""
    repaired: str = ""
    """What had to be changed to make it usable, in one clause."""
    moved: bool = False
    """Its port was given up: somebody must make the API answer on 443."""


def read_server(url: str, base: str = "") -> Server:
    """Judge a server URL by what the GPT builder accepts (https, public host, default port).

    Args:
        url: As the document writes it; may be relative to ``base``, or lack its scheme.
        base: The URL that the document came from, or empty.
    """
    if len(url) > LONGEST_URL:
        return Server("", f"a URL of {len(url)} characters")
    shown = mask_url(url) or "''"
    try:
        text = _absolute(url.strip(), base.strip())
        parts = urlsplit(text)
        if _UNSAFE.search(text):
            return Server("", f"{shown} has a space, backslash or control character in it")
        if "{" in text:
            return Server("", f"{shown} has a variable without a default")
        if parts.scheme not in ("http", "https"):
            return Server("", f"{shown} is not an absolute http or https URL")
        port = parts.port  # first of all: with a slash in a password, the host is the user
        return _https(parts, _public_host(parts.hostname or ""), port, text)
    except InputError as error:
        return Server("", error.found)
    except ValueError:
        return Server("", f"{shown} is not a URL")


def _absolute(text: str, base: str) -> str:
    """The URL with scheme and host, as far as text and base tell them.

    Raises:
        ValueError: One of them is no URL.
    """
    text = _SLASHES.sub(r"\1://", text, count=1) if _SLASHES.match(text) else text
    if text.startswith("//") or _begins_with_host(text):
        return f"https://{text.removeprefix('//')}"
    if _SCHEME.match(text) or not base:
        return text
    # An empty server is the host's root, not the document itself as RFC 3986 has it.
    return urljoin(_absolute(base, ""), text or "/")


def _begins_with_host(text: str) -> bool:
    """Whether the scheme alone is missing: ``api.example.com/v1``, but not ``openapi.json``."""
    match = _HOST_FIRST.match(text)
    if match is None or match["local"]:
        return match is not None
    if not match["rest"] and match["name"].rpartition(".")[2].lower() in _FILE_ENDINGS:
        return False
    return has_public_suffix(match["name"].lower())


def _public_host(host: str) -> str:
    """The host in its one spelling.

    Raises:
        InputError: It cannot be reached from the internet.
    """
    if not host:
        raise InputError("no host is named")
    plain = host.removesuffix(".")
    if plain.rpartition(".")[2] in _PRIVATE_SUFFIXES or plain.endswith(".home.arpa"):
        raise InputError(f"{plain} is not a public host")
    name = canonical_host(host)
    try:
        reason = why_refused(ipaddress.ip_address(name))
    except ValueError:
        return name
    if reason:
        raise InputError(f"{name} is {reason}")
    return name


def _https(parts: SplitResult, host: str, port: int | None, text: str) -> Server:
    path = quote(parts.path.rstrip("/"), safe=_PATH_KEPT)
    clean = f"https://{f'[{host}]' if ':' in host else host}{path}"
    moved = port not in (None, 443) and not (port == 80 and parts.scheme == "http")
    reasons = list(_repairs(parts))
    if moved:
        reasons.append(
            f"port {port} was given up, GPT actions are called with https on port 443 only"
        )
    if not reasons and clean != text.rstrip("/"):
        reasons.append("letter case, port, dots or odd characters were normalised")
    return Server(clean, "", "; ".join(reasons), moved)


def _repairs(parts: SplitResult) -> Iterator[str]:
    if parts.scheme == "http":
        yield "http became https; check that the server answers there"
    if parts.username is not None:
        yield "user name and password were removed from it"
    if parts.query or parts.fragment:
        yield "query and fragment were removed from it"
