"""Which schema keywords hold schemas, whatever JSON Schema draft they come from."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from gptreview.convert.upgrade.spot import Spot

Conversion = TypeVar("Conversion")
Convert = Callable[[Conversion, Any, Spot], Any]


class Shape(Enum):
    """How a keyword holds its schemas."""

    ONE = "schema"
    LIST = "list of schemas"
    MAP = "schemas by name"
    ONE_OR_LIST = "schema or list of schemas"


SUBSCHEMAS: dict[str, Shape] = {
    "items": Shape.ONE_OR_LIST,
    "additionalItems": Shape.ONE,
    "additionalProperties": Shape.ONE,
    "not": Shape.ONE,
    "contains": Shape.ONE,
    "propertyNames": Shape.ONE,
    "if": Shape.ONE,
    "then": Shape.ONE,
    "else": Shape.ONE,
    "unevaluatedItems": Shape.ONE,
    "unevaluatedProperties": Shape.ONE,
    "contentSchema": Shape.ONE,
    "allOf": Shape.LIST,
    "anyOf": Shape.LIST,
    "oneOf": Shape.LIST,
    "prefixItems": Shape.LIST,
    "properties": Shape.MAP,
    "patternProperties": Shape.MAP,
    "definitions": Shape.MAP,
    "$defs": Shape.MAP,
    "dependentSchemas": Shape.MAP,
    "dependencies": Shape.MAP,
}
"""Everything else in a schema is data: ``enum``, ``default`` and ``example`` are never walked."""


def convert_subschemas(
    key: str, value: Any, spot: Spot, convert: Convert[Conversion], conversion: Conversion
) -> Any:
    """The keyword's value with each schema in it converted; other values as they are.

    At most two frames for each container, this one and ``convert``: documents may be 200 deep.
    """
    shape = SUBSCHEMAS[key]
    here = spot.down(key)
    if shape is Shape.MAP:
        if not isinstance(value, dict):
            return value
        return {
            name: convert(conversion, schema, here.down(name)) for name, schema in value.items()
        }
    if shape is Shape.ONE or (shape is Shape.ONE_OR_LIST and not isinstance(value, list)):
        # A boolean is at home under additionalProperties in every version.
        if key == "additionalProperties" and isinstance(value, bool):
            return value
        return convert(conversion, value, here)
    if not isinstance(value, list):
        return value
    return [convert(conversion, schema, here.down(index)) for index, schema in enumerate(value)]
