"""Schemas that every reader accepts: known types, whole references, objects with properties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join, split
from gptreview.convert.schemas.keywords import repair_keywords
from gptreview.convert.schemas.names import ComponentNames
from gptreview.convert.schemas.types import TYPES, meant_type
from gptreview.convert.schemas.walk import map_action, map_children
from gptreview.model.action import ActionDefinition, JsonObject

_ANNOTATIONS = frozenset({"title", "description", "default", "deprecated", "examples", "readOnly",
                          "writeOnly"})  # fmt: skip


def repair_schemas(
    document: JsonObject, action: ActionDefinition, stage: Stage
) -> ActionDefinition:
    """The action with sound schemas, and only the component schemas that it reaches."""
    repair = _Repair(document, action, stage)
    repaired = map_action(action, repair.schema)
    schemas: JsonObject = {}
    while (pending := repair.names.next_needed()) is not None:
        name, value, pointer = pending
        target = join("/components/schemas", name)
        stage.moved(pointer, target)
        schemas[name] = repair.schema(value, target)
    unused = [name for name in action.schemas if name not in schemas]
    if unused:
        stage.mapping(
            "schema.unused",
            f"{len(unused)} component schemas are used by no operation and were left out: "
            f"{', '.join(unused[:10])}{', …' if len(unused) > 10 else ''}",
            before="/components/schemas",
            after=None,
        )
    order = {name: position for position, name in enumerate(action.schemas)}
    kept = sorted(schemas, key=lambda name: (order.get(name, len(order)), name))
    return replace(repaired, schemas={name: schemas[name] for name in kept})


class _Repair:
    """One pass over the schemas of an action."""

    def __init__(self, document: JsonObject, action: ActionDefinition, stage: Stage) -> None:
        self.stage = stage
        self.names = ComponentNames(document, action.schemas)

    def schema(self, value: Any, pointer: str) -> Any:
        """The sound form of one schema and of everything inside it."""
        if isinstance(value, bool):
            return value
        if not isinstance(value, dict):
            return self._not_a_schema(value, pointer)
        if "$ref" in value:
            return self._reference(value, pointer)
        schema = repair_keywords(self._hoist_required(value, pointer), pointer, self.stage)
        schema = self._types(schema, pointer)
        if isinstance(schema.get("items"), list):
            schema["prefixItems"] = schema.pop("items")
        return self._complete(map_children(schema, pointer, self.schema), pointer)

    def _not_a_schema(self, value: Any, pointer: str) -> JsonObject:
        meant = meant_type(value) if isinstance(value, str) else None
        if meant is not None:
            self.stage.repair(
                "schema.type_only",
                f"{value!r} stands where a schema is expected; read as its type",
                before=self.stage.origin(pointer),
                after=pointer,
            )
            return self._complete({"type": meant[0]}, pointer)
        self.stage.loss(
            "schema.unreadable",
            "this is not a schema; anything is accepted here",
            before=self.stage.origin(pointer),
            after=pointer,
        )
        return {}

    def _reference(self, value: JsonObject, pointer: str) -> JsonObject:
        name, problem = self.names.resolve(value["$ref"])
        siblings = {key: item for key, item in value.items() if key in _ANNOTATIONS}
        if name is not None:
            siblings = repair_keywords(siblings, pointer, self.stage)
            asserting = {k: v for k, v in value.items() if k not in siblings and k != "$ref"}
            target: JsonObject = {"$ref": f"#/components/schemas/{name}"}
            if not asserting:
                return {**target, **siblings}
            return {"allOf": [target, self.schema(asserting, pointer)], **siblings}
        self.stage.loss(
            "schema.reference_lost",
            f"reference {str(value['$ref'])[:200]!r} {problem}; anything is accepted here",
            before=self.stage.origin(join(pointer, "$ref")),
            after=pointer,
        )
        return repair_keywords(siblings, pointer, self.stage)

    def _hoist_required(self, value: JsonObject, pointer: str) -> JsonObject:
        """``required: true`` inside a property belongs in the list of the object around it."""
        schema = dict(value)
        if isinstance(schema.get("required"), bool):
            del schema["required"]
            # Inside a property, the object around it tells what became of the flag.
            if split(pointer)[-2:-1] != ["properties"]:
                self.stage.loss(
                    "schema.required_flag",
                    "required is true or false here, and there is no object around it to say so; "
                    "left out",
                    before=self.stage.origin(join(pointer, "required")),
                    after=None,
                )
        properties = schema.get("properties")
        if not isinstance(properties, dict):
            return schema
        flagged = {
            name: item["required"]
            for name, item in properties.items()
            if isinstance(item, dict) and isinstance(item.get("required"), bool)
        }
        for name, wanted in flagged.items():
            self.stage.repair(
                "schema.required_flag",
                f"property {name} says required: {str(wanted).lower()} inside itself; "
                + ("moved to the object's required list" if wanted else "left out, as it is"),
                before=self.stage.origin(join(pointer, "properties", name, "required")),
                after=join(pointer, "required") if wanted else None,
            )
        wanted_names = [name for name, wanted in flagged.items() if wanted]
        if wanted_names:
            listed = schema.get("required")
            present = listed if isinstance(listed, list) else []
            schema["required"] = [*present, *(n for n in wanted_names if n not in present)]
        return schema

    def _types(self, schema: JsonObject, pointer: str) -> JsonObject:
        written = schema.get("type")
        if written is None:
            return {key: value for key, value in schema.items() if key != "type"}
        words = written if isinstance(written, list) else [written]
        if words and all(isinstance(word, str) and word in TYPES for word in words):
            return schema
        meant = [meant_type(word) if isinstance(word, str) else None for word in words]
        known = list(dict.fromkeys(entry[0] for entry in meant if entry))
        place = join(pointer, "type")
        rest = {key: value for key, value in schema.items() if key != "type"}
        if not known or None in meant:
            self.stage.loss(
                "schema.type_unknown",
                f"type {str(written)[:80]!r} is not a type of JSON Schema; any type is accepted",
                before=self.stage.origin(place),
                after=None,
            )
            return rest
        form = next((entry[1] for entry in meant if entry and entry[1]), "")
        self.stage.repair(
            "schema.type_corrected",
            f"type {str(written)[:80]!r} was read as {', '.join(known)}",
            before=self.stage.origin(place),
            after=place,
        )
        extra = {"format": form} if form and "format" not in rest else {}
        return {"type": known if isinstance(written, list) else known[0], **extra, **rest}

    def _complete(self, schema: JsonObject, pointer: str) -> JsonObject:
        kinds = schema.get("type")
        has = (kinds if isinstance(kinds, list) else [kinds]).__contains__
        if has("object") and "properties" not in schema:
            self.stage.mapping(
                "schema.properties_added",
                "an object without properties is refused by the GPT builder; "
                "an empty list of properties was written, which means the same",
                before=self.stage.origin(pointer),
                after=join(pointer, "properties"),
            )
            schema = {**schema, "properties": {}}
        if has("array") and "items" not in schema:
            self.stage.mapping(
                "schema.items_added",
                "an array without items; items of any kind were written, which means the same",
                before=self.stage.origin(pointer),
                after=join(pointer, "items"),
            )
            schema = {**schema, "items": {}}
        return schema
