"""OpenAPI documents of any size for measuring: an invented API, the same bytes every time."""

from __future__ import annotations

import json
from typing import Any

_NOUNS = ("harbour", "lantern", "orchard", "ferry", "meadow", "anvil", "cellar", "quarry", "loom",
          "beacon")  # fmt: skip
_OPERATIONS_A_RESOURCE = 5
_PADDING = "The keeper of the register writes it down once and never changes it afterwards. "


def made_spec(operations: int) -> str:
    """A JSON document of OpenAPI 3.0.3 with that many operations, rounded up to fives.

    Each resource has five operations and two schemas of its own; all share four components.
    """
    resources = -(-operations // _OPERATIONS_A_RESOURCE)
    schemas: dict[str, Any] = dict(_SHARED)
    paths: dict[str, Any] = {}
    for number in range(resources):
        name = f"{_NOUNS[number % len(_NOUNS)]}{number:05}"
        schemas[name.title()] = _resource(name, number)
        schemas[f"{name.title()}Page"] = _page(name)
        paths[f"/{name}s"] = _collection(name)
        paths[f"/{name}s/{{id}}"] = _single(name)
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Register of everything", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com/v1"}],
        "paths": paths,
        "components": {"schemas": schemas, "parameters": _PARAMETERS},
    }
    return json.dumps(document, indent=1)


def _reference(name: str, kind: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": f"{words} {_PADDING}", **more}


_SHARED: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"type": "integer"}, "detail": _text("What went wrong.")},
    },
    "Stamp": {"type": "string", "format": "date-time", "example": "2023-04-05T06:07:08Z"},
    "Person": {
        "type": "object",
        "properties": {
            "name": _text("How to address them.", nullable=True),
            "role": {"type": "string", "enum": ["keeper", "visitor", "clerk"]},
        },
    },
    "Place": {
        "type": "object",
        "properties": {
            "latitude": {"type": "number", "minimum": -90, "maximum": 90},
            "longitude": {"type": "number", "minimum": -180, "exclusiveMaximum": True,
                          "maximum": 180},
        },
    },
}  # fmt: skip
_PARAMETERS: dict[str, Any] = {
    "Limit": {"name": "limit", "in": "query", "description": "Entries on one page.",
              "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}},
    "Trace": {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
}  # fmt: skip


def _resource(name: str, number: int) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["id", "label"],
        "properties": {
            "id": {"type": "integer", "format": "int64", "readOnly": True},
            "label": _text(f"What the {name} is called.", maxLength=40 + number % 60),
            "owner": _reference("Person"),
            "place": {"allOf": [_reference("Place")], "nullable": True},
            "opened": _reference("Stamp"),
            "notes": {"type": "array", "items": _text("One remark.")},
            "state": {"type": "string", "enum": ["open", "closed", "lost"], "default": "open"},
        },
    }


def _page(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "entries": {"type": "array", "items": _reference(name.title())},
            "next": {"type": "string", "format": "uri", "nullable": True},
        },
    }


def _answer(schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": _reference(schema)}}
    problem = {"application/json": {"schema": _reference("Problem")}}
    return {
        "200": {"description": "What was asked for.", "content": content},
        "404": {"description": "The register has no such entry.", "content": problem},
        "default": {"description": "What went wrong.", "content": problem},
    }


def _operation(verb: str, name: str, answer: str, **more: Any) -> dict[str, Any]:
    padding = _PADDING * (4 if verb == "list" else 2)  # one in five is longer than 300 characters
    return {
        "operationId": f"{verb}_{name}",
        "summary": f"{verb.title()} {name}",
        "description": f"{verb.title()} a {name} of the register. {padding}".strip(),
        "tags": [name[:-5]],
        **more,
        "responses": _answer(answer),
    }


def _collection(name: str) -> dict[str, Any]:
    state = {"name": "state", "in": "query", "schema": {"type": "string", "enum": ["open", "lost"]}}
    listing = [_reference("Limit", "parameters"), _reference("Trace", "parameters"), state]
    page = f"{name.title()}Page"
    return {
        "get": _operation("list", name, page, parameters=listing),
        "post": _operation("create", name, name.title(), requestBody=_body(name)),
    }


def _single(name: str) -> dict[str, Any]:
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    return {
        "parameters": [identity],
        "get": _operation("read", name, name.title()),
        "patch": _operation("change", name, name.title(), requestBody=_body(name)),
        "delete": _operation("remove", name, "Problem"),
    }


def _body(name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": _reference(name.title())}}
    return {"required": True, "content": content}
