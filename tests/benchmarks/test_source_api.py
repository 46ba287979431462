"""The independent reading of OpenAPI documents: files, operations, what they take, servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from source_api import Call, calls, hosts, load, spec_beside

Json = dict[str, Any]


def only(document: Json) -> Call:
    """The single operation of a document."""
    (call,) = calls(document)
    return call


def api(item: Json, **more: Any) -> Json:
    """A document with one path."""
    return {"openapi": "3.0.0", "paths": {"/a/{id}": item}, **more}


def test_yaml_is_read_as_yaml_12(tmp_path: Path) -> None:
    """NO and dates stay text, true is a boolean, a byte-order mark and JSON do no harm."""
    file = tmp_path / "openapi.yaml"
    file.write_text("\ufeffa: [NO, on, true, 2023-01-01, 12]\n", encoding="utf-8")
    assert load(file) == {"a": ["NO", "on", True, "2023-01-01", 12]}
    file.write_text('{"a": "\\ud83d\\ude00"}', encoding="utf-8")
    assert load(file) == {"a": "😀"}


def test_neither_json_nor_yaml(tmp_path: Path) -> None:
    """Anything else is a ValueError."""
    file = tmp_path / "openapi.yaml"
    file.write_text("a: [", encoding="utf-8")
    with pytest.raises(ValueError, match="expected"):
        load(file)


def test_spec_beside_a_manifest(tmp_path: Path) -> None:
    """The document is found by its usual names, JSON first; there may be none."""
    manifest = tmp_path / "ai-plugin.json"
    assert spec_beside(manifest) is None
    for name in ("openapi.yml", "openapi.json"):
        (tmp_path / name).touch()
    assert spec_beside(manifest) == tmp_path / "openapi.json"


def test_operations_of_every_method_and_misplaced_paths() -> None:
    """All eight methods count, in any case, as do operations under a path inside a path."""
    inside = {"get": {}, "x-note": "no path", "post": "no operation"}
    document = {
        "openapi": "3.0.0",
        "paths": {
            "a": {"HEAD": {}, "trace": {}, "summary": "s", "/b": inside},
            "x-extension": {"get": {}},
            "/c": {"$ref": "#/x-shared"},
            "/d": {"$ref": "#/nowhere"},
        },
        "x-shared": {"options": {}},
    }
    assert [(call.label, call.pointer) for call in calls(document)] == [
        ("HEAD /a", "/paths/a/HEAD"),
        ("TRACE /a", "/paths/a/trace"),
        ("GET /b", "/paths/a/~1b/get"),
        ("OPTIONS /c", "/x-shared/options"),
    ]


@pytest.mark.parametrize("document", [None, [], {}, {"paths": []}, {"paths": {"/a": 1}}])
def test_documents_without_operations(document: Any) -> None:
    """What has no paths has no operations."""
    assert list(calls(document)) == []


def test_parameters_of_path_and_operation() -> None:
    """The operation's parameter wins over the path's; references are followed; all are typed."""
    shared = {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}
    own = {"name": "q", "in": "query", "required": "true", "type": "integer"}
    media = {"name": "f", "in": "query", "content": {"application/json": {"schema": {"enum": [1]}}}}
    empty = {"name": "e", "in": "cookie", "content": {"application/json": None}}
    item = {
        "parameters": [shared, {"$ref": "#/x-id"}],
        "get": {"parameters": [own, media, empty, {"$ref": "#/x-lost"}]},
    }
    identity = {"name": "id", "in": "path", "schema": {"type": "string"}}
    call = only(api(item, **{"x-id": identity}))
    assert [(i.name, i.location, i.required, i.shape.types) for i in call.inputs] == [
        ("q", "query", True, frozenset({"integer"})),
        ("id", "path", False, frozenset({"string"})),
        ("f", "query", False, None),
        ("e", "cookie", False, None),
        ("/paths/~1a~1{id}/get/parameters/3", "", False, None),
    ]
    assert call.named("path").keys() == call.variables() == {"id"}
    assert call.named("query")["f"].shape.values == frozenset({"1"})


def test_parameters_that_are_no_list() -> None:
    """Parameters written as an object are one that cannot be read, at its place."""
    call = only(api({"get": {"parameters": {"q": {}}}}))
    assert [(i.location, i.places) for i in call.inputs] == [
        ("", frozenset({"/paths/~1a~1{id}/get/parameters"}))
    ]


def test_body_is_the_json_one() -> None:
    """Of several media types the JSON one is read; a body without any content has an open shape."""
    content = {
        "text/plain": {"schema": {"type": "string"}},
        "*/*": {"schema": {"type": "boolean"}},
        "application/problem+json": {"schema": {"type": "array"}},
        "application/json; charset=utf-8": {"schema": {"type": "object"}},
    }
    types: list[Any] = []
    while content:
        body = only(api({"post": {"requestBody": {"content": content}}})).body
        assert body is not None
        types.append(body.shape.types)
        content.popitem()
    assert types == [{"object"}, {"array"}, {"boolean"}, {"string"}]
    lost = only(api({"post": {"requestBody": {"$ref": "#/x"}}})).body
    assert lost is not None
    assert (lost.required, lost.shape.opaque, lost.media_types) == (False, True, ())


def test_hosts_of_document_and_manifest() -> None:
    """Own, the path's and the API's servers count, relative ones too, and the manifest's host."""
    item = {"servers": [{"url": "https://item.org/"}], "get": {"servers": [{"url": "/v2"}]}}
    variables = {"place": {"default": "eu"}, "odd": "none"}
    servers = [
        {"url": "https://{place}.API.org.", "variables": variables},
        {"url": "https://[bad"},
        {"url": 1},
        "text",
    ]
    call = only(api(item, servers=servers))
    assert hosts(call, "https://home.org/openapi.yaml") == {"item.org", "eu.api.org", "home.org"}
    assert hosts(only(api({"get": {}})), "") == frozenset()
