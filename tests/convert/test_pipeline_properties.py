"""Documents spoilt at random places: refused with a reason, or converted without a fault."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gptreview.convert.define.document import Origin
from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.parse import parse_manifest
from gptreview.convert.migration import PluginDocuments, migrate_documents, parse_plugin
from gptreview.convert.redact import Redactor
from gptreview.convert.specification import (
    ActionOptions,
    ConvertedSpecification,
    convert_specification,
)
from gptreview.convert.targets.yaml_text import dump_yaml
from gptreview.errors import GptReviewError
from gptreview.reading.document import Document, read_mapping
from gptreview.reading.pointer import existing
from gptreview.render.migration_json import migration_json
from gptreview.render.migration_markdown import migration_markdown
from gptreview.usecases.bundle_names import bundle_name

Faults = Callable[..., list[str]]

_PET = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 40},
        "born": {"type": "string", "format": "date"},
        "friends": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
        "home": {"$ref": "#/components/schemas/Place"},
    },
    "additionalProperties": False,
}
_SCHEMAS = {
    "Pet": _PET,
    "Place": {"oneOf": [{"$ref": "#/components/schemas/Town"}, {"type": "string"}]},
    "Town": {"type": "object", "properties": {"zip code": {"type": "integer", "minimum": 1}}},
    "Odd": {
        "type": ["object", "null"],
        "title": "Odd",
        "minProperties": 1,
        "patternProperties": {"^x-": {"type": "string", "pattern": "^a+$"}},
        "dependentRequired": {"a": ["b"]},
        "if": {"required": ["a"]},
        "then": {"properties": {"a": {"const": 1}}},
        "not": {"required": ["c"]},
        "properties": {
            "a": {"type": "integer", "multipleOf": 2, "default": 4},
            "b": {"type": "string", "enum": ["on", "off"], "default": "on", "examples": ["on"]},
            "c": {"prefixItems": [{"type": "string"}], "items": False, "uniqueItems": True},
            "d": {"type": "array", "contains": {"$ref": "#/components/schemas/Odd"}},
        },
        "externalDocs": {"url": "https://docs.example.org"},
        "xml": {"name": "odd"},
    },
    "Choice": {
        "oneOf": [{"$ref": "#/components/schemas/Odd"}, {"$ref": "#/components/schemas/Town"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"odd": "#/components/schemas/Odd", "pet": "Pet"},
        },
    },
    "Both": {
        "allOf": [
            {"$ref": "#/components/schemas/Town"},
            {"type": "object", "properties": {"mayor": {"$ref": "#/components/schemas/Pet"}}},
        ]
    },
}
_BASE_30: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1", "description": "All about pets."},
    "servers": [
        {"url": "https://pets.example.org/{stage}", "variables": {"stage": {"default": "v1"}}}
    ],
    "security": [{"key": []}],
    "tags": [{"name": "pets"}],
    "paths": {
        "/pets": {
            "parameters": [{"$ref": "#/components/parameters/limit"}],
            "get": {
                "operationId": "listPets",
                "tags": ["pets"],
                "summary": "List pets.",
                "parameters": [
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                    {"name": "kind", "in": "query", "schema": {"type": "string", "enum": ["cat"]}},
                ],
                "responses": {"200": {"$ref": "#/components/responses/pets"}},
            },
            "post": {
                "operationId": "addPet",
                "x-openai-isConsequential": True,
                "requestBody": {"$ref": "#/components/requestBodies/pet"},
                "responses": {
                    "201": {
                        "description": "Added.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Choice"}}
                        },
                    },
                    "default": {"description": "No."},
                },
            },
        },
        "/pets/{id}": {
            "put": {
                "operationId": "changePet",
                "description": "Change a pet. " * 30,
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Both"}},
                        "text/plain": {"schema": {"type": "string"}},
                    },
                },
                "responses": {
                    "200": {
                        "description": "Changed.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}
                        },
                    }
                },
            },
            "delete": {
                "operationId": "dropPet",
                "security": [],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
                ],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "id": {"type": "integer"},
                                    "why": {"type": "string"},
                                },
                                "nullable": True,
                            }
                        }
                    }
                },
                "responses": {"204": {"description": "Gone."}},
            },
        },
    },
    "components": {
        "schemas": _SCHEMAS,
        "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
        "requestBodies": {
            "pet": {
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
            }
        },
        "responses": {
            "pets": {
                "description": "Pets.",
                "content": {
                    "application/json": {
                        "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
                    }
                },
            }
        },
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
_BASE_31 = {**_BASE_30, "openapi": "3.1.0"}
_BASE_20: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Boats", "version": "2"},
    "host": "boats.example.org",
    "basePath": "/v2",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "paths": {
        "/boats/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
            "get": {
                "operationId": "getBoat",
                "parameters": [
                    {
                        "name": "with",
                        "in": "query",
                        "type": "array",
                        "items": {"type": "string"},
                        "collectionFormat": "multi",
                    }
                ],
                "responses": {
                    "200": {"description": "A boat.", "schema": {"$ref": "#/definitions/Boat"}}
                },
            },
            "post": {
                "operationId": "sail",
                "parameters": [
                    {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Boat"}}
                ],
                "responses": {"200": {"description": "Sailing."}},
            },
        },
        "/uploads": {
            "post": {
                "operationId": "upload",
                "consumes": ["multipart/form-data"],
                "parameters": [{"name": "file", "in": "formData", "type": "file"}],
                "responses": {"200": {"description": "Taken."}},
            }
        },
    },
    "definitions": {
        "Boat": {
            "type": "object",
            "discriminator": "kind",
            "properties": {
                "kind": {"type": "string"},
                "crew": {"type": "array", "items": {"$ref": "#/definitions/Boat"}},
            },
        }
    },
    "securityDefinitions": {"basic": {"type": "basic"}},
}
_MANIFEST = {
    "schema_version": "v1",
    "name_for_human": "Pets",
    "name_for_model": "pets",
    "description_for_model": "Pets.",
    "auth": {"type": "service_http", "authorization_type": "bearer"},
    "api": {"type": "openapi", "url": "https://pets.example.org/openapi.yaml"},
}
_TOKEN = "0123456789abcdef"  # noqa: S105 - made up
_FULL_MANIFEST = {
    **_MANIFEST,
    "auth": {
        "type": "oauth",
        "client_url": "https://id.example.org/authorize",
        "authorization_url": "https://id.example.org/token",
        "scope": "a,b",
        "verification_tokens": {"openai": _TOKEN},
    },
    "logo_url": "https://pets.example.org/logo.png",
    "contact_email": "pets@example.org",
    "legal_info_url": f"https://pets.example.org/legal?t={_TOKEN}",
}
_JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, "", "x", "true", " ", "a\nb", "$ref", "//", "{id}",
    [], {}, [None], [[]], ["x", 1], {"x": None}, {"": {}},
    {"$ref": "#/components/schemas/Pet"}, {"$ref": "#"}, {"$ref": "#/nowhere"}, {"$ref": 7},
    {"$ref": "other.yaml#/Pet"}, {"$ref": "#/paths/~1pets/get"}, {"$ref": "#/definitions/A b"},
    {"type": "object"}, {"type": "inetger"}, {"type": ["string", "null"]}, {"allOf": [{}, False]},
    {"oneOf": [{"type": "null"}, {"type": "object"}]}, {"not": {}}, {"required": True},
    {"url": "http://localhost:8080"}, "x" * 800, "deep. " * 200, "https://[bad", "//[", "<b>`*_",
    "a\n\n# b\r\u2028- c", "user_http", "service_http", "../../etc", "\x00", "con", "船",
)  # fmt: skip
_KEYS = ("", "x", "a/b", "a~b", "$ref", "type", "allOf", "get", "parameters", "properties", "x-y",
         "required", "nullable", "items", "head", "/more", "name", "schema")  # fmt: skip


def _containers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list) and value:
        yield value
        for item in list(value.values() if isinstance(value, dict) else value):
            yield from _containers(item)


def _spoil(value: Any, draw: st.DataObject) -> None:
    """One change at a random place: a value gone, replaced, moved or copied from elsewhere."""
    places = list(_containers(value))
    target = places[draw.draw(st.integers(0, len(places) - 1))]
    keys = list(target) if isinstance(target, dict) else list(range(len(target)))
    key = keys[draw.draw(st.integers(0, len(keys) - 1))]
    action = draw.draw(st.sampled_from(("junk", "junk", "drop", "rename", "copy", "wrap")))
    if action == "junk":
        target[key] = copy.deepcopy(draw.draw(st.sampled_from(_JUNK)))
    elif action == "drop":
        del target[key]
    elif action == "rename" and isinstance(target, dict):
        target[draw.draw(st.sampled_from(_KEYS))] = target.pop(key)
    elif action == "copy":
        target[key] = copy.deepcopy(places[draw.draw(st.integers(0, len(places) - 1))])
    else:
        target[key] = [target[key]]


def _read(value: Any) -> Document:
    return read_mapping(json.dumps(value).encode(), name="openapi.json")


def _convert(document: Document, origin: Origin) -> ConvertedSpecification | None:
    try:
        return convert_specification(document, origin, ActionOptions(), Redactor(["secret-secret"]))
    except GptReviewError:
        return None


_ORIGINS = (
    Origin(parse_manifest(_MANIFEST, Stage())),
    Origin(None, "https://api.example.org"),
)


def _check(base: dict[str, Any], draw: st.DataObject, faults: Faults, *, largest: int) -> None:
    value = copy.deepcopy(base)
    for _ in range(draw.draw(st.integers(1, 7))):
        _spoil(value, draw)
    origin = draw.draw(st.sampled_from(_ORIGINS))
    document = _read(value)
    converted = _convert(document, origin)
    if converted is None:
        return
    assert faults(document.value, converted, largest=largest) == []
    again = _convert(_read(value), origin)
    assert again is not None
    assert again.changes == converted.changes
    assert [dump_yaml(each) for each in again.documents.values()] == [
        dump_yaml(each) for each in converted.documents.values()
    ]


_BASES = pytest.mark.parametrize("base", [_BASE_31, _BASE_30, _BASE_20], ids=["3.1", "3.0", "2.0"])
_fixed = settings(
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@_BASES
@settings(_fixed, max_examples=60)
@given(draw=st.data())
def test_spoilt_documents_keep_every_promise(
    base: dict[str, Any], draw: st.DataObject, conversion_faults: Faults
) -> None:
    """Whatever is wrong with a document, nothing crashes, is lost unsaid or cannot be used."""
    _check(base, draw, conversion_faults, largest=0)


@_BASES
@settings(_fixed, max_examples=12)
@given(draw=st.data())
def test_spoilt_documents_come_out_as_valid_openapi(
    base: dict[str, Any], draw: st.DataObject, conversion_faults: Faults
) -> None:
    """What is written satisfies the OpenAPI specification, as its own validator sees it."""
    _check(base, draw, conversion_faults, largest=100_000)


@settings(_fixed, max_examples=150)
@given(draw=st.data())
def test_spoilt_manifests_keep_every_promise(draw: st.DataObject) -> None:
    """Whatever a manifest says, its bundle has a safe name, reports that read well, no secret."""
    value = copy.deepcopy(_FULL_MANIFEST)
    for _ in range(draw.draw(st.integers(1, 5))):
        _spoil(value, draw)
    spec = _read(_BASE_30) if draw.draw(st.booleans()) else None
    manifest = read_mapping(json.dumps(value).encode(), name="ai-plugin.json")
    try:
        migration = migrate_documents(PluginDocuments(manifest, spec), ActionOptions(), name="x")
    except GptReviewError:
        return
    assert re.fullmatch("[a-z0-9][a-z0-9._-]{0,70}", bundle_name(migration.manifest))
    report = migration_markdown(migration)
    headings = [line for line in report.splitlines() if line.startswith("#")]
    assert [line for line in headings if not line.startswith("## ")] == [headings[0]]
    text = "\n".join([*migration.files.values(), report, migration_json(migration, {})])
    _, redactor = parse_plugin(manifest, Stage())
    assert redactor.text(text) == text
    sources = {"ai-plugin.json": manifest.value, "openapi.json": _BASE_30}
    for change in migration.changes:
        if change.before:
            found = existing(sources[change.before.file], change.before.pointer)
            assert found == change.before.pointer
