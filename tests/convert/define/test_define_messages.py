"""Request bodies and responses of one operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionDefinition

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]
Define = Callable[..., tuple[ActionDefinition, Told]]

GET = "/paths/~1boats/get"
BODY = f"{GET}/requestBody"
RESPONSES = f"{GET}/responses"
JSON = "application/json"
CONTENT = {JSON: {"schema": {"type": "object"}}}


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ({"content": CONTENT}, {"content": CONTENT}),
        (
            {"description": "A boat", "required": True, "content": {**CONTENT, "text/plain": {}}},
            {
                "content": {**CONTENT, "text/plain": {}},
                "description": "A boat",
                "required": True,
            },
        ),
        ({"content": CONTENT, "required": False, "description": None}, {"content": CONTENT}),
    ],
)
def test_bodies_are_kept(
    define: Define, document: Json, operation: Json, body: Json, read: Json
) -> None:
    """Every media type stays with its schema; description and required stay where they say so."""
    operation["requestBody"] = body
    action, told = define(document)
    assert (action.operations[0].request_body, told) == (read, [])


def test_referenced_bodies(define: Define, document: Json, operation: Json) -> None:
    """A $ref is written out, and its place is the component's."""
    operation["requestBody"] = {"$ref": "#/components/requestBodies/boat", "description": "here"}
    document["components"] = {"requestBodies": {"boat": {"content": CONTENT, "description": "x"}}}
    stage = Stage()
    action, told = define(document, stage=stage)
    assert action.operations[0].request_body == {"content": CONTENT, "description": "here"}
    assert told == []
    assert stage.origin(f"{BODY}/content") == "/components/requestBodies/boat/content"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (None, "null stands where an object is expected"),
        ([], "an array stands where an object is expected"),
        ({}, "it has no content"),
        ({"content": []}, "it has no content"),
        ({"content": {}}, "it has no content"),
        ({"$ref": "#/nowhere"}, "'#/nowhere' leads nowhere"),
        ({"$ref": "bodies.yaml"}, "'bodies.yaml' is outside this document"),
    ],
)
def test_unreadable_bodies(
    define: Define, document: Json, operation: Json, body: Any, problem: str
) -> None:
    """What cannot be sent is a named loss."""
    operation["requestBody"] = body
    stage = Stage()
    action, told = define(document, stage=stage)
    assert action.operations[0].request_body is None
    assert told == [("loss", "body.unreadable", BODY, None)]
    assert stage.changes[0].message == (f"the request body could not be read: {problem}; left out")


def test_media_types_that_are_no_objects(define: Define, document: Json, operation: Json) -> None:
    """They are named losses, and the others stay; a field with no use is one, too."""
    operation["requestBody"] = {
        "content": {"a/b": None, JSON: {"schema": {}, "example": 1, "encoding": {}}}
    }
    stage = Stage()
    action, told = define(document, stage=stage)
    assert action.operations[0].request_body == {"content": {JSON: {"schema": {}}}}
    assert [change.message for change in stage.changes] == [
        "content a/b could not be read: it is null; left out",
        "left out: a GPT action has no use for example of content application/json",
        "left out: a GPT action has no use for encoding of content application/json",
    ]
    content = f"{BODY}/content"
    assert told == [
        ("loss", "message.unreadable", f"{content}/a~1b", None),
        ("loss", "message.field_dropped", f"{content}/application~1json/example", None),
        ("loss", "message.field_dropped", f"{content}/application~1json/encoding", None),
    ]


@pytest.mark.parametrize(
    "form", ["application/x-www-form-urlencoded", "Multipart/Form-Data; boundary=x"]
)
def test_the_encoding_of_a_form_is_not_told_apart(
    define: Define, document: Json, operation: Json, form: str
) -> None:
    """An upgrade may have written it, and it is lost wherever the form itself is."""
    operation["requestBody"] = {"content": {form: {"schema": {}, "encoding": {"a": {}}}}}
    action, told = define(document)
    assert action.operations[0].request_body == {"content": {form: {"schema": {}}}}
    assert told == []


