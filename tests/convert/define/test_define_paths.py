"""Paths and their operations, slips included."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionDefinition, Operation

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]
Define = Callable[..., tuple[ActionDefinition, Told]]

OK = {"responses": {"200": {"description": "ok"}}}


def calls(action: ActionDefinition) -> list[str]:
    """Method, path and id of each operation."""
    return [f"{op.method} {op.path} {op.operation_id}" for op in action.operations]


def test_a_sound_document_is_read_without_a_word(
    define: Define, document: Json, list_boats: Operation
) -> None:
    """Everything arrives where it belongs, and nothing is told."""
    action, told = define(document)
    assert action == ActionDefinition("Boats", "1.0", "", (list_boats,), action.auth)
    assert told == []


@pytest.mark.parametrize(
    ("written", "path", "place"),
    [
        ("boats", "/boats", "/paths/boats"),
        (" /boats ", "/boats", "/paths/ ~1boats "),
        ("", "/", "/paths/"),
        ("boats/{id}", "/boats/{id}", "/paths/boats~1{id}"),
    ],
)
def test_path_without_leading_slash(
    define: Define, document: Json, written: str, path: str, place: str
) -> None:
    """A slash is added, spaces around are removed, and later changes find their way back."""
    document["paths"] = {written: {"get": {"operationId": "x", "parameters": [
        {"name": "id", "in": "path", "required": True, "schema": {}}
    ] if "{" in written else [], **OK}}}  # fmt: skip
    stage = Stage()
    action, told = define(document, stage=stage)
    after = f"/paths/{path.replace('/', '~1')}"
    assert calls(action) == [f"get {path} x"]
    assert action.operations[0].pointer == f"{after}/get"
    assert told == [("repair", "path.no_slash", place, after)]
    assert stage.origin(f"{after}/get/summary") == f"{place}/get/summary"


def test_a_path_nested_in_another_path(define: Define, document: Json) -> None:
    """A path that slipped into the one above is moved up, however often that happened."""
    document["paths"]["/boats"]["/harbours"] = {
        "post": {"operationId": "addHarbour", **OK},
        "/moorings": {"get": {"operationId": "listMoorings", **OK}},
        "parameters": [{"name": "q", "in": "query", "schema": {}}],
    }
    stage = Stage()
    action, told = define(document, stage=stage)
    assert calls(action) == [
        "get /boats listBoats",
        "post /harbours addHarbour",
        "get /moorings listMoorings",
    ]
    assert [len(found.parameters) for found in action.operations] == [0, 1, 0]
    nested = "/paths/~1boats/~1harbours"
    assert told == [
        ("repair", "path.nested", nested, "/paths/~1harbours"),
        ("repair", "path.nested", f"{nested}/~1moorings", "/paths/~1moorings"),
    ]
    assert stage.origin("/paths/~1moorings/get/x") == f"{nested}/~1moorings/get/x"
    assert stage.origin("/paths/~1harbours/post/parameters/0") == f"{nested}/parameters/0"


@pytest.mark.parametrize("key", ["GET", "Get", " get"])
def test_methods_in_upper_case(
    define: Define, document: Json, operation: Json, list_boats: Operation, key: str
) -> None:
    """A method is read in any letter case, and that is told."""
    document["paths"]["/boats"] = {key: operation}
    action, told = define(document)
    assert action.operations == (list_boats,)
    place = f"/paths/~1boats/{key}"
    assert told == [("repair", "path.method_case", place, "/paths/~1boats/get")]


def test_an_operation_that_stands_twice(define: Define, document: Json) -> None:
    """Of two with one method and path the first counts, and the other is a named loss."""
    document["paths"]["/boats"]["GET"] = {"operationId": "again", **OK}
    document["paths"]["boats"] = {"get": {"operationId": "third", **OK}}
    action, told = define(document)
    assert calls(action) == ["get /boats listBoats"]
    assert [change for change in told if change[0] == "loss"] == [
        ("loss", "operation.unreadable", "/paths/~1boats/GET", None),
        ("loss", "operation.unreadable", "/paths/boats/get", None),
    ]


@pytest.mark.parametrize("value", [None, [], "x", 7, True])
def test_operations_that_are_no_objects(define: Define, document: Json, value: Any) -> None:
    """They are named losses."""
    document["paths"]["/boats"]["put"] = value
    action, told = define(document)
    assert calls(action) == ["get /boats listBoats"]
    assert told == [("loss", "operation.unreadable", "/paths/~1boats/put", None)]


@pytest.mark.parametrize("value", [None, [], "x", 7, {"$ref": "#/nowhere"}, {"$ref": "a.yaml"}])
def test_paths_that_are_no_objects(define: Define, document: Json, value: Any) -> None:
    """They are named losses, and so are external references."""
    document["paths"]["/lost"] = value
    action, told = define(document)
    assert calls(action) == ["get /boats listBoats"]
    assert told == [("loss", "path.unreadable", "/paths/~1lost", None)]


@pytest.mark.parametrize("paths", [None, [], "x", {}, {"x-boats": {"get": OK}}])
def test_documents_without_paths(define: Define, document: Json, paths: Any) -> None:
    """There are no operations then, and extensions are none."""
    document["paths"] = paths
    action, told = define(document)
    assert (action.operations, told) == ((), [])


def test_every_method_and_nothing_else(define: Define, document: Json) -> None:
    """All eight methods are operations; keys that paths have are no loss, others are."""
    methods = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
    document["paths"]["/boats"] = {
        "summary": "Boats", "description": "All boats", "parameters": [], "servers": [],
        **{method: {"operationId": method, **OK} for method in methods},
        "x-boats": 1, "query": {}, "/slip": "no object",
    }  # fmt: skip
    action, told = define(document)
    assert calls(action) == [f"{method} /boats {method}" for method in methods]
    assert {(op.summary, op.description) for op in action.operations} == {("Boats", "All boats")}
    assert told == [
        ("loss", "path.unknown_key", f"/paths/~1boats/{key}", None)
        for key in ("x-boats", "query", "~1slip")
    ]


def test_paths_by_reference(define: Define, document: Json, list_boats: Operation) -> None:
    """A path item is read where it stands; what stands beside the reference wins."""
    document["components"] = {
        "pathItems": {
            "boats": {
                "get": {"operationId": "listBoats", **OK},
                "summary": "There",
                "parameters": [{"name": "a", "in": "query", "schema": {}}],
                "/nested": {"get": OK},
            }
        }
    }
    reference = {"$ref": "#/components/pathItems/boats"}
    document["paths"] = {
        "/boats": {**reference, "summary": "Here", "parameters": []},
        "/ships": reference,
    }
    stage = Stage()
    action, told = define(document, stage=stage)
    parameter = {"name": "a", "in": "query", "schema": {}}
    assert action.operations == (
        replace(list_boats, summary="Here"),
        replace(
            list_boats, operation_id="listBoats_2", path="/ships", summary="There",
            pointer="/paths/~1ships/get", parameters=(parameter,),
        ),
    )  # fmt: skip
    item = "/components/pathItems/boats"
    assert told == [
        ("loss", "path.unknown_key", f"{item}/~1nested", None),
        ("loss", "path.unknown_key", f"{item}/~1nested", None),
        ("repair", "operation_id.rewritten", f"{item}/get/operationId",
         "/paths/~1ships/get/operationId"),
    ]  # fmt: skip
    assert stage.origin("/paths/~1ships/get/parameters/0") == f"{item}/parameters/0"


def test_paths_that_lead_in_circles(define: Define, document: Json) -> None:
    """A path nested in itself by reference ends, with its keys named."""
    document["paths"]["/boats"]["/again"] = {"$ref": "#/paths/~1boats"}
    document["paths"]["/a"] = {"$ref": "#/paths/~1b"}
    document["paths"]["/b"] = {"$ref": "#/paths/~1a"}
    action, told = define(document)
    assert calls(action) == ["get /boats listBoats", "get /again listBoats_2"]
    assert told == [
        ("repair", "path.nested", "/paths/~1boats/~1again", "/paths/~1again"),
        ("loss", "path.unknown_key", "/paths/~1boats/~1again", None),
        ("loss", "path.unreadable", "/paths/~1a", None),
        ("loss", "path.unreadable", "/paths/~1b", None),
        ("repair", "operation_id.rewritten", "/paths/~1boats/get/operationId",
         "/paths/~1again/get/operationId"),
    ]  # fmt: skip


def test_operations_by_reference(define: Define, document: Json, operation: Json) -> None:
    """OpenAPI has none, some authors do: what a local one leads to is written out."""
    operation["parameters"] = [{"name": "a", "in": "query", "schema": {}}]
    document["paths"]["/ships"] = {
        "get": {"$ref": "#/paths/~1boats/get", "summary": "Ships"},
        "put": {"$ref": "ships.yaml#/put"},
    }
    stage = Stage()
    action, told = define(document, stage=stage)
    assert calls(action) == ["get /boats listBoats", "get /ships listBoats_2"]
    assert (action.operations[1].summary, len(action.operations[1].parameters)) == ("Ships", 1)
    assert told == [
        ("repair", "operation.reference", "/paths/~1ships/get", "/paths/~1ships/get"),
        ("loss", "operation.unreadable", "/paths/~1ships/put", None),
        ("repair", "operation_id.rewritten", "/paths/~1ships/get/operationId",
         "/paths/~1ships/get/operationId"),
    ]  # fmt: skip
    assert stage.origin("/paths/~1ships/get") == "/paths/~1ships/get"
    assert stage.origin("/paths/~1ships/get/parameters/0") == "/paths/~1boats/get/parameters/0"


def test_one_item_for_thousands_of_paths(define: Define, document: Json) -> None:
    """A large item that a great many paths and operations lead to does not take minutes."""
    parameters = [{"name": f"p{n}", "in": "query", "schema": {}} for n in range(2000)]
    document["components"] = {"pathItems": {"big": {"get": {"parameters": parameters, **OK}}}}
    document["paths"] = {f"/{n}": {"$ref": "#/components/pathItems/big"} for n in range(2000)} | {
        f"/o{n}": {"get": {"$ref": "#/components/pathItems/big/get"}} for n in range(2000)
    }
    began = time.process_time()
    action, told = define(document)
    assert time.process_time() - began < 10
    assert [change[1] for change in told].count("path.unreadable") == 1980
    assert [change[1] for change in told].count("operation.unreadable") == 2000
    assert len(action.operations) == 20


def test_endless_paths(define: Define, document: Json) -> None:
    """A path of thousands of characters is a named loss: every change would repeat it."""
    longest, longer = f"/{'a' * 2047}", f"/{'b' * 2048}"
    document["paths"] = {longest: {"get": OK}, longer: {"get": OK}}
    stage = Stage()
    action, _ = define(document, stage=stage)
    assert [found.path for found in action.operations] == [longest]
    assert [change.message for change in stage.changes if change.code == "path.unreadable"] == [
        f"path /{'b' * 78}… could not be read: it has 2049 characters, expected 2048 at most; "
        "its operations are lost"
    ]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("summary", " Lists boats. ", "Lists boats."),
        ("description", "Lists\nboats.\n", "Lists\nboats."),
        ("description", 42, "42"),
        ("summary", True, ""),
        ("tags", ["a", 1, "b"], ("a", "b")),
        ("tags", "a", ()),
        ("x-openai-isConsequential", True, True),
        ("x-openai-isConsequential", False, False),
        ("x-openai-isConsequential", " False", False),
        ("x-openai-isConsequential", "maybe", None),
        ("x-openai-isConsequential", 1, None),
    ],
)
def test_fields_of_operations(
    define: Define, document: Json, operation: Json, list_boats: Operation, field: str, value: Any,
    expected: Any,
) -> None:  # fmt: skip
    """Texts lose the space around them, and what has the wrong type says nothing."""
    operation[field] = value
    action, told = define(document)
    changed: dict[str, Any] = {"consequential" if field.startswith("x-") else field: expected}
    assert (action.operations, told) == ((replace(list_boats, **changed),), [])


@pytest.mark.parametrize("field", ["summary", "description"])
def test_texts_that_are_none(
    define: Define, document: Json, operation: Json, list_boats: Operation, field: str
) -> None:
    """An array or object where a text belongs is a named loss."""
    operation[field] = ["x"]
    place = f"/paths/~1boats/get/{field}"
    action, told = define(document)
    assert action.operations == (list_boats,)
    assert told == [("loss", "operation.text_dropped", place, None)]
