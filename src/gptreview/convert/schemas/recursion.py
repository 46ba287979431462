"""Recursive component schemas: the builder cannot import them, so the circle is cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.walk import Visit, children, map_children
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join

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

    What is cut accepts more than before, never less: a named loss. So where accepting more
    inside would mean accepting less outside (``not``, ``oneOf``), the outer word gives way.
    """
    graph = {name: references(schema) for name, schema in schemas.items()}
    closing = _closing(graph)
    if not closing:
        return dict(schemas)
    cutter = _Cutter(schemas, closing, _users(graph, closing), stage)
    return {
        name: cutter.cut(name, schema) if name in cutter.loose else schema
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


def _closing(graph: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """For each schema, the references that lead back to one that is still being read."""
    closing: dict[str, set[str]] = {}
    done: set[str] = set()
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


def _users(graph: Mapping[str, list[str]], names: Iterable[str]) -> set[str]:
    """The named schemas, and all that refer to them directly or not."""
    used_by: dict[str, list[str]] = {}
    for user, used in graph.items():
        for name in used:
            used_by.setdefault(name, []).append(user)
    found: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(used_by.get(name, ()))
    return found


@dataclass(slots=True)
class _Cutter:
    schemas: Mapping[str, Any]
    closing: Mapping[str, set[str]]
    loose: set[str]
    """Components that accept more than they did, because they reach a cut."""
    stage: Stage
    met: int = field(default=0)
    """References met so far that were cut, or lead to a loose component."""

    def cut(self, name: str, schema: Any) -> Any:
        """One component with its circles cut, and nothing around a cut that would turn it round."""
        targets = self.closing.get(name, set())

        def visit(value: Any, pointer: str) -> Any:
            if not isinstance(value, dict):
                return value
            reference = value.get("$ref")
            target = reference.removeprefix(PREFIX) if isinstance(reference, str) else ""
            self.met += target in targets or target in self.loose
            if target in targets:
                self.stage.loss(
                    "schema.recursion_cut",
                    f"schema {name} contains {target} again; the GPT builder cannot import "
                    "recursion, so the circle ends here and anything is accepted below",
                    before=pointer,
                    after=pointer,
                )
                return _stand_in(value, target, self.schemas)
            return self._around(value, pointer, visit)

        return visit(schema, join("/components/schemas", name))

    def _around(self, value: JsonObject, pointer: str, visit: Visit) -> JsonObject:
        """The schema with visited children; one that a looser child would make stricter goes."""
        result: JsonObject = {}
        changed: set[str] = set()
        for key, item in value.items():
            known = self.met
            result |= map_children({key: item}, pointer, visit)
            if self.met > known:
                changed.add(key)
        turned = [key for key in value if key in _turned_round(changed)]
        if turned or "oneOf" in changed:
            self.stage.loss(
                "schema.loosened",
                f"{', '.join([*turned, *(['oneOf'] if 'oneOf' in changed else [])])} gave way, "
                "because a schema inside was cut and accepts more now",
                before=pointer,
                after=pointer,
            )
        for key in turned:
            del result[key]
        if "oneOf" not in changed:
            return result
        alternatives = result.pop("oneOf")
        if "anyOf" not in result:
            return {**result, "anyOf": alternatives}
        return {**result, "allOf": [*result.get("allOf", []), {"anyOf": alternatives}]}


def _turned_round(changed: set[str]) -> set[str]:
    """Keywords that accept less when what stands in the changed ones accepts more."""
    turned: set[str] = set()
    if "not" in changed:
        turned.add("not")
    if "if" in changed:
        turned |= {"if", "then", "else"}
    if "contains" in changed:
        turned |= {"maxContains", "unevaluatedItems"}
    if changed & _IN_PLACE:
        turned |= {"unevaluatedProperties", "unevaluatedItems"}
    return turned


def _stand_in(value: JsonObject, target: str, schemas: Mapping[str, Any]) -> JsonObject:
    rest = {key: item for key, item in value.items() if key != "$ref"}
    described = {"description": f"{target} again; the recursion ends here.", **rest}
    schema = schemas[target]
    if isinstance(schema, dict) and schema.get("type") == "object":
        return {"type": "object", "properties": {}, **described}
    return described
