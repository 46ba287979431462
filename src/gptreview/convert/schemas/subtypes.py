"""Subtypes that only a discriminator leads to: offered in request bodies, else a named loss.

OpenAPI 3.0.3 and 3.1.0, Discriminator Object: without ``oneOf`` or ``anyOf`` beside it, a value
may be any schema that the mapping names, or that refers to the base under ``allOf``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.names import ComponentNames
from gptreview.convert.wording import shortened
from gptreview.model.action import ActionDefinition, JsonObject, Operation
from gptreview.reading.pointer import join, split

_LONGEST_CHAIN = 32
# Each takes several of the parts that a body may be put together of.
_MOST_OFFERED = 50
_MOST_SHOWN = 10
_ANY_OBJECT: JsonObject = {"type": "object", "properties": {}}
_HOME = "/components/schemas"


class Subtypes:
    """Which subtypes a base has, and where bases stand that offer none of them."""

    def __init__(self, schemas: Mapping[str, Any], names: ComponentNames, stage: Stage) -> None:
        self._schemas = schemas
        self._names = names
        self._stage = stage
        self._bases = {
            name
            for name, schema in schemas.items()
            if isinstance(schema, dict) and "discriminator" in schema
        }
        self._children: dict[str, list[str]] = {}
        for name, schema in schemas.items() if self._bases else ():
            members = schema.get("allOf") if isinstance(schema, dict) else None
            for member in members if isinstance(members, list) else ():
                base = names.component(member.get("$ref")) if isinstance(member, dict) else None
                if base is not None:
                    self._children.setdefault(base, []).append(name)
        self._offered: set[str] = set()
        self._told: set[str] = set()

    def offer(self, action: ActionDefinition) -> ActionDefinition:
        """The action with the subtypes of every request body as alternatives beside it."""
        return replace(action, operations=tuple(map(self._offer, action.operations)))

    def report(self, schema: JsonObject, pointer: str) -> None:
        """Name the subtypes of a base that is reached here and does not lead to them."""
        reference = schema.get("$ref")
        if reference is None:
            # A component is told of where it is referred to.
            if pointer not in self._offered and split(pointer)[:-1] != split(_HOME):
                self._tell(schema, None, pointer)
            return
        if not self._bases or pointer in self._offered or _inherits(pointer):
            return
        name = self._names.component(reference)
        if name in self._bases and name not in self._told:
            self._told.add(name)
            self._tell(self._schemas[name], name, join(_HOME, name))

    def _tell(self, base: Any, name: str | None, pointer: str) -> None:
        found = self._of(base, name)
        if found:
            more = ", …" if len(found) > _MOST_SHOWN else ""
            self._stage.loss(
                "schema.subtypes",
                f"a value may also be {', '.join(map(shortened, found[:_MOST_SHOWN]))}{more}, "
                "which only a discriminator says; the fields that these add are not offered here",
                before=self._stage.origin(pointer),
                after=pointer,
            )

    def _offer(self, operation: Operation) -> Operation:
        body = operation.request_body
        if body is None:
            return operation
        place = join(operation.pointer, "requestBody", "content")
        content = {
            kind: self._media(media, join(place, kind, "schema"))
            for kind, media in body["content"].items()
        }
        if all(content[kind] is media for kind, media in body["content"].items()):
            return operation
        return replace(operation, request_body={**body, "content": content})

    def _media(self, media: JsonObject, pointer: str) -> JsonObject:
        schema: Any = media.get("schema")
        base, name = self._base(schema)
        found = self._of(base, name)
        if not found or len(found) > _MOST_OFFERED:
            return media
        inside = join(pointer, "allOf", 0)
        self._offered.add(inside)
        self._stage.moved(self._stage.origin(pointer), inside)
        direct = schema if name is None else {**schema, "$ref": f"#{join(_HOME, name)}"}
        members = [{"$ref": f"#{join(_HOME, each)}"} for each in found]
        # A single subtype beside the base itself: a body need not be it.
        alternatives = members if len(members) > 1 else [*members, _ANY_OBJECT]
        return {**media, "schema": {"allOf": [direct], "anyOf": alternatives}}

    def _base(self, schema: Any) -> tuple[Any, str | None]:
        """The schema behind references, and the component's name where it is one.

        A reference inside a component that says more than that is a schema of its own.
        """
        name: str | None = None
        for _ in range(_LONGEST_CHAIN):
            if not isinstance(schema, dict) or "$ref" not in schema or (name and len(schema) > 1):
                return schema, name
            name = self._names.component(schema["$ref"])
            schema = self._schemas[name] if name is not None else None
        return None, None

    def _of(self, base: Any, name: str | None) -> list[str]:
        """Component names of the subtypes, in the order of their mention."""
        if not isinstance(base, dict) or base.get("oneOf") or base.get("anyOf"):
            return []
        discriminator = base.get("discriminator")
        if not isinstance(discriminator, dict):
            return []
        mapping = discriminator.get("mapping")
        mapped = mapping.values() if isinstance(mapping, dict) else ()
        found = dict.fromkeys(each for word in mapped if (each := self._names.component(word)))
        pending = [] if found or name is None else [name]
        while pending:
            for child in self._children.get(pending.pop(), ()):
                if child not in found:
                    found[child] = None
                    pending.append(child)
        found.pop(name or "", None)
        return list(found)


def _inherits(pointer: str) -> bool:
    """Whether a component takes over there what it refers to, and adds to it."""
    if not pointer.startswith(f"{_HOME}/"):
        return False
    tokens = split(pointer)
    return len(tokens) == 5 and tokens[3] == "allOf"
