"""The consent sheet: what an operation sends, to whom, and whether the user is asked."""

from __future__ import annotations

from typing import Any

import pytest

from gptreview.decide.data_flows import data_flows
from gptreview.model.action import ActionAuth, ActionDefinition, JsonObject, Operation
from gptreview.model.gpt import Builder, Gpt
from gptreview.model.verdict import DataFlow

GPT = Gpt("Trip planner", builder=Builder(domain="Example.com"))


def _operation(**changes: Any) -> Operation:
    given: dict[str, Any] = {
        "operation_id": "find",
        "method": "post",
        "path": "/trains",
        "pointer": "/paths/~1trains/post",
        "server": "https://api.example.com/v1",
    }
    return Operation(**(given | changes))


def _definition(*operations: Operation, schemas: JsonObject | None = None) -> ActionDefinition:
    return ActionDefinition("Trains", "1", "", operations, ActionAuth(), schemas or {})


def _body(schema: Any, media_type: str = "application/json") -> JsonObject:
    return {"content": {media_type: {"schema": schema}}}


def _sent(body: JsonObject | None, schemas: JsonObject | None = None) -> tuple[str, ...]:
    (flow,) = data_flows(0, _definition(_operation(request_body=body), schemas=schemas), GPT)
    return flow.sends


def test_row_for_each_operation() -> None:
    """Operations keep their order; parameters come before the body's fields, each name once."""
    trip = {"type": "object", "properties": {"city": {}, "from": {"properties": {"day": {}}}}}
    definition = _definition(
        _operation(
            parameters=({"name": "city", "in": "query"}, {"in": "query"}),
            request_body=_body(trip),
        ),
        _operation(method="get", path="/", server="https://rail.example"),
    )
    assert data_flows(3, definition, GPT) == (
        DataFlow(
            3, "POST /trains", "api.example.com", ("city", "from.day"), asks_user=True,
            third_party=False,
        ),
        DataFlow(3, "GET /", "rail.example", (), asks_user=False, third_party=True),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("method", "consequential", "asks"),
    [
        ("get", None, False),
        ("post", None, True),
        ("delete", None, True),
        ("get", True, True),
        ("post", False, False),
    ],
)
def test_user_is_asked(method: str, *, consequential: bool | None, asks: bool) -> None:
    """The flag decides; without one, ChatGPT asks for every method but GET."""
    operation = _operation(method=method, consequential=consequential)
    assert data_flows(0, _definition(operation), GPT)[0].asks_user is asks


@pytest.mark.parametrize(
    ("server", "domain", "expected"),
    [
        ("https://api.example.com", "example.com", ("api.example.com", False)),
        ("https://api.example.com", "www.example.com", ("api.example.com", False)),
        ("https://rail.example", "example.com", ("rail.example", True)),
        ("https://rail.example", "", ("rail.example", None)),
        ("", "example.com", ("", None)),
    ],
)
def test_third_parties(server: str, domain: str, expected: tuple[str, bool | None]) -> None:
    """Whoever has another domain is a third party; without a host or a builder nobody knows."""
    gpt = Gpt("Trip planner", builder=Builder(domain=domain))
    (flow,) = data_flows(0, _definition(_operation(server=server)), gpt)
    assert (flow.domain, flow.third_party) == expected


@pytest.mark.parametrize(
    ("body", "sends"),
    [
        (None, ()),
        ({}, ()),
        ({"content": []}, ()),
        ({"content": {"text/plain": None}}, ("body",)),
        (_body(None), ("body",)),
        (_body({"type": "object"}), ("body",)),
        (_body({"properties": []}), ("body",)),
        (_body({"properties": {"note": {}}}, "text/plain"), ("note",)),
        (_body({"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}), ("a", "b")),
        (_body({"oneOf": [{"properties": {"a": {}}}], "anyOf": 3}), ("a",)),
        (_body({"properties": {"stops": {"items": {"properties": {"city": {}}}}}}),
         ("stops.city",)),
    ],
)  # fmt: skip
def test_fields_of_a_body(body: JsonObject | None, sends: tuple[str, ...]) -> None:
    """Fields are told by name, one level deep; a body without any is told as a whole."""
    assert _sent(body) == sends


def test_references_are_followed() -> None:
    """Named schemas count as if they stood there, and one that holds itself ends."""
    person, group, gone = (
        {"$ref": f"#/components/schemas/{name}"} for name in ("Person", "Group", "Gone")
    )
    schemas = {
        "Person": {"properties": {"name": {}, "friends": {"items": person}}},
        "Group": {
            "allOf": [group, {"$ref": "elsewhere.yaml"}],
            "properties": {"lead": person, "gone": gone},
        },
    }
    body = _body({"$ref": "#/components/schemas/Group"})
    assert _sent(body, schemas) == ("lead.name", "lead.friends", "gone")


def test_endless_lists_end_in_an_ellipsis() -> None:
    """Of a body with hundreds of fields, 500 are told, and that there are more."""
    names = [f"f{number}" for number in range(501)]
    body = _body({"properties": {name: {} for name in names}})
    assert _sent(body) == (*names[:500], "…")
    assert _sent(_body({"properties": {name: {} for name in names[:500]}})) == tuple(names[:500])
