"""Any JSON value in any place: an upgrade carries it or drops it by name, and never fails."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.convert.upgrade.document import detect_version
from gptreview.errors import InputError
from gptreview.reading.pointer import join, resolve

Json = dict[str, Any]

SWAGGER: Json = {
    "swagger": "2.0",
    "info": {"title": "Pond", "version": "1"},
    "host": "api.example.com",
    "basePath": "/v1",
    "schemes": ["http", "https"],
    "consumes": ["application/json"],
    "produces": ["application/json", "text/csv"],
    "security": [{"key one": []}],
    "securityDefinitions": {
        "key one": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "basic": {"type": "basic"},
        "oauth": {
            "type": "oauth2",
            "flow": "accessCode",
            "authorizationUrl": "https://a.example.com",
            "tokenUrl": "https://t.example.com",
            "scopes": {"read": "r"},
        },
    },
    "parameters": {
        "Page": {"name": "page", "in": "query", "type": "integer", "format": "int32"},
        "Body": {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/Frog"}},
        "Again": {"$ref": "#/parameters/Body"},
        "File": {"name": "f", "in": "formData", "type": "file"},
    },
    "responses": {"Bad": {"description": "bad", "schema": {"$ref": "#/definitions/Frog"}}},
    "definitions": {
        "Frog": {
            "type": "object",
            "discriminator": "kind",
            "required": ["kind"],
            "properties": {
                "kind": {"type": "string", "x-nullable": True},
                "next": {"$ref": "#/definitions/Frog"},
                "deep": {"$ref": "#/paths/~1frogs/post/parameters/0/schema"},
                "sizes": {"type": "array", "items": [{"type": ["integer", "null"]}]},
            },
        },
        "Tree[Frog]": {"allOf": [{"$ref": "#/definitions/Frog"}, {"type": "object"}]},
        "Loop": {"$ref": "#/definitions/Loop"},
    },
    "paths": {
        "/frogs": {
            "parameters": [{"name": "x", "in": "header", "type": "string"}],
            "get": {
                "schemes": ["https"],
                "produces": ["application/xml"],
                "parameters": [
                    {"$ref": "#/parameters/Page"},
                    {
                        "name": "ids",
                        "in": "query",
                        "type": "array",
                        "items": {"type": "array", "items": {"type": "integer"}},
                        "collectionFormat": "tsv",
                    },
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "schema": {
                            "type": "array",
                            "items": {"$ref": "#/definitions/Tree%5BFrog%5D"},
                        },
                        "headers": {"X-Count": {"type": "array", "items": {"type": "integer"}}},
                        "examples": {"application/json": [], "text/plain": "a"},
                    },
                    "400": {"$ref": "#/responses/Bad"},
                },
            },
            "post": {
                "parameters": [
                    {"name": "body", "in": "body", "required": True, "schema": {"type": "object"}}
                ],
                "responses": {"204": {"description": "done"}},
            },
            "put": {
                "consumes": ["multipart/form-data"],
                "parameters": [
                    {"$ref": "#/parameters/File"},
                    {
                        "name": "tags",
                        "in": "formData",
                        "type": "array",
                        "items": {"type": "string"},
                    },
                ],
                "responses": {"default": {"description": "any", "schema": {"type": "file"}}},
            },
        },
        "/ponds": {"$ref": "#/paths/~1frogs"},
    },
}

OPENAPI: Json = {
    "openapi": "3.0.3",
    "info": {"title": "Pond", "version": "1"},
    "servers": [{"url": "https://{r}.example.com", "variables": {"r": {"default": "eu"}}}],
    "security": [{"the key": []}],
    "x-webhooks": {"new": {"post": {"responses": {"200": {"description": "ok"}}}}},
    "paths": {
        "/frogs/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {}}],
            "post": {
                "requestBody": {
                    "content": {
                        "application/octet-stream": {
                            "schema": {"type": "string", "format": "binary"}
                        },
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": {"f": {"type": "string", "format": "byte"}},
                            },
                            "encoding": {"f": {"headers": {"X": {"schema": {"nullable": True}}}}},
                        },
                    }
                },
                "callbacks": {"on": {"{$url}": {"post": {"responses": {}}}}},
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/A b"}}
                        },
                        "links": {"self": {"operationId": "x", "server": {"url": "/"}}},
                    },
                    "default": {"$ref": "#/components/responses/Bad", "description": "d"},
                },
            },
        }
    },
    "components": {
        "responses": {"Bad": {"description": "bad"}},
        "securitySchemes": {"the key": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "A b": {"allOf": [{"$ref": "#/components/schemas/Base"}]},
            "Base": {
                "type": "object",
                "nullable": True,
                "discriminator": {
                    "propertyName": "k",
                    "mapping": {"a": "A b", "b": "#/components/schemas/A b"},
                },
                "oneOf": [{"$ref": "#/components/schemas/A b"}],
                "required": ["id"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True, "example": 1},
                    "n": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
                    "e": {"type": "string", "nullable": True, "enum": ["a"], "default": None},
                    "t": {"type": "array", "items": [{}], "additionalItems": False},
                    "c": {"const": 1, "$id": "x", "if": {}, "examples": {"a": {"value": 1}}},
                    "r": {
                        "$ref": "#/components/schemas/Base/properties/t/items/0",
                        "nullable": True,
                    },
                },
            },
        },
    },
}

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["body", "formData", "file", "array", "#/definitions/Frog", "#/", "2.0"])
)
KEYS = st.text(max_size=5) | st.sampled_from(
    ["$ref", "type", "items", "schema", "parameters", "x-a", "in", "name", "allOf", "nullable"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def _pointers(value: Any, here: str = "") -> list[str]:
    found = [here] if here else []
    children: Any = ()
    if isinstance(value, dict | list):
        children = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in children:
        found.extend(_pointers(item, join(here, key)))
    return found


def _put(document: Json, pointer: str, value: Any) -> None:
    above, _, last = pointer.rpartition("/")
    holder = resolve(document, above)
    token = last.replace("~1", "/").replace("~0", "~")
    holder[int(token) if isinstance(holder, list) else token] = value


@pytest.mark.parametrize("base", [SWAGGER, OPENAPI], ids=["2.0", "3.0"])
@settings(max_examples=100, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_value_in_any_place_is_survived(
    base: Json,
    data: st.DataObject,
    to_30: Callable[[Json], Any],
    to_31: Callable[[Json], Any],
) -> None:
    """Up to three places hold something arbitrary, and both steps still give a JSON document."""
    document = copy.deepcopy(base)
    for _ in range(data.draw(st.integers(1, 3))):
        _put(document, data.draw(st.sampled_from(_pointers(document))), data.draw(VALUES))
    middle = to_30(document).document if base is SWAGGER else document
    result = to_31(middle).document
    assert json.loads(json.dumps(result))["openapi"] == "3.1.0"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(document=st.dictionaries(KEYS | st.sampled_from(sorted({*SWAGGER, *OPENAPI})), VALUES))
def test_documents_that_are_none_are_survived(
    document: Json, to_30: Callable[[Json], Any], to_31: Callable[[Json], Any]
) -> None:
    """Any object at all goes through both steps, and has a version or is refused by name."""
    assert to_31(to_30(document).document).document["openapi"] == "3.1.0"
    with contextlib.suppress(InputError):
        assert detect_version(document) in ("2.0", "3.0", "3.1")


@pytest.mark.parametrize("keyword", ["properties", "items", "not", "allOf", "x-deep"])
def test_two_hundred_levels_are_survived(
    keyword: str, to_30: Callable[[Json], Any], to_31: Callable[[Json], Any]
) -> None:
    """The deepest document that the reader lets through needs no deeper recursion than Python's."""
    schema: Any = {"type": "string", "x-nullable": True, "exclusiveMinimum": True}
    for _ in range(98 if keyword in ("properties", "allOf") else 196):
        inner = {"a": schema} if keyword == "properties" else schema
        schema = {keyword: [inner] if keyword == "allOf" else inner}
    step = to_30({"swagger": "2.0", "definitions": {"Deep": schema}})
    result = to_31(step.document).document
    assert '"Deep"' in json.dumps(result)


