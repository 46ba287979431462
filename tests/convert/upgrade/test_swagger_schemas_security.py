"""Schemas and security schemes of 2.0, keyword by keyword."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        ({"type": "file"}, {"type": "string", "format": "binary"}, ["mapping file"]),
        (
            {"format": "odd", "type": "file"},
            {"type": "string", "format": "binary"},
            ["mapping file"],
        ),
        (
            {"type": ["string", "null"]},
            {"type": "string", "nullable": True},
            ["mapping type_list"],
        ),
        ({"type": ["string"]}, {"type": "string"}, ["mapping type_list"]),
        (
            {"type": ["string", "integer"]},
            {"type": ["string", "integer"]},
            ["mapping type_list"],
        ),
        ({"type": "null"}, {"type": "null"}, ["mapping type_list"]),
        ({"type": []}, {"type": []}, ["mapping type_list"]),
        (
            {"type": "string", "x-nullable": True},
            {"type": "string", "nullable": True},
            ["repair x_nullable"],
        ),
        ({"x-nullable": False}, {"x-nullable": False}, []),
        (
            {"anyOf": [{"type": "file"}], "not": {}},
            {"anyOf": [{"type": "string", "format": "binary"}], "not": {}},
            ["repair keyword_applies", "repair keyword_applies", "mapping file"],
        ),
        (
            {"items": [{"type": "file"}], "allOf": "odd", "properties": ["odd"]},
            {
                "items": [{"type": "string", "format": "binary"}],
                "allOf": "odd",
                "properties": ["odd"],
            },
            ["mapping file"],
        ),
        (
            {"items": {"collectionFormat": "csv"}, "x-a": {"b": [1]}, "x-b": 1},
            {"items": {}, "x-a": {"b": [1]}, "x-b": 1},
            ["mapping collection_format_idle"],
        ),
        (
            {"$ref": "#/definitions/S", "description": "d", "x-nullable": True},
            {"$ref": "#/components/schemas/S", "description": "d", "x-nullable": True},
            [],
        ),
        (
            {"properties": {"$ref": {"type": "file"}, "type": {"x-nullable": 1}}},
            {
                "properties": {
                    "$ref": {"type": "string", "format": "binary"},
                    "type": {"x-nullable": 1},
                }
            },
            ["mapping file"],
        ),
        (
            {
                "enum": [{"type": "file"}],
                "default": {"x-nullable": True},
                "example": {"$ref": "#/"},
            },
            {
                "enum": [{"type": "file"}],
                "default": {"x-nullable": True},
                "example": {"$ref": "#/"},
            },
            [],
        ),
        ({"additionalProperties": False}, {"additionalProperties": False}, []),
        (True, True, []),
    ],
)
def test_schemas_go_up_keyword_by_keyword(
    before: Any, after: Any, codes: list[str], to_30: Callable[[Json], Any]
) -> None:
    """Names of properties and data are never taken for keywords."""
    step = to_30({"swagger": "2.0", "definitions": {"S": before}})
    assert step.document["components"]["schemas"]["S"] == after
    assert sorted(step.codes) == sorted(codes)


URLS = {"authorizationUrl": "https://a.example.com", "tokenUrl": "https://t.example.com"}


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        (
            {"type": "basic", "description": "d", "x-a": 1},
            {"type": "http", "description": "d", "x-a": 1, "scheme": "basic"},
            [],
        ),
        (
            {"type": "apiKey", "in": "header", "name": "X"},
            {"type": "apiKey", "in": "header", "name": "X"},
            [],
        ),
        *(
            (
                {"type": "oauth2", "flow": old, **URLS, "scopes": {"a": "b"}, "x-a": 1},
                {
                    "type": "oauth2",
                    "x-a": 1,
                    "flows": {new: {**URLS, "scopes": {"a": "b"}}},
                },
                codes,
            )
            for old, new, codes in [
                ("implicit", "implicit", []),
                ("password", "password", []),
                ("application", "clientCredentials", []),
                ("accessCode", "authorizationCode", []),
                ("authorization_code", "authorizationCode", ["repair oauth_flow"]),
                ("access-code", "authorizationCode", ["repair oauth_flow"]),
            ]
        ),
        (
            {"type": "oauth2", "flow": "implicit"},
            {"type": "oauth2", "flows": {"implicit": {"scopes": {}}}},
            ["repair oauth_scopes"],
        ),
        ({"type": "oauth2", "flow": "odd"}, {"type": "oauth2"}, ["loss oauth_flow"]),
        ({"type": "oauth2"}, {"type": "oauth2"}, ["loss oauth_flow"]),
        ({"type": "oauth2", "flows": {}}, {"type": "oauth2", "flows": {}}, []),
        (
            {"type": "http", "scheme": "bearer"},
            {"type": "http", "scheme": "bearer"},
            ["repair security_type"],
        ),
    ],
)
def test_security_schemes_go_up(
    before: Json, after: Json, codes: list[str], to_30: Callable[[Json], Any]
) -> None:
    """The four OAuth flows have other names in 3.0, and URLs of their own."""
    step = to_30({"swagger": "2.0", "securityDefinitions": {"s": before}})
    assert step.document["components"]["securitySchemes"]["s"] == after
    assert step.codes == codes


def test_security_urls_remember_where_they_stood(to_30: Callable[[Json], Any]) -> None:
    """So that a later stage can point at the source."""
    scheme = {"type": "oauth2", "flow": "accessCode", **URLS, "scopes": {}}
    step = to_30({"swagger": "2.0", "securityDefinitions": {"s": scheme}})
    assert (
        step.stage.origin("/components/securitySchemes/s/flows/authorizationCode/tokenUrl")
        == "/securityDefinitions/s/tokenUrl"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([{"the key": ["a"]}, {}], [{"the_key": ["a"]}, {}]),
        ([{"other": []}, 1], [{"other": []}, 1]),
        ("odd", "odd"),
    ],
)
def test_requirements_follow_renamed_schemes(
    before: Any, after: Any, to_30: Callable[[Json], Any]
) -> None:
    """For the document and for each operation."""
    step = to_30(
        {
            "swagger": "2.0",
            "security": before,
            "securityDefinitions": {"the key": {"type": "basic"}},
            "paths": {"/a": {"get": {"security": before}, "put": "odd"}},
        }
    )
    assert step.document["security"] == after
    assert step.document["paths"]["/a"] == {"get": {"security": after}, "put": "odd"}
