"""The type of a schema: a known one, and with what the builder asks of objects and arrays."""

from __future__ import annotations

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.types import TYPES, meant_type
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join


def settle_type(schema: JsonObject, pointer: str, stage: Stage) -> JsonObject:
    """The schema with a type that JSON Schema knows, or with none."""
    written = schema.get("type")
    if isinstance(written, str) and written in TYPES:
        return schema
    if written is None:
        return {key: value for key, value in schema.items() if key != "type"}
    words = written if isinstance(written, list) else [written]
    if words and all(isinstance(word, str) and word in TYPES for word in words):
        unique = list(dict.fromkeys(words))
        return schema if len(unique) == len(words) else {**schema, "type": unique}
    meant = [meant_type(word) if isinstance(word, str) else None for word in words]
    known = list(dict.fromkeys(entry[0] for entry in meant if entry))
    place = join(pointer, "type")
    rest = {key: value for key, value in schema.items() if key != "type"}
    if not known or None in meant:
        stage.loss(
            "schema.type_unknown",
            f"type {str(written)[:80]!r} is not a type of JSON Schema; any type is accepted",
            before=stage.origin(place),
            after=None,
        )
        return rest
    if "" in known:
        stage.repair(
            "schema.type_corrected",
            f"type {str(written)[:80]!r} was read as any type, which has no name",
            before=stage.origin(place),
            after=None,
        )
        return rest
    form = next((entry[1] for entry in meant if entry and entry[1]), "")
    stage.repair(
        "schema.type_corrected",
        f"type {str(written)[:80]!r} was read as {', '.join(known)}",
        before=stage.origin(place),
        after=place,
    )
    extra = {"format": form} if form and "format" not in rest else {}
    return {"type": known if isinstance(written, list) else known[0], **extra, **rest}


def complete(schema: JsonObject, pointer: str, stage: Stage) -> JsonObject:
    """The schema with the ``properties`` or ``items`` that the builder asks for."""
    kinds = schema.get("type")
    has = (kinds if isinstance(kinds, list) else [kinds]).__contains__
    if has("object") and "properties" not in schema:
        stage.mapping(
            "schema.properties_added",
            "an object without properties is refused by the GPT builder; "
            "an empty list of properties was written, which means the same",
            before=stage.origin(pointer),
            after=join(pointer, "properties"),
        )
        schema = {**schema, "properties": {}}
    if has("array") and "items" not in schema:
        stage.mapping(
            "schema.items_added",
            "an array without items; items of any kind were written, which means the same",
            before=stage.origin(pointer),
            after=join(pointer, "items"),
        )
        schema = {**schema, "items": {}}
    return schema
