"""Keywords that accept or reject values, and mean something else in 3.1."""

from __future__ import annotations

from typing import Any

from gptreview.convert.upgrade.notes import shown
from gptreview.convert.upgrade.openapi30.conversion import Conversion
from gptreview.convert.upgrade.spot import Spot
from gptreview.model.action import JsonObject

_NARROWING = ("allOf", "anyOf", "oneOf", "not", "enum", "const")
"""Keywords that may reject null by themselves, whatever ``type`` says."""


def is_nullable(source: JsonObject) -> bool:
    """Whether ``nullable`` says true, also as text."""
    said = source.get("nullable")
    return said is True or said == "true"


def convert_type(
    conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """``type`` with ``nullable``: in 3.0.3 the latter modifies the former, and nothing else."""
    nullable = is_nullable(source)
    here = spot.down("type")
    if item == "file":
        result.setdefault("contentMediaType", "application/octet-stream")
        item = "string"
        conversion.notes.repair(
            "upgrade.file",
            "OpenAPI 3.0 has no type file; read as a binary string.",
            here,
        )
    elif isinstance(item, list) or item == "null":
        conversion.notes.repair(
            "upgrade.type_list",
            f"OpenAPI 3.0 allows one type and no null in type; {shown(item)} was read as 3.1 "
            "reads it.",
            here,
        )
    if not nullable:
        result["type"] = item
        return
    if isinstance(item, str):
        result["type"] = item if item == "null" else [item, "null"]
    else:
        result["type"] = [*item, "null"] if isinstance(item, list) and "null" not in item else item
    conversion.notes.tally(
        "upgrade.nullable",
        "nullable: true beside a type became null in the list of types ({n} in all).",
        here,
    )


def convert_nullable(
    conversion: Conversion, _result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """Everything about ``nullable`` but its effect on ``type``: mostly that it has none.

    OpenAPI 3.0.3, Schema Object: true adds null to the type that stands in the same schema
    object; the other keywords keep their say, and may reject null.
    """
    here = spot.down("nullable")
    notes = conversion.notes
    if item is not True and item is not False:
        if item != "true":
            notes.loss(
                "upgrade.nullable", f"nullable is {shown(item)}, no boolean; left out.", here
            )
            return
        notes.repair("upgrade.nullable", "nullable is the text 'true'; read as true.", here)
    if item is False:
        return
    _tell_intention(conversion, source, here)


def _tell_intention(conversion: Conversion, source: JsonObject, spot: Spot) -> None:
    """Name where ``nullable: true`` accepts no null, though its author probably meant it to."""
    narrowing = [key for key in _NARROWING if key in source]
    if "type" not in source:
        if narrowing:
            conversion.notes.mapping(
                "upgrade.nullable_untyped",
                "nullable: true has no effect in OpenAPI 3.0 without a type beside it: null is "
                f"accepted or rejected by {', '.join(narrowing)} alone, before and after. The "
                "author probably meant null to be accepted.",
                spot,
            )
        return
    enum = source.get("enum")
    if isinstance(enum, list) and not any(value is None for value in enum):
        conversion.notes.mapping(
            "upgrade.nullable_enum",
            "nullable: true stands beside an enum without null: null is still rejected, before "
            "and after. The author probably meant null to be accepted.",
            spot,
        )


def convert_minimum(
    _conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, _trail: Spot
) -> None:
    """``minimum``, unless it became an exclusive bound."""
    _bound(result, "minimum", "exclusiveMinimum", item, source)


def convert_maximum(
    _conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, _trail: Spot
) -> None:
    """``maximum``, unless it became an exclusive bound."""
    _bound(result, "maximum", "exclusiveMaximum", item, source)


def _bound(result: JsonObject, key: str, exclusive: str, item: Any, source: JsonObject) -> None:
    if not (source.get(exclusive) is True and _is_number(item)):
        result[key] = item


def convert_exclusive_minimum(
    conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """``exclusiveMinimum``: a switch in 3.0, a number in 3.1."""
    _exclusive(conversion, result, ("exclusiveMinimum", "minimum"), item, source, spot)


def convert_exclusive_maximum(
    conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """``exclusiveMaximum``: a switch in 3.0, a number in 3.1."""
    _exclusive(conversion, result, ("exclusiveMaximum", "maximum"), item, source, spot)


def _exclusive(
    conversion: Conversion,
    result: JsonObject,
    keys: tuple[str, str],
    item: Any,
    source: JsonObject,
    spot: Spot,
) -> None:
    exclusive, inclusive = keys
    here = spot.down(exclusive)
    notes = conversion.notes
    limit = source.get(inclusive)
    if item is True and _is_number(limit):
        result[exclusive] = limit
        notes.moved(spot.turn((inclusive,), (exclusive,)))
        notes.tally(
            "upgrade.exclusive_bound",
            "Exclusive bounds became numbers in their own right ({n} in all).",
            here,
        )
    elif isinstance(item, bool):
        notes.tally(
            "upgrade.exclusive_bound_idle",
            "An exclusive bound that is false, or has no number to apply to, says nothing and "
            "is left out ({n} in all).",
            here,
        )
    else:
        _odd_bound(conversion, result, exclusive, item, here)


def _odd_bound(
    conversion: Conversion, result: JsonObject, exclusive: str, item: Any, spot: Spot
) -> None:
    """An exclusive bound that is no switch: a number is read as 3.1 reads it."""
    if not _is_number(item):
        conversion.notes.loss(
            "upgrade.exclusive_bound", f"{exclusive} is neither boolean nor number; left out.", spot
        )
        return
    result[exclusive] = item
    conversion.notes.repair(
        "upgrade.exclusive_bound",
        f"{exclusive} is a number, as in 3.1, where 3.0 expects true or false; kept, and it "
        "now applies.",
        spot,
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def convert_required(
    conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """``required``: 3.0 asks for a read-only property in responses only, 3.1 always.

    OpenAPI 3.0.3, Schema Object, readOnly and writeOnly. 3.1 took both from JSON Schema, where
    they are annotations that ``required`` does not look at.
    """
    result["required"] = item
    properties = source.get("properties")
    if not isinstance(item, list) or not isinstance(properties, dict):
        return
    for index, name in enumerate(item):
        schema = properties.get(name) if isinstance(name, str) else None
        if not isinstance(schema, dict) or isinstance(schema.get("$ref"), str):
            continue
        for key, side, later in (
            ("readOnly", "responses", "; the root of a request body is freed of it later"),
            ("writeOnly", "requests", ""),
        ):
            if schema.get(key) is True:
                conversion.notes.loss(
                    "upgrade.one_way_required",
                    f"{name!r} is required and {key}: OpenAPI 3.0 asks for it in {side} only; "
                    f"3.1 cannot say so and asks for it both ways{later}.",
                    spot.down("required").down(index),
                    kept=True,
                )
