"""Schemas and references are found wherever 3.0 lets them stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
OLD = {"type": "string", "nullable": True}
NEW = {"type": ["string", "null"]}


def _everywhere(schema: Json) -> Json:
    """A document with this schema in every place that may hold one."""
    media = {"a/json": {"schema": schema, "example": OLD, "examples": {"a": {"value": OLD}}}}
    header = {"schema": schema, "x-a": OLD}
    operation: Json = {
        "parameters": [{"schema": schema}, {"content": media}, "odd"],
        "requestBody": {
            "content": {
                "multipart/form-data": {
                    "schema": schema,
                    "encoding": {"a": {"headers": {"x-h": header}}},
                }
            }
        },
        "responses": {
            "200": {
                "description": "d",
                "headers": {"x-h": header, "X-C": {"content": media}},
                "content": media,
                "links": {"l": {"parameters": {"schema": OLD}, "server": {"url": "/"}}},
            },
            "x-a": OLD,
        },
        "callbacks": {
            "c": {"{$url}": {"post": {"requestBody": {"content": media}}}, "x-a": OLD},
        },
        "x-a": OLD,
    }
    item: Json = {"summary": "s", "parameters": [{"schema": schema}], "get": operation}
    return {
        "openapi": "3.1.0",
        "paths": {"/a": item, "x-a": OLD},
        "components": {
            "schemas": {"type": schema, "A": {"properties": {"properties": schema}}},
            "parameters": {"p": {"schema": schema}},
            "headers": {"h": header},
            "requestBodies": {"b": {"content": media}},
            "responses": {"r": {"content": media}},
            "callbacks": {"c": {"{$url}": item}},
            "pathItems": {"i": item},
            "examples": {"e": {"value": OLD}},
            "securitySchemes": {"s": {"type": "http"}},
            "x-a": {"a b": OLD},
        },
    }


def test_schemas_are_converted_in_every_place(to_31: Callable[[Json], Any]) -> None:
    """And nothing but schemas: examples, extensions and links are carried as they stand."""
    assert to_31({**_everywhere(OLD), "openapi": "3.0.0"}).document == _everywhere(NEW)


@pytest.mark.parametrize(
    ("media_type", "schema", "written"),
    [
        ("application/octet-stream", {"type": "string", "format": "binary"}, {}),
        ("image/png; q=1", {"format": "binary", "type": "string", "nullable": True}, {}),
        (
            "*/*",
            {"type": "string", "format": "binary", "description": "d", "maxLength": 9},
            {"schema": {"description": "d", "maxLength": 9}},
        ),
        (
            "application/json",
            {"type": "string", "format": "binary"},
            {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}},
        ),
        (
            "Multipart/Form-Data",
            {"type": "string", "format": "binary"},
            {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}},
        ),
        (
            "application/pdf",
            {"type": "integer", "format": "binary"},
            {"schema": {"type": "integer", "format": "binary"}},
        ),
        (
            "application/pdf",
            {"$ref": "#/components/schemas/A", "format": "binary"},
            {"schema": {"$ref": "#/components/schemas/A"}},
        ),
        ("application/pdf", "odd", {"schema": "odd"}),
    ],
)
def test_raw_bytes_are_said_by_the_media_type(
    media_type: str, schema: Any, written: Json, to_31: Callable[[Json], Any]
) -> None:
    """3.1 needs no schema for a body that is the bytes themselves."""
    body = {"content": {media_type: {"schema": schema, "example": 1}, "odd": "odd"}}
    step = to_31({"openapi": "3.0.0", "components": {"requestBodies": {"b": body}}})
    assert step.document["components"]["requestBodies"]["b"] == {
        "content": {media_type: {**written, "example": 1}, "odd": "odd"}
    }


def test_references_outside_schemas_lose_what_3_1_does_not_allow(
    to_31: Callable[[Json], Any],
) -> None:
    """Summary and description stay; path items keep everything beside theirs."""
    step = to_31(
        {
            "openapi": "3.0.0",
            "paths": {
                "/a": {
                    "$ref": "#/x-webhooks/new",
                    "get": {
                        "responses": {
                            "200": {"$ref": "#/components/responses/a%20b", "description": "d"},
                            "400": {"$ref": "#/components/responses/a%20b", "x-a": 1},
                            "500": {"$ref": "other.yaml"},
                        }
                    },
                }
            },
            "x-webhooks": {"new": {"post": {}}},
            "components": {"responses": {"a b": {"description": "r"}}},
        }
    )
    assert step.document == {
        "openapi": "3.1.0",
        "paths": {
            "/a": {
                "$ref": "#/webhooks/new",
                "get": {
                    "responses": {
                        "200": {"$ref": "#/components/responses/a_b", "description": "d"},
                        "400": {"$ref": "#/components/responses/a_b"},
                        "500": {"$ref": "other.yaml"},
                    }
                },
            }
        },
        "components": {"responses": {"a_b": {"description": "r"}}},
        "webhooks": {"new": {"post": {}}},
    }
    assert step.codes == [
        "loss ref_siblings",
        "repair component_name",
        "mapping webhooks",
        "mapping ref_annotations",
    ]


@pytest.mark.parametrize(
    ("document", "codes"),
    [
        ({"webhooks": {"new": {"post": {"x-a": 1}}}}, ["repair webhooks"]),
        ({"webhooks": {}, "x-webhooks": {}}, ["repair webhooks"]),
        ({"x-webhooks": "odd"}, []),
        ({"components": "odd", "paths": "odd", "security": "odd", "servers": "odd"}, []),
        ({"components": {"schemas": "odd"}, "paths": {"/a": "odd"}, "security": ["odd"]}, []),
        ({"servers": [{"url": "/", "variables": {"a": {"enum": ["b"], "default": "b"}}}]}, []),
    ],
)
def test_what_is_fine_or_odd_is_carried(
    document: Json, codes: list[str], to_31: Callable[[Json], Any]
) -> None:
    """Wrong types stay where they are, for a later stage to repair."""
    step = to_31({"openapi": "3.0.0", **document})
    assert step.document == {"openapi": "3.1.0", **document}
    assert step.codes == codes


def test_servers_and_security_follow_the_rules_of_31(to_31: Callable[[Json], Any]) -> None:
    """An empty enum goes, renamed schemes keep their requirements."""
    variables = {"r": {"enum": [], "default": "eu"}}
    step = to_31(
        {
            "openapi": "3.0.0",
            "servers": [{"url": "https://{r}.example.com", "variables": variables}],
            "security": [{"the key": [], "other": []}],
            "components": {"securitySchemes": {"the key": {"$ref": "#/x-a"}, "the_key": {}}},
        }
    )
    assert step.document == {
        "openapi": "3.1.0",
        "servers": [{"url": "https://{r}.example.com", "variables": {"r": {"default": "eu"}}}],
        "security": [{"the_key_2": [], "other": []}],
        "components": {"securitySchemes": {"the_key_2": {"$ref": "#/x-a"}, "the_key": {}}},
    }
    assert step.codes == ["repair server_enum", "repair component_name"]
