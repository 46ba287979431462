"""Parameters that stay parameters: schema, style, references, doubles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
ARRAY = {"type": "array", "items": {"type": "string"}}


def _get(*parameters: Any, **rest: Any) -> Json:
    return {"swagger": "2.0", "paths": {"/a": {"get": {"parameters": list(parameters)}}}, **rest}


def _written(step: Any) -> Any:
    return step.document["paths"]["/a"]["get"].get("parameters")


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        (
            {
                "name": "n",
                "in": "query",
                "description": "d",
                "required": True,
                "allowEmptyValue": True,
                "type": "integer",
                "format": "int32",
                "minimum": 0,
                "exclusiveMinimum": True,
                "default": 1,
                "x-a": {"b": 1},
            },
            {
                "name": "n",
                "in": "query",
                "description": "d",
                "required": True,
                "allowEmptyValue": True,
                "x-a": {"b": 1},
                "schema": {
                    "type": "integer",
                    "format": "int32",
                    "minimum": 0,
                    "exclusiveMinimum": True,
                    "default": 1,
                },
            },
            [],
        ),
        (
            {"name": "n", "in": "path", "type": "string", "allowEmptyValue": True},
            {"name": "n", "in": "path", "schema": {"type": "string"}},
            ["loss allow_empty_value"],
        ),
        (
            {"name": "n", "in": "path", "type": "string", "allowEmptyValue": False},
            {"name": "n", "in": "path", "schema": {"type": "string"}},
            [],
        ),
        (
            {"name": "n", "in": "Query", "type": "string", "x-nullable": True},
            {"name": "n", "in": "query", "schema": {"type": "string", "nullable": True}},
            ["repair parameter_in", "repair x_nullable"],
        ),
        (
            {"name": "n", "in": "query"},
            {"name": "n", "in": "query", "schema": {}},
            ["repair parameter_type"],
        ),
        (
            {"name": "n", "in": "query", "type": "integer", "schema": {"type": "string"}},
            {"name": "n", "in": "query", "schema": {"type": "string"}},
            ["repair parameter_schema"],
        ),
        (
            {"name": "n", "in": "query", "type": "integer", "schema": "odd"},
            {"name": "n", "in": "query", "schema": {"type": "integer"}},
            ["loss parameter_schema"],
        ),
        (
            {"name": "n", "in": "query", "type": "object", "properties": {"a": {}}},
            {"name": "n", "in": "query", "schema": {"type": "object", "properties": {"a": {}}}},
            ["repair parameter_keyword"],
        ),
        ({"name": "n", "type": "string"}, {"name": "n", "schema": {"type": "string"}}, []),
        (
            {"name": "n", "in": "nowhere", "type": "string", "odd": 1},
            {"name": "n", "in": "nowhere", "odd": 1, "schema": {"type": "string"}},
            [],
        ),
        ("odd", "odd", []),
    ],
)
def test_a_value_moves_into_the_schema(
    before: Any, after: Any, codes: list[str], to_30: Callable[[Json], Any]
) -> None:
    """What 2.0 says beside the name, 3.0 says in the schema; unknown keywords are carried."""
    step = to_30(_get(before))
    assert _written(step) == [after]
    assert step.codes == codes


@pytest.mark.parametrize(
    ("where", "said", "style", "codes"),
    [
        ("query", None, {"style": "form", "explode": False}, []),
        ("query", "csv", {"style": "form", "explode": False}, []),
        ("query", "multi", {"style": "form", "explode": True}, []),
        ("query", "ssv", {"style": "spaceDelimited", "explode": False}, []),
        ("query", "pipes", {"style": "pipeDelimited", "explode": False}, []),
        ("query", "tsv", {"style": "form", "explode": False}, ["loss collection_format"]),
        ("query", [1], {"style": "form", "explode": False}, ["loss collection_format"]),
        ("path", "csv", {}, []),
        ("header", "csv", {}, []),
        ("path", "pipes", {}, ["loss collection_format"]),
        ("header", "multi", {}, ["loss collection_format"]),
        ("odd", None, {}, ["loss collection_format"]),
    ],
)
def test_collection_format_becomes_style(
    where: str, said: Any, style: Json, codes: list[str], to_30: Callable[[Json], Any]
) -> None:
    """Each location has its own styles; what has no equivalent is a named loss."""
    given = {"name": "n", "in": where, **ARRAY}
    step = to_30(_get(given if said is None else {**given, "collectionFormat": said}))
    assert _written(step) == [{"name": "n", "in": where, "schema": ARRAY, **style}]
    assert step.codes == codes


def test_arrays_in_arrays_lose_how_they_are_written(to_30: Callable[[Json], Any]) -> None:
    """3.0 does not say how nested arrays are written, and the loss names what 2.0 said."""
    inner = {"type": "array", "items": {"type": "integer"}, "collectionFormat": "pipes"}
    step = to_30(_get({"name": "n", "in": "query", "type": "array", "items": inner}))
    assert _written(step)[0]["schema"] == {
        "type": "array",
        "items": {"type": "array", "items": {"type": "integer"}},
    }
    assert step.codes == ["loss nested_array", "mapping collection_format_idle"]
    assert "'pipes'" in step.stage.changes[0].message


def test_collection_format_of_a_single_value_says_nothing(to_30: Callable[[Json], Any]) -> None:
    """It is left out, and counted."""
    step = to_30(_get({"name": "n", "in": "query", "type": "string", "collectionFormat": "csv"}))
    assert _written(step) == [{"name": "n", "in": "query", "schema": {"type": "string"}}]
    assert step.codes == ["mapping collection_format_idle"]


def test_doubled_parameters_stand_once(to_30: Callable[[Json], Any]) -> None:
    """The same words twice are a slip; other words under the same name are a loss."""
    first = {"name": "n", "in": "query", "type": "string"}
    other = {"name": "n", "in": "query", "type": "integer"}
    header = {"name": "n", "in": "header", "type": "string"}
    step = to_30(_get(first, first, other, header))
    assert [(item["in"], item["schema"]["type"]) for item in _written(step)] == [
        ("query", "string"),
        ("header", "string"),
    ]
    assert step.codes == ["repair duplicate_parameter", "loss duplicate_parameter"]
    assert step.stage.origin("/paths/~1a/get/parameters/1/schema/type") == (
        "/paths/~1a/get/parameters/3/type"
    )


def test_parameters_are_referred_to_where_they_stand_now(to_30: Callable[[Json], Any]) -> None:
    """Shared ones by their new name; any other place is written out in line."""
    step = to_30(
        _get(
            {"$ref": "#/parameters/page%20no"},
            {"$ref": "#/x-parts/limit", "description": "ignored"},
            {"$ref": "other.yaml#/parameters/Sort"},
            {"$ref": "#/parameters/Missing"},
            {"$ref": "#/definitions/Missing"},
            **{
                "parameters": {"page no": {"name": "page", "in": "query", "type": "integer"}},
                "x-parts": {"limit": {"name": "limit", "in": "query", "type": "integer"}},
            },
        )
    )
    assert _written(step) == [
        {"$ref": "#/components/parameters/page_no"},
        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
        {"$ref": "other.yaml#/parameters/Sort"},
        {"$ref": "#/components/parameters/Missing"},
        {"$ref": "#/components/schemas/Missing"},
    ]
    assert step.codes == ["repair component_name", "loss ref_siblings"]


@pytest.mark.parametrize("value", [None, "odd", {"a": 1}])
def test_parameters_that_are_no_list_are_carried(value: Any, to_30: Callable[[Json], Any]) -> None:
    """At a path and at an operation alike."""
    item = {"parameters": value, "get": {"parameters": value}}
    step = to_30({"swagger": "2.0", "paths": {"/a": item}})
    assert step.document["paths"]["/a"] == item
