"""Request bodies that the GPT builder can send: one JSON object with named fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.recursion import PREFIX
from gptreview.convert.targets.gpt_action.descriptions import JSON
from gptreview.convert.targets.gpt_action.fields import FieldNaming, is_free_form
from gptreview.convert.targets.gpt_action.merge import NotAnObject, merge_object
from gptreview.convert.targets.gpt_action.parameters import Unsendable
from gptreview.model.action import JsonObject, Operation
from gptreview.reading.pointer import join


def fit_body(
    operation: Operation, schemas: Mapping[str, Any], stage: Stage
) -> Operation | Unsendable:
    """The operation with a JSON object for a body, or why it cannot have one."""
    body = operation.request_body
    if body is None:
        return operation
    place = f"{operation.pointer}/requestBody"
    written = _json_type(body["content"])
    if written is None:
        found = ", ".join(body["content"])
        return _without(operation, "body.not_json", f"its body is {found}, not JSON", place, stage)
    media = body["content"][written]
    source, target = (join(place, "content", kind) for kind in (written, JSON))
    _report_media(body["content"], written, place, stage)
    stage.moved(source, target)
    _report_reference(media.get("schema"), f"{target}/schema", stage)
    merged = merge_object(
        media.get("schema", {}), schemas, f"{source}/schema", f"{target}/schema", stage
    )
    if isinstance(merged, NotAnObject):
        return _without(operation, "body.not_an_object", merged.reason, f"{source}/schema", stage)
    named = FieldNaming(schemas, f"{source}/schema", f"{target}/schema", stage).name(merged)
    if is_free_form(named):
        reason = "its body consists of fields that have no names"
        return _without(operation, "body.free_form", reason, f"{source}/schema", stage)
    return replace(operation, request_body={**body, "content": {JSON: {"schema": named}}})


def _report_reference(schema: Any, target: str, stage: Stage) -> None:
    """A body by reference is written out where it stands."""
    if isinstance(schema, dict) and str(schema.get("$ref", "")).startswith(PREFIX):
        stage.moved(join("/components/schemas", schema["$ref"].removeprefix(PREFIX)), target)


def _json_type(content: JsonObject) -> str | None:
    """The media type that carries JSON: the plain one first, then its relatives, then any."""
    names = {name.split(";")[0].strip().lower(): name for name in reversed(content)}
    if JSON in names:
        return names[JSON]
    related = [name for kind, name in names.items() if kind.endswith(("+json", "/json"))]
    return related[-1] if related else names.get("*/*") or names.get("application/*")


def _report_media(content: JsonObject, written: str, place: str, stage: Stage) -> None:
    if written != JSON:
        stage.repair(
            "body.media_type",
            f"the body is {written}; the GPT builder sends application/json, so that is written",
            before=join(place, "content", written),
            after=join(place, "content", JSON),
        )
    for name in content:
        if name != written:
            stage.loss(
                "body.other_media_type",
                f"the body may also be {name}; the GPT builder sends JSON only",
                before=join(place, "content", name),
                after=None,
            )


def _without(
    operation: Operation, code: str, reason: str, place: str, stage: Stage
) -> Operation | Unsendable:
    """An optional body of a call that can do without one is dropped; else the call is lost."""
    if operation.method in ("get", "delete") and not (operation.request_body or {}).get("required"):
        stage.loss(
            code,
            f"{reason}, which the GPT builder cannot send; the body is optional and was left out",
            before=place,
            after=None,
        )
        return replace(operation, request_body=None)
    return Unsendable(code, f"{reason}, which the GPT builder cannot send", place)
