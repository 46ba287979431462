"""``nullable`` where OpenAPI 3.1 no longer knows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Repaired = Callable[..., tuple[Any, dict[str, Any], list[str]]]

_BOAT = {"$ref": "#/components/schemas/Boat"}
_NULL = {"type": "null"}
_TOLD = ["repair schema.nullable_31 AT/nullable -> AT"]


@pytest.mark.parametrize(
    ("schema", "expected", "more"),
    [
        pytest.param({"type": "string"}, {"type": ["string", "null"]}, [], id="a type"),
        pytest.param({"type": ["null", "string"]}, {"type": ["null", "string"]}, [], id="null"),
        pytest.param(
            {"type": "inetger"},
            {"type": ["integer", "null"]},
            ["repair schema.type_corrected AT/type -> AT/type"],
            id="a type with a slip",
        ),
        pytest.param(
            {"type": "string", "enum": ["a"]},
            {"type": ["string", "null"], "enum": ["a", None]},
            [],
            id="fixed values",
        ),
        pytest.param({"enum": ["a", None]}, {"enum": ["a", None]}, [], id="null among the values"),
        pytest.param({"title": "T"}, {"title": "T"}, [], id="anything"),
        pytest.param(
            {**_BOAT, "description": "Mine."},
            {"anyOf": [_BOAT, _NULL], "description": "Mine."},
            [],
            id="a reference",
        ),
        pytest.param(
            {"type": "object", "allOf": [_BOAT], "x-a": 1},
            {"anyOf": [{"type": "object", "allOf": [_BOAT], "properties": {}}, _NULL], "x-a": 1},
            ["mapping schema.properties_added AT -> AT/anyOf/0/properties"],
            id="parts that may reject null",
        ),
    ],
)
def test_null_is_written_as_3_1_writes_it(
    schema: Any, expected: Any, more: list[str], repaired: Repaired
) -> None:
    """What the author plainly meant is said in the words of JSON Schema, and told."""
    found, _, changes = repaired({**schema, "nullable": True}, {"Boat": {"type": "string"}})
    assert (found, changes[: 1 + len(more)]) == (expected, [*_TOLD, *more])


@pytest.mark.parametrize("said", [False, None, "no", 1])
def test_a_word_without_meaning_is_left_out(said: Any, repaired: Repaired) -> None:
    """Anything but true changes nothing, and is told all the same."""
    found, _, changes = repaired({"type": "string", "nullable": said})
    assert (found, changes) == ({"type": "string"}, _TOLD)


def test_a_required_flag_stays_with_its_property(repaired: Repaired) -> None:
    """Draft 3's flag beside a nullable reference moves up as it does elsewhere."""
    found, _, changes = repaired(
        {"properties": {"boat": {**_BOAT, "nullable": "true", "required": True}}},
        {"Boat": {"type": "string"}},
    )
    assert found == {"properties": {"boat": {"anyOf": [_BOAT, _NULL]}}, "required": ["boat"]}
    assert changes == [
        "repair schema.required_flag AT/properties/boat/required -> AT/required",
        "repair schema.nullable_31 AT/properties/boat/nullable -> AT/properties/boat",
    ]
