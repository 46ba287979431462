"""OpenAPI documents of any version to actions, with everything that was done on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gptreview.convert.define.document import Origin
from gptreview.convert.redact import Redactor
from gptreview.convert.specification import (
    ActionOptions,
    ConvertedSpecification,
    convert_specification,
)
from gptreview.errors import ConflictError, InputError
from gptreview.model.action import AuthType
from gptreview.model.migration import ActionFile, OperationOutcome
from gptreview.reading.document import read_mapping

Json = dict[str, Any]

FILE = "actions/boats.example.org.openapi.yaml"
_ALL = ActionOptions()
_OK = {"200": {"description": "OK"}}


def _document(**fields: Any) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Boats", "version": "1"},
        "servers": [{"url": "https://boats.example.org"}],
        "paths": {"/boats": {"get": {"operationId": "listBoats", "responses": _OK}}},
        **fields,
    }


def _convert(
    document: Json | str, options: ActionOptions = _ALL, secrets: tuple[str, ...] = ()
) -> ConvertedSpecification:
    text = document if isinstance(document, str) else json.dumps(document)
    read = read_mapping(text.encode(), name="openapi.json")
    return convert_specification(read, Origin(), options, Redactor(secrets))


def _lines(converted: ConvertedSpecification) -> list[str]:
    return [
        f"{change.kind} {change.code} "
        f"{change.before.pointer if change.before else None} -> "
        f"{change.after.pointer if change.after else None}"
        for change in converted.changes
        if change.kind != "mapping"
    ]


@pytest.mark.parametrize(
    ("document", "version"),
    [
        pytest.param(_document(), "3.1.0", id="3.1"),
        pytest.param(_document(openapi="3.0.3"), "3.0.3", id="3.0"),
        pytest.param(
            {
                "swagger": "2.0",
                "info": {"title": "Boats", "version": "1"},
                "host": "boats.example.org",
                "schemes": ["https"],
                "paths": {"/boats": {"get": {"operationId": "listBoats", "responses": _OK}}},
            },
            "2.0",
            id="2.0",
        ),
    ],
)
def test_every_version_becomes_the_same_action(document: Json, version: str) -> None:
    """Swagger 2.0, OpenAPI 3.0 and 3.1 that say the same give the same document and outcome."""
    converted = _convert(document)
    assert converted.version == version
    assert converted.auth.type is AuthType.NONE
    assert converted.actions == (ActionFile(FILE, "https://boats.example.org", 1),)
    assert converted.operations == (
        OperationOutcome("GET", "/boats", "/paths/~1boats/get", "listBoats", FILE),
    )
    assert converted.documents == {
        FILE: {
            "openapi": "3.1.0",
            "info": {"title": "Boats", "version": "1"},
            "servers": [{"url": "https://boats.example.org"}],
            "paths": {
                "/boats": {
                    "get": {
                        "operationId": "listBoats",
                        "responses": _OK,
                        "x-openai-isConsequential": False,
                    }
                }
            },
            "components": {"schemas": {}},
        }
    }
    assert _lines(converted) == []


def test_operations_that_cannot_work_are_told_with_their_place_in_the_source() -> None:
    """An outcome without a file has the loss's code and reason."""
    headers = [{"name": "X-Org", "in": "header", "required": True, "schema": {"type": "string"}}]
    document = _document(
        paths={
            "/boats": {
                "head": {"operationId": "h", "responses": _OK},
                "get": {"operationId": "g", "responses": _OK},
                "post": {"operationId": "p", "responses": _OK, "parameters": headers},
            }
        }
    )
    converted = _convert(document)
    reason = "it needs the header X-Org, and the GPT builder sends no header parameters"
    assert converted.operations == (
        OperationOutcome("GET", "/boats", "/paths/~1boats/get", "g", FILE),
        OperationOutcome(
            "HEAD",
            "/boats",
            "/paths/~1boats/head",
            "h",
            code="operation.method",
            reason="the GPT builder knows no HEAD calls",
        ),
        OperationOutcome(
            "POST",
            "/boats",
            "/paths/~1boats/post",
            "p",
            code="parameter.header_required",
            reason=reason,
        ),
    )
    assert _lines(converted) == [
        "loss operation.method /paths/~1boats/head -> None",
        "loss parameter.header_required /paths/~1boats/post/parameters/0 -> None",
    ]
    assert [change.operation for change in converted.changes if change.kind == "loss"] == [
        "HEAD /boats",
        "POST /boats",
    ]


