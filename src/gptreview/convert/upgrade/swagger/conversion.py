"""What every part of one Swagger 2.0 conversion needs to know about the whole document."""

from __future__ import annotations

from typing import Any

from gptreview.convert.upgrade.names import renames
from gptreview.convert.upgrade.notes import Notes
from gptreview.convert.upgrade.references import References, follow
from gptreview.convert.upgrade.spot import Spot
from gptreview.convert.upgrade.swagger.servers import Address, read_address
from gptreview.model.action import JsonObject

SECTIONS = {
    "definitions": "schemas",
    "parameters": "parameters",
    "responses": "responses",
    "securityDefinitions": "securitySchemes",
}
"""Top-level sections of 2.0 and the sections of ``components`` they become."""

JSON_TYPE = "application/json"


class Conversion:
    """One document on its way from 2.0 to 3.0: its notes, references, names and media types."""

    def __init__(self, document: JsonObject, notes: Notes) -> None:
        self.document = document
        self.notes = notes
        self.references = References(self._translate)
        self.names = {
            section: renames(self.section(section)) if self.section(section) else {}
            for section in SECTIONS
        }
        self.placements = {name: self._placement(name) for name in self.section("parameters")}
        self.address: Address = read_address(document, notes)
        root = Spot()
        self.consumes = media_types(document, "consumes", root, notes)
        self.produces = media_types(document, "produces", root, notes)
        self.used_forms: set[str] = set()
        """Names of global form parameters that an operation took over."""

    def section(self, name: str) -> JsonObject:
        """A top-level section; empty where it is missing or no object."""
        value = self.document.get(name)
        return value if isinstance(value, dict) else {}

    def component(self, section: str, name: str) -> str:
        """The name that a component of this section has in 3.0."""
        return self.names[section].get(name, name)

    def follow(self, value: Any) -> tuple[Any, str | None]:
        """What a reference (or a chain of them) ends in, and its pointer in the input."""
        return follow(self.document, value)

    def _placement(self, name: str) -> str:
        """The component section that a global parameter belongs in."""
        place, _ = self.follow(self.section("parameters")[name])
        where = location(place) if isinstance(place, dict) else ""
        return {"body": "requestBodies", "formData": ""}.get(where, "parameters")

    def _translate(self, tokens: list[str]) -> list[str] | None:
        section = SECTIONS.get(tokens[0]) if tokens else None
        if section is None or len(tokens) < 2:
            return None
        name = self.component(tokens[0], tokens[1])
        if tokens[0] == "definitions":
            return ["components", section, name, *tokens[2:]]
        if len(tokens) > 2:
            return None
        if tokens[0] == "parameters":
            section = self.placements.get(tokens[1]) or section
        return ["components", section, name]


def location(parameter: JsonObject) -> str:
    """``in`` of a parameter, with the spellings that people use for form data and body."""
    where = parameter.get("in")
    if not isinstance(where, str):
        return ""
    return _LOCATIONS.get(where.strip().lower(), where)


_LOCATIONS = {
    **{place: place for place in ("path", "query", "header", "body", "cookie")},
    "formdata": "formData",
    "form": "formData",
}


def tell_siblings(conversion: Conversion, entry: JsonObject, spot: Spot) -> None:
    """Name what stood beside a reference whose target now stands in line."""
    beside = ", ".join(key for key in entry if key != "$ref")
    if beside:
        conversion.notes.loss(
            "upgrade.ref_siblings",
            f"Swagger 2.0 ignores what stands beside $ref; {beside:.200} left out.",
            spot,
            kept=True,
        )


def media_types(holder: JsonObject, key: str, spot: Spot, notes: Notes) -> list[str] | None:
    """The media types of ``consumes`` or ``produces``; None where nothing is said."""
    value = holder.get(key)
    if value is None:
        return None
    here = spot.down(key)
    if isinstance(value, str):
        notes.repair(
            "upgrade.media_types",
            f"{key} is one string, a list was expected; read as a list of one.",
            here,
        )
        value = [value]
    if not isinstance(value, list):
        notes.loss("upgrade.media_types", f"{key} is no list of media types; left out.", here)
        return None
    kept = [item for item in dict.fromkeys(map(_text, value)) if item]
    if len(kept) < len(value):
        notes.loss(
            "upgrade.media_types",
            f"{key} has repeated entries or entries that are no media type; these are left out.",
            here,
        )
    return kept


def _text(item: Any) -> str:
    return item.strip() if isinstance(item, str) else ""
