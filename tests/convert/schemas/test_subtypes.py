"""Subtypes that only a discriminator leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.repair import repair_schemas
from gptreview.convert.targets.gpt_action.body import fit_body
from gptreview.convert.upgrade.document import upgrade_openapi30, upgrade_swagger
from gptreview.model.action import ActionAuth, ActionDefinition, Operation

Json = dict[str, Any]
Repaired = Callable[..., tuple[Any, Json, list[str]]]

POST = "/paths/~1pets/post"
BODY = f"{POST}/requestBody/content/application~1json/schema"
_TEXT = {"type": "string"}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _sub(base: str, field: str) -> Json:
    own = {"type": "object", "properties": {field: _TEXT, "age": _TEXT}, "required": [field, "age"]}
    return {"allOf": [_ref(base), own]}


def _pets(mapping: Json | None = None, **more: Any) -> Json:
    discriminator = {"propertyName": "kind", **({"mapping": mapping} if mapping else {})}
    return {
        "Pet": {
            "type": "object",
            "properties": {"kind": _TEXT},
            "required": ["kind"],
            "discriminator": discriminator,
        },
        "Cat": _sub("Pet", "meow"),
        "Dog": _sub("Pet", "woof"),
        **more,
    }


def _post(schema: Any, schemas: Json) -> tuple[Any, list[str]]:
    """The body that the builder gets, and what is told of it by both stages."""
    media: Json = {"application/json": {"schema": schema}, "text/plain": {}}
    posted = Operation(
        "addPet", "post", "/pets", POST, "https://pets.example.org", request_body={"content": media}
    )
    plain = Operation("getPets", "get", "/pets", "/paths/~1pets/get", "https://pets.example.org")
    stage, fitting = Stage(), Stage()
    action = ActionDefinition("Pets", "1", "", (posted, plain), ActionAuth(), schemas)
    repaired = repair_schemas({"components": {"schemas": schemas}}, action, stage)
    fitted = fit_body(repaired.operations[0], repaired.schemas, fitting)
    assert isinstance(fitted, Operation)
    assert fitted.request_body is not None
    codes = [f"{c.kind} {c.code}" for c in (*stage.changes, *fitting.changes)]
    codes.remove("loss body.other_media_type")
    return fitted.request_body["content"]["application/json"]["schema"], codes


_COSTS = ["loss body.alternatives", "loss body.discriminator"]


@pytest.mark.parametrize("schema", [_ref("Pet"), _ref("Alias")])
def test_a_body_offers_the_fields_of_its_subtypes(schema: Json) -> None:
    """All their fields together, required only what all of them need."""
    found, codes = _post(schema, _pets(Alias=_ref("Pet")))
    assert found == {
        "type": "object",
        "properties": {"kind": _TEXT, "meow": _TEXT, "age": _TEXT, "woof": _TEXT},
        "required": ["kind", "age"],
    }
    assert [code for code in codes if code != "mapping schema.unused"] == _COSTS


@pytest.mark.parametrize("mapping", [{"c": "Cat"}, {"c": "#/components/schemas/Cat", "x": "No"}])
def test_the_mapping_says_which_subtypes_there_are(mapping: Json) -> None:
    """Those that it does not name are not offered; a single one is not required to be meant."""
    found, codes = _post(_ref("Pet"), _pets(mapping))
    assert found == {
        "type": "object",
        "properties": {"kind": _TEXT, "meow": _TEXT, "age": _TEXT},
        "required": ["kind"],
    }
    assert codes == ["loss schema.discriminator_mapping", "mapping schema.unused", *_COSTS]


def test_a_base_in_line_has_the_subtypes_of_its_mapping() -> None:
    """A schema without a name cannot be referred to under allOf."""
    base = _pets({"c": "Cat", "d": "Dog"})["Pet"]
    found, codes = _post(base, _pets())
    assert list(found["properties"]) == ["kind", "meow", "age", "woof"]
    assert codes == ["loss schema.discriminator_mapping", *_COSTS]
    assert _post(_pets()["Pet"], _pets())[1] == ["mapping schema.unused", "loss body.discriminator"]


def test_subtypes_of_subtypes_count() -> None:
    """Whatever refers to the base, directly or not."""
    lion = {"allOf": [_ref("Cat"), _ref("Dog"), {"properties": {"roar": _TEXT}}]}
    found, _ = _post(_ref("Pet"), _pets(Lion=lion))
    assert list(found["properties"]) == ["kind", "meow", "age", "woof", "roar"]


def test_more_subtypes_than_a_body_can_hold_are_a_loss() -> None:
    """The base stays as it is, and the first of them are named."""
    many = {f"Pet{number}": _sub("Pet", f"f{number}") for number in range(60)}
    found, codes = _post(_ref("Pet"), _pets(**many))
    assert list(found["properties"]) == ["kind"]
    assert codes == ["loss schema.subtypes", "mapping schema.unused", "loss body.discriminator"]


def test_an_alias_that_says_more_is_no_base() -> None:
    """Its own words would be lost with it, so the subtypes are."""
    alias = {**_ref("Pet"), "required": ["name"]}
    found, codes = _post(_ref("Alias"), _pets(Alias=alias))
    assert (list(found["properties"]), found["required"]) == (["kind", "name"], ["kind", "name"])
    assert codes[0] == "loss schema.subtypes"


def test_a_discriminator_that_is_none_has_no_subtypes() -> None:
    """A bare name, as Swagger 2.0 had it, is unreadable in 3.1, which is told."""
    pets = _pets()
    pets["Pet"]["discriminator"] = "kind"
    found, codes = _post(_ref("Pet"), pets)
    assert list(found["properties"]) == ["kind"]
    assert codes == ["loss schema.keyword_unreadable", "mapping schema.unused"]


def test_a_circle_of_references_is_no_base() -> None:
    """It is left to the recursion cut."""
    found, codes = _post(_ref("A"), _pets(A=_ref("B"), B=_ref("A"), Lost=_ref("No")))
    assert found == {"type": "object", "properties": {}}
    assert "loss schema.subtypes" not in codes
    assert "loss schema.reference_lost" in _post(_ref("No"), _pets())[1]


@pytest.mark.parametrize("schema", [_ref("Pet"), {"type": "array", "items": _ref("Pet")}])
def test_elsewhere_the_subtypes_are_a_named_loss(
    schema: Json, repaired: Repaired, messages: Callable[..., list[str]]
) -> None:
    """Answers and nested schemas keep the base alone; each base is told of once."""
    whole = {"type": "object", "properties": {"a": schema, "b": schema}}
    _, kept, changes = repaired(whole, _pets())
    assert kept == {"Pet": _pets()["Pet"]}
    home = "/components/schemas"
    assert changes == [
        f"loss schema.subtypes {home}/Pet -> {home}/Pet",
        f"mapping schema.unused {home} -> None",
    ]
    assert messages(whole, _pets())[0] == (
        "a value may also be Cat, Dog, which only a discriminator says; the fields that these add "
        "are not offered here"
    )


def test_a_base_in_line_elsewhere_is_told_where_it_stands(repaired: Repaired) -> None:
    """Nothing of the mapping stays behind, not even an empty one."""
    found, _, changes = repaired(_pets({"c": "Cat"})["Pet"], {"Cat": _TEXT})
    assert found["discriminator"] == {"propertyName": "kind"}
    assert changes[:2] == [
        "loss schema.subtypes AT -> AT",
        "loss schema.discriminator_mapping AT/discriminator/mapping -> AT",
    ]
    found, _, changes = repaired({"discriminator": {"propertyName": "kind", "mapping": {}}})
    assert (found, changes) == ({"discriminator": {"propertyName": "kind"}}, [])


def test_a_subtype_by_itself_loses_nothing(repaired: Repaired) -> None:
    """What refers to the base under allOf has its fields already."""
    _, kept, changes = repaired(_ref("Cat"), _pets())
    assert list(kept) == ["Pet", "Cat"]
    assert changes == ["mapping schema.unused /components/schemas -> None"]


def test_alternatives_without_a_known_mapping_leave_no_empty_one(repaired: Repaired) -> None:
    """A mapping of which nothing is left goes with what it held."""
    schema = {
        "oneOf": [_ref("Cat")],
        "discriminator": {"propertyName": "kind", "mapping": {"x": "No"}},
    }
    found, _, changes = repaired(schema, {"Cat": _TEXT})
    assert found["discriminator"] == {"propertyName": "kind"}
    assert changes == ["loss schema.discriminator_mapping AT/discriminator/mapping/x -> None"]


def test_swagger_subtypes_are_offered_alike() -> None:
    """Swagger 2.0 names the property alone; its subtypes refer to the base under allOf."""
    text = {"type": "string"}
    pet = {"type": "object", "discriminator": "kind", "properties": {"kind": text}}
    own = {"type": "object", "properties": {"meow": text}}
    document = {
        "swagger": "2.0",
        "paths": {},
        "definitions": {"Pet": pet, "Cat": {"allOf": [{"$ref": "#/definitions/Pet"}, own]}},
    }
    upgraded = upgrade_openapi30(upgrade_swagger(document, Stage()), Stage())
    found, codes = _post(_ref("Pet"), upgraded["components"]["schemas"])
    assert found == {"type": "object", "properties": {"kind": text, "meow": text}}
    assert codes == _COSTS
