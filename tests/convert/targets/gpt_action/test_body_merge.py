"""Body schemas as one object: the same objects are accepted, or a loss says why not."""

from __future__ import annotations

import random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gptreview.convert.ledger import Stage
from gptreview.convert.targets.gpt_action.merge import NotAnObject, merge_object

Json = dict[str, Any]

_NAMES = ("a", "b", "c", "x1")
_VALUES: tuple[Any, ...] = (None, True, 0, 3, "", "s", [], {}, {"a": 1})
_SIMPLE: tuple[Any, ...] = (
    {"type": "string"}, {"type": "integer"}, {"enum": ["s", 3]}, {"minimum": 2}, {}, True, False,
    {"type": ["string", "null"]}, {"$ref": "#/components/schemas/Small"},
)  # fmt: skip
_COMPONENTS: Json = {
    "Small": {"type": "integer", "maximum": 1},
    "Open": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
    "Closed": {"type": "object", "properties": {"b": {}, "a": {}}, "additionalProperties": False},
    "Chain": {"allOf": [{"$ref": "#/components/schemas/Open"}, {"required": ["c"]}]},
}


def _merge(schema: Any) -> tuple[Any, list[str]]:
    stage = Stage()
    merged = merge_object(schema, _COMPONENTS, "/before", "/after", stage)
    return merged, [f"{change.kind} {change.code}" for change in stage.changes]


def _word(dice: random.Random) -> Json:
    """One keyword about objects with a random value."""
    names = dice.sample(_NAMES, dice.randint(1, 2))
    pick = dice.choice
    return pick(
        (
            lambda: {"properties": {name: pick(_SIMPLE) for name in names}},
            lambda: {"properties": {name: pick(_SIMPLE) for name in names}},
            lambda: {"required": names},
            lambda: {"additionalProperties": pick(_SIMPLE)},
            lambda: {"patternProperties": {pick(("^x", "[ab]")): pick(_SIMPLE)}},
            lambda: {"minProperties": dice.randint(0, 2)},
            lambda: {"maxProperties": dice.randint(1, 3)},
            lambda: {"propertyNames": {"maxLength": dice.randint(1, 2)}},
            lambda: {"dependentRequired": {names[0]: ["c"]}},
            lambda: {"dependentSchemas": {names[0]: {"required": ["b"]}}},
            lambda: {"not": {"required": names}},
            lambda: {"if": {"required": ["a"]}, "then": {"required": names}},
            lambda: {"unevaluatedProperties": pick((False, {"type": "string"}))},
            lambda: {"enum": [{}, {"a": "s"}, {"a": "s", "c": 3}]},
            lambda: {"const": {"a": "s"}},
            lambda: {"minLength": 3, "items": {"type": "string"}},
            lambda: {"description": pick(("one", "two"))},
        )
    )()


def _schema(dice: random.Random, depth: int) -> Any:
    schema: Json = {"type": "object"} if dice.random() < 0.6 else {"properties": {"a": {}}}
    for _ in range(dice.randint(0, 3)):
        schema.update(_word(dice))
    if depth and dice.random() < 0.8:
        members = [_schema(dice, depth - 1) for _ in range(dice.randint(1, 3))]
        if dice.random() < 0.3:
            members.append(
                {"$ref": f"#/components/schemas/{dice.choice(('Open', 'Closed', 'Chain'))}"}
            )
        schema[dice.choice(("allOf", "allOf", "allOf", "anyOf", "oneOf"))] = members
    return schema


def _object(dice: random.Random) -> Json:
    names = dice.sample(_NAMES, dice.randint(0, 4))
    return {name: dice.choice(_VALUES) for name in names}


def _accepts(schema: Any) -> Draft202012Validator:
    return Draft202012Validator({"components": {"schemas": _COMPONENTS}, "allOf": [schema]})