def test_a_change_is_told_in_the_places_of_source_and_file() -> None:
    """From a Swagger definition through every stage to the file that was written."""
    document = {
        "swagger": "2.0",
        "info": {"title": "Boats", "version": "1"},
        "host": "boats.example.org",
        "schemes": ["https"],
        "paths": {
            "/boats/{id}": {
                "post": {
                    "operationId": "sail",
                    "parameters": [
                        {"name": "X-Trace", "in": "header", "type": "string"},
                        {"name": "id", "in": "path", "required": True, "type": "string"},
                        {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Boat"}},
                    ],
                    "responses": _OK,
                }
            }
        },
        "definitions": {"Boat": {"type": "object", "properties": {"id": {"type": "inetger"}}}},
    }
    converted = _convert(document)
    at = "/paths/~1boats~1{id}/post"
    new = "/paths/~1boats~1{path_id}/post"
    places = [
        (
            change.code,
            change.before.pointer if change.before else None,
            change.after.pointer if change.after else None,
        )
        for change in converted.changes
        if change.code in ("schema.type_corrected", "parameter.header", "parameter.renamed")
    ]
    assert places == [
        (
            "schema.type_corrected",
            "/definitions/Boat/properties/id/type",
            f"{new}/requestBody/content/application~1json/schema/properties/id/type",
        ),
        ("parameter.header", f"{at}/parameters/0", None),
        ("parameter.renamed", f"{at}/parameters/1/name", f"{new}/parameters/0/name"),
    ]
    assert {change.before.file for change in converted.changes if change.before} == {"openapi.json"}
    assert {change.after.file for change in converted.changes if change.after} == {FILE}


@pytest.mark.parametrize(
    ("document", "where", "found"),
    [
        (_document(paths={}), "openapi.json: /paths", "the document describes no operations"),
        (_document(paths=None), "openapi.json: /paths", "the document describes no operations"),
        ({"info": {}}, "openapi.json: /", "no version of OpenAPI is named"),
    ],
)
def test_what_is_no_api_description_is_refused(document: Json, where: str, found: str) -> None:
    """The error says where, what was found and what to do."""
    with pytest.raises(InputError) as raised:
        _convert(document)
    assert (raised.value.where, raised.value.found) == (where, found)
    assert raised.value.expected
    assert raised.value.next_step


def _many(count: int) -> Json:
    return _document(
        paths={
            f"/boats/{n}": {"get": {"operationId": f"get{n}", "responses": _OK}}
            for n in range(count)
        }
    )


def test_more_than_thirty_operations_become_several_actions() -> None:
    """None is lost, and the record tells that there are several files."""
    converted = _convert(_many(70))
    assert [action.operations for action in converted.actions] == [30, 30, 10]
    assert sorted(outcome.operation_id for outcome in converted.operations) == sorted(
        f"get{n}" for n in range(70)
    )
    stem = "actions/boats.example.org-boats"
    assert list(converted.documents) == [
        f"{stem}.openapi.yaml",
        f"{stem}-2.openapi.yaml",
        f"{stem}-3.openapi.yaml",
    ]
    assert _lines(converted) == ["repair action.split /paths -> /paths"]


def test_splitting_can_be_refused() -> None:
    """Then more operations than one action takes are a conflict that names the ways out."""
    with pytest.raises(ConflictError) as raised:
        _convert(_many(31), ActionOptions(split=False))
    assert str(raised.value) == (
        "openapi.json: 31 operations on 2 actions; expected one server and at most 30 operations "
        "with --no-split; drop --no-split, or name the operations to keep with --select"
    )
    assert len(_convert(_many(30), ActionOptions(split=False)).actions) == 1


def test_operations_can_be_selected() -> None:
    """By id or by method and path; what is not named is left out without a loss."""
    options = ActionOptions(select=("get3", "GET /boats/5"), split=False)
    converted = _convert(_many(40), options)
    assert [outcome.operation_id for outcome in converted.operations] == ["get3", "get5"]
    assert _lines(converted) == []
    with pytest.raises(InputError, match="no operation is called get99"):
        _convert(_many(3), ActionOptions(select=("get99",)))


def test_secrets_are_taken_out_before_anything_else() -> None:
    """A known secret is in no document and in no message, wherever it stood."""
    secret = "hunter2-hunter2"  # noqa: S105 - made up
    document = _document()
    document["paths"]["/boats"]["get"]["description"] = f"Use {secret}."
    document["paths"]["/boats"]["get"]["operationId"] = secret
    converted = _convert(document, secrets=(secret,))
    assert secret not in json.dumps(converted.documents)
    assert not any(secret in change.message for change in converted.changes)
    assert "loss secret.removed" in {line.split(" /")[0] for line in _lines(converted)}


def test_duplicate_keys_are_told() -> None:
    """A key that stands twice is named with its line; merged where both were mappings."""
    text = (
        '{"openapi": "3.1.0", "info": {"title": "A", "title": "B", "version": "1"},\n'
        '"servers": [{"url": "https://boats.example.org"}],\n'
        '"paths": {"/a": {"get": {"operationId": "a"}},\n"/a": {"put": {"operationId": "b"}}}}'
    )
    converted = _convert(text)
    assert [line for line in _lines(converted) if "duplicate" in line] == [
        "loss document.duplicate_key /info/title -> None",
        "repair document.duplicate_key /paths/~1a -> None",
    ]
    assert [outcome.operation_id for outcome in converted.operations] == ["a", "b"]
    assert [c.message for c in converted.changes if c.code == "document.duplicate_key"][1] == (
        "line 4: the key stands twice; both were kept, merged"
    )


def test_documents_of_the_deepest_kind_are_converted() -> None:
    """A schema as deep as the reader allows passes through every stage."""
    schema: Json = {"type": "string"}
    for _ in range(90):
        schema = {"type": "object", "properties": {"a": schema}}
    content = {"application/json": {"schema": schema}}
    document = _document()
    document["paths"]["/boats"]["get"]["responses"] = {
        "200": {"description": "", "content": content}
    }
    (written,) = _convert(document).documents.values()
    assert written["paths"]["/boats"]["get"]["responses"]["200"]["content"] == content


def test_operations_that_lost_something_are_there_and_not_usable() -> None:
    """A lost parameter leaves the operation in its file with a code; an unread one has no file."""
    document = _document(
        paths={
            "/boats": {
                "get": {"operationId": "g", "responses": _OK, "parameters": [{"$ref": "#/no"}]},
                "put": 7,
            },
            "/crews": {"$ref": "crews.yaml"},
            "/docks": {"get": {"operationId": "d", "responses": _OK}},
        }
    )
    converted = _convert(document)
    lost = "a parameter could not be read: '#/no' leads nowhere; left out"
    assert converted.operations == (
        OperationOutcome("GET", "/boats", "/paths/~1boats/get", "g", FILE,
                         "operation.incomplete", lost),
        OperationOutcome("GET", "/docks", "/paths/~1docks/get", "d", FILE),
        OperationOutcome("PUT", "/boats", "/paths/~1boats/put", "", "", "operation.unreadable",
                         "a number stands where an object is expected"),
        OperationOutcome("*", "/crews", "/paths/~1crews", "", "", "path.unreadable",
                         "'crews.yaml' is outside this document"),
    )  # fmt: skip
    assert [entry.usable for entry in converted.operations] == [False, True, False, False]
    selected = _convert(document, ActionOptions(select=["d"]))
    assert [entry.operation_id for entry in selected.operations] == ["d"]
