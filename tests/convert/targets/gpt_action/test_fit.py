"""Operations made to fit what the builder sends, or left out with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.targets.gpt_action.fit import Fitted, fit_action
from gptreview.model.action import ActionAuth, ActionDefinition, AuthType, Operation

Json = dict[str, Any]
Make = Callable[..., Operation]
Act = Callable[..., ActionDefinition]
Told = Callable[[Stage], list[str]]

BEARER = ActionAuth(AuthType.API_KEY, scheme="bearer")
CUSTOM = ActionAuth(AuthType.API_KEY, scheme="custom", header="X-Key")
OAUTH = ActionAuth(AuthType.OAUTH)
AT = "/paths/~1boats/get"


def _parameter(name: str, location: str, **fields: Any) -> Json:
    return {"name": name, "in": location, "schema": {"type": "string"}, **fields}


def _json_body(schema: Any, **fields: Any) -> Json:
    return {"content": {"application/json": {"schema": schema}}, **fields}


def _fit(action: ActionDefinition) -> tuple[Fitted, Stage]:
    stage = Stage()
    return fit_action(action, stage), stage


@pytest.mark.parametrize(
    ("location", "name", "required", "auth", "change"),
    [
        ("header", "X-Trace", False, ActionAuth(), "loss parameter.header"),
        ("cookie", "session", False, ActionAuth(), "loss parameter.cookie"),
        ("header", "Accept", True, ActionAuth(), "mapping parameter.header_by_auth"),
        ("header", "content-type", True, ActionAuth(), "mapping parameter.header_by_auth"),
        ("header", "Authorization", True, BEARER, "mapping parameter.header_by_auth"),
        ("header", "Authorization", True, OAUTH, "mapping parameter.header_by_auth"),
        ("header", "x-key", True, CUSTOM, "mapping parameter.header_by_auth"),
        ("header", "Authorization", False, CUSTOM, "loss parameter.header"),
        ("header", "Authorization", False, ActionAuth(), "loss parameter.header"),
        ("cookie", "Authorization", False, BEARER, "loss parameter.cookie"),
    ],
)
def test_header_and_cookie_parameters_are_left_out(
    location: str,
    name: str,
    required: bool,  # noqa: FBT001
    auth: ActionAuth,
    change: str,
    operation: Make,
    action: Act,
    told: Told,
) -> None:
    """What the authentication sends anyway is no loss; an optional header or cookie is one."""
    one = _parameter("kind", "query")
    given = operation(parameters=(_parameter(name, location, required=required), one))
    fitted, stage = _fit(action(given, auth=auth))
    assert [each.parameters for each in fitted.action.operations] == [(one,)]
    assert told(stage) == [f"{change} {AT}/parameters/0 -> None"]
    assert stage.origin(f"{AT}/parameters/0") == f"{AT}/parameters/1"


@pytest.mark.parametrize("location", ["header", "cookie"])
def test_operations_that_need_a_header_or_cookie_are_left_out(
    location: str, operation: Make, action: Act, told: Told
) -> None:
    """An operation that cannot work without it is one loss, its smaller losses are not listed."""
    given = operation(
        parameters=(_parameter("X-Trace", "header"), _parameter("X-Org", location, required=True))
    )
    fitted, stage = _fit(action(given, auth=CUSTOM))
    reason = f"it needs the {location} X-Org, and the GPT builder sends no {location} parameters"
    assert fitted.action.operations == ()
    assert [(each.code, each.reason) for each in fitted.left_out] == [
        (f"parameter.{location}_required", reason)
    ]
    assert told(stage) == [f"loss parameter.{location}_required {AT}/parameters/1 -> None"]
    assert stage.changes[0].message == f"GET /boats was left out: {reason}"
    assert stage.origins == {}


def test_operations_with_a_body_that_cannot_be_sent_are_left_out(
    operation: Make, action: Act, told: Told
) -> None:
    """The reason and its place are the body's."""
    fitted, stage = _fit(action(operation("post", request_body={"content": {"text/plain": {}}})))
    reason = "its body is text/plain, not JSON, which the GPT builder cannot send"
    assert [(each.code, each.reason) for each in fitted.left_out] == [("body.not_json", reason)]
    assert told(stage) == ["loss body.not_json /paths/~1boats/post/requestBody -> None"]


