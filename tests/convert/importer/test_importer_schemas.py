"""Schemas, wherever they stand, in the builder's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
Lines = Callable[[Any], list[str]]
Lost = Callable[[Any], dict[str, tuple[str, ...]]]


@pytest.fixture
def boat(document: Json) -> Callable[[Any], Json]:
    """Puts a schema into the document under the name Boat."""

    def put(schema: Any) -> Json:
        document["components"]["schemas"] = {"Boat": schema}
        return document

    return put


@pytest.mark.parametrize(
    ("schema", "where", "said"),
    [
        ({"type": "object"}, "", "object schema missing properties"),
        ({"type": "object", "properties": None}, "", "object schema missing properties"),
        ({"type": "array"}, "", "array schema missing items"),
        ({"allOf": [{"type": "array"}]}, "'allOf', '0'", "array schema missing items"),
        (
            {"properties": {"a/b": {"items": {"type": "object"}}}},
            "'properties', 'a/b', 'items'",
            "object schema missing properties",
        ),
        (
            {"additionalProperties": {"not": {"type": "array"}}},
            "'additionalProperties', 'not'",
            "array schema missing items",
        ),
    ],
)
def test_schemas_print_their_context(
    schema: Json, where: str, said: str, boat: Callable[[Any], Json], lines: Lines
) -> None:
    """A message names the way to the schema as a Python tuple."""
    (line,) = lines(boat(schema))
    context = f"('components', 'schemas', 'Boat'{', ' + where if where else ''})"
    assert line.endswith(f" In context={context}, {said}")


def test_pointers_are_escaped(boat: Callable[[Any], Json], lines: Lines) -> None:
    """A property with a slash in its name is pointed at as RFC 6901 wants it."""
    (line,) = lines(boat({"properties": {"a/b": {"type": "array"}}}))
    assert line.split()[2] == "/components/schemas/Boat/properties/a~1b"


def test_unknown_types_and_boolean_required_are_warned_of(
    boat: Callable[[Any], Json], lines: Lines
) -> None:
    """A misspelt type and a boolean required are named with what stands there."""
    context = "In context=('components', 'schemas', 'Boat', 'properties', 'n')"
    at = "/components/schemas/Boat/properties/n"
    assert lines(boat({"properties": {"n": {"type": "inetger", "required": True}}})) == [
        f"warning schema.unknown_type {at}/type {context}, unknown type 'inetger'",
        f"warning schema.required_not_list {at}/required {context}, required is True, not a list",
    ]


@pytest.mark.parametrize(
    ("value", "kind"), [(None, "null"), ([], "a list"), ("text", "a str"), (3, "a int")]
)
def test_what_is_no_schema_is_warned_of(
    value: Any, kind: str, boat: Callable[[Any], Json], lines: Lines
) -> None:
    """Any JSON value but an object or a boolean is no schema."""
    assert lines(boat(value)) == [
        "warning schema.not_object /components/schemas/Boat "
        f"In context=('components', 'schemas', 'Boat'), {kind} stands for a schema"
    ]


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {"type": "string", "required": []},
        {"type": ["string", "null"]},
        {"type": "object", "properties": {}},
        {"type": "array", "items": {}},
        {"properties": [], "allOf": {}, "required": ["a"]},
        {"example": {"type": "object"}, "default": {"$ref": "nowhere"}},
    ],
)
def test_sound_schemas_pass(schema: Any, boat: Callable[[Any], Json], lines: Lines) -> None:
    """What keeps the rules, or is an example and no schema, draws no word."""
    assert lines(boat(schema)) == []


@pytest.mark.parametrize(
    ("reference", "code", "shown"),
    [
        ("#/components/schemas/Crew", "unknown_component", "Crew"),
        ("#/components/schemas/a~1b%20c", "unknown_component", "a/b c"),
        ("#/definitions/Crew", "unknown_component", "Crew"),
        ("crew.yaml#/Crew", "external_reference", "crew.yaml#/Crew"),
        ("https://example.org/crew.json", "external_reference", "https://example.org/crew.json"),
    ],
)
def test_dangling_and_external_references_become_empty(
    reference: str, code: str, shown: str, boat: Callable[[Any], Json], lines: Lines, lost: Lost
) -> None:
    """A reference that leads nowhere is an error; an operation that never meets it stays."""
    document = boat({"allOf": [{"$ref": reference}]})
    assert lines(document) == [
        f"error schema.{code} /components/schemas/Boat/allOf/0/$ref "
        "In context=('components', 'schemas', 'Boat', 'allOf', '0'), "
        f"reference to unknown component {shown}; using empty schema"
    ]
    assert lost(document) == {}


def test_one_object_in_many_places_is_walked_once(
    boat: Callable[[Any], Json], lines: Lines
) -> None:
    """A schema that contains itself as an object ends the walk instead of the memory."""
    schema: Json = {"type": "object", "properties": {}}
    schema["properties"] = {"a": schema, "b": schema}
    assert lines(boat(schema)) == []


def test_circles_refuse_the_document(document: Json, lines: Lines, lost: Lost) -> None:
    """Each reference that closes a circle is named; shared components are no circle."""
    document["components"]["schemas"] = {
        "A": {"properties": {"b": {"$ref": "#/components/schemas/B"},
                             "c": {"$ref": "#/components/schemas/C"}}},
        "B": {"items": {"$ref": "#/components/schemas/C"}},
        "C": {"properties": {"a": {"$ref": "#/components/schemas/A"}}},
        "D": {"not": {"$ref": "#/components/schemas/D"}},
        "E": {"items": {"$ref": "#/components/schemas/A"}},
    }  # fmt: skip
    message = "Components section contains a circular dependency"
    assert lines(document) == [
        f"error components.circular /components/schemas/C/properties/a/$ref {message}",
        f"error components.circular /components/schemas/D/not/$ref {message}",
    ]
    assert lost(document) == {"get /boats": ("components.circular",)}
