"""The one server that a GPT action may have: found, completed, or reported missing."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join

# RFC 6761 and RFC 8375 names, and what routers and containers use: never on the public internet.
_PRIVATE_SUFFIXES = ("localhost", "local", "internal", "test", "invalid", "example", "home.arpa",
                     "lan", "localdomain", "intranet")  # fmt: skip
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


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
        url: As the document writes it; may be relative to ``base``.
        base: The URL that the document came from, or empty.
    """
    text = url.strip()
    if base and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        text = urljoin(base, text)
    if "{" in text:
        return Server("", f"{_shown(url)} has a variable without a default")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return Server("", f"{_shown(url)} is not a URL")
    if parts.scheme.lower() not in ("http", "https"):
        return Server("", f"{_shown(url)} is not an absolute http or https URL")
    problem = host_problem(host)
    if problem:
        return Server("", problem)
    clean = f"https://{_bracketed(host)}{parts.path.rstrip('/')}"
    if port not in (None, 443) and not (port == 80 and parts.scheme.lower() == "http"):
        reason = f"port {port} was given up, GPT actions are called with https on port 443 only"
        return Server(clean, "", reason, moved=True)
    return Server(clean, "", _repairs(parts, clean, text))


def host_problem(host: str) -> str:
    """Why a host cannot be reached from the internet by name; empty where it can."""
    if not host:
        return "no host is named"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return "" if address.is_global else f"{host} is a private or loopback address"
    if host.rpartition(".")[2] in _PRIVATE_SUFFIXES or host.endswith(".home.arpa"):
        return f"{host} is not a public host"
    try:
        ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return f"{host} is not a host name"
    return "" if _HOST.fullmatch(ascii_host) else f"{host} is not a public host name"


def server_urls(servers: Any, pointer: str, stage: Stage) -> Iterator[tuple[str, str]]:
    """URL and pointer of each entry of a ``servers`` array, variables filled with defaults."""
    if not isinstance(servers, list):
        return
    for index, server in enumerate(servers):
        place = join(pointer, index, "url")
        url = server.get("url") if isinstance(server, Mapping) else None
        if not isinstance(url, str):
            continue
        filled = _fill(url, server.get("variables"))
        if filled != url:
            stage.repair(
                "server.variables",
                f"server {_shown(url)} has variables; their defaults were filled in: "
                f"{_shown(filled)}",
                before=place,
                after="/servers/0/url",
            )
        yield filled, place


def _fill(url: str, variables: Any) -> str:
    known = variables if isinstance(variables, Mapping) else {}

    def default(match: re.Match[str]) -> str:
        variable = known.get(match.group(1))
        value = variable.get("default") if isinstance(variable, Mapping) else None
        return str(value) if isinstance(value, (str, int)) else match.group(0)

    return _VARIABLE.sub(default, url)


def _repairs(parts: SplitResult, clean: str, text: str) -> str:
    if parts.scheme.lower() == "http":
        return "http became https; check that the server answers there"
    if parts.username is not None:
        return "user name and password were removed from it"
    if parts.query or parts.fragment:
        return "query and fragment were removed from it"
    return "" if clean == text.rstrip("/") else "letter case, port or dots were normalised"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _shown(url: str) -> str:
    """The URL without what may hold a secret."""
    return re.sub(r"//[^/@]*@", "//", url.split("?")[0].split("#")[0]) or "''"
