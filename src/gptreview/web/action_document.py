"""The part of the API that a GPT can import as an action: look listings up, and report them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

_OFFERED: Final = (
    ("/api/v1/listings", "get"),
    ("/api/v1/listings/{number}", "get"),
    ("/api/v1/reports", "post"),
)
_SCHEMA: Final = "#/components/schemas/"
_KEPT: Final = ("operationId", "summary", "description", "parameters", "requestBody")
_TOLD: Final = ("200", "201", "404", "422", "429")
"""Answers that a model can do something about."""


def action_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """An OpenAPI document of the public operations that reporters need.

    Args:
        document: Of the whole API.
    """
    paths: dict[str, Any] = {}
    for path, method in _OFFERED:
        paths.setdefault(path, {})[method] = _offered(document["paths"][path][method], method)
    schemas = document["components"]["schemas"]
    return {
        "openapi": document["openapi"],
        "info": {
            "title": "Verdicts on GPTs, and reports of them",
            "version": document["info"]["version"],
            "description": "Look up how published GPTs were reviewed, and report one.",
        },
        "servers": document["servers"],
        "paths": paths,
        "components": {"schemas": {name: schemas[name] for name in _used(paths, schemas)}},
    }


def _offered(operation: Mapping[str, Any], method: str) -> dict[str, Any]:
    kept = {name: operation[name] for name in _KEPT if name in operation}
    # Who files a report answers for it: ChatGPT asks before it is sent.
    kept["x-openai-isConsequential"] = method != "get"
    answers = operation["responses"]
    return {**kept, "responses": {name: answers[name] for name in _TOLD if name in answers}}


def _used(node: Any, schemas: Mapping[str, Any]) -> list[str]:
    """Names of the schemas that something refers to, itself or by others, sorted."""
    found: set[str] = set()
    waiting = list(_names(node))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_names(schemas[name]))
    return sorted(found)


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        reference = node.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(_SCHEMA)
        for each in node.values():
            yield from _names(each)
    elif isinstance(node, list):
        for each in node:
            yield from _names(each)
