"""The request body: JSON, one object, every field named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
Lines = Callable[[Any], list[str]]
Lost = Callable[[Any], dict[str, tuple[str, ...]]]

_AT = "/paths/~1boats/post"
_BODY = f"{_AT}/requestBody"
_SCHEMA = f"{_BODY}/content/application~1json/schema"
_IN = "In path /boats, method post, operationId listBoats,"
_CONTEXT = "('paths', '/boats', 'post', 'requestBody', 'content', 'application/json', 'schema'"
_SKIPPED = f"error operation.skipped {_AT} {_IN} skipping function due to errors"


@pytest.fixture
def post(document: Json, operation: Json) -> Callable[[Any], Json]:
    """Puts a request body into the document, whose one operation becomes a POST."""

    def put(body: Any) -> Json:
        document["paths"] = {"/boats": {"post": {**operation, "requestBody": body}}}
        return document

    return put


def _json(schema: Any, media_type: str = "application/json") -> Json:
    return {"content": {media_type: {"schema": schema}}}


_OBJECT = {"type": "object", "properties": {"name": {"type": "string"}}}


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/json; charset=utf-8", "Application/JSON"]
)
def test_an_object_is_taken(media_type: str, post: Callable[[Any], Json], lines: Lines) -> None:
    """An object with its properties passes, whatever the media type's parameters."""
    assert lines(post(_json(_OBJECT, media_type))) == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"content": {}},
        {"content": {"multipart/form-data": {"schema": _OBJECT}}},
        {"content": {3: {}}},
    ],
)
def test_a_body_without_json_costs_the_operation(
    body: Any, post: Callable[[Any], Json], lines: Lines, lost: Lost
) -> None:
    """The builder sends JSON alone."""
    assert lines(post(body)) == [
        f"error body.not_json {_BODY} {_IN} request body has no application/json"
    ]
    assert lost(post(body)) == {"post /boats": ("body.not_json",)}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {}},
        {"oneOf": [_OBJECT]},
        {"allOf": [_OBJECT]},
        {"type": ["object", "null"], "properties": {}},
        {},
        True,
    ],
)
def test_a_root_that_is_no_object_skips_the_operation(
    schema: Any, post: Callable[[Any], Json], lines: Lines, lost: Lost
) -> None:
    """Arrays, unions and scalars at the root are no object schema."""
    document = post(_json(schema))
    assert lines(document) == [
        _SKIPPED,
        f"error body.not_object {_SCHEMA} {_IN} "
        "request body schema is not an object schema; skipping",
    ]
    assert lost(document) == {"post /boats": ("body.not_object", "operation.skipped")}


@pytest.mark.parametrize("media", [None, {"example": 1}])
def test_a_missing_schema_is_no_object(media: Any, post: Callable[[Any], Json], lost: Lost) -> None:
    """Where no schema stands there is no object."""
    document = post({"content": {"application/json": media}})
    assert lost(document) == {"post /boats": ("body.not_object", "operation.skipped")}


def test_a_dangling_root_becomes_an_empty_schema(post: Callable[[Any], Json], lines: Lines) -> None:
    """The three messages that one dangling reference at the root draws."""
    assert lines(post(_json({"$ref": "#/components/schemas/Boat"}))) == [
        _SKIPPED,
        f"error body.not_object {_SCHEMA} {_IN} "
        "request body schema is not an object schema; skipping",
        f"error schema.unknown_component {_SCHEMA}/$ref In context={_CONTEXT}), "
        "reference to unknown component Boat; using empty schema",
    ]


def test_the_function_is_skipped_once(
    post: Callable[[Any], Json], operation: Json, lost: Lost
) -> None:
    """A nameless parameter and a bad body are two errors with one outcome."""
    operation["parameters"] = [{}]
    assert lost(post(_json({}))) == {
        "post /boats": ("parameter.no_name", "operation.skipped", "body.not_object")
    }


def test_a_root_by_reference_is_followed(
    post: Callable[[Any], Json], document: Json, lines: Lines
) -> None:
    """A chain of references ends at the object, or in a circle that is no object."""
    document["components"]["schemas"] = {"A": {"$ref": "#/components/schemas/B"}, "B": _OBJECT}
    body = _json({"$ref": "#/components/schemas/A"})
    assert lines(post(body)) == []
    document["components"]["schemas"]["B"] = {"$ref": "#/components/schemas/A"}
    assert [line.split()[1] for line in lines(post(body))] == [
        "components.circular", "operation.skipped", "body.not_object",
    ]  # fmt: skip


