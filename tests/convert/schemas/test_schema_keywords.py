"""Keywords of the wrong JSON type, and defaults that their own schema rejects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Repaired = Callable[..., tuple[Any, dict[str, Any], list[str]]]

DROPPED = object()


@pytest.mark.parametrize(
    ("keyword", "written", "read"),
    [
        ("minimum", 1, 1),
        ("minimum", "1", 1),
        ("minimum", "1.5", 1.5),
        ("minimum", "one", DROPPED),
        ("minimum", "inf", DROPPED),
        ("minimum", float("nan"), DROPPED),
        ("minimum", True, DROPPED),
        ("exclusiveMaximum", [], DROPPED),
        ("minLength", "3", 3),
        ("minLength", 3.0, 3),
        ("minLength", 3.5, DROPPED),
        ("minLength", -1, DROPPED),
        ("maxItems", float("inf"), DROPPED),
        ("multipleOf", 0, DROPPED),
        ("multipleOf", "0.5", 0.5),
        ("pattern", "^a$", "^a$"),
        ("pattern", 7, DROPPED),
        ("description", 12, "12"),
        ("description", True, DROPPED),
        ("title", {}, DROPPED),
        ("uniqueItems", "TRUE", True),
        ("uniqueItems", "yes", DROPPED),
        ("readOnly", 1, DROPPED),
        ("enum", ["a"], ["a"]),
        ("enum", "a", ["a"]),
        ("enum", {"one": {"value": 1}, "two": 2}, [1, 2]),
        ("enum", [], DROPPED),
        ("enum", {}, DROPPED),
        ("required", ["a", "a", 1], ["a"]),
        ("required", "a", ["a"]),
        ("required", " ", DROPPED),
        ("required", 3, DROPPED),
        ("patternProperties", ["a"], DROPPED),
        ("allOf", [], DROPPED),
        ("anyOf", {"type": "string"}, DROPPED),
        ("discriminator", {"propertyName": "kind"}, {"propertyName": "kind"}),
        ("discriminator", {"mapping": {}}, DROPPED),
        ("discriminator", {"propertyName": "k", "mapping": None}, {"propertyName": "k"}),
        (
            "discriminator",
            {"propertyName": "k", "mapping": [1]},
            {"propertyName": "k"},
        ),
        ("externalDocs", {"url": "https://docs.example.org"}, {"url": "https://docs.example.org"}),
        ("discriminator", {"propertyName": "k", "x": 1, "x-y": 2}, {"propertyName": "k", "x-y": 2}),
        ("externalDocs", {"description": "x"}, DROPPED),
        ("externalDocs", {"url": "https://d", "description": 1}, {"url": "https://d"}),
        ("xml", {"name": "a", "wrapped": True}, {"name": "a", "wrapped": True}),
        ("xml", {"name": [], "attribute": "yes"}, DROPPED),
        ("dependentRequired", {"a": ["b"]}, {"a": ["b"]}),
        ("dependentRequired", {"a": "b", "c": {}, "d": [1, "e"]}, {"a": ["b"], "d": ["e"]}),
        ("dependentRequired", [], DROPPED),
        ("x-anything", {"of": ["any", "kind"]}, {"of": ["any", "kind"]}),
    ],
)
def test_keywords_get_the_json_type_that_json_schema_asks_for(
    keyword: str, written: Any, read: Any, repaired: Repaired
) -> None:
    """A value of another type is read by intent and told, or left out and told."""
    found, _, changes = repaired({keyword: written})
    assert found == ({} if read is DROPPED else {keyword: read})
    if read is DROPPED:
        assert changes == [f"loss schema.keyword_unreadable AT/{keyword} -> None"]
    elif read != written or type(read) is not type(written):
        assert changes == [f"repair schema.keyword_type AT/{keyword} -> AT/{keyword}"]
    else:
        assert changes == []


@pytest.mark.parametrize("keyword", ["description", "enum", "required", "properties", "minimum"])
def test_keywords_without_a_value_say_nothing(keyword: str, repaired: Repaired) -> None:
    """A key that YAML leaves empty is left out, and nothing is lost by it."""
    assert repaired({keyword: None}) == (
        {},
        {},
        [f"repair schema.keyword_empty AT/{keyword} -> None"],
    )


@pytest.mark.parametrize("pattern", [r"\p{L}+", "(", "[[a]", "(?<name>a)", "a{99999999999}"])
def test_patterns_that_do_not_compile_are_left_out(pattern: str, repaired: Repaired) -> None:
    """A pattern of another dialect is a loss of its own; a merely doubtful one stays."""
    found, _, changes = repaired({"pattern": pattern})
    if pattern == "[[a]":
        assert (found, changes) == ({"pattern": pattern}, [])
    else:
        assert (found, changes) == ({}, ["loss schema.pattern_dropped AT/pattern -> None"])


def test_messages_show_what_was_found(messages: Callable[..., list[str]]) -> None:
    """A message quotes the value, a long one shortened."""
    assert messages({"minimum": "x" * 100, "pattern": "(", "enum": "a", "title": None}) == [
        f'minimum is "{"x" * 76}..., which JSON Schema does not allow there; left out',
        'pattern is "(", which not every reader of regular expressions understands; left out',
        'enum is "a", expected another JSON type; read as ["a"]',
        "title is empty, so it says nothing; left out",
    ]


@pytest.mark.parametrize(
    ("schema", "default", "read"),
    [
        ({"type": "boolean"}, 0, False),
        ({"type": "boolean"}, "true", True),
        ({"type": "integer"}, "5", 5),
        ({"type": "integer"}, 5.0, 5.0),
        ({"type": "integer"}, 5.5, DROPPED),
        ({"type": "integer"}, True, DROPPED),
        ({"type": "number"}, "1.5", 1.5),
        ({"type": "string"}, 7, "7"),
        ({"type": "string"}, True, "true"),
        ({"type": "string"}, ["a"], "a"),
        ({"type": "string"}, ["a", "b"], DROPPED),
        ({"type": "string"}, None, DROPPED),
        ({"type": ["string", "null"]}, None, None),
        ({"type": "string", "enum": ["on", "off"]}, "ON", "on"),
        ({"type": "string", "enum": ["ON"]}, "on", "ON"),
        ({"type": "string", "enum": ["on"]}, "", DROPPED),
        ({"type": "string", "enum": ["on"]}, "maybe", DROPPED),
        ({"const": 1}, 2, DROPPED),
        ({"const": 1}, True, DROPPED),
        ({"type": "string", "minLength": 2}, "a", DROPPED),
        ({"type": "string", "pattern": "^b"}, "a", "a"),
        ({"type": "integer", "maximum": 3}, 4, DROPPED),
        ({"type": "number", "exclusiveMinimum": 3}, 3, DROPPED),
        ({"type": "number", "exclusiveMaximum": 3}, 3, DROPPED),
        ({"type": "number", "multipleOf": 0.1}, 0.3, 0.3),
        ({"type": "number", "multipleOf": 2}, 3, DROPPED),
        ({"type": "array", "items": {"type": "string"}}, "a", ["a"]),
        ({"type": "array", "items": {"type": "string"}}, "a,b", ["a,b"]),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "a, b", ["a", "b"]),
        ({"type": "array", "items": {"type": "integer"}}, 3, [3]),
        ({"type": "array", "items": {"type": "boolean"}}, True, [True]),
        ({"type": "array", "items": {}, "minItems": 1}, [], DROPPED),
        ({"type": "array", "items": {}, "uniqueItems": True}, [1, 1], DROPPED),
        ({"type": "array", "items": False}, [1, 2], DROPPED),
        ({"prefixItems": [{}], "type": "array", "items": False}, [1], [1]),
        ({"properties": {"a": {"type": "integer"}}}, {"a": 1, "b": 2}, {"a": 1, "b": 2}),
        ({"properties": {"a": {"type": "integer"}}}, {"a": "x"}, DROPPED),
        ({"type": "object", "properties": {}, "required": ["a"]}, {}, DROPPED),
        ({"type": "object", "properties": {}, "additionalProperties": False}, {"a": 1}, DROPPED),
    ],
)  # fmt: skip
def test_defaults_fit_their_own_schema(
    schema: dict[str, Any], default: Any, read: Any, repaired: Repaired
) -> None:
    """A default that its schema rejects is read by intent where one reading fits, else left out."""
    found, _, changes = repaired({**schema, "default": default})
    if read is DROPPED:
        kind = "repair" if default in (None, "") else "loss"
        assert found == schema
        assert changes == [f"{kind} schema.default_dropped AT/default -> None"]
    else:
        assert found == {**schema, "default": read}
        changed = read != default or type(read) is not type(default)
        line = "repair schema.default_corrected AT/default -> AT/default"
        assert changes == ([line] if changed else [])