@pytest.mark.parametrize("method", ["head", "options", "trace"])
def test_methods_that_the_builder_does_not_know_are_left_out(
    method: str, operation: Make, action: Act, told: Told
) -> None:
    """HEAD, OPTIONS and TRACE are losses with their name."""
    fitted, stage = _fit(action(operation(method)))
    assert [(each.code, each.reason) for each in fitted.left_out] == [
        ("operation.method", f"the GPT builder knows no {method.upper()} calls")
    ]
    assert told(stage) == [f"loss operation.method /paths/~1boats/{method} -> None"]


def test_operations_without_a_server_are_left_out(operation: Make, action: Act) -> None:
    """No public server means no call, and the way out is named."""
    fitted, _ = _fit(action(operation(server="")))
    assert [(each.code, each.reason) for each in fitted.left_out] == [
        (
            "operation.no_server",
            "no public https server is known for it; name one with --server",
        )
    ]


def test_a_path_parameter_that_shares_its_name_with_a_field_is_renamed(
    operation: Make, action: Act, told: Told
) -> None:
    """The template and every operation of the path change along; the called URL does not."""
    path = "/boats/{id}/{part}"
    parameters = (
        _parameter("X-Trace", "header"),
        _parameter("id", "path", required=True),
        _parameter("part", "path", required=True),
        _parameter("path_id", "query"),
    )
    body = _json_body({"type": "object", "properties": {"id": {"type": "string"}}})
    fitted, stage = _fit(
        action(
            operation("get", path, parameters=parameters),
            operation("put", path, parameters=parameters, request_body=body),
        )
    )
    renamed = (
        _parameter("path_id_2", "path", required=True),
        _parameter("part", "path", required=True),
        _parameter("path_id", "query"),
    )
    assert [(each.path, each.parameters) for each in fitted.action.operations] == [
        ("/boats/{path_id_2}/{part}", renamed),
        ("/boats/{path_id_2}/{part}", renamed),
    ]
    at = "/paths/~1boats~1{id}~1{part}"
    assert told(stage) == [
        *(
            line
            for method in ("get", "put")
            for line in (f"loss parameter.header {at}/{method}/parameters/0 -> None",)
        ),
        *(
            f"mapping parameter.renamed {at}/{method}/parameters/1/name"
            f" -> {at}/{method}/parameters/0/name"
            for method in ("get", "put")
        ),
    ]


def test_a_path_parameter_that_shares_its_name_with_a_query_parameter_is_renamed(
    operation: Make, action: Act
) -> None:
    """Path and query are told apart, and the path does not become another path's."""
    both = (_parameter("id", "path", required=True), _parameter("id", "query"))
    other = (_parameter("path_id", "path", required=True),)
    fitted, _ = _fit(
        action(
            operation("get", "/boats/{id}", parameters=both),
            operation("get", "/boats/{path_id}", parameters=other),
        )
    )
    assert [each.path for each in fitted.action.operations] == [
        "/boats/{path_id_2}",
        "/boats/{path_id}",
    ]


def test_a_query_parameter_that_shares_its_name_with_a_field_costs_the_operation(
    operation: Make, action: Act, told: Told
) -> None:
    """Both names are on the wire, so neither can change."""
    given = operation(
        "post",
        parameters=(_parameter("X-Trace", "header"), _parameter("id", "query")),
        request_body=_json_body({"type": "object", "properties": {"id": {}}}),
    )
    fitted, stage = _fit(action(given))
    assert fitted.action.operations == ()
    reason = "id is both a query parameter and a body field, which the GPT builder refuses"
    assert [(each.code, each.reason) for each in fitted.left_out] == [
        ("parameter.query_and_body", reason)
    ]
    assert told(stage) == ["loss parameter.query_and_body /paths/~1boats/post/parameters/1 -> None"]


@pytest.mark.parametrize(
    ("method", "said", "written", "told_of"),
    [
        ("get", None, False, True),
        ("post", None, True, True),
        ("delete", None, True, True),
        ("get", True, True, False),
        ("delete", False, False, False),
    ],
)
def test_the_consequential_flag_is_written_out_and_preserved(
    method: str,
    said: bool | None,  # noqa: FBT001
    written: bool,  # noqa: FBT001
    told_of: bool,  # noqa: FBT001
    operation: Make,
    action: Act,
    told: Told,
) -> None:
    """Absent it means false for GET and true for the rest; what the source says stays."""
    fitted, stage = _fit(action(operation(method, consequential=said)))
    assert [each.consequential for each in fitted.action.operations] == [written]
    place = f"/paths/~1boats/{method}/x-openai-isConsequential"
    assert told(stage) == ([f"mapping operation.consequential None -> {place}"] * told_of)
