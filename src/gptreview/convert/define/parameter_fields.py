"""Fields of one Parameter Object: each of the kind that OpenAPI 3.1 asks for, none besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gptreview.convert.define.info import read_text
from gptreview.convert.ledger import Stage
from gptreview.convert.wording import shortened
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join

# OpenAPI 3.1, Parameter Object and the styles that each location allows.
_STYLES = {
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "path": ("simple", "label", "matrix"),
    "header": ("simple",),
    "cookie": ("form",),
}
_FLAGS = frozenset({"required", "deprecated", "allowEmptyValue", "explode", "allowReserved"})
_WORDS = {"true": True, "false": False}
# What Swagger 2.0 wrote beside the name; in 3.x it belongs into the schema.
_SCHEMA_FIELDS = ("type", "format", "enum", "default", "items", "minimum", "maximum", "pattern",
                  "minLength", "maxLength", "minItems", "maxItems", "uniqueItems")  # fmt: skip


def read_fields(value: JsonObject, place: str, stage: Stage) -> JsonObject:
    """The parameter with a schema or content, and with nothing that its object does not have.

    Args:
        value: A Parameter Object whose name and location are sound.
        place: Its pointer in the document.
        stage: Where repairs and losses are recorded.
    """
    result: JsonObject = {}
    for key, item in value.items():
        if key in _SCHEMA_FIELDS or item is None:
            continue
        read = _read(key, item, value)
        if read is not None:
            result[key] = read
        if read is None or (key == "content" and len(item) > 1):
            _tell_dropped(key, value, place, stage)
    return _with_schema(result, value, place, stage)


def _read(key: str, item: Any, parameter: JsonObject) -> Any:
    """The field's value, or None where it cannot stand."""
    if key in _FLAGS:
        return item if isinstance(item, bool) else _WORDS.get(str(item).strip().lower())
    if key == "description":
        return item if isinstance(item, str) else read_text(item) or None
    if key == "content":
        return None if _is_schema(parameter.get("schema")) else _single_media(item)
    if key == "examples":
        whole = isinstance(item, dict) and all(isinstance(one, dict) for one in item.values())
        return item if whole and parameter.get("example") is None else None
    stands = {
        "name": True,
        "in": True,
        "example": True,
        "schema": _is_schema(item),
        "style": item in _STYLES[parameter["in"]],
    }
    return item if stands.get(key, False) else None


def _is_schema(value: Any) -> bool:
    return isinstance(value, dict | bool)


def _single_media(content: Any) -> JsonObject | None:
    """OpenAPI 3.1: a parameter's content has exactly one media type."""
    for name, media in content.items() if isinstance(content, Mapping) else ():
        if isinstance(media, Mapping) and _is_schema(media.get("schema")):
            return {name: {"schema": media["schema"]}}
    return None


def _with_schema(result: JsonObject, value: JsonObject, place: str, stage: Stage) -> JsonObject:
    inline = {key: value[key] for key in _SCHEMA_FIELDS if key in value}
    if "schema" not in result and "content" not in result:
        stage.repair(
            "parameter.schema_missing",
            f"parameter {shortened(value['name'])} has no schema; "
            + ("its inline type was moved into one" if inline else "read as a string"),
            before=place,
            after=None,
        )
        return {**result, "schema": inline or {"type": "string"}}
    schema = result.get("schema")
    if not isinstance(schema, dict) or "$ref" in schema:
        for key in inline:
            _tell_dropped(key, value, place, stage)
        return result
    return {**result, "schema": _merged(schema, inline, value, place, stage)}


def _merged(
    schema: JsonObject, inline: JsonObject, value: JsonObject, place: str, stage: Stage
) -> JsonObject:
    """The schema with the fields that stood beside it; where both say something, its own counts."""
    added = {key: item for key, item in inline.items() if key not in schema}
    if added:
        stage.repair(
            "parameter.schema_fields",
            f"{', '.join(added)} of parameter {shortened(value['name'])} stood beside its schema; "
            "moved into it",
            before=join(place, next(iter(added))),
            after=None,
        )
    for key, item in inline.items():
        if key in schema and schema[key] != item:
            _tell_dropped(key, value, place, stage)
    return {**schema, **added}


def _tell_dropped(key: str, value: JsonObject, place: str, stage: Stage) -> None:
    stage.loss(
        "parameter.field_dropped",
        f"{shortened(key)} of parameter {shortened(value['name'])} has no use in a GPT action, or "
        "is not what OpenAPI allows; left out",
        before=join(place, key),
        after=None,
    )
