"""A document that the builder takes without a word, and the words it has for others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.importer import import_action

Json = dict[str, Any]
Lines = Callable[[Any], list[str]]


def sound() -> Json:
    """An OpenAPI document with one operation and nothing to say about it."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Boats", "version": "1"},
        "servers": [{"url": "https://boats.example.org/v1"}],
        "components": {"schemas": {}},
        "paths": {
            "/boats": {
                "get": {
                    "operationId": "listBoats",
                    "x-openai-isConsequential": False,
                    "parameters": [{"name": "berth", "in": "query", "schema": {"type": "string"}}],
                    "responses": {"200": {"description": "ok"}},
                }
            }
        },
    }


@pytest.fixture
def document() -> Json:
    """The sound document, to be spoilt by the test."""
    return sound()


@pytest.fixture
def operation(document: Json) -> Json:
    """The one operation of the sound document."""
    found: Json = document["paths"]["/boats"]["get"]
    return found


@pytest.fixture
def lines() -> Lines:
    """What the builder says of a document: ``level code pointer message``, in document order."""

    def said(document: Any) -> list[str]:
        report = import_action(document, size=10)
        return [f"{d.level} {d.code} {d.pointer} {d.message}" for d in report.diagnostics]

    return said


@pytest.fixture
def lost() -> Callable[[Any], dict[str, tuple[str, ...]]]:
    """The unusable operations of a document with the codes that cost them."""

    def found(document: Any) -> dict[str, tuple[str, ...]]:
        report = import_action(document, size=10)
        return {
            f"{operation.method} {operation.path}": operation.reasons
            for operation in report.operations
            if not operation.usable
        }

    return found
