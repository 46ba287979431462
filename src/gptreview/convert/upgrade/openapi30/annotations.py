"""Keywords that describe values without accepting or rejecting any."""

from __future__ import annotations

from typing import Any

from gptreview.convert.upgrade.openapi30.assertions import is_nullable
from gptreview.convert.upgrade.openapi30.conversion import Conversion
from gptreview.convert.upgrade.spot import Spot
from gptreview.model.action import JsonObject

BYTES = "application/octet-stream"


def convert_format(
    conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """``format``: binary and base64 content are described by their own keywords in 3.1."""
    if source.get("type", "string") not in ("string", "file"):
        result["format"] = item
        return
    if item == "binary":
        result.setdefault("contentMediaType", BYTES)
        message = "format: binary became contentMediaType: application/octet-stream ({n} in all)."
    elif item in ("byte", "base64"):
        result.setdefault("contentEncoding", "base64")
        message = "Base64 formats became contentEncoding: base64 ({n} in all)."
    else:
        result["format"] = item
        return
    conversion.notes.tally(f"upgrade.format_{item}", message, spot.down("format"))


def convert_example(
    conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """``example`` of a schema: the last entry of ``examples``."""
    examples = result.setdefault("examples", _listed(source.get("examples")))
    place = spot.turn(("example",), ("examples", len(examples)))
    examples.append(item)
    conversion.notes.moved(place)
    conversion.notes.tally(
        "upgrade.example", "Schema examples became entries of examples ({n} in all).", place
    )


def convert_examples(
    conversion: Conversion, result: JsonObject, item: Any, _source: JsonObject, spot: Spot
) -> None:
    """``examples`` of a schema, which 3.0 does not know."""
    if "examples" not in result:
        result["examples"] = _listed(item)
    if isinstance(item, list):
        return
    conversion.notes.repair(
        "upgrade.examples",
        "OpenAPI 3.0 schemas have no examples, and 3.1 expects a list there; the values were "
        "taken into one.",
        spot.down("examples"),
    )


def _listed(examples: Any) -> list[Any]:
    """The examples as a list, from the ways people write them."""
    if examples is None:
        return []
    if isinstance(examples, list):
        return list(examples)
    if not isinstance(examples, dict):
        return [examples]
    return [
        item["value"] if isinstance(item, dict) and "value" in item else item
        for item in examples.values()
    ]


def convert_default(
    conversion: Conversion, result: JsonObject, item: Any, source: JsonObject, spot: Spot
) -> None:
    """``default``: a null that the schema itself may reject does not come along."""
    if item is None and is_nullable(source) and _may_reject_null(source):
        conversion.notes.loss(
            "upgrade.null_default",
            "default is null, which nullable: true seems to allow but the other keywords of this "
            "schema may reject; left out, since no default says the same.",
            spot.down("default"),
        )
        return
    result["default"] = item


def _may_reject_null(source: JsonObject) -> bool:
    enum = source.get("enum")
    if isinstance(enum, list) and not any(value is None for value in enum):
        return True
    return any(key in source for key in ("allOf", "anyOf", "oneOf", "not", "const"))
