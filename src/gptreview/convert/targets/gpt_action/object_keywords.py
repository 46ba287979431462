"""Keywords of several object schemas said by one: exactly where JSON Schema has words for it."""

from __future__ import annotations

import json
from typing import Any

from gptreview.model.action import JsonObject

ANNOTATIONS = frozenset({"title", "description", "default", "deprecated", "examples", "readOnly",
                         "writeOnly", "$comment", "xml", "externalDocs", "example"})  # fmt: skip
OBJECT_WORDS = frozenset({
    "properties", "additionalProperties", "required", "minProperties", "maxProperties",
    "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas",
    "unevaluatedProperties",
})  # fmt: skip
# JSON Schema 2020-12, Validation: these assert nothing of an object.
_OF_OTHER_TYPES = frozenset({
    "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength",
    "maxLength", "pattern", "format", "contentMediaType", "contentEncoding", "contentSchema",
    "items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems",
    "uniqueItems", "unevaluatedItems",
})  # fmt: skip
_CONDITION = ("if", "then", "else")


def own_words(schema: JsonObject) -> JsonObject:
    """What a schema says of objects, without its type and what it combines."""
    return {
        key: value
        for key, value in schema.items()
        if key not in _OF_OTHER_TYPES and key not in ("type", "allOf", "anyOf", "oneOf")
    }


def join_all(parts: list[JsonObject]) -> tuple[JsonObject, list[str]]:
    """One schema for what satisfies every part, and the keywords that had to be left out."""
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return dict(parts[0]) if parts else {}, []
    result, unsaid = _join_fields(parts)
    for part in parts:
        for key, value in part.items():
            if key in ("properties", "patternProperties", "additionalProperties", *_CONDITION):
                continue
            joined = _join_keyword(key, result[key], value) if key in result else value
            if joined is None:
                unsaid.append(key)
            else:
                result[key] = joined
    return _join_conditions(parts, result, unsaid)


def join_any(parts: list[JsonObject]) -> JsonObject:
    """One schema with the fields of every part; required is what every part requires."""
    result: JsonObject = {"properties": {}}
    for part in parts:
        for name, schema in part.get("properties", {}).items():
            result["properties"][name] = alternative(result["properties"].get(name), schema)
    needed = [
        name
        for name in parts[0].get("required", [])
        if all(name in part.get("required", []) for part in parts)
    ]
    if needed:
        result["required"] = needed
    closed = all(part.get("additionalProperties") is False for part in parts)
    if closed and not any(part.get("patternProperties") for part in parts):
        result["additionalProperties"] = False
    return result


def settle_unevaluated(schema: JsonObject) -> tuple[JsonObject, bool]:
    """``unevaluatedProperties`` as ``additionalProperties``, which means the same in one object.

    Returns:
        The schema, and whether it means the same.
    """
    if "unevaluatedProperties" not in schema:
        return schema, True
    rest = {key: value for key, value in schema.items() if key != "unevaluatedProperties"}
    if "additionalProperties" in rest:
        return rest, True
    if {"if", "dependentSchemas"} & rest.keys():
        return rest, False
    return {**rest, "additionalProperties": schema["unevaluatedProperties"]}, True


def _join_fields(parts: list[JsonObject]) -> tuple[JsonObject, list[str]]:
    """Properties of all parts; what a part says of further ones counts for the others' names."""
    properties = _join_maps(parts, "properties")
    patterns = _join_maps(parts, "patternProperties")
    named = {"properties": properties, "patternProperties": patterns}
    result = {key: value for key, value in named.items() if value}
    closed = [part for part in parts if part.get("additionalProperties", True) not in (True, {})]
    if not closed:
        is_open = any("additionalProperties" in part for part in parts)
        return {**result, "additionalProperties": True} if is_open else result, []
    if any(part.get("patternProperties", {}).keys() != patterns.keys() for part in closed):
        return result, ["additionalProperties"]
    rest: Any = True
    for part in closed:
        additional = part["additionalProperties"]
        rest = _both(rest, additional)
        for name in properties.keys() - part.get("properties", {}).keys():
            if additional is False or patterns:
                # Either the parts forbid each other's fields, which nobody means, or a pattern
                # would have to be tried, and a hostile one takes for ever.
                joined = {**result, "properties": _join_maps(parts, "properties")}
                return joined, ["additionalProperties"]
            properties[name] = _both(properties[name], additional)
    return {**result, "additionalProperties": rest}, []


def _join_maps(parts: list[JsonObject], key: str) -> JsonObject:
    joined: JsonObject = {}
    for part in parts:
        for name, schema in part.get(key, {}).items():
            joined[name] = _both(joined[name], schema) if name in joined else schema
    return joined


def _join_keyword(key: str, first: Any, second: Any) -> Any:
    """One value for a keyword of two parts; None where there is none."""
    if same(first, second):
        return first
    if key in ("required", "minProperties", "maxProperties"):
        if key == "required":
            return list(dict.fromkeys([*first, *second]))
        return max(first, second) if key == "minProperties" else min(first, second)
    if key == "propertyNames":
        return _both(first, second)
    if key == "not":
        return {"anyOf": [first, second]}
    if key == "enum":
        return [value for value in first if any(same(value, other) for other in second)] or None
    if key == "dependentSchemas":
        shared = {name: _both(first[name], second[name]) for name in first if name in second}
        return {**first, **second, **shared}
    if key == "dependentRequired":
        names = dict.fromkeys([*first, *second])
        return {
            name: list(dict.fromkeys([*first.get(name, []), *second.get(name, [])]))
            for name in names
        }
    return None


def _join_conditions(
    parts: list[JsonObject], result: JsonObject, unsaid: list[str]
) -> tuple[JsonObject, list[str]]:
    """``if`` belongs to its own ``then`` and ``else``: only one of them can stand."""
    conditions: list[JsonObject] = []
    for part in parts:
        condition = {key: part[key] for key in _CONDITION if key in part}
        if "if" in condition and condition not in conditions:
            conditions.append(condition)
    return {**result, **(conditions[0] if conditions else {})}, [
        *unsaid,
        *("if" for _ in conditions[1:]),
    ]


def _both(first: Any, second: Any) -> Any:
    if first is True or first == {} or same(first, second):
        return second
    if second is True or second == {}:
        return first
    if first is False or second is False:
        return False
    return {"allOf": [first, second]}


def alternative(known: Any, schema: Any) -> Any:
    """One schema for a field that may be either; None where nothing is known of it yet."""
    if known is None or same(known, schema):
        return schema
    if isinstance(known, dict) and known.keys() == {"anyOf"}:
        members = known["anyOf"]
        return (
            known if any(same(each, schema) for each in members) else {"anyOf": [*members, schema]}
        )
    return {"anyOf": [known, schema]}


def same(first: Any, second: Any) -> bool:
    """Equality of JSON values: true is not 1, as it is to Python."""
    return first == second and json.dumps(first, sort_keys=True) == json.dumps(
        second, sort_keys=True
    )