@pytest.mark.parametrize("part", range(8))
def test_a_merged_body_accepts_what_its_parts_accept(part: int) -> None:
    """Random combinations of object schemas judge random objects as their merged form does."""
    exact = 0
    for seed in range(part * 100, part * 100 + 100):
        dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
        schema = _schema(dice, 2)
        merged, changes = _merge(schema)
        if isinstance(merged, NotAnObject):
            assert not _accepts(schema).is_valid({})
            continue
        assert merged["type"] == "object"
        assert not {"allOf", "anyOf", "oneOf"} & merged.keys()
        if set(changes) - {"loss body.text_dropped", "repair body.untyped"}:
            continue
        exact += 1
        before, after = _accepts(schema), _accepts(merged)
        for _ in range(40):
            value = _object(dice)
            assert before.is_valid(value) == after.is_valid(value), (seed, schema, merged, value)
    assert exact > 25


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ({"minProperties": 1}, {"minProperties": 2}, {"minProperties": 2}),
        ({"maxProperties": 1}, {"maxProperties": 2}, {"maxProperties": 1}),
        ({"required": ["a", "b"]}, {"required": ["b", "c"]}, {"required": ["a", "b", "c"]}),
        ({"enum": [{}, {"a": 1}]}, {"enum": [{"a": 1}, {"a": 2}]}, {"enum": [{"a": 1}]}),
        (
            {"propertyNames": {"maxLength": 2}},
            {"propertyNames": {"minLength": 1}},
            {"propertyNames": {"allOf": [{"maxLength": 2}, {"minLength": 1}]}},
        ),
        (
            {"not": {"required": ["a"]}},
            {"not": {"required": ["b"]}},
            {"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}},
        ),
        (
            {"dependentRequired": {"a": ["b"]}},
            {"dependentRequired": {"a": ["c"], "b": ["c"]}},
            {"dependentRequired": {"a": ["b", "c"], "b": ["c"]}},
        ),
        (
            {"dependentSchemas": {"a": {"title": "A"}}},
            {"dependentSchemas": {"a": {"title": "B"}, "b": True}},
            {"dependentSchemas": {"a": {"allOf": [{"title": "A"}, {"title": "B"}]}, "b": True}},
        ),
        (
            {"patternProperties": {"^a": {"type": "string"}}},
            {"patternProperties": {"^a": True, "^b": False}},
            {"patternProperties": {"^a": {"type": "string"}, "^b": False}},
        ),
        (
            {"properties": {"a": {"minimum": 1}}},
            {"properties": {"a": {"maximum": 2}, "b": {}}},
            {"properties": {"a": {"allOf": [{"minimum": 1}, {"maximum": 2}]}, "b": {}}},
        ),
        (
            {"properties": {"a": {}}, "additionalProperties": {"type": "string"}},
            {"properties": {"b": {"minLength": 1}}},
            {
                "properties": {"a": {}, "b": {"allOf": [{"minLength": 1}, {"type": "string"}]}},
                "additionalProperties": {"type": "string"},
            },
        ),
        (
            {"properties": {"a": {}, "b": {}}, "additionalProperties": False},
            {"properties": {"b": {"type": "string"}}},
            {"properties": {"a": {}, "b": {"type": "string"}}, "additionalProperties": False},
        ),
        (
            {"additionalProperties": True},
            {"unevaluatedProperties": False, "title": "T"},
            {"additionalProperties": False, "title": "T"},
        ),
        (
            {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
            {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
            {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
        ),
    ],
)
def test_keywords_of_two_parts_are_said_once(first: Json, second: Json, joined: Json) -> None:
    """Each pair has one form that means both, and nothing is lost."""
    merged, changes = _merge({"allOf": [{"type": "object", **first}, second]})
    assert merged == {"type": "object", "properties": {}, **joined}
    assert changes == []


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ({"const": {}}, {"const": {"a": 1}}, {"const": {}}),
        ({"enum": [{}]}, {"enum": [{"a": 1}]}, {"enum": [{}]}),
        ({"enum": [{"a": 1}]}, {"enum": [{"a": True}]}, {"enum": [{"a": 1}]}),
        ({"if": {"required": ["a"]}}, {"if": {"required": ["b"]}}, {"if": {"required": ["a"]}}),
        (
            {"properties": {"a": {}}, "additionalProperties": False},
            {"properties": {"b": {}}, "additionalProperties": False},
            {"properties": {"a": {}, "b": {}}},
        ),
        (
            {"patternProperties": {"^a": {}}},
            {"additionalProperties": False},
            {"patternProperties": {"^a": {}}},
        ),
        (
            {"patternProperties": {"^a": {}}, "additionalProperties": {"type": "string"}},
            {"patternProperties": {"^a": {}}, "properties": {"b": {}}},
            {"patternProperties": {"^a": {}}, "properties": {"b": {}}},
        ),
    ],
)
def test_keywords_that_cannot_be_said_together_are_a_loss(
    first: Json, second: Json, kept: Json
) -> None:
    """The first one stays where there can be but one; what would forbid fields goes."""
    merged, changes = _merge({"allOf": [{"type": "object", **first}, second]})
    assert merged == {"type": "object", "properties": {}, **kept}
    assert changes == ["loss body.not_merged"]
