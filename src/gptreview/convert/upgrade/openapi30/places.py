"""Where schemas and references live in an OpenAPI 3.0 document, and the walk to them."""

from __future__ import annotations

from typing import Any

from gptreview.convert.methods import METHODS
from gptreview.convert.upgrade.notes import Notes
from gptreview.convert.upgrade.openapi30.assertions import is_nullable
from gptreview.convert.upgrade.openapi30.conversion import Conversion
from gptreview.convert.upgrade.openapi30.schemas import convert_schema
from gptreview.convert.upgrade.spot import Spot
from gptreview.model.action import JsonObject

_EACH = "*"
"""Any key but an extension's."""

_OPERATION = "operation"
_PLACES: dict[str, dict[str, tuple[str, str]]] = {
    "document": {
        "servers": ("list", "server"),
        "paths": ("one", "paths"),
        "webhooks": ("map", "pathItem"),
        "components": ("one", "components"),
        "security": ("list", "requirement"),
    },
    "paths": {_EACH: ("one", "pathItem")},
    "pathItem": {
        "servers": ("list", "server"),
        "parameters": ("list", "parameter"),
        **dict.fromkeys(METHODS, ("one", _OPERATION)),
    },
    _OPERATION: {
        "servers": ("list", "server"),
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "requestBody"),
        "responses": ("one", "responses"),
        "callbacks": ("map", "callback"),
        "security": ("list", "requirement"),
    },
    "callback": {_EACH: ("one", "pathItem")},
    "responses": {_EACH: ("one", "response")},
    "parameter": {
        "schema": ("one", "schema"),
        "content": ("content", ""),
        "examples": ("map", "example"),
    },
    "requestBody": {"content": ("content", "")},
    "response": {
        "headers": ("map", "header"),
        "content": ("content", ""),
        "links": ("map", "link"),
    },
    "mediaType": {
        "schema": ("one", "schema"),
        "examples": ("map", "example"),
        "encoding": ("map", "encoding"),
    },
    "encoding": {"headers": ("map", "header")},
    "link": {"server": ("one", "server")},
    "server": {"variables": ("map", "variable")},
    "components": {
        "schemas": ("components", "schema"),
        "responses": ("components", "response"),
        "parameters": ("components", "parameter"),
        "examples": ("components", "example"),
        "requestBodies": ("components", "requestBody"),
        "headers": ("components", "header"),
        "securitySchemes": ("components", "securityScheme"),
        "links": ("components", "link"),
        "callbacks": ("components", "callback"),
        "pathItems": ("components", "pathItem"),
    },
}
_PLACES["header"] = _PLACES["parameter"]
_PLACES["example"] = _PLACES["securityScheme"] = {}

_REFERABLE = frozenset(
    [
        "parameter",
        "header",
        "requestBody",
        "response",
        "example",
        "link",
        "callback",
        "securityScheme",
    ]
)
_BESIDE_REF = frozenset({"$ref", "summary", "description"})
"""What 3.1's Reference Object may hold."""


def upgrade_places(document: JsonObject, notes: Notes) -> JsonObject:
    """The whole document, with every schema in it converted."""
    conversion = Conversion(document, notes)
    root = Spot()
    result: JsonObject = _convert(conversion, "document", document, root)
    hooks = document.get("x-webhooks")
    if isinstance(hooks, dict) and "webhooks" not in document:
        place = root.turn(("x-webhooks",), ("webhooks",))
        del result["x-webhooks"]
        result["webhooks"] = _place(conversion, ("map", "pathItem"), hooks, place)
        notes.moved(place)
        notes.mapping("upgrade.webhooks", "x-webhooks became webhooks, which 3.1 knows.", place)
    elif "webhooks" in document:
        notes.repair(
            "upgrade.webhooks",
            "OpenAPI 3.0 has no webhooks; 3.1 has, so they stay.",
            root.down("webhooks"),
        )
    conversion.references.settle(notes.stage)
    return result


def _convert(conversion: Conversion, kind: str, value: Any, spot: Spot) -> Any:
    """One object of a kind that the specification names; other values as they stand."""
    if kind == "schema":
        return convert_schema(conversion, value, spot)
    if not isinstance(value, dict):
        return value
    special = _SPECIAL.get(kind)
    if special is not None:
        return special(conversion, value, spot)
    reference = value.get("$ref")
    if isinstance(reference, str) and (kind in _REFERABLE or kind == "pathItem"):
        if kind in _REFERABLE:
            return _reference(conversion, value, spot)
        value = {**value}
        conversion.references.rewrite(value, "$ref", reference)
        return _fields(conversion, kind, value, spot, into=value)
    return _fields(conversion, kind, value, spot, into={})


