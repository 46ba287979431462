"""Where schemas stand: inside other schemas (JSON Schema 2020-12) and inside operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from gptreview.model.action import ActionDefinition, JsonObject, Operation
from gptreview.reading.pointer import join

Visit = Callable[[Any, str], Any]

SINGLE = frozenset({
    "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
})  # fmt: skip
LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
MAPS = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
_HOLDERS = SINGLE | LISTS | MAPS


def map_children(schema: Mapping[str, Any], pointer: str, visit: Visit) -> JsonObject:
    """A copy of the schema whose direct subschemas are what ``visit`` makes of them."""
    if _HOLDERS.isdisjoint(schema):
        return dict(schema)
    result: JsonObject = {}
    for key, value in schema.items():
        if key in SINGLE:
            result[key] = visit(value, join(pointer, key))
        elif key in LISTS and isinstance(value, list):
            result[key] = [visit(item, join(pointer, key, i)) for i, item in enumerate(value)]
        elif key in MAPS and isinstance(value, dict):
            result[key] = {k: visit(v, join(pointer, key, k)) for k, v in value.items()}
        else:
            result[key] = value
    return result


def children(schema: Mapping[str, Any]) -> Iterator[Any]:
    """The direct subschemas."""
    if _HOLDERS.isdisjoint(schema):
        return
    for key, value in schema.items():
        if key in SINGLE:
            yield value
        elif key in LISTS and isinstance(value, list):
            yield from value
        elif key in MAPS and isinstance(value, dict):
            yield from value.values()


def map_action(action: ActionDefinition, visit: Visit) -> ActionDefinition:
    """The action with every schema of its operations replaced by what ``visit`` makes of it.

    Component schemas are left to the caller, who knows which of them are still needed.
    """
    return replace(
        action, operations=tuple(map_operation(operation, visit) for operation in action.operations)
    )


def map_operation(operation: Operation, visit: Visit) -> Operation:
    """The operation with every schema replaced by what ``visit`` makes of it."""
    base = operation.pointer
    body = operation.request_body
    return replace(
        operation,
        parameters=tuple(
            _map_holder(parameter, join(base, "parameters", index), visit)
            for index, parameter in enumerate(operation.parameters)
        ),
        request_body=None if body is None else _map_holder(body, join(base, "requestBody"), visit),
        responses={
            status: _map_holder(response, join(base, "responses", status), visit)
            for status, response in operation.responses.items()
        },
    )


def operation_schemas(operation: Operation) -> Iterator[Any]:
    """Every schema that stands directly in the operation."""
    holders = [*operation.parameters, operation.request_body or {}, *operation.responses.values()]
    for holder in holders:
        if "schema" in holder:
            yield holder["schema"]
        for media in holder.get("content", {}).values():
            if "schema" in media:
                yield media["schema"]


def _map_holder(holder: JsonObject, pointer: str, visit: Visit) -> JsonObject:
    result = dict(holder)
    if "schema" in holder:
        result["schema"] = visit(holder["schema"], join(pointer, "schema"))
    if isinstance(holder.get("content"), dict):
        result["content"] = {
            name: {
                **media,
                "schema": visit(media["schema"], join(pointer, "content", name, "schema")),
            }
            if isinstance(media, dict) and "schema" in media
            else media
            for name, media in holder["content"].items()
        }
    return result
