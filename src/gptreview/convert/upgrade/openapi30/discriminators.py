"""Discriminators: the same in 3.1, but for components that had to change their names."""

from __future__ import annotations

from typing import Any

from gptreview.convert.upgrade.openapi30.conversion import Conversion
from gptreview.convert.upgrade.references import follow, target
from gptreview.convert.upgrade.spot import Spot
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join


def convert_discriminator(
    conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """One discriminator; renamed schemas are mapped to the names that values still carry."""
    if isinstance(item, str):
        place = spot.down("discriminator")
        conversion.notes.moved(place.turn((), ("propertyName",)))
        conversion.notes.repair(
            "upgrade.discriminator",
            "discriminator is a property's name, as in Swagger 2.0; read as the object that "
            "OpenAPI 3.0 expects.",
            place,
        )
        item = {"propertyName": item}
    renamed = conversion.names.get("schemas", {})
    if not isinstance(item, dict) or not (renamed or "mapping" in item):
        result["discriminator"] = item
        return
    written: JsonObject = {**item}
    mapping = item.get("mapping", {})
    if isinstance(mapping, dict):
        written["mapping"] = _mapping(conversion, mapping, source)
    if written["mapping"] == {} and "mapping" not in item:
        del written["mapping"]
    result["discriminator"] = written


def _mapping(conversion: Conversion, mapping: JsonObject, source: JsonObject) -> JsonObject:
    renamed = conversion.names.get("schemas", {})
    written: JsonObject = {}
    for value, schema in mapping.items():
        if isinstance(schema, str) and target(schema) is not None:
            conversion.references.rewrite(written, value, schema)
        elif isinstance(schema, str) and schema in renamed:
            written[value] = f"#/components/schemas/{renamed[schema]}"
        else:
            written[value] = schema
    for name in _implied(conversion, source) if renamed else ():
        written.setdefault(name, f"#/components/schemas/{renamed[name]}")
    return written


def _implied(conversion: Conversion, source: JsonObject) -> list[str]:
    """Renamed schemas that this discriminator may choose by their own name."""
    chosen = {
        target(schema["$ref"])
        for key in ("oneOf", "anyOf")
        for schema in _references(source.get(key))
    }
    schemas = conversion.components["schemas"]
    return [
        name
        for name in conversion.names["schemas"]
        if join("/components/schemas", name) in chosen
        or any(
            follow(conversion.document, parent)[0] is source
            for parent in _references(_parents(schemas[name]))
        )
    ]


def _parents(schema: Any) -> Any:
    return schema.get("allOf") if isinstance(schema, dict) else None


def _references(value: Any) -> list[JsonObject]:
    """The plain references in a list of schemas."""
    return [
        item
        for item in (value if isinstance(value, list) else ())
        if isinstance(item, dict) and isinstance(item.get("$ref"), str)
    ]
