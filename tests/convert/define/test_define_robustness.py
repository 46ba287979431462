"""Any JSON value in any place of an OpenAPI document."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.convert.define.document import Origin, define_action
from gptreview.convert.ledger import Stage
from gptreview.errors import InputError
from gptreview.model.plugin import PluginAuth, PluginAuthType, PluginManifest
from gptreview.reading.pointer import existing

Trail = tuple[str | int, ...]

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Boats", "version": "1.0", "description": "Finds boats."},
    "servers": [
        {"url": "https://{host}/v1", "variables": {"host": {"default": "api.boats.net"}}},
        {"url": "/v2"},
    ],
    "security": [{"key": []}],
    "paths": {
        "/boats/{id}": {
            "summary": "Boats",
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "servers": [{"url": "https://b.net"}],
            "get": {
                "operationId": "showBoat",
                "tags": ["boats"],
                "parameters": [
                    {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}},
                    {"name": "c", "in": "query", "content": {"a/b": {"schema": {}}}},
                ],
                "responses": {"200": {"$ref": "#/components/responses/ok"}},
                "security": [],
            },
            "/ships": {"$ref": "#/components/pathItems/ships"},
        },
        "harbours": {
            "POST": {
                "operationId": "add harbour",
                "requestBody": {"$ref": "#/components/requestBodies/harbour"},
                "responses": {"default": {"description": "", "content": {"a/b": {"schema": {}}}}},
            }
        },
    },
    "components": {
        "parameters": {"id": {"name": "id", "in": "path", "required": True, "type": "string"}},
        "responses": {"ok": {"description": "ok", "headers": {"X": {}}}},
        "requestBodies": {"harbour": {"content": {"application/json": {"schema": {}}}}},
        "pathItems": {"ships": {"put": {"responses": {}}, "get": {"$ref": "#/x"}}},
        "schemas": {"Boat": {"type": "object"}},
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "oauth": {"type": "oauth2", "flows": {"authorizationCode": {"scopes": {"a": ""}}}},
        },
    },
}
WORDS = st.sampled_from([
    "", "$ref", "#", "#/", "#/paths", "#/paths/~1boats~1{id}", "#/servers/" + "9" * 5000, "get",
    "GET", "name", "in", "query", "Path", "parameters", "url", "schema", "content", "/a", "{",
    "/{id}/{x}", "https://", "https://[", "//", "x" * 3000, "https://a.net:8443", "true", "\ud7ff",
])  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12) | WORDS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=6) | WORDS, inner, max_size=4),
    max_leaves=10,
)  # fmt: skip


def places(value: Any, trail: Trail = ()) -> Iterator[Trail]:
    """Every place of a JSON value below its root."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*trail, key)
            yield from places(item, (*trail, key))


def spoilt(value: Any, trail: Trail, other: Any) -> Any:
    """The value with another one at the end of the trail, as far as the trail still leads."""
    if not trail:
        return other
    if isinstance(value, dict):
        value[trail[0]] = spoilt(value.get(trail[0]), trail[1:], other)
    elif isinstance(value, list) and isinstance(trail[0], int) and trail[0] < len(value):
        value[trail[0]] = spoilt(value[trail[0]], trail[1:], other)
    return value


ORIGINS = st.builds(
    lambda url, auth: Origin(PluginManifest("Boats", "boats", "", "", PluginAuth(auth), url)),
    WORDS | st.text(max_size=20) | st.just("https://api.boats.net/x.yaml"),
    st.sampled_from(PluginAuthType),
) | st.builds(Origin, server=WORDS)  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(places(DOCUMENT), key=str)), VALUES), max_size=5),
    ORIGINS,
)
def test_spoilt_documents_are_read_or_refused(
    changes: list[tuple[Trail, Any]], origin: Origin
) -> None:
    """Whatever stands in whatever place, there is an action that holds what is promised of one."""
    document = copy.deepcopy(DOCUMENT)
    for trail, value in changes:
        document = spoilt(document, trail, value)
    stage = Stage()
    try:
        action = define_action(document, origin, stage)
    except InputError:
        return
    assert len({op.operation_id for op in action.operations}) == len(action.operations)
    assert len({op.pointer for op in action.operations}) == len(action.operations)
    for op in action.operations:
        assert op.path.startswith("/")
        assert op.server == "" or op.server.startswith("https://")
        assert op.responses
        for parameter in op.parameters:
            assert "schema" in parameter or "content" in parameter
            assert parameter["in"] in ("query", "path", "header", "cookie")
    for change in stage.changes:
        before = change.before.pointer if change.before else ""
        assert change.message
        assert existing(document, before) == before
