"""Schemas of Swagger 2.0 as schemas of OpenAPI 3.0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gptreview.convert.upgrade.keywords import SUBSCHEMAS, convert_subschemas
from gptreview.convert.upgrade.references import target
from gptreview.convert.upgrade.spot import Spot
from gptreview.convert.upgrade.swagger.conversion import Conversion
from gptreview.model.action import JsonObject

_Handler = Callable[["Conversion", JsonObject, Any, JsonObject, Spot], None]


def convert_schema(conversion: Conversion, value: Any, spot: Spot) -> Any:
    """One schema and everything below it; what is no object is carried as it stands."""
    if not isinstance(value, dict):
        return value
    reference = value.get("$ref")
    if isinstance(reference, str):
        # Siblings of $ref mean nothing in either version; they are kept for the 3.1 step.
        result = dict(value)
        conversion.references.rewrite(result, "$ref", reference)
        return result
    result = {}
    for key, item in value.items():
        if key in SUBSCHEMAS:
            result[key] = convert_subschemas(key, item, spot, convert_schema, conversion)
            continue
        handler = _HANDLERS.get(key)
        if handler is not None:
            handler(conversion, result, item, value, spot)
        elif key.startswith("x-") and isinstance(item, dict | list):
            result[key] = convert_extension(conversion, item)
        else:
            result[key] = item
    for key in _NEWER & value.keys():
        conversion.notes.repair(
            "upgrade.keyword_applies",
            f"Swagger 2.0 has no {key} and ignores it; OpenAPI 3.0 applies it, which is what it "
            "was plainly written for, so it stays.",
            spot.down(key),
        )
    return result


_NEWER = frozenset({"anyOf", "oneOf", "not", "nullable"})


def convert_extension(conversion: Conversion, value: Any) -> Any:
    """An extension's value, with its references into renamed sections following them."""
    if isinstance(value, list):
        return [convert_extension(conversion, item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {key: convert_extension(conversion, item) for key, item in value.items()}
    reference = value.get("$ref")
    if isinstance(reference, str) and target(reference) and conversion.follow(value)[1]:
        conversion.references.rewrite(result, "$ref", reference)
    return result


def _nullable(
    conversion: Conversion, result: JsonObject, item: Any, _source: JsonObject, spot: Spot
) -> None:
    if item is not True:
        result["x-nullable"] = item
        return
    result["nullable"] = True
    place = spot.turn(("x-nullable",), ("nullable",))
    conversion.notes.moved(place)
    conversion.notes.repair(
        "upgrade.x_nullable",
        "x-nullable: true is a common extension that Swagger 2.0 itself does not know; it became "
        "nullable: true, so null is now accepted where a type is given.",
        place,
    )


def _type(
    conversion: Conversion, result: JsonObject, item: Any, _source: JsonObject, spot: Spot
) -> None:
    result["type"] = item
    if item == "file":
        result["type"] = "string"
        result["format"] = "binary"
        conversion.notes.tally(
            "upgrade.file",
            "type: file became type: string with format: binary ({n} in all).",
            spot.down("type"),
        )
    elif item == "null" or isinstance(item, list):
        _type_list(conversion, result, item, spot)


def _type_list(conversion: Conversion, result: JsonObject, item: Any, spot: Spot) -> None:
    """3.0 knows one type and null; what else a list says is carried for 3.1, which knows it."""
    types = [name for name in item if name != "null"] if isinstance(item, list) else []
    if len(types) == 1 and len(item) <= 2:
        result["type"] = types[0]
        if len(item) == 2:
            result["nullable"] = True
        message = "A list of types became the single type it names, nullable where it lists null."
    else:
        message = "OpenAPI 3.0 cannot say these types in one place; carried for 3.1, which can."
    conversion.notes.mapping("upgrade.type_list", message, spot.down("type"))


def _format(
    _conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, _trail: Spot
) -> None:
    # Whatever format a file claims, only binary says "file" in 3.0.
    if source.get("type") != "file":
        result["format"] = item


def _discriminator(
    conversion: Conversion, result: JsonObject, item: Any, _source: JsonObject, spot: Spot
) -> None:
    here = spot.down("discriminator")
    if not isinstance(item, str):
        result["discriminator"] = item
        if not isinstance(item, dict):
            return
        conversion.notes.repair(
            "upgrade.discriminator",
            "discriminator is written as in OpenAPI 3.0 already; carried as it stands.",
            here,
        )
        return
    written: JsonObject = {"propertyName": item}
    mapping = _renamed_subtypes(conversion, spot)
    if mapping:
        written["mapping"] = mapping
    result["discriminator"] = written
    conversion.notes.moved(here.turn((), ("propertyName",)))
    conversion.notes.tally(
        "upgrade.discriminator",
        "A discriminator is an object in OpenAPI 3.0; the property's name moved into it, and "
        "renamed definitions are mapped to the names they had ({n} in all).",
        here,
    )


def _renamed_subtypes(conversion: Conversion, spot: Spot) -> dict[str, str]:
    """Old name -> reference, for renamed definitions that build on the one at ``spot``."""
    renamed = conversion.names["definitions"]
    if not renamed:
        return {}
    definitions = conversion.section("definitions")
    base = spot.before
    found: dict[str, str] = {}
    for name, new in renamed.items():
        pending, seen = [definitions[name]], set[int]()
        while pending:
            schema = pending.pop()
            if not isinstance(schema, dict) or id(schema) in seen:
                continue
            seen.add(id(schema))
            value, place = conversion.follow(schema)
            if place == base:
                found[name] = f"#/components/schemas/{new}"
                break
            pending.append(value)
            parts = schema.get("allOf")
            pending.extend(parts if isinstance(parts, list) else ())
    return found


def _collection_format(
    conversion: Conversion, _result: JsonObject, _item: Any, _source: JsonObject, spot: Spot
) -> None:
    conversion.notes.tally(
        "upgrade.collection_format_idle",
        "collectionFormat is carried where it says how a parameter's own array is written; "
        "elsewhere it is left out ({n} in all).",
        spot.down("collectionFormat"),
    )


_HANDLERS: dict[str, _Handler] = {
    "type": _type,
    "format": _format,
    "x-nullable": _nullable,
    "discriminator": _discriminator,
    "collectionFormat": _collection_format,
}
