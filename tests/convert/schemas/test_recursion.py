"""Component schemas that contain themselves, cut where the circle closes."""

from __future__ import annotations

import random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.recursion import break_recursion, reachable, references

Json = dict[str, Any]

_REF = "#/components/schemas/"


def _to(name: str) -> Json:
    return {"$ref": f"{_REF}{name}"}


def _cut(schemas: Json) -> tuple[Json, list[str]]:
    stage = Stage()
    result = break_recursion(schemas, stage)
    places = [
        f"{c.kind} {c.code} {c.before.pointer}".replace("loss schema.recursion_cut ", "")
        for c in stage.changes
        if c.before
    ]
    return result, places


def _end(name: str, **words: Any) -> Json:
    return {**words, "description": f"{name} again; the recursion ends here."}


@pytest.mark.parametrize(
    ("schemas", "expected", "places"),
    [
        pytest.param({"A": {"type": "string"}}, {"A": {"type": "string"}}, [], id="none"),
        pytest.param(
            {"A": {"type": "object", "properties": {"next": _to("A")}}},
            {
                "A": {
                    "type": "object",
                    "properties": {"next": _end("A", type="object", properties={})},
                }
            },
            ["/A/properties/next"],
            id="self",
        ),
        pytest.param(
            {"A": {"properties": {"b": _to("B")}}, "B": {"properties": {"a": _to("A")}}},
            {"A": {"properties": {"b": _to("B")}}, "B": {"properties": {"a": _end("A")}}},
            ["/components/schemas/B/properties/a"],
            id="mutual",
        ),
        pytest.param(
            {"A": {"type": "array", "items": _to("A")}},
            {"A": {"type": "array", "items": _end("A")}},
            ["/A/items"],
            id="through items",
        ),
        pytest.param(
            {"A": {"additionalProperties": _to("A")}},
            {"A": {"additionalProperties": _end("A")}},
            ["/A/additionalProperties"],
            id="through additionalProperties",
        ),
        pytest.param(
            {"A": {"allOf": [_to("B"), {"title": "T"}]}, "B": {"allOf": [_to("A")]}},
            {"A": {"allOf": [_to("B"), {"title": "T"}]}, "B": {"allOf": [_end("A")]}},
            ["/components/schemas/B/allOf/0"],
            id="through allOf",
        ),
        pytest.param(
            {"A": {"$ref": f"{_REF}A"}},
            {"A": _end("A")},
            ["/A"],
            id="nothing but itself",
        ),
        pytest.param(
            {"A": {"properties": {"x": {**_to("A"), "description": "Mine."}}}},
            {"A": {"properties": {"x": {"description": "Mine."}}}},
            ["/A/properties/x"],
            id="with a description of its own",
        ),
        pytest.param(
            {"A": {"not": {"items": _to("A")}, "type": "array"}},
            {"A": {"type": "array"}},
            ["/A/not/items", "loss schema.loosened /A"],
            id="inside not, which goes",
        ),
        pytest.param(
            {"A": {"if": _to("A"), "then": {"title": "T"}, "else": False, "type": "array"}},
            {"A": {"type": "array"}},
            ["/A/if", "loss schema.loosened /A"],
            id="inside if, which goes with then and else",
        ),
        pytest.param(
            {"A": {"if": {"title": "T"}, "then": _to("A"), "unevaluatedItems": False}},
            {"A": {"if": {"title": "T"}, "then": _end("A")}},
            ["/A/then", "loss schema.loosened /A"],
            id="inside then, and nothing counts as unevaluated any more",
        ),
        pytest.param(
            {"A": {"contains": _to("A"), "minContains": 1, "maxContains": 2}},
            {"A": {"contains": _end("A"), "minContains": 1}},
            ["/A/contains", "loss schema.loosened /A"],
            id="inside contains, and there is no most any more",
        ),
        pytest.param(
            {"A": {"oneOf": [{"type": "string"}, {"items": _to("A")}]}},
            {"A": {"anyOf": [{"type": "string"}, {"items": _end("A")}]}},
            ["/A/oneOf/1/items", "loss schema.loosened /A"],
            id="inside oneOf, which becomes anyOf",
        ),
        pytest.param(
            {"A": {"oneOf": [_to("A")], "anyOf": [{"type": "string"}], "allOf": [{}]}},
            {
                "A": {
                    "anyOf": [{"type": "string"}],
                    "allOf": [{}, {"anyOf": [_end("A")]}],
                }
            },
            ["/A/oneOf/0", "loss schema.loosened /A"],
            id="inside oneOf beside an anyOf",
        ),
        pytest.param(
            {"A": {"properties": {"$ref": _to("A"), "x": True}}},
            {"A": {"properties": {"$ref": _end("A"), "x": True}}},
            ["/A/properties/$ref"],
            id="a property that is called $ref",
        ),
    ],
)
def test_circles_are_cut(schemas: Json, expected: Json, places: list[str]) -> None:
    """Every reference that closes a circle becomes an open end with a named loss."""
    assert _cut(schemas) == (
        expected,
        [place.replace("/A", "/components/schemas/A") for place in places],
    )


