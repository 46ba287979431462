"""Schemas with the slips of hand-written documents, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Repaired = Callable[..., tuple[Any, dict[str, Any], list[str]]]

_SAID = {"type": "string"}


@pytest.mark.parametrize(
    ("schema", "expected", "changes"),
    [
        pytest.param(_SAID, _SAID, [], id="sound"),
        pytest.param(True, True, [], id="boolean schema"),
        pytest.param(
            {"type": "object"},
            {"type": "object", "properties": {}},
            ["mapping schema.properties_added AT -> AT/properties"],
            id="object without properties",
        ),
        pytest.param(
            {"type": ["object", "null"]},
            {"type": ["object", "null"], "properties": {}},
            ["mapping schema.properties_added AT -> AT/properties"],
            id="object or null without properties",
        ),
        pytest.param(
            {"type": "array"},
            {"type": "array", "items": {}},
            ["mapping schema.items_added AT -> AT/items"],
            id="array without items",
        ),
        pytest.param(
            {"type": "inetger"},
            {"type": "integer"},
            ["repair schema.type_corrected AT/type -> AT/type"],
            id="inetger",
        ),
        pytest.param(
            {"type": "Date"},
            {"type": "string", "format": "date"},
            ["repair schema.type_corrected AT/type -> AT/type"],
            id="Date",
        ),
        pytest.param(
            {"type": "int"},
            {"type": "integer"},
            ["repair schema.type_corrected AT/type -> AT/type"],
            id="int",
        ),
        pytest.param(
            {"type": "bool"},
            {"type": "boolean"},
            ["repair schema.type_corrected AT/type -> AT/type"],
            id="bool",
        ),
        pytest.param(
            {"type": "float", "format": "money"},
            {"type": "number", "format": "money"},
            ["repair schema.type_corrected AT/type -> AT/type"],
            id="float keeps its own format",
        ),
        pytest.param(
            {"type": "String", "minLength": 1},
            {"type": "string", "minLength": 1},
            ["repair schema.type_corrected AT/type -> AT/type"],
            id="letter case",
        ),
        pytest.param(
            {"type": ["int", "null"]},
            {"type": ["integer", "null"]},
            ["repair schema.type_corrected AT/type -> AT/type"],
            id="list of types",
        ),
        pytest.param(
            {"type": ["string", "string"]}, {"type": ["string"]}, [], id="one type named twice"
        ),
        pytest.param(
            {"type": "any", "title": "T"},
            {"title": "T"},
            ["repair schema.type_corrected AT/type -> None"],
            id="any",
        ),
        pytest.param(
            {"type": "spaceship"},
            {},
            ["loss schema.type_unknown AT/type -> None"],
            id="unknown type",
        ),
        pytest.param(
            {"type": ["string", {}]},
            {},
            ["loss schema.type_unknown AT/type -> None"],
            id="type that is no text",
        ),
        pytest.param({"type": None}, {}, [], id="type null"),
        pytest.param(
            "string",
            {"type": "string"},
            ["repair schema.type_only AT -> AT"],
            id="a type's name for a schema",
        ),
        pytest.param(
            "object",
            {"type": "object", "properties": {}},
            [
                "repair schema.type_only AT -> AT",
                "mapping schema.properties_added AT -> AT/properties",
            ],
            id="object's name for a schema",
        ),
        pytest.param(None, {}, ["repair schema.empty AT -> AT"], id="nothing for a schema"),
        pytest.param("any", {}, ["repair schema.empty AT -> AT"], id="any for a schema"),
        pytest.param(["string"], {}, ["loss schema.unreadable AT -> AT"], id="a list for a schema"),
        pytest.param("!", {}, ["loss schema.unreadable AT -> AT"], id="a text for a schema"),
        pytest.param(
            {
                "properties": {
                    "a": {"type": "string", "required": True},
                    "b": {"type": "string", "required": False},
                    "c": {"type": "string", "required": "true"},
                },
                "required": ["b"],
            },
            {
                "properties": {"a": _SAID, "b": _SAID, "c": _SAID},
                "required": ["b", "a", "c"],
            },
            [
                "repair schema.required_flag AT/properties/a/required -> AT/required",
                "repair schema.required_flag AT/properties/b/required -> None",
                "repair schema.required_flag AT/properties/c/required -> AT/required",
            ],
            id="boolean required in properties",
        ),
        pytest.param(
            {"type": "array", "items": {"type": "string", "required": True}},
            {"type": "array", "items": _SAID},
            ["loss schema.required_flag AT/items/required -> None"],
            id="boolean required with no object around it",
        ),
        pytest.param(
            {"properties": "none"},
            {},
            ["loss schema.keyword_unreadable AT/properties -> None"],
            id="properties that are none",
        ),
        pytest.param(
            {"items": [_SAID, {"type": "int"}], "additionalItems": {"type": "bool"}},
            {"prefixItems": [_SAID, {"type": "integer"}], "items": {"type": "boolean"}},
            [
                "repair schema.items_list AT/items -> AT/prefixItems",
                "repair schema.type_corrected AT/items/1/type -> AT/prefixItems/1/type",
                "repair schema.type_corrected AT/items/type -> AT/items/type",
            ],
            id="items as a list",
        ),
        pytest.param(
            {"type": "array", "items": []},
            {"type": "array", "items": {}},
            [
                "repair schema.items_list AT/items -> AT/prefixItems",
                "mapping schema.items_added AT -> AT/items",
            ],
            id="items as an empty list",
        ),
        pytest.param(
            {"$id": "urn:x", "$defs": {"A": _SAID}, "title": "T", "$dynamicRef": "#a"},
            {"title": "T"},
            [
                "mapping schema.identity AT/$id -> None",
                "mapping schema.identity AT/$defs -> None",
                "loss schema.dynamic_reference AT/$dynamicRef -> None",
            ],
            id="names inside the document",
        ),
        pytest.param(
            {
                "allOf": [{"type": "int"}],
                "not": {"type": "int"},
                "properties": {"a": "str"},
                "additionalProperties": {"type": "bool"},
            },
            {
                "allOf": [{"type": "integer"}],
                "not": {"type": "integer"},
                "properties": {"a": _SAID},
                "additionalProperties": {"type": "boolean"},
            },
            [
                "repair schema.type_corrected AT/allOf/0/type -> AT/allOf/0/type",
                "repair schema.type_corrected AT/not/type -> AT/not/type",
                "repair schema.type_only AT/properties/a -> AT/properties/a",
                "repair schema.type_corrected AT/additionalProperties/type"
                " -> AT/additionalProperties/type",
            ],
            id="inside other schemas",
        ),
    ],
)
def test_schemas_are_made_sound(
    schema: Any, expected: Any, changes: list[str], repaired: Repaired
) -> None:
    """Each slip becomes what it most plainly meant, and one change tells it."""
    assert repaired(schema) == (expected, {}, changes)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("#/components/schemas/Ship", "leads to nothing in the document"),
        ("other.yaml#/Boat", "leads outside the document and is not fetched"),
        ("https://schemas.example.org/boat.json", "leads outside the document and is not fetched"),
        ("#boat", "is not a JSON pointer into the document"),
        ("#/components/schemas", "leads to something that is not a schema"),
        ("#", "leads to something that is not a schema"),
        ("#/info/title", "leads to something that is not a schema"),
        (7, "is not text"),
        ("#/components/schemas/Boat/enum/9", "leads to nothing in the document"),
    ],
)
def test_references_that_lead_nowhere_accept_anything(
    reference: Any, said: str, repaired: Repaired, messages: Callable[..., list[str]]
) -> None:
    """A dangling or external reference leaves its description, and a loss that says why."""
    components = {"Boat": {"enum": ["a"]}}
    schema = {"$ref": reference, "description": "A boat."}
    found, kept, changes = repaired(schema, components, {"info": {"title": "Boats"}})
    assert (found, kept) == ({"description": "A boat."}, {})
    assert changes[0] == "loss schema.reference_lost AT/$ref -> AT"
    if reference not in ("#", "#/info/title"):
        message = messages(schema, components)[0]
        assert message == f"reference {str(reference)!r} {said}; anything is accepted here"


def test_references_in_a_circle_of_components_are_kept(repaired: Repaired) -> None:
    """A reference to a component that is only a reference back is left to the recursion cut."""
    components = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    found, kept, changes = repaired({"$ref": "#/components/schemas/A"}, components)
    assert (found, kept, changes) == ({"$ref": "#/components/schemas/A"}, components, [])


def test_words_beside_a_reference_keep_their_meaning(repaired: Repaired) -> None:
    """Annotations stay beside a reference; what asserts something goes into an allOf with it."""
    found, kept, changes = repaired(
        {"$ref": "#/components/schemas/Boat", "title": "T", "x-y": 1, "type": "object"},
        {"Boat": {"properties": {}}},
    )
    assert found == {
        "allOf": [{"$ref": "#/components/schemas/Boat"}, {"type": "object", "properties": {}}],
        "title": "T",
        "x-y": 1,
    }
    assert kept == {"Boat": {"properties": {}}}
    assert changes == ["mapping schema.properties_added AT -> AT/allOf/1/properties"]


def test_a_boolean_required_beside_a_reference_moves_up(repaired: Repaired) -> None:
    """A property that is a reference and says required: true stays a plain reference."""
    found, _, changes = repaired(
        {"properties": {"boat": {"$ref": "#/components/schemas/Boat", "required": True}}},
        {"Boat": _SAID},
    )
    assert found == {
        "properties": {"boat": {"$ref": "#/components/schemas/Boat"}},
        "required": ["boat"],
    }
    assert changes == ["repair schema.required_flag AT/properties/boat/required -> AT/required"]


def test_a_boolean_required_beside_a_lone_reference_is_a_loss(repaired: Repaired) -> None:
    """Outside a property nobody can say for whom it is required."""
    found, _, changes = repaired(
        {"$ref": "#/components/schemas/Boat", "required": True}, {"Boat": _SAID}
    )
    assert found == {"$ref": "#/components/schemas/Boat"}
    assert changes == ["loss schema.required_flag AT/required -> None"]


def test_component_names_are_made_of_allowed_characters(repaired: Repaired) -> None:
    """A name with other characters gets them replaced, never that of another component."""
    components = {
        "Boat (old)": _SAID,
        "Boat_old": {"type": "integer"},
        "__init__": {"type": "boolean"},
        "船": {"type": "null"},
    }
    found, kept, changes = repaired(
        {
            "anyOf": [
                {"$ref": "#/components/schemas/Boat (old)"},
                {"$ref": "#/components/schemas/Boat%20(old)"},
                {"$ref": "#/components/schemas/Boat_old"},
                {"$ref": "#/components/schemas/__init__"},
                {"$ref": "#/components/schemas/船"},
            ]
        },
        components,
    )
    names = ["Boat_old_2", "Boat_old_2", "Boat_old", "__init__", "schema"]
    assert found == {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}
    assert kept == {
        "Boat_old": {"type": "integer"},
        "__init__": {"type": "boolean"},
        "Boat_old_2": _SAID,
        "schema": {"type": "null"},
    }
    home = "/components/schemas"
    assert changes == [
        f"mapping schema.renamed {home}/Boat (old) -> {home}/Boat_old_2",
        f"mapping schema.renamed {home}/船 -> {home}/schema",
    ]


def test_renamed_components_are_told_by_their_old_names(
    messages: Callable[..., list[str]],
) -> None:
    """Names of which nothing is left stay distinguishable, and say which they were."""
    components = {"船": _SAID, "海": {"type": "integer"}}
    schema = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in components]}
    rule = "component names are made of letters, digits, dots, _ and -"
    assert messages(schema, components) == [
        f"component 船 is now schema: {rule}",
        f"component 海 is now schema_2: {rule}",
    ]


def test_references_to_other_places_become_components(repaired: Repaired) -> None:
    """A schema that stands in an operation, or deep in another one, gets a name of its own."""
    place = "#/paths/~1crews/post/requestBody/content/application~1json/schema"
    document = {
        "paths": {
            "/crews": {
                "post": {"requestBody": {"content": {"application/json": {"schema": _SAID}}}}
            }
        }
    }
    found, kept, changes = repaired(
        {"properties": {"crew": {"$ref": place}, "a": {"$ref": "#/components/schemas/B/items"}}},
        {"B": {"type": "array", "items": {"type": "int"}}},
        document,
    )
    crew = "paths__crews_post_requestBody_content_application_json_schema"
    assert found == {
        "properties": {
            "crew": {"$ref": f"#/components/schemas/{crew}"},
            "a": {"$ref": "#/components/schemas/B_items"},
        }
    }
    assert kept == {"B_items": {"type": "integer"}, crew: _SAID}
    assert changes == [
        f"mapping schema.hoisted {place[1:]} -> /components/schemas/{crew}",
        "mapping schema.hoisted /components/schemas/B/items -> /components/schemas/B_items",
        "repair schema.type_corrected /components/schemas/B/items/type"
        " -> /components/schemas/B_items/type",
        "mapping schema.unused /components/schemas -> None",
    ]


@pytest.mark.parametrize("written", ["Boat", "#/definitions/Boat", "#/components/schemas/Boat"])
def test_references_that_plainly_mean_a_component_are_read_so(
    written: str, repaired: Repaired
) -> None:
    """A bare name and Swagger's old place lead to the component of that name."""
    found, kept, changes = repaired({"$ref": written}, {"Boat": _SAID})
    assert (found, kept, changes) == (
        {"$ref": "#/components/schemas/Boat"},
        {"Boat": _SAID},
        [],
    )


