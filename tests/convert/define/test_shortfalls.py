"""Operations that lost an input, and operations that could not be read at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionDefinition, UnreadOperation

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]
Define = Callable[..., tuple[ActionDefinition, Told]]

OK = {"responses": {"200": {"description": "ok"}}}
BOATS = "/paths/~1boats"
JSON = "application/json"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {"parameters": [{"$ref": "#/nowhere"}]},
            "a parameter could not be read: '#/nowhere' leads nowhere; left out",
        ),
        (
            {"parameters": "all"},
            "parameters is text, expected an array; left out",
        ),
        (
            {"requestBody": {"$ref": "other.yaml#/body"}},
            "the request body could not be read: 'other.yaml#/body' is outside this document; "
            "left out",
        ),
        (
            {"requestBody": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/B"}}}}},
            "the fields of its body could not be read: '#/components/schemas/B' leads nowhere",
        ),
    ],
)
def test_an_input_that_is_lost_is_a_shortfall(
    define: Define, document: Json, operation: Json, fields: Json, reason: str
) -> None:
    """An operation that misses a parameter or its body says so, once, in the loss's words."""
    operation |= fields
    action, _ = define(document)
    assert action.operations[0].shortfalls == (reason,)


def test_shared_parameters_are_missed_by_every_operation(define: Define, document: Json) -> None:
    """A path's unreadable parameter is a shortfall of each of its operations, of no other."""
    document["paths"]["/boats"] |= {"parameters": [7], "post": {"operationId": "add", **OK}}
    document["paths"]["/crews"] = {"get": {"operationId": "crews", **OK}}
    action, _ = define(document)
    missed = "a parameter could not be read: a number stands where an object is expected; left out"
    assert [operation.shortfalls for operation in action.operations] == [(missed,), (missed,), ()]


def test_other_losses_are_no_shortfall(define: Define, document: Json, operation: Json) -> None:
    """What a call does not depend on may be lost: documentation, a response's headers."""
    operation |= {
        "externalDocs": {"url": "https://boats.net"},
        "requestBody": {"content": {JSON: {"schema": {"type": "object"}, "example": 1}}},
        "responses": {"200": {"description": "ok", "headers": {"X": {}}}},
    }
    action, told = define(document)
    assert len(told) == 3
    assert action.operations[0].shortfalls == ()


def test_what_cannot_be_read_is_counted(define: Define, document: Json) -> None:
    """An operation, or a path with an unknown number of them, is kept by name and reason."""
    document["paths"] |= {
        "/crews": {"$ref": "crews.yaml"},
        "boats": {"get": {"operationId": "again", **OK}},
        "/x-" + "y" * 3000: {"get": OK},
    }
    document["paths"]["/boats"]["put"] = "later"
    action, _ = define(document)
    assert action.unread == (
        UnreadOperation("put", "/boats", f"{BOATS}/put", "operation.unreadable",
                        "text stands where an object is expected"),
        UnreadOperation("*", "/crews", "/paths/~1crews", "path.unreadable",
                        "'crews.yaml' is outside this document"),
        UnreadOperation("get", "/boats", "/paths/boats/get", "operation.unreadable",
                        "another operation has the same method and path"),
        UnreadOperation("*", "/x-" + "y" * 76 + "…", "/paths/~1x-" + "y" * 3000,
                        "path.unreadable", "it has 3003 characters, expected 2048 at most"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "server", "path"),
    [
        ("https://api.boats.net/crews", "https://api.boats.net", "/crews"),
        ("http://API.boats.net/v1/crews/{id}", "https://api.boats.net/v1", "/crews/{id}"),
        (" https://api.boats.net ", "https://api.boats.net", "/"),
    ],
)
def test_a_path_that_repeats_the_server(
    define: Define, document: Json, written: str, server: str, path: str
) -> None:
    """A full URL on the document's own server is its path, however host and scheme are spelled."""
    document |= {"servers": [{"url": server}], "paths": {written: {"get": {"operationId": "x"}}}}
    stage = Stage()
    action, _ = define(document, stage=stage)
    assert (action.operations[0].path, action.operations[0].shortfalls) == (path, ())
    (repair,) = [change for change in stage.changes if change.code == "path.full_url"]
    assert repair.message == f"path {written} repeats the server; it is {path} now"


@pytest.mark.parametrize(
    ("written", "path", "problem"),
    [
        ("/boats?{kind}=row", "/boats?{kind}=row", "its path has a query in it, which OpenAPI does "
         "not allow and no call keeps apart from the parameters"),
        ("/boats#row", "/boats#row", "its path has a fragment in it, which OpenAPI does "
         "not allow and no call keeps apart from the parameters"),
        ("https://other.net/boats", "/https://other.net/boats",
         "its path is a full URL on another server"),
        ("https://api.boats.network/boats", "/https://api.boats.network/boats",
         "its path is a full URL on another server"),
        ("https://bad_/[/boats", "/https://bad_/[/boats",
         "its path is a full URL on another server"),
    ],
)  # fmt: skip
def test_paths_that_cannot_be_called(
    define: Define, document: Json, written: str, path: str, problem: str
) -> None:
    """They are kept as they are, named, and counted as a shortfall."""
    document["paths"] = {written: {"get": {"operationId": "x", **OK}}}
    action, told = define(document)
    (operation,) = action.operations
    assert operation.path == path
    assert operation.shortfalls == (f"it cannot be called as it is written: {problem}",)
    assert [line[1] for line in told if line[0] == "loss"] == ["path.uncallable"]


def test_a_full_url_without_a_server_to_compare(define: Define, document: Json) -> None:
    """Where no server is known, no full URL can be on it."""
    document |= {"servers": [], "paths": {"https://a.net/x": {"get": {"operationId": "x", **OK}}}}
    action, _ = define(document)
    assert action.operations[0].path == "/https://a.net/x"
