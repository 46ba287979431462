"""Defaults that their own schema rejects: read by intent where that is plain, else left out."""

from __future__ import annotations

from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join

_MOST_SHOWN = 80
_ROUNDING = 1e-9


def settle_default(schema: JsonObject, pointer: str, stage: Stage) -> JsonObject:
    """The schema with a default that fits it, as far as it can tell without its references."""
    default = schema["default"]
    if accepts(schema, default):
        return schema
    place = join(pointer, "default")
    shown = repr(default)[:_MOST_SHOWN]
    for meant in _meant(default):
        if accepts(schema, meant):
            stage.repair(
                "schema.default_corrected",
                f"default {shown} is not what its own schema accepts; read as {meant!r}",
                before=stage.origin(place),
                after=place,
            )
            return {**schema, "default": meant}
    rest = {key: value for key, value in schema.items() if key != "default"}
    said = f"default {shown} is not what its own schema accepts; left out"
    record = stage.repair if default in (None, "") else stage.loss
    record("schema.default_dropped", said, before=stage.origin(place), after=None)
    return rest


def accepts(schema: Any, value: Any) -> bool:
    """Whether a value fits a schema's own words; what other schemas add is not looked at."""
    if not isinstance(schema, dict):
        return schema is not False
    kinds = schema.get("type")
    if kinds and not any(
        _is(kind, value) for kind in (kinds if isinstance(kinds, list) else [kinds])
    ):
        return False
    if "enum" in schema and not any(_same(value, each) for each in schema["enum"]):
        return False
    if "const" in schema and not _same(value, schema["const"]):
        return False
    if isinstance(value, str):
        return _text_fits(schema, value)
    if isinstance(value, list):
        return _list_fits(schema, value)
    if isinstance(value, dict):
        return _object_fits(schema, value)
    return isinstance(value, bool) or value is None or _number_fits(schema, value)


def _is(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, (int, float)):
        return kind == "number" or (kind == "integer" and value == int(value))
    names = {str: "string", list: "array", dict: "object", type(None): "null"}
    return names.get(type(value)) == kind


def _same(first: Any, second: Any) -> bool:
    return isinstance(first, bool) is isinstance(second, bool) and bool(first == second)


def _text_fits(schema: JsonObject, value: str) -> bool:
    # Patterns are not tried: a hostile one takes for ever.
    return bool(schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)))


def _list_fits(schema: JsonObject, value: list[Any]) -> bool:
    return (
        schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        and not (
            schema.get("uniqueItems") and any(item in value[:at] for at, item in enumerate(value))
        )
        and ("prefixItems" in schema or all(accepts(schema.get("items"), item) for item in value))
    )


def _object_fits(schema: JsonObject, value: JsonObject) -> bool:
    known = schema.get("properties", {})
    closed = schema.get("additionalProperties") is False and "patternProperties" not in schema
    return (
        all(name in value for name in schema.get("required", []))
        and all(accepts(known.get(name), item) for name, item in value.items())
        and not (closed and value.keys() - known.keys())
    )


def _number_fits(schema: JsonObject, value: float) -> bool:
    return (
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
        and ("exclusiveMinimum" not in schema or value > schema["exclusiveMinimum"])
        and ("exclusiveMaximum" not in schema or value < schema["exclusiveMaximum"])
        and ("multipleOf" not in schema or _divides(schema["multipleOf"], value))
    )


def _divides(step: float, value: float) -> bool:
    times = value / step
    return abs(times - round(times)) < _ROUNDING


def _meant(value: Any) -> list[Any]:
    """What an author may have meant, likeliest first."""
    if isinstance(value, str):
        word = value.strip()
        numbers: list[Any] = []
        try:
            number = float(word)
            numbers = [int(number)] if number.is_integer() else [number]
        except ValueError:
            pass
        truth = {"true": True, "false": False, "null": None}
        known = [truth[word.lower()]] if word.lower() in truth else []
        return [*known, *numbers, word, word.lower(), word.upper(), [value], *_split(value)]
    if isinstance(value, bool):
        return [str(value).lower(), [value]]
    if isinstance(value, (int, float)):
        return [*([bool(value)] if value in (0, 1) else []), str(value), [value]]
    if isinstance(value, list) and len(value) == 1:
        return [value[0]]
    return []


def _split(value: str) -> list[Any]:
    return [[part.strip() for part in value.split(",")]] if "," in value else []
