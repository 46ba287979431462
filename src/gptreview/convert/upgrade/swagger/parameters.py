"""Parameters of Swagger 2.0 that stay parameters, and the values that headers share with them."""

from __future__ import annotations

from typing import Any

from gptreview.convert.upgrade.notes import shown
from gptreview.convert.upgrade.spot import Spot
from gptreview.convert.upgrade.swagger.conversion import Conversion, location
from gptreview.convert.upgrade.swagger.schemas import convert_extension, convert_schema
from gptreview.model.action import JsonObject

VALUE_KEYWORDS = frozenset(
    [
        "type",
        "format",
        "items",
        "default",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "enum",
        "multipleOf",
        "x-nullable",
    ]
)
"""What 2.0 says beside a parameter's name and 3.0 says in its schema (2.0, Parameter Object)."""

MISPLACED_KEYWORDS = frozenset(
    [
        "title",
        "properties",
        "additionalProperties",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "maxProperties",
        "minProperties",
        "nullable",
        "readOnly",
        "discriminator",
        "const",
    ]
)
"""Schema keywords that 2.0 allows in body schemas only, yet people write them here."""

SAID_IN_SCHEMA = VALUE_KEYWORDS | MISPLACED_KEYWORDS | {"schema", "collectionFormat"}
"""What does not stay beside the name: it goes into the schema, or into style and explode."""

_STYLES = {
    ("query", "csv"): ("form", False),
    ("query", "multi"): ("form", True),
    ("query", "ssv"): ("spaceDelimited", False),
    ("query", "pipes"): ("pipeDelimited", False),
    ("path", "csv"): ("simple", False),
    ("header", "csv"): ("simple", False),
}
"""(location, collectionFormat) -> (style, explode); form fields are written as queries are."""


def convert_parameter(conversion: Conversion, source: JsonObject, spot: Spot) -> JsonObject:
    """One path, query or header parameter (or one of an unknown kind, kept as far as it goes)."""
    where = location(source)
    result: JsonObject = {}
    for key, item in source.items():
        if key == "in":
            result["in"] = where or item
        elif key == "allowEmptyValue":
            if where == "query":
                result[key] = item
            else:
                lose_empty_value(conversion, item, spot)
        elif key not in SAID_IN_SCHEMA:
            result[key] = convert_extension(conversion, item) if key.startswith("x-") else item
    result["schema"] = convert_value(conversion, source, spot, ("schema",))
    written = array_style(conversion, source, where, spot)
    # simple is what paths and headers are written in unless something else is said.
    if written is not None and written[0] != "simple":
        result["style"], result["explode"] = written
    return result


def convert_value(
    conversion: Conversion, source: JsonObject, spot: Spot, new: tuple[str, ...]
) -> JsonObject:
    """The schema that a parameter or header spells out beside its name, at ``new`` below it."""
    notes = conversion.notes
    own = source.get("schema")
    if isinstance(own, dict):
        place = spot.turn(("schema",), new)
        notes.moved(place)
        notes.repair(
            "upgrade.parameter_schema",
            "Only a body parameter has a schema in Swagger 2.0; this one's was taken as meant, "
            "and keywords beside it were left out.",
            place,
        )
        taken: JsonObject = convert_schema(conversion, own, place)
        return taken
    if "schema" in source:
        notes.loss(
            "upgrade.parameter_schema", "schema is no object; left out.", spot.down("schema")
        )
    place = spot.turn((), new)
    picked = _picked(conversion, source, place)
    before, after = spot.before, place.after
    for key in picked:
        notes.stage.moved(f"{before}/{key}", f"{after}/{key}")
    written: JsonObject = convert_schema(conversion, picked, place)
    return written


def _picked(conversion: Conversion, source: JsonObject, spot: Spot) -> JsonObject:
    """What belongs in the schema, of all that stands beside the name."""
    misplaced = MISPLACED_KEYWORDS & source.keys()
    if misplaced:
        conversion.notes.repair(
            "upgrade.parameter_keyword",
            f"Swagger 2.0 allows {', '.join(sorted(misplaced))} in body schemas only; moved "
            "into this parameter's schema, where OpenAPI 3.0 applies it.",
            spot,
        )
    picked = {
        key: item for key, item in source.items() if key in VALUE_KEYWORDS or key in misplaced
    }
    if not picked:
        conversion.notes.repair(
            "upgrade.parameter_type",
            "Neither type nor schema is given; the value may be anything.",
            spot,
        )
    return picked


def array_style(
    conversion: Conversion, source: JsonObject, where: str, spot: Spot
) -> tuple[str, bool] | None:
    """Style and explode of an array value; None for any other value."""
    notes = conversion.notes
    if source.get("type") != "array":
        if "collectionFormat" in source:
            notes.tally(
                "upgrade.collection_format_idle",
                "collectionFormat is carried where it says how a parameter's own array is "
                "written; elsewhere it is left out ({n} in all).",
                spot.down("collectionFormat"),
            )
        return None
    _nested(conversion, source, spot)
    said = source.get("collectionFormat", "csv")
    place = "query" if where == "formData" else where
    style = _STYLES.get((place, said)) if isinstance(said, str) else None
    if style is not None:
        return style
    fallback = ("form", False) if place == "query" else ("simple", False)
    notes.loss(
        "upgrade.collection_format",
        f"OpenAPI 3.0 has no style for collectionFormat {shown(said)} in {place or 'this place'}; "
        "the array is written comma-separated instead.",
        spot.down("collectionFormat"),
    )
    return fallback


def _nested(conversion: Conversion, source: JsonObject, spot: Spot) -> None:
    """Arrays inside a parameter's array: 2.0 says how they are written, 3.0 cannot."""
    items: Any = source.get("items")
    if isinstance(items, dict) and items.get("type") == "array":
        said = items.get("collectionFormat", "csv")
        conversion.notes.loss(
            "upgrade.nested_array",
            f"An array inside this parameter's array is written as {shown(said)} in Swagger 2.0; "
            "OpenAPI 3.0 does not say how arrays inside arrays are written.",
            spot.turn(("items",), ("schema", "items")),
            kept=True,
        )


def lose_empty_value(conversion: Conversion, item: Any, spot: Spot) -> None:
    """Drop allowEmptyValue outside the query: only ``true`` says anything."""
    if item:
        conversion.notes.loss(
            "upgrade.allow_empty_value",
            "OpenAPI 3.0 has allowEmptyValue for query parameters only; left out here.",
            spot.down("allowEmptyValue"),
        )
