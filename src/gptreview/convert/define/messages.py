"""Request bodies and responses of one operation, references resolved."""

from __future__ import annotations

import re
from typing import Any

from gptreview.convert.define.references import follow
from gptreview.convert.ledger import Stage
from gptreview.convert.wording import json_kind, shortened
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX)")


def read_body(
    document: JsonObject, operation: JsonObject, place: str, target: str, stage: Stage
) -> JsonObject | None:
    """The operation's Request Body Object with its media types, or None where it has none."""
    if "requestBody" not in operation:
        return None
    pointer = join(place, "requestBody")
    resolved = follow(document, operation["requestBody"], pointer)
    content = _media_types(resolved.value.get("content"), f"{resolved.pointer}/content", stage)
    if resolved.problem or not content:
        stage.loss(
            "body.unreadable",
            f"the request body could not be read: {resolved.problem or 'it has no content'}; "
            "left out",
            before=pointer,
            after=None,
        )
        return None
    stage.moved(resolved.pointer, join(target, "requestBody"))
    body: JsonObject = {"content": content}
    if isinstance(resolved.value.get("description"), str):
        body["description"] = resolved.value["description"]
    if resolved.value.get("required") is True:
        body["required"] = True
    return body


def read_responses(
    document: JsonObject, operation: JsonObject, place: str, target: str, stage: Stage
) -> JsonObject:
    """The operation's responses by status code; a plain success where it declares none."""
    declared = operation.get("responses")
    kept: JsonObject = {}
    for status, value in declared.items() if isinstance(declared, dict) else ():
        if status.startswith("x-"):
            continue
        pointer = join(place, "responses", status)
        code = _status(status)
        resolved = follow(document, value, pointer)
        problem = _status_problem(code, kept)
        if problem or resolved.problem:
            stage.loss(
                "response.unreadable",
                f"response {shortened(status)} could not be read: {problem or resolved.problem}; "
                + ("left out" if problem else "its status alone was kept"),
                before=pointer,
                after=None if problem else join(target, "responses", code),
            )
            if not problem:
                kept[code] = {"description": ""}
            continue
        stage.moved(resolved.pointer, join(target, "responses", code))
        kept[code] = _response(resolved.value, resolved.pointer, stage)
    if not kept:
        stage.repair(
            "response.missing",
            "the operation declares no response; a plain 200 was written",
            before=join(place, "responses") if "responses" in operation else None,
            after=join(target, "responses"),
        )
        kept["200"] = {"description": "OK"}
    return kept


def _status_problem(code: str, kept: JsonObject) -> str:
    if not code:
        return "it is not a status code"
    return "another response has the same status" if code in kept else ""


def _response(value: JsonObject, pointer: str, stage: Stage) -> JsonObject:
    description = value.get("description")
    response: JsonObject = {"description": description if isinstance(description, str) else ""}
    content = _media_types(value.get("content"), f"{pointer}/content", stage)
    if content:
        response["content"] = content
    for key in ("headers", "links"):
        if value.get(key):
            stage.loss(
                f"response.{key}",
                f"left out: a GPT action has no use for response {key}",
                before=join(pointer, key),
                after=None,
            )
    return response


def _media_types(content: Any, pointer: str, stage: Stage) -> JsonObject:
    """Media types by name, each with its schema and nothing else."""
    kept: JsonObject = {}
    for name, media in content.items() if isinstance(content, dict) else ():
        if not isinstance(media, dict):
            stage.loss(
                "message.unreadable",
                f"content {shortened(name)} could not be read: it is {json_kind(media)}; left out",
                before=join(pointer, name),
                after=None,
            )
            continue
        kept[name] = {key: value for key, value in media.items() if key == "schema"}
        for key in media:
            if key != "schema" and not (key == "encoding" and _is_form(name)):
                stage.loss(
                    "message.field_dropped",
                    f"left out: a GPT action has no use for {shortened(key)} of content "
                    f"{shortened(name)}",
                    before=join(pointer, name, key),
                    after=None,
                )
    return kept


def _is_form(name: str) -> bool:
    """Whether it carries a form, whose encoding goes wherever the form itself goes."""
    return name.split(";")[0].strip().lower() in _FORMS


def _status(status: str) -> str:
    """A status code or range as OpenAPI writes it (200, 2XX, default); empty for anything else."""
    text = status.strip().upper()
    if text == "DEFAULT":
        return "default"
    return text if _STATUS.fullmatch(text) else ""
