"""Which parameters of an operation reach the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
Lines = Callable[[Any], list[str]]
Lost = Callable[[Any], dict[str, tuple[str, ...]]]

_AT = "/paths/~1boats/get"
_IN = "In path /boats, method get, operationId listBoats,"


def test_parameters_by_reference_cost_the_operation(
    document: Json, operation: Json, lines: Lines, lost: Lost
) -> None:
    """A $ref has no name: the builder skips the parameter, then the function, once."""
    operation["parameters"] = [{"$ref": "#/components/parameters/Page"}, None]
    assert lines(document) == [
        f"error operation.skipped {_AT} {_IN} skipping function due to errors",
        f"error parameter.no_name {_AT}/parameters/0 {_IN} parameter "
        "{'$ref': '#/components/parameters/Page'} is has missing or non-string name; skipping",
        f"error parameter.no_name {_AT}/parameters/1 {_IN} parameter None is has missing or "
        "non-string name; skipping",
    ]
    assert lost(document) == {"get /boats": ("parameter.no_name", "operation.skipped")}


def test_long_and_deep_parameters_are_cut_in_the_message(
    document: Json, operation: Json, lines: Lines
) -> None:
    """A parameter of any size or depth makes a message of one line."""
    deep: Any = {}
    for _ in range(5_000):
        deep = {"a": deep}
    operation["parameters"] = [{"example": "x" * 9_000}, deep]
    _, long, nested = lines(document)
    assert len(long) < 650
    assert "parameter {...} is has missing" in nested


@pytest.mark.parametrize(
    ("parameter", "code", "costs"),
    [
        ({"name": "X-Trace", "in": "header"}, "error parameter.location", []),
        (
            {"name": "X-Trace", "in": "header", "required": True},
            "error parameter.location",
            ["get /boats"],
        ),
        ({"name": "sid", "in": "cookie"}, "error parameter.location", []),
        ({"name": "fleet", "in": "body"}, "error parameter.location", ["get /boats"]),
        ({"name": "fleet"}, "error parameter.location", ["get /boats"]),
        ({"name": "Accept", "in": "header"}, "warning parameter.security_header", []),
        (
            {"name": "X-API-Key", "in": "header", "required": True},
            "warning parameter.security_header",
            [],
        ),
    ],
)
def test_other_locations_are_ignored(
    parameter: Json, code: str, costs: list[str], document: Json, operation: Json,
    lines: Lines, lost: Lost,
) -> None:  # fmt: skip
    """Headers and cookies are dropped: fatal only where required and not filled by the auth."""
    document["components"]["securitySchemes"] = {
        "key": {"type": "apiKey", "in": "header", "name": "x-api-key"}
    }
    operation["parameters"] = [parameter]
    location = parameter.get("in", "None")
    said = f"parameter {parameter['name']} has location {location}; ignoring"
    assert lines(document) == [f"{code} {_AT}/parameters/0 {_IN} {said}"]
    assert list(lost(document)) == costs


def test_authorization_is_filled_by_a_bearer_scheme_alone(
    document: Json, operation: Json, lost: Lost
) -> None:
    """A required Authorization header costs the operation unless a scheme sends it."""
    operation["parameters"] = [{"name": "Authorization", "in": "header", "required": True}]
    assert lost(document) == {"get /boats": ("parameter.location",)}
    document["components"]["securitySchemes"] = {"b": {"type": "http", "scheme": "bearer"}}
    assert lost(document) == {}


def test_the_same_name_twice_costs_the_operation(
    document: Json, operation: Json, lines: Lines, lost: Lost
) -> None:
    """Path and query share one list of names."""
    schema = {"type": "string"}
    operation["parameters"] = [
        {"name": "id", "in": "query", "schema": schema},
        {"name": "id", "in": "path", "schema": schema},
    ]
    assert lines(document) == [
        f"error parameter.duplicated {_AT}/parameters/1 {_IN} "
        "parameter id is duplicated; skipping function due to errors"
    ]
    assert lost(document) == {"get /boats": ("parameter.duplicated",)}


def test_long_descriptions_of_parameters_are_warned_of(
    document: Json, operation: Json, lines: Lines
) -> None:
    """A parameter's description may have 700 characters; more is kept, and warned of."""
    operation["parameters"][0]["description"] = "x" * 701
    assert lines(document) == [
        f"warning parameter.description_too_long {_AT}/parameters/0/description {_IN} "
        "parameter berth description has length 701 exceeding limit of 700"
    ]


@pytest.mark.parametrize("value", [None, {}, "berth"])
def test_parameters_are_a_list(value: Any, document: Json, operation: Json, lost: Lost) -> None:
    """Anything else in their place costs the operation."""
    operation["parameters"] = value
    assert lost(document) == {"get /boats": ("parameter.not_list",)}


def test_a_parameter_without_a_schema_is_warned_of(
    document: Json, operation: Json, lines: Lines
) -> None:
    """What a parameter takes has to be said."""
    operation["parameters"] = [{"name": "berth", "in": "query"}]
    assert lines(document) == [
        f"warning parameter.no_schema {_AT}/parameters/0 {_IN} parameter berth has no schema"
    ]


def test_a_dangling_schema_of_a_parameter_costs_the_operation(
    document: Json, operation: Json, lines: Lines, lost: Lost
) -> None:
    """A parameter whose schema is nowhere does not arrive whole."""
    operation["parameters"][0]["schema"] = {"$ref": "#/components/schemas/Berth"}
    assert lines(document) == [
        f"error schema.unknown_component {_AT}/parameters/0/schema/$ref "
        "In context=('paths', '/boats', 'get', 'parameters', 'berth', 'schema'), "
        "reference to unknown component Berth; using empty schema"
    ]
    assert lost(document) == {"get /boats": ("schema.unknown_component",)}


def test_undeclared_path_parameters_are_warned_of(
    document: Json, operation: Json, lines: Lines
) -> None:
    """A name in the path that no parameter declares is warned of, once."""
    document["paths"] = {"/b/{berth}/{id}/{id}": {"get": operation}}
    assert [line.partition(" In path")[0] for line in lines(document)] == [
        "warning parameter.undeclared /paths/~1b~1{berth}~1{id}~1{id}/get"
    ]
    document["paths"]["/b/{berth}/{id}/{id}"]["parameters"] = [{"name": "id", "in": "path"}]
    assert [line.split()[1] for line in lines(document)] == ["path.parameters"]