def test_every_road_round_a_circle_is_cut() -> None:
    """Where several schemas lead back, no circle is left."""
    schemas = {
        "A": {"properties": {"b": _to("B"), "c": _to("C")}},
        "B": {"items": _to("C")},
        "C": {"anyOf": [_to("A"), _to("B")]},
    }
    result, places = _cut(schemas)
    assert places == [
        "/components/schemas/B/items",
        "/components/schemas/C/anyOf/0",
    ]
    assert _cut(result) == (result, [])


def test_what_is_cut_accepts_no_less() -> None:
    """Random recursive schemas: whatever they accepted is accepted after the cut."""
    accepted = 0
    for seed in range(400):
        dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
        schemas = {name: _random_schema(dice, 3) for name in ("A", "B", "C")}
        result, _ = _cut(schemas)
        assert _cut(result) == (result, [])
        before, after = (_validator(each) for each in (schemas, result))
        for _ in range(20):
            value = _random_value(dice, 3)
            valid = before.is_valid(value)
            accepted += valid
            assert after.is_valid(value) or not valid, (schemas, result, value)
    assert accepted > 500


def _validator(schemas: Json) -> Draft202012Validator:
    return Draft202012Validator({"components": {"schemas": schemas}, **_to("A")})


def _random_schema(dice: random.Random, depth: int, *, below: bool = False) -> Any:
    """A schema whose references stand below an item or property, so that it says something."""
    if not depth or dice.random() < 0.2:
        plain = [{"type": "string"}, {"type": "integer"}]
        return dice.choice([*plain, _to("A"), _to("B"), _to("C")] if below else plain)
    kind = dice.choice(
        ("items", "properties", "allOf", "anyOf", "oneOf", "not", "if", "contains", "closed")
    )
    under = below or kind in ("items", "properties", "contains")
    parts = [_random_schema(dice, depth - 1, below=under) for _ in range(2)]
    forms: dict[str, Any] = {
        "items": {"items": parts[0]},
        "properties": {"properties": {"a": parts[0], "b": parts[1]}},
        "if": {"if": parts[0], "then": parts[1], "else": {"type": "string"}},
        "not": {"not": parts[0]},
        "contains": {"contains": parts[0], "maxContains": 1},
        "closed": {"anyOf": parts, "unevaluatedProperties": False},
    }
    return forms.get(kind, {kind: parts})


def _random_value(dice: random.Random, depth: int) -> Any:
    if not depth:
        return dice.choice(("s", 1, None))
    return dice.choice(
        (
            lambda: "s",
            lambda: 1,
            lambda: [_random_value(dice, depth - 1) for _ in range(dice.randint(0, 2))],
            lambda: {name: _random_value(dice, depth - 1) for name in dice.choice(("", "a", "ab"))},
        )
    )()


def test_alternatives_around_a_cut_schema_give_way_elsewhere_too() -> None:
    """A oneOf whose member was cut in another component would reject what it accepted."""
    schemas = {
        "A": {"oneOf": [_to("B"), {"type": "string"}]},
        "B": {"type": "array", "items": _to("B")},
    }
    assert _cut(schemas) == (
        {
            "A": {"anyOf": [_to("B"), {"type": "string"}]},
            "B": {"type": "array", "items": _end("B")},
        },
        ["loss schema.loosened /components/schemas/A", "/components/schemas/B/items"],
    )


def test_a_chain_of_thousands_of_components_is_walked() -> None:
    """Neither a long chain nor a long circle exhausts the interpreter's stack."""
    chain: Json = {f"S{number}": {"items": _to(f"S{number + 1}")} for number in range(5_000)}
    chain["S5000"] = {"type": "string"}
    assert _cut(chain) == (chain, [])
    circle = {**chain, "S5000": _to("S0")}
    result, places = _cut(circle)
    assert places == ["/components/schemas/S5000"]
    assert result["S5000"] == _end("S0")


def test_references_are_found_in_schemas_only() -> None:
    """What stands in an example or an enumeration is no reference."""
    schema = {
        "enum": [_to("X")],
        "example": _to("Y"),
        "properties": {"a": {"items": _to("B")}, "b": _to("A")},
        "allOf": [_to("A"), True],
        "not": {"$ref": "other.yaml"},
    }
    assert sorted(references(schema)) == ["A", "B"]


def test_what_is_reachable_is_found_through_other_components() -> None:
    """A component counts as needed when anything needed refers to it; names unknown do not."""
    schemas = {"A": {"items": _to("B")}, "B": {"items": _to("A")}, "C": {}}
    known: dict[str, list[str]] = {}
    assert reachable([_to("A"), _to("Unknown")], schemas, known) == {"A", "B"}
    assert known == {"A": ["B"], "B": ["A"]}
    assert reachable([{}], schemas, known) == set()
