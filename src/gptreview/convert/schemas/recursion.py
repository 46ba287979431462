"""Recursive component schemas: the builder cannot import them, so the circle is cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join
from gptreview.convert.schemas.walk import children, map_children
from gptreview.model.action import JsonObject

PREFIX = "#/components/schemas/"
_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"})


def references(schema: Any) -> list[str]:
    """Names of the component schemas that a schema refers to, each once, in order."""
    found: dict[str, None] = {}
    pending = [schema]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str) and reference.startswith(PREFIX):
                found[reference.removeprefix(PREFIX)] = None
            pending.extend(children(value))
    return list(found)


def break_recursion(schemas: Mapping[str, Any], stage: Stage) -> JsonObject:
    """The schemas with every reference that closes a circle replaced by an open object.

    What is cut accepts more than before, never less: a named loss.
    """
    closing = _closing(schemas)
    if not closing:
        return dict(schemas)
    return {
        name: _cut(name, schema, closing[name], schemas, stage) if name in closing else schema
        for name, schema in schemas.items()
    }


def reachable(
    roots: list[Any], schemas: Mapping[str, Any], known: dict[str, list[str]]
) -> set[str]:
    """Names of the component schemas that the given schemas need, directly or not.

    Args:
        roots: Schemas to start from.
        schemas: All component schemas.
        known: References by component name; filled as they are found, for the next call.
    """
    needed: set[str] = set()
    pending = [name for root in roots for name in references(root)]
    while pending:
        name = pending.pop()
        if name in needed or name not in schemas:
            continue
        needed.add(name)
        if name not in known:
            known[name] = references(schemas[name])
        pending.extend(known[name])
    return needed


def _closing(schemas: Mapping[str, Any]) -> dict[str, set[str]]:
    """For each schema, the references that lead back to one that is still being read."""
    closing: dict[str, set[str]] = {}
    done: set[str] = set()
    graph = {name: references(schema) for name, schema in schemas.items()}
    for root in graph:
        if root in done:
            continue
        open_names = {root}
        trail = [(root, iter(graph[root]))]
        while trail:
            name, rest = trail[-1]
            following = next(rest, None)
            if following is None:
                trail.pop()
                open_names.discard(name)
                done.add(name)
            elif following in open_names:
                closing.setdefault(name, set()).add(following)
            elif following in graph and following not in done:
                open_names.add(following)
                trail.append((following, iter(graph[following])))
    return closing


def _cut(
    name: str, schema: Any, targets: set[str], schemas: Mapping[str, Any], stage: Stage
) -> Any:
    def visit(value: Any, pointer: str) -> Any:
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        target = reference.removeprefix(PREFIX) if isinstance(reference, str) else ""
        if target in targets:
            stage.loss(
                "schema.recursion_cut",
                f"schema {name} contains {target} again; the GPT builder cannot import "
                "recursion, so the circle ends here and anything is accepted below",
                before=pointer,
                after=pointer,
            )
            return _stand_in(value, target, schemas)
        known = len(stage.changes)
        result = map_children(value, pointer, visit)
        return _loosened(value, result) if len(stage.changes) > known else result

    return visit(schema, join("/components/schemas", name))


def _loosened(value: JsonObject, result: JsonObject) -> JsonObject:
    """Where accepting more inside would mean accepting less outside, the outer word goes."""
    changed = {key for key in result if result[key] != value[key]}
    dropped: set[str] = set()
    if "not" in changed:
        dropped.add("not")
    if "if" in changed:
        dropped |= {"if", "then", "else"}
    if "contains" in changed:
        dropped.add("maxContains")
    if changed & _IN_PLACE:
        dropped |= {"unevaluatedProperties", "unevaluatedItems"}
    loose = {key: item for key, item in result.items() if key not in dropped}
    if "oneOf" not in changed:
        return loose
    alternatives = loose.pop("oneOf")
    if "anyOf" not in loose:
        return {**loose, "anyOf": alternatives}
    return {**loose, "allOf": [*loose.get("allOf", []), {"anyOf": alternatives}]}


def _stand_in(value: JsonObject, target: str, schemas: Mapping[str, Any]) -> JsonObject:
    rest = {key: item for key, item in value.items() if key != "$ref"}
    described = {"description": f"{target} again; the recursion ends here.", **rest}
    schema = schemas[target]
    if isinstance(schema, dict) and schema.get("type") == "object":
        return {"type": "object", "properties": {}, **described}
    return described
