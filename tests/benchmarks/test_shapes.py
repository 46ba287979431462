"""Shapes: what a schema asks for, through references and combinations."""

from __future__ import annotations

from typing import Any

import pytest

from shapes import Difference, Shape, ShapeReader, child, differences, follow, lookup


def read(schema: Any, openapi: str = "3.1.0", **schemas: Any) -> Shape:
    """The shape of a schema of a document with these components."""
    document = {"openapi": openapi, "components": {"schemas": schemas}}
    return ShapeReader(document).read(schema, "/here")


def found(source: Any, emitted: Any, openapi: str = "3.1.0", **schemas: Any) -> list[str]:
    """What differs between two schemas."""
    one, other = read(source, openapi, **schemas), read(emitted)
    return [difference.what for difference in differences(one, other, "it")]


def test_pointers_escape_and_resolve() -> None:
    """Slashes and tildes are escaped, and keys that YAML reads as numbers or booleans are found."""
    document = {"a/b~c": [{200: {True: "yes", None: 1}}]}
    pointer = child("", "a/b~c", 0, 200)
    assert pointer == "/a~1b~0c/0/200"
    assert lookup(document, f"{pointer}/true") == "yes"
    assert lookup(document, f"{pointer}/null") == 1
    assert lookup(document, "") == document


@pytest.mark.parametrize("pointer", ["/x", "/list/2", "/list/one", "/text/0"])
def test_pointer_that_leads_nowhere(pointer: str) -> None:
    """A missing key, item or level is a LookupError."""
    with pytest.raises(LookupError):
        lookup({"list": [1], "text": "abc"}, pointer)


def test_follow_stops_where_the_chain_breaks() -> None:
    """A chain is followed to its end; a dangling, external or circular one gives None."""
    document = {"a": {"$ref": "#/b"}, "b": {"type": "x"}, "c": {"$ref": "#/c"}}
    assert follow(document, {"$ref": "#/a"}, "/here") == ({"type": "x"}, "/b")
    assert follow(document, {"$ref": "#/d"}, "/here") == (None, "/d")
    assert follow(document, {"$ref": "other.yaml#/a"}, "/here") == (None, "/here")
    assert follow(document, {"$ref": "#/c"}, "/here") == (None, "/c")


def test_plain_schema() -> None:
    """Types, values, fields, required ones and items are read, each with its place."""
    schema = {
        "type": ["object", "null"],
        "required": ["a"],
        "properties": {"a": {"type": "array", "items": {"const": 1}}},
    }
    assert read(schema) == Shape(
        types=frozenset({"object", "null"}),
        fields={
            "a": Shape(
                types=frozenset({"array"}),
                items=Shape(
                    values=frozenset({"1"}), places=frozenset({"/here/properties/a/items"})
                ),
                places=frozenset({"/here/properties/a"}),
            )
        },
        required=frozenset({"a"}),
        places=frozenset({"/here"}),
    )


def test_what_cannot_be_read_is_not_compared() -> None:
    """Dangling references, circles, things that are no schema, and endless depth are opaque."""
    looped = {"$ref": "#/components/schemas/Loop"}
    deep: Any = {"type": "string"}
    for _ in range(9):
        deep = {"items": deep}
    assert found({"$ref": "#/nowhere"}, {"type": "string"}) == []
    assert found(looped, {}, Loop=looped) == []
    assert found("string", {"type": "number"}) == []
    assert found(deep, {}) == []
    assert found({"type": "inetger"}, {"type": "integer"}) == []


def test_what_the_source_leaves_open_is_open() -> None:
    """An empty schema, true, and no type at all ask for nothing."""
    assert found({}, {"type": "string"}) == []
    assert found(True, {"type": "string"}) == []  # noqa: FBT003 - a schema
    assert found({"type": "object", "required": "a"}, {"type": "object"}) == []


