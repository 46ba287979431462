"""Where the API is: host, basePath and schemes become servers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from gptreview.convert.upgrade.notes import Notes
from gptreview.convert.upgrade.spot import Spot
from gptreview.model.action import JsonObject

_SCHEMES = ("https", "http", "wss", "ws")
"""The schemes that 2.0 knows (Swagger Object, schemes), the preferred first."""

_VARIABLE = re.compile(r"\{([^{}]+)\}")
_HOST = Spot(None, ("host",), ("servers",))


@dataclass(frozen=True, slots=True)
class Address:
    """What the document says of its own place."""

    host: str
    """Host and port; empty where none is given."""
    path: str
    """With a leading slash and without a trailing one; empty for the root."""
    schemes: tuple[str, ...]
    """As the document lists them, https first; empty where it lists none."""


def read_address(document: JsonObject, notes: Notes) -> Address:
    """Read host, basePath and schemes, common slips included."""
    host = document.get("host")
    if host is not None and not isinstance(host, str):
        notes.loss("upgrade.host", "host is no text; left out.", _HOST)
        host = None
    schemes = _schemes(document.get("schemes"), Spot().down("schemes"), notes)
    scheme, separator, rest = (host or "").strip().partition("://")
    if separator:
        notes.repair(
            "upgrade.host", "host holds a scheme, which belongs in schemes; read apart.", _HOST
        )
        schemes = schemes or tuple(item for item in _SCHEMES if item == scheme.lower())
        return Address(rest.rstrip("/"), _base_path(document, notes), schemes)
    return Address(scheme.strip("/"), _base_path(document, notes), schemes)


def _base_path(document: JsonObject, notes: Notes) -> str:
    path = document.get("basePath")
    if path is None:
        return ""
    if not isinstance(path, str):
        notes.loss("upgrade.base_path", "basePath is no text; left out.", Spot().down("basePath"))
        return ""
    trimmed = path.strip().strip("/")
    if trimmed and not path.startswith("/"):
        notes.repair(
            "upgrade.base_path",
            "basePath has to begin with a slash; one was put before it.",
            Spot(None, ("basePath",), ("servers",)),
        )
    return f"/{trimmed}" if trimmed else ""


def _schemes(value: Any, spot: Spot, notes: Notes) -> tuple[str, ...]:
    if value is None:
        return ()
    listed = value if isinstance(value, list) else [value]
    said = {item.lower() for item in listed if isinstance(item, str)}
    known = tuple(item for item in _SCHEMES if item in said)
    if len(known) < len(said) or len(said) < len(listed):
        notes.loss(
            "upgrade.schemes",
            f"schemes may be {', '.join(_SCHEMES)}; repeated or other entries are left out.",
            spot,
        )
    return known


def document_servers(address: Address, document: JsonObject, notes: Notes) -> list[JsonObject]:
    """The document's servers; none where it says nothing of its place."""
    if not address.host:
        if address.schemes:
            notes.loss(
                "upgrade.schemes",
                "schemes are given without a host; a relative server cannot name a scheme.",
                Spot().down("schemes"),
            )
        if "basePath" not in document:
            return []
        place = Spot(None, ("basePath",), ("servers", 0, "url"))
        notes.moved(place)
        notes.mapping("upgrade.servers", "basePath without a host became a relative server.", place)
        return [_server(address.path or "/", place, notes)]
    if not address.schemes:
        notes.repair(
            "upgrade.schemes", "A host is given without schemes; https was taken as meant.", _HOST
        )
    notes.moved(_HOST)
    notes.mapping(
        "upgrade.servers", "host, basePath and schemes became servers, https first.", _HOST
    )
    return _absolute(address, address.schemes or ("https",), _HOST, notes)


def operation_servers(
    address: Address, operation: JsonObject, spot: Spot, notes: Notes
) -> list[JsonObject]:
    """An operation's own servers, where its schemes are not the document's."""
    here = spot.turn(("schemes",), ("servers",))
    schemes = _schemes(operation.get("schemes"), here, notes)
    if not schemes or schemes == address.schemes:
        return []
    if not address.host:
        notes.loss(
            "upgrade.schemes",
            "An operation names its schemes, but the document has no host to write them with.",
            here,
        )
        return []
    notes.moved(here)
    return _absolute(address, schemes, here, notes)


def _absolute(
    address: Address, schemes: tuple[str, ...], spot: Spot, notes: Notes
) -> list[JsonObject]:
    return [_server(f"{scheme}://{address.host}{address.path}", spot, notes) for scheme in schemes]


def _server(url: str, spot: Spot, notes: Notes) -> JsonObject:
    names = list(dict.fromkeys(_VARIABLE.findall(url)))
    if not names:
        return {"url": url}
    notes.repair(
        "upgrade.server_variables",
        f"Swagger 2.0 has no templates in host and basePath, yet {', '.join(names)} stands in "
        "braces; each became a server variable with its own name as default.",
        spot,
    )
    return {"url": url, "variables": {name: {"default": name} for name in names}}