def _fields(
    conversion: Conversion, kind: str, value: JsonObject, spot: Spot, *, into: JsonObject
) -> JsonObject:
    fields = _PLACES[kind]
    each = fields.get(_EACH)
    for key, item in value.items():
        field = fields.get(key) if each is None or key.startswith("x-") else each
        into[key] = item if field is None else _place(conversion, field, item, spot.down(key))
    return into


def _place(conversion: Conversion, field: tuple[str, str], value: Any, spot: Spot) -> Any:
    shape, kind = field
    if shape == "one":
        return _convert(conversion, kind, value, spot)
    if shape == "list":
        if not isinstance(value, list):
            return value
        return [
            _convert(conversion, kind, item, spot.down(index)) for index, item in enumerate(value)
        ]
    if not isinstance(value, dict):
        return value
    if shape == "components":
        return _components(conversion, kind, value, spot)
    if shape == "content":
        return {
            name: _media(conversion, name, item, spot.down(name)) for name, item in value.items()
        }
    return {name: _convert(conversion, kind, item, spot.down(name)) for name, item in value.items()}


def _components(conversion: Conversion, kind: str, value: JsonObject, spot: Spot) -> JsonObject:
    renamed = conversion.names[str(spot.old)]
    result: JsonObject = {}
    for name, item in value.items():
        new = renamed.get(name, name)
        here = spot.down(name)
        if new != name:
            here = spot.turn((name,), (new,))
            conversion.notes.moved(here)
            conversion.notes.repair(
                "upgrade.component_name",
                f"{name!r} has characters that OpenAPI 3.1 does not allow in a component's "
                f"name; renamed to {new!r} with every reference to it.",
                here,
            )
        result[new] = _convert(conversion, kind, item, here)
    return result


def _reference(conversion: Conversion, value: JsonObject, spot: Spot) -> JsonObject:
    result = {key: item for key, item in value.items() if key in _BESIDE_REF}
    conversion.references.rewrite(result, "$ref", value["$ref"])
    if len(result) < len(value):
        dropped = ", ".join(key for key in value if key not in _BESIDE_REF)
        conversion.notes.loss(
            "upgrade.ref_siblings",
            f"Neither version allows more than a $ref here, and both ignore it; {dropped:.200} "
            "left out.",
            spot,
            kept=True,
        )
    elif len(result) > 1:
        conversion.tell_beside_reference(spot)
    return result


def _media(conversion: Conversion, name: str, value: Any, spot: Spot) -> Any:
    """One media type: raw bytes need no schema in 3.1 (3.1.0, Considerations for File Uploads)."""
    schema = value.get("schema") if isinstance(value, dict) else None
    if not (
        isinstance(schema, dict)
        and schema.get("format") == "binary"
        and schema.get("type", "string") == "string"
        and "$ref" not in schema
        and _is_raw(name)
    ):
        return _convert(conversion, "mediaType", value, spot)
    dropped = ("type", "format", "nullable") if is_nullable(schema) else ("type", "format")
    rest = {key: item for key, item in schema.items() if key not in dropped}
    written = {key: item for key, item in value.items() if key != "schema"}
    if rest:
        written["schema"] = rest
    conversion.notes.tally(
        "upgrade.binary_body",
        "A body of raw bytes is said by its media type alone in 3.1; type and format left its "
        "schema ({n} in all).",
        spot.down("schema"),
    )
    return _convert(conversion, "mediaType", written, spot)


def _is_raw(media_type: str) -> bool:
    """Whether a body of this type is the bytes themselves, not JSON or a form's fields."""
    plain = media_type.split(";")[0].strip().lower()
    form = plain.startswith("multipart/") or plain == "application/x-www-form-urlencoded"
    return not form and "json" not in plain


def _requirement(conversion: Conversion, value: JsonObject, _trail: Spot) -> JsonObject:
    renamed = conversion.names.get("securitySchemes", {})
    return {renamed.get(name, name): scopes for name, scopes in value.items()}


def _variable(conversion: Conversion, value: JsonObject, spot: Spot) -> JsonObject:
    if value.get("enum") != []:
        return value
    conversion.notes.repair(
        "upgrade.server_enum",
        "A server variable's enum is empty, which 3.1 does not allow; left out.",
        spot.down("enum"),
    )
    return {key: item for key, item in value.items() if key != "enum"}


_SPECIAL = {"requirement": _requirement, "variable": _variable}
