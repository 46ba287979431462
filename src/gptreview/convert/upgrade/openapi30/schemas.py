"""Schemas of OpenAPI 3.0 in the dialect of 3.1, which is JSON Schema 2020-12.

One difference has no keyword and so no change: for 3.0 (JSON Schema Wright 00) 1.0 is no integer,
for 3.1 it is one. Few writers of JSON keep the two apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gptreview.convert.upgrade.keywords import SUBSCHEMAS, convert_subschemas
from gptreview.convert.upgrade.openapi30 import annotations as descriptive
from gptreview.convert.upgrade.openapi30 import assertions
from gptreview.convert.upgrade.openapi30.conversion import Conversion
from gptreview.convert.upgrade.openapi30.discriminators import convert_discriminator
from gptreview.convert.upgrade.spot import Spot
from gptreview.model.action import JsonObject

_Handler = Callable[[Conversion, JsonObject, Any, JsonObject, Spot], None]

_BESIDE_REF = frozenset({"title", "description", "deprecated", "example", "examples"})
"""Siblings of $ref that 3.0 ignores and that accept or reject nothing in 3.1."""

_APPLIED = frozenset(
    [
        "const",
        "contains",
        "minContains",
        "maxContains",
        "propertyNames",
        "if",
        "then",
        "else",
        "patternProperties",
        "prefixItems",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedItems",
        "unevaluatedProperties",
        "$anchor",
    ]
)
"""Keywords that 3.0 ignores and 3.1 applies (JSON Schema 2020-12)."""

_REBASING = frozenset(
    [
        "$id",
        "$schema",
        "$vocabulary",
        "$dynamicRef",
        "$dynamicAnchor",
        "$recursiveRef",
        "$recursiveAnchor",
    ]
)
"""Keywords that 3.0 ignores and that would change what 3.1's other keywords or references mean."""


def convert_schema(conversion: Conversion, value: Any, spot: Spot) -> Any:
    """One schema and everything below it; what is no schema is carried as it stands."""
    if not isinstance(value, dict):
        if isinstance(value, bool):
            _tell_boolean(conversion, value, spot)
        return value
    if isinstance(value.get("$ref"), str):
        return _reference(conversion, value, spot)
    result: JsonObject = {}
    for key, item in value.items():
        handler = _HANDLERS.get(key)
        if handler is not None:
            handler(conversion, result, item, value, spot)
        elif key in SUBSCHEMAS:
            result[key] = convert_subschemas(key, item, spot, convert_schema, conversion)
        else:
            result[key] = item
    return result


def _tell_boolean(conversion: Conversion, value: bool, spot: Spot) -> None:  # noqa: FBT001
    conversion.notes.repair(
        "upgrade.boolean_schema",
        f"OpenAPI 3.0 has no {str(value).lower()} in place of a schema; 3.1 has, and "
        f"{'accepts anything' if value else 'rejects everything'} there, so it stays.",
        spot,
    )


def _reference(conversion: Conversion, source: JsonObject, spot: Spot) -> JsonObject:
    result: JsonObject = {}
    dropped: list[str] = []
    for key, item in source.items():
        if key == "$ref":
            conversion.references.rewrite(result, key, item)
        elif key not in _BESIDE_REF and not key.startswith("x-"):
            dropped.append(key)
        elif key in _HANDLERS:
            _HANDLERS[key](conversion, result, item, source, spot)
        else:
            result[key] = item
    if dropped:
        conversion.notes.loss(
            "upgrade.ref_siblings",
            f"OpenAPI 3.0 ignores what stands beside $ref, 3.1 would apply it; "
            f"{', '.join(dropped):.200} left out.",
            spot,
            kept=True,
        )
    elif len(source) > 1:
        conversion.tell_beside_reference(spot)
    return result


def _applying(key: str) -> _Handler:
    def convert(
        conversion: Conversion, result: JsonObject, item: Any, _source: JsonObject, spot: Spot
    ) -> None:
        conversion.notes.repair(
            "upgrade.keyword_applies",
            f"OpenAPI 3.0 ignores {key}; 3.1 applies it, which is what it was plainly written "
            "for, so it stays.",
            spot.down(key),
        )
        if key in SUBSCHEMAS:
            result[key] = convert_subschemas(key, item, spot, convert_schema, conversion)
        else:
            result[key] = item

    return convert


def _dropping(key: str) -> _Handler:
    def drop(
        conversion: Conversion, _result: JsonObject, _item: Any, _source: JsonObject, spot: Spot
    ) -> None:
        conversion.notes.loss(
            "upgrade.keyword_rebases",
            f"OpenAPI 3.0 ignores {key}; in 3.1 it would change what the references or the "
            "keywords around it mean; left out.",
            spot.down(key),
        )

    return drop


def _items(
    conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """A list under ``items``, which 3.0 does not allow, is 3.1's prefixItems."""
    if not isinstance(item, list):
        result["items"] = convert_schema(conversion, item, spot.down("items"))
        return
    place = spot.turn(("items",), ("prefixItems",))
    conversion.notes.moved(place)
    conversion.notes.repair(
        "upgrade.tuple",
        "items is a list of schemas, which OpenAPI 3.0 does not allow; read as one schema for "
        "each position, which 3.1 calls prefixItems.",
        place,
    )
    if item:
        result["prefixItems"] = [
            convert_schema(conversion, schema, place.down(index))
            for index, schema in enumerate(item)
        ]
    if "additionalItems" in source:
        rest = spot.turn(("additionalItems",), ("items",))
        conversion.notes.moved(rest)
        result["items"] = convert_schema(conversion, source["additionalItems"], rest)


def _additional_items(
    _conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, _trail: Spot
) -> None:
    # Beside a list it became items; beside anything else no version gives it a meaning.
    if not isinstance(source.get("items"), list):
        result["additionalItems"] = item


_HANDLERS: dict[str, _Handler] = {
    **{key: _applying(key) for key in _APPLIED},
    **{key: _dropping(key) for key in _REBASING},
    "items": _items,
    "additionalItems": _additional_items,
    "type": assertions.convert_type,
    "nullable": assertions.convert_nullable,
    "minimum": assertions.convert_minimum,
    "maximum": assertions.convert_maximum,
    "exclusiveMinimum": assertions.convert_exclusive_minimum,
    "exclusiveMaximum": assertions.convert_exclusive_maximum,
    "required": assertions.convert_required,
    "format": descriptive.convert_format,
    "example": descriptive.convert_example,
    "examples": descriptive.convert_examples,
    "default": descriptive.convert_default,
    "discriminator": convert_discriminator,
}
