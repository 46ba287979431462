"""The fields of a body: which are offered, and what naming them costs."""

from __future__ import annotations

import random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gptreview.convert.ledger import Stage
from gptreview.convert.targets.gpt_action.fields import FieldNaming

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_COMPONENTS: Json = {
    "Id": {"type": "integer", "readOnly": True},
    "Key": {"$ref": "#/components/schemas/Id"},
    "Owned": {"properties": {"owner": _TEXT}, "allOf": [{"$ref": "#/components/schemas/Owned"}]},
}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _name(**words: Any) -> tuple[Json, list[str]]:
    stage = Stage()
    given = {"type": "object", "properties": {}, **words}
    named = FieldNaming(_COMPONENTS, "/before", "/after", stage).name(given)
    for change in stage.changes:
        assert change.before is not None
        assert change.after is not None
        assert (change.before.pointer, change.after.pointer) == ("/before", "/after")
    return named, [f"{change.kind} {change.code}: {change.message}" for change in stage.changes]


_WHOLE = "known from the values that the body may have only"
_OPTIONAL = (
    "only some bodies have these fields, depending on others; the GPT builder knows no conditions, "
    "so they are offered as optional"
)


@pytest.mark.parametrize(
    ("words", "properties", "changes"),
    [
        pytest.param(
            {"const": {"a": 1, "b": [2]}},
            {"a": {"const": 1}, "b": {"const": [2]}},
            [f"mapping body.fields_named: a, b: {_WHOLE}; written among the properties, which "
             "means the same"],
            id="one whole object",
        ),
        pytest.param(
            {"enum": [{"a": 1}, {"a": True, "b": 2}, {"a": 1}, "text"]},
            {"a": {"enum": [1, True]}, "b": {"const": 2}},
            [f"mapping body.fields_named: a, b: {_WHOLE}; written among the properties, which "
             "means the same"],
            id="several whole objects",
        ),
        pytest.param(
            {"required": ["a", "b"], "properties": {"a": _TEXT}},
            {"a": _TEXT, "b": {}},
            ["mapping body.fields_named: b: known from required only; written among the "
             "properties, which means the same"],
            id="required and not described",
        ),
        pytest.param(
            {"required": ["b"], "properties": {"a": _TEXT}, "additionalProperties": False},
            {"a": _TEXT},
            [],
            id="required and forbidden",
        ),
        pytest.param(
            {
                "properties": {"kind": _TEXT},
                "if": {"required": ["kind"]},
                "then": {"properties": {"kind": {}, "size": _TEXT}},
                "else": {"allOf": [_ref("Owned")], "then": {"properties": {"size": {}}}},
            },
            {"kind": _TEXT, "size": {"anyOf": [_TEXT, {}]}, "owner": _TEXT},
            [f"loss body.conditional_fields: size, owner: {_OPTIONAL}"],
            id="condition",
        ),
        pytest.param(
            {"properties": {"a": _TEXT}, "then": {"properties": {"b": {}}}},
            {"a": _TEXT},
            [],
            id="then without if, which says nothing",
        ),
        pytest.param(
            {
                "properties": {"a": _TEXT},
                "dependentSchemas": {"a": {"oneOf": [{"properties": {"b": {}}}, True]}},
            },
            {"a": _TEXT, "b": {}},
            [f"loss body.conditional_fields: b: {_OPTIONAL}"],
            id="dependent schema",
        ),
        pytest.param(
            {
                "properties": {"a": _TEXT},
                "dependentSchemas": {"a": {"properties": {"b": {}}}},
                "additionalProperties": False,
            },
            {"a": _TEXT},
            [],
            id="conditional and forbidden",
        ),
        pytest.param(
            {"properties": {"a": _TEXT}, "patternProperties": {"^x-": {}}},
            {"a": _TEXT},
            ["loss body.conditional_fields: fields with names like ^x- cannot be offered: the GPT "
             "builder sends named fields only"],
            id="pattern",
        ),
        pytest.param(
            {},
            {},
            ["loss body.no_fields: the body names no fields, so the GPT builder can send an empty "
             "object at most"],
            id="nothing said",
        ),
        pytest.param({"additionalProperties": False}, {}, [], id="empty on purpose"),
    ],
)  # fmt: skip
def test_fields_are_offered_wherever_they_are_named(
    words: Json, properties: Json, changes: list[str]
) -> None:
    """Exactly where the words imply them, else as optional fields with a loss."""
    named, told = _name(**words)
    assert named == {"type": "object", **words, "properties": properties}
    assert told == changes


def test_read_only_fields_are_not_sent() -> None:
    """They are neither offered nor required, also behind references; the others stay as told."""
    named, told = _name(
        properties={
            "id": {"type": "integer", "readOnly": True},
            "key": _ref("Key"),
            "stamp": {"allOf": [_ref("Id"), True]},
            "name": _TEXT,
            "open": True,
            "loop": _ref("Owned"),
        },
        required=["id", "key", "name"],
        additionalProperties=False,
    )
    assert named == {
        "type": "object",
        "properties": {"name": _TEXT, "open": True, "loop": _ref("Owned")},
        "required": ["name"],
        "additionalProperties": False,
    }
    assert told == [
        "mapping body.read_only: id, key, stamp: read-only, so never sent; left out of the body"
    ]


def test_a_body_of_read_only_fields_is_empty() -> None:
    """Nothing is required of it any more."""
    named, told = _name(properties={"id": _ref("Id")}, required=["id"])
    assert named == {"type": "object", "properties": {}}
    assert told == ["mapping body.read_only: id: read-only, so never sent; left out of the body"]


def test_many_names_are_shortened() -> None:
    """Ten of them are told."""
    _, told = _name(required=[f"f{number}" for number in range(11)])
    assert told[0].startswith(
        "mapping body.fields_named: f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, …:"
    )


def test_named_fields_change_no_verdict() -> None:
    """Whatever is called the same accepts the same objects."""
    dice = random.Random(7)  # noqa: S311 - repeatable on purpose
    names, values = ("a", "b", "c"), (None, True, 1, "s", [1])
    for _ in range(300):
        words: Json = {}
        if dice.random() < 0.5:
            words["required"] = dice.sample(names, 2)
        if dice.random() < 0.6:
            words["enum"] = [{n: dice.choice(values) for n in dice.sample(names, 2)}, {"a": 1}, 3]
        if dice.random() < 0.3:
            words["const"] = {"a": dice.choice(values)}
        if dice.random() < 0.4:
            words["additionalProperties"] = dice.choice((True, False, {"type": "string"}))
        if dice.random() < 0.4:
            words["properties"] = {"a": dice.choice(({"type": "integer"}, {}))}
        named, _ = _name(**words)
        before, after = (
            Draft202012Validator({"type": "object", **words}),
            Draft202012Validator(named),
        )
        for _ in range(20):
            value = {n: dice.choice(values) for n in dice.sample(names, dice.randint(0, 3))}
            assert before.is_valid(value) == after.is_valid(value), (words, named, value)