def test_nullable_is_a_type_beside_a_type() -> None:
    """Nullable adds null beside a type; in 3.1, which ignores the word, its author meant it too."""
    schema = {"type": "string", "nullable": True}
    assert found(schema, {"type": ["string", "null"]}, "3.0.3") == []
    assert found(schema, {"type": ["string", "null"]}, "3.1.0") == []
    assert found({"nullable": True}, {}, "3.0.3") == []


def test_words_beside_a_reference() -> None:
    """OpenAPI 3.0 ignores what stands beside a reference, 3.1 applies it."""
    schema = {"$ref": "#/components/schemas/Name", "enum": ["a"]}
    name = {"type": "string"}
    assert found(schema, {"type": "string"}, "3.0.0", Name=name) == []
    assert found(schema, {"type": "string"}, "3.1.0", Name=name) == [
        "it: the enumerated values differ"
    ]


def test_all_of_asks_for_everything() -> None:
    """Fields and required ones are joined, types and values narrowed."""
    source = {
        "allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"enum": [1, 2]}}},
            {"properties": {"a": {"enum": [2, 3]}, "b": {"type": ["string", "null"]}}},
        ],
        "properties": {"b": {"type": "string"}},
    }
    emitted = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"enum": [2]}, "b": {"type": "string"}},
    }
    assert found(source, emitted) == []


def test_any_of_asks_for_what_all_need() -> None:
    """Alternatives offer all fields, and null among them asks for none of their own."""
    source = {
        "anyOf": [
            {"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string"}}},
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
            {"type": "null"},
        ]
    }
    emitted = {
        "type": ["object", "null"],
        "required": ["a"],
        "properties": {"a": {"type": ["integer", "string"]}},
    }
    assert found(source, emitted) == []
    assert found({"oneOf": [{"type": "null"}]}, {"type": "null"}) == []
    assert found({"oneOf": [{"enum": [1]}, {}]}, {}) == []


def test_differences_are_seen_at_every_level() -> None:
    """Types, values, missing fields and required ones are told with the way to them."""
    source = {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["a"],
            "properties": {"a": {"enum": [1]}, "b": {}, "c": {"type": "string"}},
        },
    }
    emitted = {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["c"],
            "properties": {"a": {"enum": [1, 2]}, "c": {"type": "integer"}},
        },
    }
    assert found(source, emitted) == [
        "it[].a became optional",
        "it[].a: the enumerated values differ",
        "it[].b is missing",
        "it[].c became required",
        "it[].c: type string became integer",
    ]
    assert found(source, {"type": "array"}) == [
        "it[]: type object became any",
        "it[].a is missing",
        "it[].b is missing",
        "it[].c is missing",
    ]
    assert found(source, {"type": "array", "items": {"$ref": "#/nowhere"}})[0].startswith("it[]")


def test_required_inside_a_field_is_meant() -> None:
    """A field that says required: true of itself is required, one that says false is not."""
    fields = {"a": {"required": True}, "b": {"required": False}, "c": {}}
    emitted = {"required": ["a"], "properties": {"a": {}, "b": {}, "c": {}}}
    assert found({"properties": fields}, emitted) == []
    assert found({"properties": fields}, {"properties": fields | {"a": {}}}) == [
        "it.a became optional"
    ]


def test_null_in_an_enumeration_is_not_compared() -> None:
    """Whether a nullable enumeration lists null is the upgrade's business."""
    source = {"type": "string", "nullable": True, "enum": ["a"]}
    emitted = {"type": ["string", "null"], "enum": ["a", None]}
    assert found(source, emitted, "3.0.0") == []


def test_difference_knows_its_places() -> None:
    """A required-ness is spoken of at the field and at the object, through every reference."""
    source = read(
        {"$ref": "#/components/schemas/Order"},
        Order={"required": ["a"], "properties": {"a": {"type": "string"}}},
    )
    (difference,) = differences(source, read({"properties": {"a": {"type": "string"}}}), "it")
    order = "/components/schemas/Order"
    assert difference == Difference(
        "required", "it.a became optional", frozenset({"/here", order, f"{order}/properties/a"})
    )
