"""Actions as documents: how they look, how large they may be, and how they are divided."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.importer.size import pretty_size
from gptreview.convert.ledger import Stage
from gptreview.convert.targets.gpt_action.build import BuiltActions, build_actions
from gptreview.convert.targets.gpt_action.bundle import file_names
from gptreview.convert.targets.gpt_action.openapi import DocumentWriter, security_scheme
from gptreview.convert.targets.gpt_action.split import Part
from gptreview.model.action import ActionAuth, ActionDefinition, AuthType, Operation

Json = dict[str, Any]
Make = Callable[..., Operation]
Act = Callable[..., ActionDefinition]
Told = Callable[[Stage], list[str]]

OAUTH = ActionAuth(
    AuthType.OAUTH,
    authorization_url="https://id.example.org/authorize",
    token_url="https://id.example.org/token",  # noqa: S106 - an address
    scope="read write",
)
FILE = "actions/boats.example.org.openapi.yaml"


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(schema: Any) -> Json:
    return {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}}


def _build(action: ActionDefinition, **limits: int) -> tuple[BuiltActions, Stage, Stage]:
    fitting, writing = Stage(), Stage()
    return build_actions(action, fitting, writing, **limits), fitting, writing


def _shape(built: BuiltActions) -> dict[str, list[str]]:
    return {file: [op.path for op in part.operations] for file, part in built.parts.items()}


def test_a_document_holds_what_its_operations_need(operation: Make, action: Act) -> None:
    """Server, operations in order, reachable schemas, security; nothing empty, nothing else."""
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {}}}}}
    given = action(
        operation(
            "post",
            summary="Add a boat.",
            tags=("boats",),
            parameters=({"name": "a", "in": "query", "schema": _ref("Kind")},),
            request_body=body,
            responses=_answer(_ref("Boat")),
        ),
        operation("get", authenticated=False),
        auth=OAUTH,
        schemas={"Unused": {}, "Boat": {"items": _ref("Kind")}, "Kind": {"type": "string"}},
    )
    built, _, writing = _build(given)
    assert built.documents == {
        FILE: {
            "openapi": "3.1.0",
            "info": {"title": "Boats", "description": "All boats.", "version": "1"},
            "servers": [{"url": "https://boats.example.org"}],
            "paths": {
                "/boats": {
                    "post": {
                        "operationId": "postBoats",
                        "summary": "Add a boat.",
                        "tags": ["boats"],
                        "parameters": [{"name": "a", "in": "query", "schema": _ref("Kind")}],
                        "requestBody": body,
                        "responses": _answer(_ref("Boat")),
                        "x-openai-isConsequential": True,
                    },
                    "get": {
                        "operationId": "getBoats",
                        "responses": {"200": {"description": "OK"}},
                        "security": [],
                        "x-openai-isConsequential": False,
                    },
                }
            },
            "components": {
                "schemas": {"Boat": {"items": _ref("Kind")}, "Kind": {"type": "string"}},
                "securitySchemes": {
                    "auth": {
                        "type": "oauth2",
                        "flows": {
                            "authorizationCode": {
                                "authorizationUrl": "https://id.example.org/authorize",
                                "tokenUrl": "https://id.example.org/token",
                                "scopes": {"read": "", "write": ""},
                            }
                        },
                    }
                },
            },
            "security": [{"auth": []}],
        }
    }
    assert list(built.documents[FILE]) == [
        "openapi", "info", "servers", "paths", "components", "security"
    ]  # fmt: skip
    assert (
        writing.origin(f"{FILE}#/paths/~1boats/post/responses") == "/paths/~1boats/post/responses"
    )
    assert writing.origin(f"{FILE}#/components/schemas/Kind") == "/components/schemas/Kind"
    assert writing.changes == []


@pytest.mark.parametrize(
    ("auth", "scheme"),
    [
        (ActionAuth(), None),
        (ActionAuth(AuthType.API_KEY, scheme="bearer"), {"type": "http", "scheme": "bearer"}),
        (ActionAuth(AuthType.API_KEY, scheme="basic"), {"type": "http", "scheme": "basic"}),
        (
            ActionAuth(AuthType.API_KEY, scheme="custom", header="X-Key"),
            {"type": "apiKey", "in": "header", "name": "X-Key"},
        ),
    ],
)
def test_the_editors_choice_is_written_as_a_security_scheme(
    auth: ActionAuth, scheme: Json | None
) -> None:
    """No authentication has no scheme; each kind of key has its own."""
    assert security_scheme(auth) == scheme


def test_component_schemas_are_always_there(operation: Make, action: Act) -> None:
    """The builder refuses a document without them, so an empty mapping is written."""
    built, _, _ = _build(action(operation()))
    assert built.documents[FILE]["components"] == {"schemas": {}}


def test_an_action_without_usable_operations_has_no_document(operation: Make, action: Act) -> None:
    """Nothing is written, and every operation says why."""
    built, fitting, _ = _build(action(operation("head"), operation(server="")))
    assert built.documents == {}
    assert [each.code for each in built.fitted.left_out] == [
        "operation.method",
        "operation.no_server",
    ]
    assert len(fitting.changes) == 2


def test_one_host_one_file(operation: Make, action: Act, told: Told) -> None:
    """Operations on several hosts become an action each, in the order of the source."""
    other = "https://Ships.example.org/v1"
    built, _, writing = _build(
        action(
            operation(),
            operation(path="/ships", server=other),
            operation(path="/crews"),
            operation(path="/old", server="https://boats.example.org/old"),
        )
    )
    assert _shape(built) == {
        FILE: ["/boats", "/crews"],
        "actions/ships.example.org.openapi.yaml": ["/ships"],
        "actions/boats.example.org-2.openapi.yaml": ["/old"],
    }
    assert built.documents["actions/ships.example.org.openapi.yaml"]["servers"] == [{"url": other}]
    assert told(writing) == [f"repair action.split /paths -> {FILE}#/paths"]
    assert writing.changes[0].message == (
        "4 operations became 3 actions: the GPT builder takes 30 operations and one server each; "
        "none is lost"
    )


@pytest.mark.parametrize(
    ("server", "label", "name"),
    [
        ("https://a.example.org", "../../etc", "a.example.org-etc"),
        ("https://a.example.org", "Pets & Co", "a.example.org-pets-co"),
        ("https://a.example.org", "宠物", "a.example.org-action"),
        ("https://a.example.org", "x" * 200, f"a.example.org-{'x' * 64}"),
        ("https://[2001:db8::1]", "", "2001-db8-1"),
        ("https://..", "", "action"),
        ("", "", "server"),
    ],
)
def test_file_names_are_safe(server: str, label: str, name: str, operation: Make) -> None:
    """Whatever hosts and tags are called, the name stays inside actions/."""
    part = Part(server, label, (operation(),), {})
    assert file_names([part, part]) == [
        f"actions/{name}.openapi.yaml",
        f"actions/{name}-2.openapi.yaml",
    ]


def _many(operation: Make, count: int, **fields: Any) -> list[Operation]:
    return [operation(path=f"/boats/{n}", operation_id=f"get{n}", **fields) for n in range(count)]


def test_thirty_operations_stay_together(operation: Make, action: Act) -> None:
    """The builder takes as many, so nothing is divided."""
    built, _, writing = _build(action(*_many(operation, 30)))
    assert [len(paths) for paths in _shape(built).values()] == [30]
    assert writing.changes == []


def test_a_round_number_of_operations_leaves_no_empty_action(operation: Make, action: Act) -> None:
    """Sixty operations of one kind are two full actions."""
    built, _, _ = _build(action(*_many(operation, 60)))
    assert [len(paths) for paths in _shape(built).values()] == [30, 30]


def test_more_operations_are_divided_by_tag(operation: Make, action: Act) -> None:
    """Small tags share an action, large ones are cut; the order stays, nothing is lost."""
    tags = ["boats"] * 12 + ["crews"] * 70 + ["docks"] * 3 + ["boats"] * 5 + ["ports"] * 20
    given = [
        operation(path=f"/{tag}/{n}", operation_id=f"op{n}", tags=(tag, "all"))
        for n, tag in enumerate(tags)
    ]
    built, _, _ = _build(action(*given))
    shape = _shape(built)
    stem = "actions/boats.example.org"
    assert {file: len(paths) for file, paths in shape.items()} == {
        f"{stem}-boats.openapi.yaml": 17,
        f"{stem}-crews.openapi.yaml": 30,
        f"{stem}-crews-2.openapi.yaml": 30,
        f"{stem}-crews-3.openapi.yaml": 13,
        f"{stem}-ports.openapi.yaml": 20,
    }
    assert {path.split("/")[1] for path in shape[f"{stem}-crews-3.openapi.yaml"]} == {
        "crews",
        "docks",
    }
    assert sorted(path for paths in shape.values() for path in paths) == sorted(
        each.path for each in given
    )


@pytest.mark.parametrize("tags", [(), ("all",)])
def test_operations_without_telling_tags_are_divided_by_path(
    tags: tuple[str, ...], operation: Make, action: Act
) -> None:
    """The first part of the path that is no version, prefix or parameter tells them apart."""
    paths = [f"/api/v1/boats/{n}" for n in range(20)] + [
        f"/v2/{{org}}/crews/{n}" for n in range(20)
    ]
    paths += ["/", "/{only}"]
    given = [operation(path=path, operation_id=f"op{n}", tags=tags) for n, path in enumerate(paths)]
    built, _, _ = _build(action(*given))
    stem = "actions/boats.example.org"
    assert {file: len(each) for file, each in _shape(built).items()} == {
        f"{stem}-boats.openapi.yaml": 20,
        f"{stem}-crews.openapi.yaml": 22,
    }


def test_parts_hold_thirty_at_most_and_lose_none(operation: Make, action: Act) -> None:
    """However operations are tagged, every one is in exactly one part."""
    for seed in range(40):
        dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
        tags = [f"tag{dice.randint(0, dice.randint(0, 12))}" for _ in range(dice.randint(1, 150))]
        given = [
            operation(path=f"/{n}", operation_id=f"op{n}", tags=(tag,) if dice.random() < 2 else ())
            for n, tag in enumerate(tags)
        ]
        built, _, _ = _build(action(*given))
        shape = _shape(built)
        assert max(map(len, shape.values())) <= 30
        assert sorted(path for paths in shape.values() for path in paths) == sorted(
            each.path for each in given
        )


def test_large_documents_are_divided_by_size(operation: Make, action: Act) -> None:
    """A part takes as many operations as its document has room for, schemas included."""
    schemas = {f"S{n}": {"description": "x" * 3_000} for n in range(6)}
    given = [
        operation(path=f"/{n}", operation_id=f"op{n}", responses=_answer(_ref(f"S{n // 2}")))
        for n in range(12)
    ]
    built, _, _ = _build(action(*given, schemas=schemas), limit=10_000)
    stem = "actions/boats.example.org"
    assert _shape(built) == {
        f"{stem}-part.openapi.yaml": ["/0", "/1", "/2", "/3"],
        f"{stem}-part-2.openapi.yaml": ["/4", "/5", "/6", "/7"],
        f"{stem}-part-3.openapi.yaml": ["/8", "/9", "/10", "/11"],
    }
    sizes = [pretty_size(document) for document in built.documents.values()]
    assert max(sizes) <= 10_000
    assert [list(each["components"]["schemas"]) for each in built.documents.values()] == [
        ["S0", "S1"],
        ["S2", "S3"],
        ["S4", "S5"],
    ]


def test_an_operation_too_large_for_any_document_loses_its_answers_first(
    operation: Make, action: Act, told: Told
) -> None:
    """Response schemas go with a loss; an operation that is still too large goes by name."""
    schemas = {"Huge": {"description": "x" * 20_000}}
    body = {
        "content": {
            "application/json": {"schema": {"type": "object", "properties": {"a": _ref("Huge")}}}
        }
    }
    answers = {**_answer(_ref("Huge")), "204": {"description": "Nothing."}}
    built, fitting, _ = _build(
        action(
            operation(responses=answers),
            operation("post", request_body=body),
            operation(path="/small"),
            schemas=schemas,
        ),
        limit=10_000,
    )
    document = built.documents[FILE]
    assert document["paths"]["/boats"]["get"]["responses"] == {
        "200": {"description": "OK"},
        "204": {"description": "Nothing."},
    }
    assert list(document["paths"]) == ["/boats", "/small"]
    assert document["components"]["schemas"] == {}
    reason = (
        "alone it is larger than 10,000 bytes, the most that the GPT builder accepts, even "
        "without its response schemas"
    )
    assert [(each.operation.method, each.code, each.reason) for each in built.fitted.left_out] == [
        ("post", "operation.too_large", reason)
    ]
    at = "/paths/~1boats/get/responses/200"
    assert told(fitting) == [
        f"loss response.schema_dropped {at}/content -> {at}",
        "loss operation.too_large /paths/~1boats/post -> None",
    ]


def test_sizes_are_known_before_a_document_is_written(operation: Make, action: Act) -> None:
    """A document fits into its own size as the builder counts it, and not into a byte less."""
    text = '船 "\x00\u2028'
    schemas = {text: {"enum": [text, {}, []]}, "B": {"items": _ref(text)}, "Far": {"x": "y" * 999}}
    given = action(
        operation(path=f"/{text}", responses=_answer(_ref("B"))),
        operation("post", f"/{text}", summary=text),
        operation(path="/other", server="https://boats.example.org/é"),
        auth=OAUTH,
        schemas=schemas,
    )
    writer = DocumentWriter(given)
    for chosen in (given.operations[:1], given.operations[1:2], given.operations):
        document = writer.document(chosen)
        size = len(json.dumps(document, indent=2, ensure_ascii=False).encode())
        assert writer.fits(chosen, size)
        assert not writer.fits(chosen, size - 1)