def test_a_combination_beside_the_type_costs_the_operation(
    post: Callable[[Any], Json], lines: Lines, lost: Lost
) -> None:
    """Fields that only a part names do not arrive."""
    document = post(_json({"type": "object", "properties": {}, "allOf": [_OBJECT]}))
    assert lines(document) == [
        f"error body.combined {_SCHEMA} {_IN} "
        "request body schema has allOf beside its type; only properties are kept"
    ]
    assert lost(document) == {"post /boats": ("body.combined",)}


def test_an_object_without_properties_costs_the_operation(
    post: Callable[[Any], Json], lines: Lines, lost: Lost
) -> None:
    """What is not named cannot be sent."""
    document = post(_json({"type": "object"}))
    assert lines(document) == [
        f"warning schema.missing_properties {_SCHEMA} In context={_CONTEXT}), "
        "object schema missing properties",
        f"error body.no_properties {_SCHEMA} {_IN} "
        "request body schema names no properties; nothing can be sent",
    ]
    assert lost(document) == {"post /boats": ("body.no_properties",)}


@pytest.mark.parametrize(("rest", "costs"), [(True, True), ({}, True), (False, False)])
def test_fields_that_are_allowed_but_not_named_cost_the_operation(
    rest: Any,
    costs: bool,  # noqa: FBT001
    post: Callable[[Any], Json],
    lost: Lost,
) -> None:
    """An empty list of properties names none either; an object that must be empty is fine."""
    document = post(_json({"type": "object", "properties": {}, "additionalProperties": rest}))
    assert lost(document) == ({"post /boats": ("body.no_properties",)} if costs else {})


def test_properties_without_a_type_are_warned_of(
    post: Callable[[Any], Json], lines: Lines, lost: Lost
) -> None:
    """Whether the builder infers the type is not known: a warning, and no loss."""
    document = post(_json({"properties": {}}))
    assert lines(document) == [
        f"warning body.no_type {_SCHEMA} {_IN} request body schema has no type"
    ]
    assert lost(document) == {}


def test_a_property_named_like_a_parameter_costs_the_operation(
    post: Callable[[Any], Json], lines: Lines, lost: Lost
) -> None:
    """Parameters and body share one list of names."""
    document = post(_json({"type": "object", "properties": {"berth": {}, "name": {}}}))
    assert lines(document) == [
        f"error parameter.duplicated {_SCHEMA} {_IN} "
        "parameter berth is duplicated; skipping function due to errors"
    ]
    assert lost(document) == {"post /boats": ("parameter.duplicated",)}


def test_a_body_that_reaches_a_dangling_reference_is_not_whole(
    post: Callable[[Any], Json], document: Json, lost: Lost
) -> None:
    """However deep the hole, the operation does not carry its whole body."""
    document["components"]["schemas"] = {
        "Boat": {"type": "object", "properties": {"crew": {"$ref": "#/components/schemas/Crew"}}},
        "Crew": {"type": "array", "items": {"$ref": "#/components/schemas/Sailor"}},
        "Fleet": {"type": "array", "items": {"$ref": "#/components/schemas/Crew"}},
        "Yard": {"oneOf": [{"$ref": "#/components/schemas/Boat"},
                           {"$ref": "#/components/schemas/Fleet"}]},
        "Mast": {"type": "object", "properties": {}},
    }  # fmt: skip
    assert lost(post(_json({"$ref": "#/components/schemas/Boat"}))) == {
        "post /boats": ("schema.unknown_component",)
    }
    assert lost(post(_json({"$ref": "#/components/schemas/Mast"}))) == {}


def test_a_body_by_reference_is_warned_of(post: Callable[[Any], Json], lines: Lines) -> None:
    """Whether the builder follows references to bodies is not known."""
    assert lines(post({"$ref": "#/components/requestBodies/Boat"})) == [
        f"warning body.reference {_BODY}/$ref {_IN} request body is a reference"
    ]


@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_body_where_none_is_expected_is_warned_of(
    method: str, document: Json, operation: Json, lines: Lines
) -> None:
    """GET and DELETE seldom arrive with a body."""
    operation |= {"requestBody": _json(_OBJECT), "x-openai-isConsequential": True}
    document["paths"] = {"/boats": {method: operation}}
    assert lines(document) == [
        f"warning body.unexpected /paths/~1boats/{method}/requestBody In path /boats, "
        f"method {method}, operationId listBoats, "
        f"a {method.upper()} with a body may arrive without it"
    ]