def test_components_that_nothing_reaches_are_left_out(
    repaired: Repaired, messages: Callable[..., list[str]]
) -> None:
    """Unused component schemas are named together, ten of them at most."""
    unused = {f"Unused{number}": _SAID for number in range(12)}
    found, kept, changes = repaired(_SAID, unused)
    assert (found, kept) == (_SAID, {})
    assert changes == ["mapping schema.unused /components/schemas -> None"]
    named = ", ".join(f"Unused{number}" for number in range(10))
    assert messages(_SAID, unused) == [
        f"component schemas that no operation uses were left out, 12 in all: {named}, …"
    ]


def test_a_discriminator_keeps_what_its_mapping_says_of_schemas_that_are_there(
    repaired: Repaired,
) -> None:
    """Mapped schemas that nothing refers to are left out by name; the others are renamed along."""
    schema = {
        "oneOf": [{"$ref": "#/components/schemas/Cat fish"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"cat": "#/components/schemas/Cat fish", "dog": "Dog"},
        },
    }
    found, kept, changes = repaired(schema, {"Cat fish": _SAID, "Dog": _SAID})
    assert found == {
        "oneOf": [{"$ref": "#/components/schemas/Cat_fish"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"cat": "#/components/schemas/Cat_fish"},
        },
    }
    assert list(kept) == ["Cat_fish"]
    assert changes == [
        "mapping schema.renamed /components/schemas/Cat fish -> /components/schemas/Cat_fish",
        "loss schema.discriminator_mapping AT/discriminator/mapping/dog -> None",
        "mapping schema.unused /components/schemas -> None",
    ]
