"""``nullable`` in documents of OpenAPI 3.1, which has no such word: null as its author meant it.

In 3.0 the word has a meaning, and the upgrade has dealt with it before.
"""

from __future__ import annotations

from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.required_flags import required_flag
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join

# Whatever the type says, each of these may reject null by itself.
_NARROWING = frozenset({"$ref", "allOf", "anyOf", "oneOf", "not", "const", "if"})
_OUTSIDE = frozenset({"title", "description", "default", "deprecated", "examples", "readOnly",
                      "writeOnly"})  # fmt: skip


def settle_nullable(schema: JsonObject, pointer: str, stage: Stage) -> JsonObject:
    """The schema without ``nullable``, and with null among its values where that is meant."""
    said = schema["nullable"]
    rest = {key: value for key, value in schema.items() if key != "nullable"}
    before = stage.origin(join(pointer, "nullable"))
    if said is not True and said != "true":
        stage.repair(
            "schema.nullable_31",
            "nullable is no word of OpenAPI 3.1; it does not say true, so it was left out",
            before=before,
            after=pointer,
        )
        return rest
    stage.repair(
        "schema.nullable_31",
        "nullable: true is no word of OpenAPI 3.1; null was written among the values, as is "
        "plainly meant",
        before=before,
        after=pointer,
    )
    return _or_null(rest, pointer, stage) if _NARROWING & rest.keys() else _with_null(rest)


def _with_null(schema: JsonObject) -> JsonObject:
    result = dict(schema)
    if "type" in schema:
        words = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        result["type"] = words if "null" in words else [*words, "null"]
    values: Any = schema.get("enum")
    if isinstance(values, list) and not any(value is None for value in values):
        result["enum"] = [*values, None]
    return result


def _or_null(schema: JsonObject, pointer: str, stage: Stage) -> JsonObject:
    """The schema as one of two, the other of which is null; what describes it stays outside."""
    outside = {
        key: value
        for key, value in schema.items()
        if key in _OUTSIDE
        or key.startswith("x-")
        or (key == "required" and required_flag(value) is not None)
    }
    inside = {key: value for key, value in schema.items() if key not in outside}
    stage.moved(stage.origin(pointer), join(pointer, "anyOf", 0))
    return {"anyOf": [inside, {"type": "null"}], **outside}
