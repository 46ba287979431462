"""A small API, what a faithful migration of it looks like, and its record."""

from __future__ import annotations

from typing import Any

import pytest

Json = dict[str, Any]


def _schema(kind: str | list[str], **more: Any) -> Json:
    return {"type": kind, **more}


@pytest.fixture
def source() -> Json:
    """An OpenAPI 3.0 document with what real ones have: references, path-level parameters."""
    order = _schema(
        "object",
        required=["dish"],
        properties={
            "dish": {"$ref": "#/components/schemas/Dish"},
            "note": _schema("string", nullable=True),
            "count": _schema("integer"),
        },
    )
    return {
        "openapi": "3.0.1",
        "info": {"title": "Canteen", "version": "1"},
        "servers": [{"url": "https://canteen.example.org/api"}],
        "paths": {
            "/tables/{table}/orders": {
                "parameters": [{"$ref": "#/components/parameters/Table"}],
                "get": {
                    "operationId": "orders",
                    "parameters": [{"name": "open", "in": "query", "schema": _schema("boolean")}],
                    "responses": {"200": {"description": "Orders"}},
                },
                "post": {
                    "operationId": "order",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": {"allOf": [order]}}},
                    },
                    "responses": {"200": {"description": "Ordered"}},
                },
            }
        },
        "components": {
            "schemas": {"Dish": _schema("string", enum=["soup", "stew"])},
            "parameters": {
                "Table": {
                    "name": "table",
                    "in": "path",
                    "required": True,
                    "schema": _schema("integer"),
                }
            },
        },
    }


@pytest.fixture
def emitted() -> Json:
    """The same API as a GPT action: everything inlined, the path parameter renamed."""
    table = {"name": "seat", "in": "path", "required": True, "schema": _schema("integer")}
    opened = {"name": "open", "in": "query", "schema": _schema("boolean")}
    order = _schema(
        "object",
        required=["dish"],
        properties={
            "dish": _schema("string", enum=["soup", "stew"]),
            "note": _schema(["string", "null"]),
            "count": _schema("integer"),
        },
    )
    body = {"required": True, "content": {"application/json": {"schema": order}}}
    answer = {"200": {"description": "OK"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Canteen", "version": "1"},
        "servers": [{"url": "https://canteen.example.org/api"}],
        "paths": {
            "/tables/{seat}/orders": {
                "get": {
                    "operationId": "orders",
                    "parameters": [table, opened],
                    "responses": answer,
                    "x-openai-isConsequential": False,
                },
                "post": {
                    "operationId": "order",
                    "parameters": [table],
                    "requestBody": body,
                    "responses": answer,
                    "x-openai-isConsequential": True,
                },
            }
        },
        "components": {"schemas": {}},
    }


@pytest.fixture
def record() -> Json:
    """A migration.json that tells of two operations kept and of nothing lost."""
    return {
        "source": {"manifest": "ai-plugin.json", "spec": "openapi.yaml"},
        "operations": [
            {"method": "GET", "path": "/tables/{table}/orders", "file": "actions/a.yaml"},
            {"method": "POST", "path": "/tables/{table}/orders", "file": "actions/a.yaml"},
        ],
        "changes": [],
    }
