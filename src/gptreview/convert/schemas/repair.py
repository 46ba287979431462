"""Schemas that every reader accepts: known types, whole references, objects with properties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.defaults import settle_default
from gptreview.convert.schemas.keywords import repair_keywords
from gptreview.convert.schemas.kinds import complete, settle_type
from gptreview.convert.schemas.names import ComponentNames, is_component
from gptreview.convert.schemas.nullable import settle_nullable
from gptreview.convert.schemas.required_flags import (
    hoist_required,
    report_lone_flag,
    required_flag,
)
from gptreview.convert.schemas.subtypes import Subtypes
from gptreview.convert.schemas.types import meant_type
from gptreview.convert.schemas.walk import map_action, map_children
from gptreview.convert.wording import shortened
from gptreview.model.action import ActionDefinition, JsonObject
from gptreview.reading.pointer import join, split

_ANNOTATIONS = frozenset({"title", "description", "default", "deprecated", "examples", "readOnly",
                          "writeOnly"})  # fmt: skip
_MOST_SHOWN = 10
# What names schemas inside a document, or holds schemas that only references make use of.
_OF_DOCUMENTS = frozenset({"$id", "$schema", "$anchor", "$dynamicAnchor", "$dynamicRef",
                           "$vocabulary", "$defs", "definitions"})  # fmt: skip


def repair_schemas(
    document: JsonObject, action: ActionDefinition, stage: Stage
) -> ActionDefinition:
    """The action with sound schemas, and only the component schemas that it reaches."""
    repair = _Repair(document, action, stage)
    repaired = map_action(repair.subtypes.offer(action), repair.schema)
    schemas: JsonObject = {}
    while (pending := repair.names.next_needed()) is not None:
        name, value, pointer = pending
        target = join("/components/schemas", name)
        stage.moved(pointer, target)
        if pointer != target:
            _report_move(name, pointer, target, stage)
        schemas[name] = repair.schema(value, target)
    repair.settle_mappings()
    unused = [
        name
        for name in action.schemas
        if not repair.names.reaches(join("/components/schemas", name))
    ]
    if unused:
        stage.mapping(
            "schema.unused",
            f"component schemas that no operation uses were left out, {len(unused)} in all: "
            f"{', '.join(unused[:10])}{', …' if len(unused) > 10 else ''}",
            before="/components/schemas",
            after=None,
        )
    order = {name: position for position, name in enumerate(action.schemas)}
    kept = sorted(schemas, key=lambda name: (order.get(name, len(order)), name))
    return replace(repaired, schemas={name: schemas[name] for name in kept})


def _report_move(name: str, pointer: str, target: str, stage: Stage) -> None:
    if is_component(split(pointer)):
        said = (
            f"component {shortened(split(pointer)[2])} is now {name}: component names are made of "
            "letters, digits, dots, _ and -"
        )
        stage.mapping("schema.renamed", said, before=pointer, after=target)
    else:
        said = f"a schema elsewhere in the document is referred to; it is now component {name}"
        stage.mapping("schema.hoisted", said, before=pointer, after=target)


class _Repair:
    """One pass over the schemas of an action."""

    def __init__(self, document: JsonObject, action: ActionDefinition, stage: Stage) -> None:
        self.stage = stage
        self.names = ComponentNames(document, action.schemas)
        self.subtypes = Subtypes(action.schemas, self.names, stage)
        self._discriminators: list[tuple[JsonObject, str]] = []

    def schema(self, value: Any, pointer: str) -> Any:
        """The sound form of one schema and of everything inside it."""
        if isinstance(value, bool):
            return value
        if not isinstance(value, dict):
            return self._not_a_schema(value, pointer)
        if "nullable" in value:
            value = settle_nullable(value, pointer, self.stage)
        if "$ref" in value:
            return self._reference(value, pointer)
        schema = repair_keywords(hoist_required(value, pointer, self.stage), pointer, self.stage)
        if not _OF_DOCUMENTS.isdisjoint(schema):
            schema = self._without_identity(schema, pointer)
        schema = settle_type(schema, pointer, self.stage)
        if isinstance(schema.get("items"), list):
            schema = self._tuple(schema, pointer)
        if "discriminator" in schema:
            schema = self._discriminator(schema, pointer)
        schema = complete(map_children(schema, pointer, self.schema), pointer, self.stage)
        return settle_default(schema, pointer, self.stage) if "default" in schema else schema

    def settle_mappings(self) -> None:
        """Keep what a discriminator's mapping says of schemas that are there."""
        for discriminator, pointer in self._discriminators:
            mapping = discriminator["mapping"]
            for word, reference in list(mapping.items()):
                name = self.names.known(reference)
                if name is not None:
                    mapping[word] = f"#/components/schemas/{name}"
                    continue
                del mapping[word]
                self.stage.loss(
                    "schema.discriminator_mapping",
                    f"the discriminator's value {word!r} means a schema that nothing else refers "
                    "to; left out",
                    before=self.stage.origin(join(pointer, word)),
                    after=None,
                )
            if not mapping:
                del discriminator["mapping"]

    def _discriminator(self, schema: JsonObject, pointer: str) -> JsonObject:
        self.subtypes.report(schema, pointer)
        mapping = schema["discriminator"].get("mapping")
        if mapping is None:
            return schema
        if not (schema.get("oneOf") or schema.get("anyOf")):
            return self._without_mapping(schema, pointer)
        copy = {**schema["discriminator"], "mapping": dict(mapping)}
        self._discriminators.append((copy, join(pointer, "discriminator", "mapping")))
        return {**schema, "discriminator": copy}

    def _without_mapping(self, schema: JsonObject, pointer: str) -> JsonObject:
        """Without alternatives beside it a mapping leads to schemas that nothing else reaches."""
        rest = dict(schema["discriminator"])
        words = list(rest.pop("mapping"))
        if words:
            more = ", …" if len(words) > _MOST_SHOWN else ""
            self.stage.loss(
                "schema.discriminator_mapping",
                "the discriminator's values "
                f"{', '.join(map(shortened, words[:_MOST_SHOWN]))}{more} mean schemas that are no "
                "alternatives here; left out",
                before=self.stage.origin(join(pointer, "discriminator", "mapping")),
                after=pointer,
            )
        return {**schema, "discriminator": rest}

    def _without_identity(self, schema: JsonObject, pointer: str) -> JsonObject:
        """References are made whole here, so nothing needs to be found by name any more."""
        for key in schema:
            if key not in _OF_DOCUMENTS:
                continue
            place = self.stage.origin(join(pointer, key))
            if key == "$dynamicRef":
                said = "a dynamic reference cannot be followed; anything is accepted here"
                self.stage.loss("schema.dynamic_reference", said, before=place, after=None)
            else:
                said = f"{key} is of no use once every reference leads to a component; left out"
                self.stage.mapping("schema.identity", said, before=place, after=None)
        return {key: value for key, value in schema.items() if key not in _OF_DOCUMENTS}

    def _tuple(self, schema: JsonObject, pointer: str) -> JsonObject:
        """A list of ``items``, as JSON Schema had it before 2020-12."""
        rest = {key: value for key, value in schema.items() if key != "additionalItems"}
        members = rest.pop("items")
        before, after = join(pointer, "items"), join(pointer, "prefixItems")
        self.stage.repair(
            "schema.items_list",
            "items is a list of schemas, which is now called prefixItems",
            before=self.stage.origin(before),
            after=after,
        )
        self.stage.moved(self.stage.origin(before), after)
        if members:
            rest["prefixItems"] = members
        if "additionalItems" in schema:
            rest["items"] = schema["additionalItems"]
        return rest

    def _not_a_schema(self, value: Any, pointer: str) -> JsonObject:
        meant = meant_type(value) if isinstance(value, str) else None
        if value is None or meant == ("", ""):
            self.stage.repair(
                "schema.empty",
                "nothing is said here; read as a schema that accepts anything",
                before=self.stage.origin(pointer),
                after=pointer,
            )
            return {}
        if meant is not None:
            self.stage.repair(
                "schema.type_only",
                f"{value!r} stands where a schema is expected; read as its type",
                before=self.stage.origin(pointer),
                after=pointer,
            )
            return complete({"type": meant[0]}, pointer, self.stage)
        self.stage.loss(
            "schema.unreadable",
            "this is not a schema; anything is accepted here",
            before=self.stage.origin(pointer),
            after=pointer,
        )
        return {}

    def _reference(self, value: JsonObject, pointer: str) -> JsonObject:
        name, problem = self.names.resolve(value["$ref"])
        self.subtypes.report(value, pointer)
        if name is not None and len(value) == 1:
            return {"$ref": f"#/components/schemas/{name}"}
        siblings = {
            key: item for key, item in value.items() if key in _ANNOTATIONS or key.startswith("x-")
        }
        if name is not None:
            asserting = {
                key: item
                for key, item in value.items()
                if key not in siblings
                and key != "$ref"
                and not (key == "required" and required_flag(item) is not None)
            }
            if len(asserting) + len(siblings) + 1 < len(value):
                report_lone_flag(pointer, self.stage)
            siblings = repair_keywords(siblings, pointer, self.stage)
            target: JsonObject = {"$ref": f"#/components/schemas/{name}"}
            if not asserting:
                return {**target, **siblings}
            place = join(pointer, "allOf", 1)
            self.stage.moved(self.stage.origin(pointer), place)
            return {"allOf": [target, self.schema(asserting, place)], **siblings}
        self.stage.loss(
            "schema.reference_lost",
            f"reference {str(value['$ref'])[:200]!r} {problem}; anything is accepted here",
            before=self.stage.origin(join(pointer, "$ref")),
            after=pointer,
        )
        return repair_keywords(siblings, pointer, self.stage)
