"""Queries that hand-written documents put into a path."""

from __future__ import annotations

from typing import Any

import pytest

from gptreview.convert.define.path_query import query_to_parameters
from gptreview.model.action import Operation

TEXT = {"type": "string"}


def operation(path: str, *parameters: dict[str, Any]) -> Operation:
    """A GET operation with this path."""
    return Operation("x", "get", path, "/paths/~1x/get", "https://a.example.com",
                     parameters=parameters)  # fmt: skip


def path_parameter(name: str, **more: Any) -> dict[str, Any]:
    """A path parameter as it is read."""
    return {"name": name, "in": "path", "required": True, "schema": TEXT, **more}


def test_a_variable_becomes_the_query_parameter_of_its_name() -> None:
    """``?q={place}`` is the query parameter q with what was said of place; style goes."""
    found = query_to_parameters(
        operation("/info?q={place}", path_parameter("place", description="Where", style="simple"))
    )
    assert found == operation(
        "/info",
        {"name": "q", "in": "query", "required": True, "schema": TEXT, "description": "Where"},
    )


def test_a_constant_becomes_a_parameter_with_one_value() -> None:
    """``?kind=row%20boat`` is sent as it was: required, and with nothing to choose."""
    found = query_to_parameters(operation("/boats/{id}?kind=row%20boat&x=", path_parameter("id")))
    assert found == operation(
        "/boats/{id}",
        path_parameter("id"),
        {"name": "kind", "in": "query", "required": True,
         "schema": {"type": "string", "enum": ["row boat"]}},
        {"name": "x", "in": "query", "required": True, "schema": {"type": "string", "enum": [""]}},
    )  # fmt: skip


def test_a_variable_that_the_path_needs_too_stays() -> None:
    """One variable in the path and in the query becomes two parameters."""
    found = query_to_parameters(operation("/b/{id}?of={id}", path_parameter("id")))
    assert found is not None
    assert [(p["in"], p["name"]) for p in found.parameters] == [("path", "id"), ("query", "of")]


@pytest.mark.parametrize(
    "path",
    ["/a", "/a?", "/a?x", "/a?{x}=1", "/a?q=pre{x}", "/a?q={y}", "/a?q=1&q=2", "/a?q=1#f",
     "/a?own=1", "/a?=1"],
)  # fmt: skip
def test_what_cannot_be_told_apart_is_left(path: str) -> None:
    """No query, no pair, half a value, an unknown variable, a name twice: nothing is guessed."""
    own = {"name": "own", "in": "query", "schema": TEXT}
    assert query_to_parameters(operation(path, path_parameter("x"), own)) is None
