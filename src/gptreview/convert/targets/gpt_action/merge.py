"""A body schema to one object with named fields: exactly where possible, else a named loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join
from gptreview.convert.schemas.recursion import PREFIX
from gptreview.model.action import JsonObject

_DEEPEST = 16
_COMBINERS = ("allOf", "oneOf", "anyOf")
_OBJECT_WORDS = frozenset({"properties", "additionalProperties", "required", "minProperties",
                           "maxProperties", "patternProperties", "propertyNames"})  # fmt: skip
_ANNOTATIONS = frozenset({"title", "description", "default", "deprecated", "examples", "readOnly",
                          "writeOnly", "$comment"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Merged:
    """An object schema with ``properties``, and whether the body may be absent or null."""

    schema: JsonObject
    optional: bool = False


@dataclass(frozen=True, slots=True)
class NotAnObject:
    """Why the schema cannot be one object, in one clause."""

    reason: str


def merge_object(
    schema: Any, schemas: Mapping[str, Any], pointer: str, stage: Stage, depth: int = 0
) -> Merged | NotAnObject:
    """The schema as one object with its fields at the root.

    A plain object, also behind a reference, stays as it is; allOf merges exactly; oneOf and
    anyOf become one object with every field, which is a named loss.
    """
    if depth > _DEEPEST:
        return NotAnObject("its body contains itself at the root")
    schema = _follow(schema, schemas)
    if not isinstance(schema, dict):
        schema = {}
    kinds = schema.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds] if kinds else []
    if kinds and "object" not in kinds:
        return NotAnObject(f"its body is {' or '.join(map(str, kinds))}, not an object")
    parts = [_own(schema)]
    optional = "null" in kinds
    for word in _COMBINERS:
        members = schema.get(word)
        if not members:
            continue
        combined = _combine(word, members, schemas, pointer, stage, depth)
        if isinstance(combined, NotAnObject):
            return combined
        parts.append(combined.schema)
        optional = optional or combined.optional
    return Merged(_finish(kinds, parts, pointer, stage), optional)


def _follow(schema: Any, schemas: Mapping[str, Any]) -> Any:
    """The schema behind references; fields beside a reference stay."""
    for _ in range(_DEEPEST):
        if not isinstance(schema, dict) or "$ref" not in schema:
            return schema
        siblings = {key: value for key, value in schema.items() if key != "$ref"}
        target = schemas.get(str(schema["$ref"]).removeprefix(PREFIX), {})
        schema = {**target, **siblings} if isinstance(target, dict) else siblings
    return {}


def _own(schema: JsonObject) -> JsonObject:
    return {key: value for key, value in schema.items() if key not in (*_COMBINERS, "type")}


def _combine(
    word: str,
    members: list[Any],
    schemas: Mapping[str, Any],
    pointer: str,
    stage: Stage,
    depth: int,
) -> Merged | NotAnObject:
    nulls = [member for member in members if _follow(member, schemas) == {"type": "null"}]
    rest = [member for member in members if member not in nulls]
    merged: list[JsonObject] = []
    for index, member in enumerate(rest):
        place = join(pointer, word, index)
        one = merge_object(member, schemas, place, stage, depth + 1)
        if isinstance(one, NotAnObject):
            return one
        merged.append(one.schema)
    optional = bool(nulls) and word != "allOf"
    if not merged:
        return NotAnObject("its body is null")
    if word == "allOf" or len(merged) == 1:
        result = merged[0] if len(merged) == 1 else _merge_all(merged, pointer, stage)
        return Merged(result, optional)
    stage.loss(
        "body.alternatives",
        f"the body is {'one' if word == 'oneOf' else 'any'} of {len(merged)} objects, the GPT "
        "builder takes a single one; all their fields were offered together, and only those "
        "that every alternative needs are required",
        before=join(pointer, word),
        after=pointer,
    )
    return Merged(_merge_any(merged), optional)


def _merge_all(parts: list[JsonObject], pointer: str, stage: Stage) -> JsonObject:
    """What satisfies every part: fields joined, a field of several parts under allOf."""
    result: JsonObject = {}
    for part in parts:
        for key, value in part.items():
            if key == "properties":
                result[key] = _join(result.get(key, {}), value, "allOf")
            elif key == "required":
                result[key] = list(dict.fromkeys([*result.get(key, []), *value]))
            elif key not in result or result[key] == value:
                result[key] = value
            elif key not in _ANNOTATIONS:
                _report_unmerged(key, pointer, stage)
    closed = [part.get("additionalProperties", True) for part in parts]
    if len(parts) > 1 and any(value is not True for value in closed):
        _report_unmerged("additionalProperties", pointer, stage)
        result.pop("additionalProperties", None)
    return result


def _merge_any(parts: list[JsonObject]) -> JsonObject:
    result: JsonObject = {"type": "object", "properties": {}}
    for part in parts:
        result["properties"] = _join(result["properties"], part.get("properties", {}), "anyOf")
    needed = [
        name
        for name in parts[0].get("required", [])
        if all(name in part.get("required", []) for part in parts)
    ]
    return {**result, "required": needed} if needed else result


def _join(first: JsonObject, second: JsonObject, word: str) -> JsonObject:
    joined = dict(first)
    for name, schema in second.items():
        if name not in joined or joined[name] == schema:
            joined[name] = schema
        else:
            joined[name] = {word: [joined[name], schema]}
    return joined


def _report_unmerged(key: str, pointer: str, stage: Stage) -> None:
    stage.loss(
        "body.not_merged",
        f"{key} of the parts of this body cannot be said of them together; left out",
        before=pointer,
        after=None,
    )


def _finish(kinds: list[Any], parts: list[JsonObject], pointer: str, stage: Stage) -> JsonObject:
    merged = _merge_all([part for part in parts if part] or [{}], pointer, stage)
    if not kinds and not any(_OBJECT_WORDS & part.keys() for part in parts):
        stage.repair(
            "body.untyped",
            "the body may be any JSON; the GPT builder needs an object, so an open one is written",
            before=pointer,
            after=pointer,
        )
    merged.pop("discriminator", None)
    rest = {key: value for key, value in merged.items() if key not in ("type", "properties")}
    return {"type": "object", "properties": merged.get("properties", {}), **rest}
