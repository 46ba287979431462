"""Anybody's documents come in: no JSON value may crash the importer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gptreview.convert.importer import import_action
from gptreview.convert.importer.document_order import in_document_order
from gptreview.errors import InputError
from gptreview.model.diagnostic import Diagnostic, Level, Standing
from gptreview.reading.document import ReadLimits, read_document
from gptreview.reading.pointer import resolve

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["$ref", "type", "properties", "name", "in", "get", "schema", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def _rich() -> dict[str, Any]:
    """A document in which every rule finds something to look at."""
    schema = {"$ref": "#/components/schemas/Boat"}
    post = {
        "operationId": "add", "summary": "s", "description": "d", "x-openai-isConsequential": True,
        "servers": [], "parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}],
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"content": {"application/json": {"schema": {"type": "array"}}}}},
    }  # fmt: skip
    flow = {"authorizationUrl": "https://a.example.org", "tokenUrl": "https://b.example.org"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "v", "description": "d"},
        "servers": [{"url": "https://api.example.org"}],
        "components": {
            "schemas": {"Boat": {"type": "object", "properties": {"a": {"allOf": [{}]}}}},
            "securitySchemes": {"o": {"type": "oauth2", "flows": {"authorizationCode": flow}}},
        },
        "paths": {"/boats/{id}": {"post": post, "parameters": []}},
    }


def _places(value: Any, pointer: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    places = [pointer]
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            places += _places(child, (*pointer, key))
    return places


_PLACES = [place for place in _places(_rich()) if place]


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_PLACES), _ANYTHING), max_size=3))
def test_any_value_anywhere_is_survived(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    """Whatever stands at any place, a report comes back and every pointer leads somewhere."""
    document = _rich()
    for place, value in changes:
        _put(document, place, value)
    report = import_action(document)
    for diagnostic in report.diagnostics:
        resolve(document, diagnostic.pointer)
        assert diagnostic.fix
        assert diagnostic.source.startswith("https://")
        if diagnostic.standing is Standing.RECALLED:
            assert diagnostic.level is not Level.ERROR
    assert all(operation.usable is not bool(operation.reasons) for operation in report.operations)


def _put(document: Any, place: tuple[Any, ...], value: Any) -> None:
    """Set a place, where earlier changes have left it in the document."""
    *parents, last = place
    for key in parents:
        if key not in _keys(document):
            return
        document = document[key]
    if (isinstance(document, dict) and isinstance(last, str)) or last in _keys(document):
        document[last] = value


def _keys(value: Any) -> tuple[Any, ...]:
    if isinstance(value, list):
        return tuple(range(len(value)))
    return tuple(value) if isinstance(value, dict) else ()


@given(_ANYTHING)
def test_any_root_is_survived(document: Any) -> None:
    """Any JSON value as the whole document brings a report that says something."""
    assert import_action(document).diagnostics


def test_findings_stand_in_the_order_of_the_document() -> None:
    """A place that the document does not have comes with the last ancestor that it has."""
    document = {"b": [0, {"x": 1}], "a": {}}
    pointers = ["/a", "/b/1/x", "/b/9", "", "/nowhere", "/b/0", "/b/1/x/deeper", "/b/x"]
    found = in_document_order(
        document,
        [Diagnostic(Level.NOTE, "c", "m", each, "f", "s", Standing.REPORTED) for each in pointers],
    )
    assert [each.pointer for each in found] == [
        "", "/nowhere", "/b/9", "/b/x", "/b/0", "/b/1/x", "/b/1/x/deeper", "/a",
    ]  # fmt: skip


@pytest.mark.corpus
def test_real_documents_are_survived(shared_data: Path) -> None:
    """Every real plugin's document and every real specification is examined to the end."""
    operations = usable = 0
    for path in sorted((shared_data / "plugins").glob("*/openapi.*")):
        document = read_document(path.read_bytes(), name=path.name, limits=ReadLimits())
        found = import_action(document.value, size=path.stat().st_size).operations
        operations += len(found)
        usable += sum(operation.usable for operation in found)
    print(f"{usable} of {operations} plugin operations usable as they stand")  # noqa: T201
    assert operations == 587
    assert 0.55 < usable / operations < 0.80
    for path in sorted((shared_data / "specs").iterdir()):
        try:
            document = read_document(path.read_bytes(), name=path.name, limits=ReadLimits())
        except InputError:
            continue
        import_action(document.value, size=path.stat().st_size)
