"""Definitions and other shared parts: places, names, references, discriminators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]


def test_a_whole_document_goes_up(to_30: Callable[[Json], Any]) -> None:
    """Every part lands in its place of 3.0, and every change is named."""
    step = to_30(
        {
            "swagger": "2.0",
            "info": {"title": "Pond", "version": "1"},
            "host": "a.example.com",
            "schemes": ["https"],
            "consumes": ["application/json"],
            "produces": ["application/json"],
            "tags": [{"name": "frogs"}],
            "externalDocs": {"url": "https://docs.example.com"},
            "x-note": {"$ref": "#/definitions/Frog"},
            "odd": 1,
            "security": [{"key": []}],
            "securityDefinitions": {"key": {"type": "basic"}},
            "paths": {
                "x-note": [{"$ref": "#/definitions/Frog"}],
                "/frogs": {
                    "x-note": 1,
                    "odd": 2,
                    "get": {
                        "operationId": "listFrogs",
                        "tags": ["frogs"],
                        "x-note": {"a": 1},
                        "security": [],
                        "responses": {
                            "200": {"description": "d", "schema": {"$ref": "#/definitions/Frog"}}
                        },
                    },
                    "GET": {"responses": {"200": {"$ref": "#/responses/Missing"}}},
                },
                "/ponds": {"$ref": "#/paths/~1frogs"},
                "/odd": "odd",
            },
            "definitions": {"Frog": {"type": "object", "example": {"$ref": "#/definitions/Frog"}}},
        }
    )
    assert step.document == {
        "openapi": "3.0.3",
        "info": {"title": "Pond", "version": "1"},
        "servers": [{"url": "https://a.example.com"}],
        "externalDocs": {"url": "https://docs.example.com"},
        "tags": [{"name": "frogs"}],
        "security": [{"key": []}],
        "paths": {
            "x-note": [{"$ref": "#/components/schemas/Frog"}],
            "/frogs": {
                "x-note": 1,
                "odd": 2,
                "get": {
                    "operationId": "listFrogs",
                    "tags": ["frogs"],
                    "x-note": {"a": 1},
                    "security": [],
                    "responses": {
                        "200": {
                            "description": "d",
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Frog"}
                                }
                            },
                        }
                    },
                },
                "GET": {"responses": {"200": {"$ref": "#/components/responses/Missing"}}},
            },
            "/ponds": {"$ref": "#/paths/~1frogs"},
            "/odd": "odd",
        },
        "components": {
            "schemas": {"Frog": {"type": "object", "example": {"$ref": "#/definitions/Frog"}}},
            "securitySchemes": {"key": {"type": "http", "scheme": "basic"}},
        },
        "x-note": {"$ref": "#/components/schemas/Frog"},
        "odd": 1,
    }
    assert list(step.document) == [
        *("openapi", "info", "servers", "externalDocs", "tags", "security", "paths"),
        *("components", "x-note", "odd"),
    ]
    assert step.said == [
        ("mapping", "components", "/definitions", "/components/schemas"),
        ("mapping", "components", "/securityDefinitions", "/components/securitySchemes"),
        ("mapping", "servers", "/host", "/servers"),
    ]


@pytest.mark.parametrize("section", ["definitions", "parameters", "responses", "paths"])
def test_sections_of_the_wrong_type(section: str, to_30: Callable[[Json], Any]) -> None:
    """A section that is no object is left out by name; paths are carried for the next stage."""
    step = to_30({"swagger": "2.0", section: ["odd"]})
    if section == "paths":
        assert step.document["paths"] == ["odd"]
        assert step.codes == []
    else:
        assert step.document == {"openapi": "3.0.3"}
        assert step.codes == ["loss section"]


def test_entries_of_the_wrong_type_are_carried(to_30: Callable[[Json], Any]) -> None:
    """Each in its new section."""
    step = to_30(
        {
            "swagger": "2.0",
            "definitions": {"A": 1},
            "parameters": {"A": 1},
            "responses": {"A": 1},
            "securityDefinitions": {"A": 1},
        }
    )
    assert step.document["components"] == {
        section: {"A": 1} for section in ("schemas", "parameters", "responses", "securitySchemes")
    }


def test_foreign_names_become_valid_ones(to_30: Callable[[Json], Any]) -> None:
    """Valid names never change, others never collide, and every reference follows."""
    names = ["Foo_Bar_", "Foo[Bar]", "Foo(Bar)", "a/b", "", "\u86d9", "\u9752\u86d9"]
    references = [
        "#/definitions/Foo_Bar_",
        "#/definitions/Foo[Bar]",
        "#/definitions/Foo(Bar)/properties/x",
        "#/definitions/a~1b",
        "#/definitions/",
        "#/definitions/%E8%9B%99",
        "#/definitions/\u9752\u86d9",
    ]
    all_of = [{"$ref": reference} for reference in [*references, "#/definitions/Foo%5BBar%5D"]]
    definitions = {name: {"title": name} for name in names} | {"All": {"allOf": all_of}}
    step = to_30({"swagger": "2.0", "definitions": definitions})
    schemas = step.document["components"]["schemas"]
    assert {name: schema.get("title") for name, schema in schemas.items()} == {
        "Foo_Bar_": "Foo_Bar_",
        "Foo_Bar__2": "Foo[Bar]",
        "Foo_Bar__3": "Foo(Bar)",
        "a_b": "a/b",
        "_": "",
        "__2": "\u86d9",
        "__": "\u9752\u86d9",
        "All": None,
    }
    assert [
        part["$ref"].removeprefix("#/components/schemas/") for part in schemas["All"]["allOf"]
    ] == [
        "Foo_Bar_",
        "Foo_Bar__2",
        "Foo_Bar__3/properties/x",
        "a_b",
        "_",
        "__2",
        "__",
        "Foo_Bar__2",
    ]
    assert step.codes == ["repair component_name"] * 6
    assert step.destination("/definitions/a~1b/title") == "/components/schemas/a_b/title"


def test_references_to_any_place_follow_it(to_30: Callable[[Json], Any]) -> None:
    """Into bodies, responses and parameters of operations too, escaped or not."""
    path = "#/paths/~1{id}~1a"
    references = [
        f"{path}/post/parameters/1/schema",
        "#/paths/~1%7Bid%7D~1a/post/responses/200/schema/properties/x",
        f"{path}/post/parameters/0",
        f"{path}/summary",
        "#/info/title",
        "#",
        "#anchor",
        "other.yaml#/definitions/A",
        "#/definitions/Loop",
        "#/responses/R/schema",
        "#/parameters/P/type",
    ]
    step = to_30(
        {
            "swagger": "2.0",
            "consumes": ["a/b"],
            "produces": ["a/b"],
            "info": {"title": "t"},
            "parameters": {"P": {"name": "p", "in": "query", "type": "string"}},
            "responses": {"R": {"schema": {}}},
            "paths": {
                "/{id}/a": {
                    "summary": {},
                    "post": {
                        "parameters": [
                            {"name": "q", "in": "query", "type": "string"},
                            {"name": "b", "in": "body", "schema": {}},
                            {"name": "r", "in": "query", "type": "string"},
                        ],
                        "responses": {"200": {"schema": {"properties": {"x": {}}}}},
                    },
                }
            },
            "definitions": {
                "All": {"allOf": [{"$ref": reference} for reference in references]},
                "Loop": {"$ref": "#/definitions/Loop"},
            },
        }
    )
    parts = step.document["components"]["schemas"]["All"]["allOf"]
    assert [part["$ref"] for part in parts] == [
        "#/paths/~1%7Bid%7D~1a/post/requestBody/content/a~1b/schema",
        "#/paths/~1%7Bid%7D~1a/post/responses/200/content/a~1b/schema/properties/x",
        f"{path}/post/parameters/0",
        f"{path}/summary",
        "#/info/title",
        "#",
        "#anchor",
        "other.yaml#/definitions/A",
        "#/components/schemas/Loop",
        "#/components/responses/R/content/a~1b/schema",
        "#/components/parameters/P/schema/type",
    ]


def test_discriminators_become_objects(to_30: Callable[[Json], Any]) -> None:
    """Subtypes that had to change their names are mapped, over any number of steps."""
    step = to_30(
        {
            "swagger": "2.0",
            "definitions": {
                "Frog": {"discriminator": "kind"},
                "Tree Frog": {"allOf": [{"$ref": "#/definitions/Frog"}, {"type": "object"}]},
                "Red Tree Frog": {"allOf": [{"$ref": "#/definitions/Tree%20Frog"}]},
                "Pond Plant": {"allOf": [{"$ref": "#/definitions/Pond%20Plant"}]},
                "Newt": {"discriminator": {"propertyName": "kind"}},
                "Odd": {"discriminator": 1},
            },
        }
    )
    schemas = step.document["components"]["schemas"]
    assert schemas["Frog"]["discriminator"] == {
        "propertyName": "kind",
        "mapping": {
            "Tree Frog": "#/components/schemas/Tree_Frog",
            "Red Tree Frog": "#/components/schemas/Red_Tree_Frog",
        },
    }
    assert schemas["Newt"]["discriminator"] == {"propertyName": "kind"}
    assert schemas["Odd"]["discriminator"] == 1
    assert step.codes == [
        *["repair component_name"] * 3,
        "repair discriminator",
        "mapping discriminator",
    ]


def test_plain_discriminators_need_no_mapping(to_30: Callable[[Json], Any]) -> None:
    """Where no name changed."""
    step = to_30({"swagger": "2.0", "definitions": {"Frog": {"discriminator": "kind"}}})
    assert step.document["components"]["schemas"]["Frog"] == {
        "discriminator": {"propertyName": "kind"}
    }


def test_components_of_a_mixed_document_are_carried(to_30: Callable[[Json], Any]) -> None:
    """The document's own definitions come first; what does not collide stays."""
    step = to_30(
        {
            "swagger": "2.0",
            "definitions": {"A": {"title": "own"}},
            "securityDefinitions": {"k": {"type": "basic"}},
            "components": {
                "schemas": {"A": {"title": "other"}, "B": {"$ref": "#/definitions/A"}},
                "headers": {"H": {}},
                "securitySchemes": 1,
            },
        }
    )
    assert step.document["components"] == {
        "schemas": {"A": {"title": "own"}, "B": {"$ref": "#/components/schemas/A"}},
        "securitySchemes": {"k": {"type": "http", "scheme": "basic"}},
        "headers": {"H": {}},
    }
    assert step.codes == ["repair mixed_versions"]
