"""Schemas of 3.0 in 3.1's dialect, keyword by keyword."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
BYTES = "application/octet-stream"


def _document(schemas: Json) -> Json:
    return {"openapi": "3.0.3", "components": {"schemas": schemas}}


ASSERTIONS = [
    (
        {"type": "string", "nullable": True},
        {"type": ["string", "null"]},
        ["mapping nullable"],
    ),
    ({"type": "string", "nullable": False}, {"type": "string"}, []),
    (
        {"type": "string", "nullable": "true"},
        {"type": ["string", "null"]},
        ["repair nullable", "mapping nullable"],
    ),
    ({"type": "string", "nullable": 1}, {"type": "string"}, ["loss nullable"]),
    ({"nullable": True}, {}, []),
    ({"nullable": False}, {}, []),
    ({"nullable": True, "allOf": [{}]}, {"allOf": [{}]}, ["mapping nullable_untyped"]),
    (
        {"type": "string", "nullable": True, "enum": ["a"]},
        {"type": ["string", "null"], "enum": ["a"]},
        ["mapping nullable_enum", "mapping nullable"],
    ),
    (
        {"type": "string", "nullable": True, "enum": ["a", None], "default": None},
        {"type": ["string", "null"], "enum": ["a", None], "default": None},
        ["mapping nullable"],
    ),
    (
        {"type": "string", "nullable": True, "enum": ["a"], "default": None},
        {"type": ["string", "null"], "enum": ["a"]},
        ["mapping nullable_enum", "loss null_default", "mapping nullable"],
    ),
    (
        {"nullable": True, "oneOf": [{}], "default": None},
        {"oneOf": [{}]},
        ["mapping nullable_untyped", "loss null_default"],
    ),
    (
        {"type": "string", "nullable": True, "default": None},
        {"type": ["string", "null"], "default": None},
        ["mapping nullable"],
    ),
    ({"type": "string", "default": None}, {"type": "string", "default": None}, []),
    ({"type": "inetger"}, {"type": "inetger"}, []),
    ({"type": "inetger", "nullable": True}, {"type": ["inetger", "null"]}, ["mapping nullable"]),
    ({"type": "null"}, {"type": "null"}, ["repair type_list"]),
    (
        {"type": "null", "nullable": True},
        {"type": "null"},
        ["repair type_list", "mapping nullable"],
    ),
    ({"type": ["string", "null"]}, {"type": ["string", "null"]}, ["repair type_list"]),
    (
        {"type": ["string"], "nullable": True},
        {"type": ["string", "null"]},
        ["repair type_list", "mapping nullable"],
    ),
    (
        {"type": ["string", "null"], "nullable": True},
        {"type": ["string", "null"]},
        ["repair type_list", "mapping nullable"],
    ),
    ({"type": {"a": 1}, "nullable": True}, {"type": {"a": 1}}, ["mapping nullable"]),
    ({"type": "file"}, {"type": "string", "contentMediaType": BYTES}, ["repair file"]),
    (
        {"minimum": 1, "exclusiveMinimum": True, "maximum": 5, "exclusiveMaximum": True},
        {"exclusiveMinimum": 1, "exclusiveMaximum": 5},
        ["mapping exclusive_bound"],
    ),
    (
        {"minimum": 1, "exclusiveMinimum": False, "maximum": 5, "exclusiveMaximum": False},
        {"minimum": 1, "maximum": 5},
        ["mapping exclusive_bound_idle"],
    ),
    ({"exclusiveMinimum": True}, {}, ["mapping exclusive_bound_idle"]),
    (
        {"minimum": "1", "exclusiveMinimum": True},
        {"minimum": "1"},
        ["mapping exclusive_bound_idle"],
    ),
    (
        {"minimum": 1, "exclusiveMinimum": 2},
        {"minimum": 1, "exclusiveMinimum": 2},
        ["repair exclusive_bound"],
    ),
    ({"exclusiveMaximum": "2"}, {}, ["loss exclusive_bound"]),
    ({"required": True}, {"required": True}, []),
    (
        {
            "required": ["a", "b", "c", "d", 1],
            "properties": {
                "a": {"readOnly": True},
                "b": {"writeOnly": True},
                "c": {"$ref": "#/components/schemas/S", "readOnly": True},
                "d": {},
            },
        },
        {
            "required": ["a", "b", "c", "d", 1],
            "properties": {
                "a": {"readOnly": True},
                "b": {"writeOnly": True},
                "c": {"$ref": "#/components/schemas/S"},
                "d": {},
            },
        },
        ["loss one_way_required", "loss one_way_required", "loss ref_siblings"],
    ),
    ({"type": "array"}, {"type": "array"}, []),
    (
        {"items": [{"type": "file"}], "additionalItems": {"nullable": True}},
        {"prefixItems": [{"type": "string", "contentMediaType": BYTES}], "items": {}},
        ["repair tuple", "repair file"],
    ),
    ({"items": []}, {}, ["repair tuple"]),
    ({"items": {}, "additionalItems": {}}, {"items": {}, "additionalItems": {}}, []),
    ({"items": True}, {"items": True}, ["repair boolean_schema"]),
    (
        {"additionalProperties": False, "not": False},
        {"additionalProperties": False, "not": False},
        ["repair boolean_schema"],
    ),
    ("odd", "odd", []),
]

ANNOTATIONS = [
    ({"type": "string", "format": "date"}, {"type": "string", "format": "date"}, []),
    (
        {"type": "string", "format": "binary"},
        {"type": "string", "contentMediaType": BYTES},
        ["mapping format_binary"],
    ),
    (
        {"type": "string", "format": "byte"},
        {"type": "string", "contentEncoding": "base64"},
        ["mapping format_byte"],
    ),
    ({"format": "base64"}, {"contentEncoding": "base64"}, ["mapping format_base64"]),
    ({"type": "integer", "format": "byte"}, {"type": "integer", "format": "byte"}, []),
    (
        {"type": "string", "format": "binary", "contentMediaType": "image/png"},
        {"type": "string", "contentMediaType": "image/png"},
        ["mapping format_binary"],
    ),
    ({"example": None}, {"examples": [None]}, ["mapping example"]),
    ({"example": 1, "examples": [2]}, {"examples": [2, 1]}, ["mapping example"]),
    ({"examples": [2], "example": 1}, {"examples": [2, 1]}, ["mapping example"]),
    ({"examples": [2]}, {"examples": [2]}, []),
    (
        {"examples": {"a": {"value": 1}, "b": 2}},
        {"examples": [1, 2]},
        ["repair examples"],
    ),
    ({"examples": "a"}, {"examples": ["a"]}, ["repair examples"]),
    ({"examples": None}, {"examples": []}, ["repair examples"]),
    (
        {"xml": {"name": "x"}, "externalDocs": {"url": "u"}, "x-a": 1, "deprecated": True},
        {"xml": {"name": "x"}, "externalDocs": {"url": "u"}, "x-a": 1, "deprecated": True},
        [],
    ),
    (
        {"enum": [{"nullable": True}], "default": {"example": 1}, "x-a": {"nullable": True}},
        {"enum": [{"nullable": True}], "default": {"example": 1}, "x-a": {"nullable": True}},
        [],
    ),
    (
        {"properties": {"example": {"example": 1}, "$ref": {"nullable": True}, "nullable": {}}},
        {"properties": {"example": {"examples": [1]}, "$ref": {}, "nullable": {}}},
        ["mapping example"],
    ),
]

REFERENCES = [
    ({"$ref": "#/components/schemas/T"}, {"$ref": "#/components/schemas/T"}, []),
    (
        {"$ref": "#/components/schemas/T", "description": "d", "example": 1, "x-a": 2},
        {"$ref": "#/components/schemas/T", "description": "d", "examples": [1], "x-a": 2},
        ["mapping example", "mapping ref_annotations"],
    ),
    (
        {"$ref": "#/components/schemas/T", "nullable": True, "title": "t", "default": 1},
        {"$ref": "#/components/schemas/T", "title": "t"},
        ["loss ref_siblings"],
    ),
    ({"$ref": {"type": "string"}}, {"$ref": {"type": "string"}}, []),
    ({"$ref": "other.yaml#/T"}, {"$ref": "other.yaml#/T"}, []),
    ({"$ref": "#/components/schemas/Gone"}, {"$ref": "#/components/schemas/Gone"}, []),
]


@pytest.mark.parametrize(("before", "after", "codes"), ASSERTIONS + ANNOTATIONS + REFERENCES)
def test_schemas_change_dialect_keyword_by_keyword(
    before: Any, after: Any, codes: list[str], to_31: Callable[[Json], Any]
) -> None:
    """Meaning stays unless a loss or repair says otherwise; data is never taken for a schema."""
    step = to_31(_document({"S": before}))
    assert step.document["components"]["schemas"]["S"] == after
    assert step.codes == codes


@pytest.mark.parametrize(
    "schema",
    [
        {"const": 1},
        {"contains": {"type": "string"}, "minContains": 1},
        {"if": {}, "then": {}, "else": {}},
        {"patternProperties": {"^a": {"type": "string"}}},
        {"prefixItems": [{"type": "string"}]},
        {"propertyNames": {"pattern": "^a"}},
        {"dependentSchemas": {"a": {}}, "dependentRequired": {"a": ["b"]}},
        {"unevaluatedProperties": {}, "unevaluatedItems": {}},
        {"$anchor": "a"},
    ],
)
def test_newer_keywords_now_apply_and_say_so(schema: Json, to_31: Callable[[Json], Any]) -> None:
    """3.0 ignores them, the author plainly meant them: one repair for each."""
    step = to_31(_document({"S": schema}))
    assert step.document["components"]["schemas"]["S"] == schema
    assert step.codes == ["repair keyword_applies"] * len(schema)


def test_keywords_without_effect_stay_without_a_word(to_31: Callable[[Json], Any]) -> None:
    """Containers and comments change nothing, yet what is inside them goes up."""
    schema = {"$defs": {"a": {"type": "string", "nullable": True}}, "$comment": "c"}
    step = to_31(_document({"S": schema}))
    assert step.document["components"]["schemas"]["S"] == {
        "$defs": {"a": {"type": ["string", "null"]}},
        "$comment": "c",
    }
    assert step.codes == ["mapping nullable"]


@pytest.mark.parametrize("keyword", ["$id", "$schema", "$dynamicRef", "$dynamicAnchor"])
def test_keywords_that_would_rebase_references_go(
    keyword: str, to_31: Callable[[Json], Any]
) -> None:
    """3.0 ignores them, in 3.1 they would change what others mean."""
    step = to_31(_document({"S": {keyword: "x", "title": "t"}}))
    assert step.document["components"]["schemas"]["S"] == {"title": "t"}
    assert step.said == [("loss", "keyword_rebases", f"/components/schemas/S/{keyword}", None)]


def test_counted_changes_are_told_once(to_31: Callable[[Json], Any]) -> None:
    """With their number and the first place."""
    nullable = {"type": "string", "nullable": True, "example": "a"}
    step = to_31(_document({"A": {"properties": {"a": nullable, "b": nullable}}}))
    assert [(change.code, change.message) for change in step.stage.changes] == [
        (
            "upgrade.nullable",
            "nullable: true beside a type became null in the list of types (2 in all).",
        ),
        ("upgrade.example", "Schema examples became entries of examples (2 in all)."),
    ]
    place = "/components/schemas/A/properties/b"
    assert step.said[0][2:] == ("/components/schemas/A/properties/a/type",) * 2
    assert step.stage.origin(f"{place}/examples/0") == f"{place}/example"


def test_references_follow_what_moves_inside_schemas(to_31: Callable[[Json], Any]) -> None:
    """Into tuples and webhooks; those to places that stay are not touched, escaped or not."""
    references = [
        "#/components/schemas/T/properties/a%20b/items/0",
        "#/components/schemas/T/properties/a%20b",
        "#/x-webhooks/new/post/requestBody/content/a~1b/schema",
        "#/components/schemas/T/properties/a%20b/additionalItems",
    ]
    document = _document(
        {
            "S": {"allOf": [{"$ref": reference} for reference in references]},
            "T": {"properties": {"a b": {"items": [{}], "additionalItems": {}}}},
        }
    )
    document["x-webhooks"] = {
        "new": {"post": {"requestBody": {"content": {"a/b": {"schema": {}}}}}}
    }
    parts = to_31(document).document["components"]["schemas"]["S"]["allOf"]
    assert [part["$ref"] for part in parts] == [
        "#/components/schemas/T/properties/a%20b/prefixItems/0",
        "#/components/schemas/T/properties/a%20b",
        "#/webhooks/new/post/requestBody/content/a~1b/schema",
        "#/components/schemas/T/properties/a%20b/items",
    ]


def test_renamed_schemas_are_still_what_discriminators_choose(
    to_31: Callable[[Json], Any],
) -> None:
    """By mapping: explicit entries are rewritten, implied names are added."""
    step = to_31(
        _document(
            {
                "Frog": {
                    "discriminator": {
                        "propertyName": "kind",
                        "mapping": {
                            "tree": "Tree Frog",
                            "red": "#/components/schemas/Red%20Frog",
                            "plain": "Newt",
                            "far": "other.yaml#/Frog",
                            "odd": 1,
                        },
                    }
                },
                "Tree Frog": {"allOf": [{"$ref": "#/components/schemas/Frog"}, {"title": "t"}]},
                "Red Frog": {"title": "r"},
                "Any": {
                    "oneOf": [{"$ref": "#/components/schemas/Red Frog"}, {}],
                    "discriminator": {"propertyName": "kind"},
                },
                "Plain": {"discriminator": {"propertyName": "kind"}},
                "Slip": {"discriminator": "kind"},
                "Odd Frog": 1,
                "Odd": {"discriminator": 1, "properties": {"discriminator": {}}},
                "Wrong": {"discriminator": {"mapping": "odd"}},
            }
        )
    )
    schemas = step.document["components"]["schemas"]
    assert schemas["Frog"]["discriminator"]["mapping"] == {
        "tree": "#/components/schemas/Tree_Frog",
        "red": "#/components/schemas/Red_Frog",
        "plain": "Newt",
        "far": "other.yaml#/Frog",
        "odd": 1,
        "Tree Frog": "#/components/schemas/Tree_Frog",
    }
    assert schemas["Any"]["discriminator"]["mapping"] == {
        "Red Frog": "#/components/schemas/Red_Frog"
    }
    assert schemas["Any"]["oneOf"][0] == {"$ref": "#/components/schemas/Red_Frog"}
    assert schemas["Plain"]["discriminator"] == {"propertyName": "kind"}
    assert schemas["Slip"]["discriminator"] == {"propertyName": "kind"}
    assert schemas["Odd"]["discriminator"] == 1
    assert schemas["Wrong"]["discriminator"] == {"mapping": "odd"}
    assert step.codes == [
        "repair component_name",
        "repair component_name",
        "repair discriminator",
        "repair component_name",
    ]


def test_discriminators_stay_where_no_name_changed(to_31: Callable[[Json], Any]) -> None:
    """Explicit mappings too."""
    written = {"propertyName": "k", "mapping": {"a": "A", "b": "#/components/schemas/A"}}
    step = to_31(_document({"A": {"discriminator": written}}))
    assert step.document["components"]["schemas"]["A"] == {"discriminator": written}
    assert step.codes == []
