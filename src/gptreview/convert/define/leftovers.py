"""What a document says beside its operations, and a GPT action has no place for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.wording import json_kind, shortened
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join

_ROOT = frozenset({"openapi", "info", "servers", "paths", "components", "security"})
_INFO = frozenset({"title", "version", "description"})
# Parameters, bodies and responses are written out where they are used.
_COMPONENTS = frozenset({"schemas", "securitySchemes", "parameters", "requestBodies", "responses",
                         "headers", "pathItems"})  # fmt: skip
_OPERATION = frozenset({
    "operationId", "summary", "description", "parameters", "requestBody", "responses", "tags",
    "security", "servers", "x-openai-isConsequential",
})  # fmt: skip


def report_dropped(document: JsonObject, stage: Stage) -> None:
    """Name every part of the document itself that is left out."""
    _report(document, _ROOT, "", "document.field_dropped", stage)
    _report(document.get("info"), _INFO, "/info", "info.field_dropped", stage)
    _report_texts(document.get("info"), ("description",), "/info", "info.text_dropped", stage)
    place = "/components"
    _report(document.get("components"), _COMPONENTS, place, "components.section_dropped", stage)


def report_operation(operation: JsonObject, place: str, stage: Stage) -> None:
    """Name every part of an operation that is left out."""
    _report(operation, _OPERATION, place, "operation.field_dropped", stage)
    _report_texts(operation, ("summary", "description"), place, "operation.text_dropped", stage)


def _report(value: Any, kept: Collection[str], place: str, code: str, stage: Stage) -> None:
    for key, item in value.items() if isinstance(value, dict) else ():
        if key not in kept and _says_something(item):
            stage.loss(
                code,
                f"left out: a GPT action has no use for {shortened(key)}",
                before=join(place, key),
                after=None,
            )


def _report_texts(owner: Any, keys: Collection[str], place: str, code: str, stage: Stage) -> None:
    for key in keys if isinstance(owner, dict) else ():
        if _says_something(owner.get(key)) and not isinstance(owner[key], str | int | float):
            stage.loss(
                code,
                f"{key} is {json_kind(owner[key])}, expected text; left out",
                before=join(place, key),
                after=None,
            )


def _says_something(value: Any) -> bool:
    """Whether leaving it out loses anything; 0 does, though it equals False."""
    return bool(value) or (value == 0 and value is not False)
