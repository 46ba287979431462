"""Fields of one Parameter Object: each of the kind that OpenAPI 3.1 asks for, none besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join
from gptreview.model.action import JsonObject

# OpenAPI 3.1, Parameter Object and the styles that each location allows.
_STYLES = {
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "path": ("simple", "label", "matrix"),
    "header": ("simple",),
    "cookie": ("form",),
}
_FLAGS = frozenset({"required", "deprecated", "allowEmptyValue", "explode", "allowReserved"})
_OTHERS = frozenset({"name", "in", "description", "style", "schema", "content", "example",
                     "examples"})  # fmt: skip
# What Swagger 2.0 wrote beside the name; in 3.x it belongs into the schema.
_SCHEMA_FIELDS = ("type", "format", "enum", "default", "items", "minimum", "maximum", "pattern",
                  "minLength", "maxLength", "minItems", "maxItems", "uniqueItems")  # fmt: skip


def read_fields(value: JsonObject, place: str, stage: Stage) -> JsonObject:
    """The parameter with a schema or content, and with nothing that its object does not have."""
    result: JsonObject = {}
    for key, item in value.items():
        if key in _SCHEMA_FIELDS:
            continue
        read = _read(key, item, value["in"])
        if read is None:
            stage.loss(
                "parameter.field_dropped",
                f"{key} of parameter {value['name']} has no use in a GPT action or is not what OpenAPI allows; left out",
                before=join(place, key),
                after=None,
            )
        else:
            result[key] = read
    if "example" in result:
        result.pop("examples", None)
    return _with_schema(result, value, place, stage)


def _read(key: str, item: Any, location: str) -> Any:
    """The field's value, or None where it cannot stand."""
    if key in _FLAGS:
        words = {"true": True, "false": False}
        return item if isinstance(item, bool) else words.get(str(item).strip().lower())
    if key not in _OTHERS:
        return None
    if key == "style":
        return item if item in _STYLES[location] else None
    if key == "description":
        return item if isinstance(item, str) else None
    if key == "content":
        return _single_media(item)
    if key == "examples":
        whole = isinstance(item, dict) and all(isinstance(one, dict) for one in item.values())
        return item if whole else None
    return item


def _single_media(content: Any) -> JsonObject | None:
    """OpenAPI 3.1: a parameter's content has exactly one media type."""
    if not isinstance(content, Mapping):
        return None
    for name, media in content.items():
        if isinstance(media, Mapping) and isinstance(media.get("schema"), (dict, bool)):
            return {name: {"schema": media["schema"]}}
    return None


def _with_schema(result: JsonObject, value: JsonObject, place: str, stage: Stage) -> JsonObject:
    inline = {key: value[key] for key in _SCHEMA_FIELDS if key in value}
    schema = result.get("schema")
    if isinstance(schema, dict) and "$ref" not in schema:
        added = {key: item for key, item in inline.items() if key not in schema}
        if added:
            stage.repair(
                "parameter.schema_fields",
                f"{', '.join(added)} of parameter {value['name']} stood beside its schema; "
                "moved into it",
                before=join(place, next(iter(added))),
                after=None,
            )
            result["schema"] = {**schema, **added}
        result.pop("content", None)
        return result
    if isinstance(schema, (dict, bool)):
        result.pop("content", None)
        return result
    result.pop("schema", None)
    if "content" in result:
        return result
    stage.repair(
        "parameter.schema_missing",
        f"parameter {value['name']} has no schema; "
        + ("its inline type was moved into one" if inline else "read as a string"),
        before=place,
        after=None,
    )
    return {**result, "schema": inline or {"type": "string"}}
