"""What is known of a host by its name alone."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import urlsplit

_NUMERIC: Final = re.compile(
    r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE
)
_LOCAL: Final = frozenset(
    # RFC 6761 and 6762, RFC 8375 (home.arpa), ICANN's board in 2024 (internal), and what local
    # networks use all the same.
    {"localhost", "local", "internal", "lan", "home", "corp", "intranet", "localdomain", "arpa"}
)
# Places that show whatever is sent to them to whoever made them, and nothing else.
_CATCHERS: Final = (
    "webhook.site", "webhook.cool", "typedwebhook.tools", "requestbin.com", "requestbin.net",
    "requestbin.io", "requestbin.whapi.cloud", "requestcatcher.com", "hookbin.com", "postb.in",
    "ptsv2.com", "ptsv3.com", "interact.sh", "oast.fun", "oast.pro", "oast.live", "oast.site",
    "oast.online", "oast.me", "oastify.com", "burpcollaborator.net", "dnslog.cn", "ceye.io",
    "pastebin.com", "paste.ee", "hastebin.com", "transfer.sh", "file.io", "0x0.st",
)  # fmt: skip
# Tunnels to somebody's own computer, and workbenches for requests.
_TUNNELS: Final = (
    "ngrok.io", "ngrok.app", "ngrok.dev", "ngrok-free.app", "ngrok-free.dev", "trycloudflare.com",
    "loca.lt", "localtunnel.me", "serveo.net", "localhost.run", "lhr.life", "lhr.rocks",
    "pagekite.me", "telebit.io", "bore.pub", "tunnelmole.net", "devtunnels.ms", "app.github.dev",
    "pinggy.link", "pinggy.io", "playit.gg", "cpolar.cn", "cpolar.top", "cpolar.io", "natapp1.cc",
    "natappfree.cc", "vicp.fun", "pipedream.net", "beeceptor.com", "mockbin.org",
)  # fmt: skip
_LOOKALIKES: Final = frozenset("аеорсухіјѕԁһӏԛԝґвкмнтοανρυικ")
"""Cyrillic and Greek letters that pass for Latin ones."""


class Trait(StrEnum):
    """Why a host is not one that an action should call."""

    PRIVATE = "private"
    ADDRESS = "address"
    CATCHER = "catcher"
    TUNNEL = "tunnel"
    LOOKALIKE = "lookalike"


class Host(NamedTuple):
    """A host as a URL names it."""

    name: str
    """Lower case; empty where the URL has none."""
    scheme: str
    trait: Trait | None


def read_host(url: str) -> Host:
    """The host of an absolute URL, and what is to be said of it."""
    try:
        parts = urlsplit(url.strip())
        name = (parts.hostname or "").rstrip(".")
    except ValueError:
        return Host("", "", None)
    if parts.scheme not in ("http", "https", "ws", "wss") or not name or "{" in name:
        return Host("", "", None)
    return Host(name, parts.scheme, _trait(name))


def is_below(host: str, domain: str) -> bool:
    """Whether a host is the domain or below it."""
    return host == domain or host.endswith(f".{domain}")


def _trait(name: str) -> Trait | None:
    try:
        return Trait.ADDRESS if ipaddress.ip_address(name).is_global else Trait.PRIVATE
    except ValueError:
        pass
    labels = name.split(".")
    if _NUMERIC.fullmatch(name):
        return Trait.ADDRESS  # decimal, octal or hexadecimal notations of an IPv4 address
    if len(labels) == 1 or labels[-1] in _LOCAL:
        return Trait.PRIVATE
    if any(is_below(name, each) for each in _CATCHERS):
        return Trait.CATCHER
    if any(is_below(name, each) for each in _TUNNELS):
        return Trait.TUNNEL
    return Trait.LOOKALIKE if any(map(_passes_for_latin, labels)) else None


def _passes_for_latin(label: str) -> bool:
    """Whether a label mixes scripts, or is of another script's letters that look Latin."""
    if label.startswith("xn--"):
        try:
            label = label.removeprefix("xn--").encode("ascii").decode("punycode")
        except UnicodeError:
            return False
    foreign = [each for each in label if each.isalpha() and not _is_latin(each)]
    if not foreign or not _LOOKALIKES.intersection(foreign):
        return False
    return len(foreign) < sum(map(str.isalpha, label)) or _LOOKALIKES.issuperset(foreign)


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")