def test_references_that_run_in_a_circle_are_survived(to_30: Callable[[Json], Any]) -> None:
    """Among parameters and responses, where the kind of the target matters."""
    circle = {"A": {"$ref": "#/parameters/B"}, "B": {"$ref": "#/parameters/A"}}
    step = to_30(
        {
            "swagger": "2.0",
            "parameters": circle,
            "paths": {"/a": {"get": {"parameters": [{"$ref": "#/parameters/A"}]}}},
        }
    )
    assert step.document == {
        "openapi": "3.0.3",
        "paths": {"/a": {"get": {"parameters": [{"$ref": "#/components/parameters/A"}]}}},
        "components": {
            "parameters": {
                "A": {"$ref": "#/components/parameters/B"},
                "B": {"$ref": "#/components/parameters/A"},
            }
        },
    }


def test_huge_numbers_are_survived(
    to_30: Callable[[Json], Any], to_31: Callable[[Json], Any]
) -> None:
    """Numbers that Python refuses to write out are named without being written out."""
    huge = 10**5000
    document: Json = {
        "swagger": huge,
        "paths": {
            "/a": {
                "get": {
                    "parameters": [
                        {"in": "query", "name": "a", "type": "array", "collectionFormat": huge},
                        {"$ref": f"#/paths/~1a/get/parameters/{'9' * 5000}"},
                    ]
                }
            }
        },
        "definitions": {"A": {"type": "string", "nullable": huge}},
    }
    assert detect_version(document) == "2.0"
    said = to_31(to_30(document).document).stage.changes + to_30(document).stage.changes
    assert [change.message for change in said if "very large" in change.message] == [
        "nullable is a very large number, no boolean; left out.",
        "The document names version a very large number; it was read as 2.0.x and says 3.0.3 now.",
        "OpenAPI 3.0 has no style for collectionFormat a very large number in query; the array "
        "is written comma-separated instead.",
    ]