def test_a_body_of_nothing_readable(define: Define, document: Json, operation: Json) -> None:
    """The media type and the body are both told."""
    operation["requestBody"] = {"content": {JSON: "x"}}
    action, told = define(document)
    assert action.operations[0].request_body is None
    assert told == [
        ("loss", "message.unreadable", f"{BODY}/content/application~1json", None),
        ("loss", "body.unreadable", BODY, None),
    ]


@pytest.mark.parametrize("responses", [{}, [], None, "ok", {"x-note": {}}])
def test_operation_without_responses(
    define: Define, document: Json, operation: Json, responses: Any
) -> None:
    """A plain success is written where none is declared."""
    operation["responses"] = responses
    action, told = define(document)
    assert action.operations[0].responses == {"200": {"description": "OK"}}
    assert told == [("repair", "response.missing", RESPONSES, RESPONSES)]


def test_operation_without_the_responses_key(
    define: Define, document: Json, operation: Json
) -> None:
    """The repair has no place in the source then."""
    del operation["responses"]
    _, told = define(document)
    assert told == [("repair", "response.missing", None, RESPONSES)]


def test_responses_are_kept(define: Define, document: Json, operation: Json) -> None:
    """Statuses are written as OpenAPI writes them; references are resolved where they stand."""
    operation["responses"] = {
        "200": {"description": "ok", "content": CONTENT},
        " 201 ": {},
        "4xx": {"$ref": "#/components/responses/bad"},
        "Default": {"description": ["no text"], "content": []},
        "x-note": {},
    }
    document["components"] = {"responses": {"bad": {"description": "bad"}}}
    stage = Stage()
    action, told = define(document, stage=stage)
    assert action.operations[0].responses == {
        "200": {"description": "ok", "content": CONTENT},
        "201": {"description": ""},
        "4XX": {"description": "bad"},
        "default": {"description": ""},
    }
    assert told == []
    assert [stage.origin(f"{RESPONSES}/{status}") for status in ("200", "201", "4XX")] == [
        f"{RESPONSES}/200",
        f"{RESPONSES}/ 201 ",
        "/components/responses/bad",
    ]


@pytest.mark.parametrize(
    ("status", "value", "problem"),
    [
        ("OK", {}, "it is not a status code"),
        ("600", {}, "it is not a status code"),
        ("20", {}, "it is not a status code"),
        ("2\u0660\u0660", {}, "it is not a status code"),
        ("x" * 100, {}, "it is not a status code"),
        (" 200", {}, "another response has the same status"),
    ],
)
def test_unreadable_responses(
    define: Define, document: Json, operation: Json, status: str, value: Any, problem: str
) -> None:
    """What is no response, or stands twice, is a named loss; the others stay."""
    operation["responses"][status] = value
    stage = Stage()
    action, told = define(document, stage=stage)
    assert action.operations[0].responses == {"200": {"description": "ok"}}
    assert told == [("loss", "response.unreadable", f"{RESPONSES}/{status}", None)]
    shown = status if len(status) < 80 else "x" * 79 + "…"
    assert stage.changes[0].message == (f"response {shown} could not be read: {problem}; left out")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (None, "null stands where an object is expected"),
        ({"$ref": "#/nowhere"}, "'#/nowhere' leads nowhere"),
    ],
)
def test_a_response_that_is_nowhere_keeps_its_status(
    define: Define, document: Json, operation: Json, value: Any, problem: str
) -> None:
    """That the API answers so is known; what the answer looks like is a named loss."""
    operation["responses"] = {"404": value}
    stage = Stage()
    action, told = define(document, stage=stage)
    assert action.operations[0].responses == {"404": {"description": ""}}
    assert told == [("loss", "response.unreadable", f"{RESPONSES}/404", f"{RESPONSES}/404")]
    assert stage.changes[0].message == (
        f"response 404 could not be read: {problem}; its status alone was kept"
    )


def test_headers_and_links_of_responses(define: Define, document: Json, operation: Json) -> None:
    """A GPT action sees neither, so they are named losses; empty ones say nothing."""
    operation["responses"]["200"] |= {"headers": {"X-Rate": {}}, "links": {"next": {}}}
    operation["responses"]["201"] = {"description": "", "headers": {}, "links": None}
    _, told = define(document)
    assert told == [
        ("loss", "response.headers", f"{RESPONSES}/200/headers", None),
        ("loss", "response.links", f"{RESPONSES}/200/links", None),
    ]
