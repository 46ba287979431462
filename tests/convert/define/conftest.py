"""A sound OpenAPI 3.1 document to be spoilt, and what is read of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gptreview.convert.define.document import Origin, define_action
from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionDefinition, Operation
from gptreview.model.plugin import PluginAuth, PluginManifest

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]


@pytest.fixture
def document() -> Json:
    """An OpenAPI document that there is nothing to say about."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Boats", "version": "1.0"},
        "servers": [{"url": "https://api.boats.net"}],
        "paths": {
            "/boats": {
                "get": {
                    "operationId": "listBoats",
                    "responses": {"200": {"description": "ok"}},
                }
            }
        },
    }


@pytest.fixture
def operation(document: Json) -> Json:
    """The one operation of the sound document."""
    found: Json = document["paths"]["/boats"]["get"]
    return found


@pytest.fixture
def list_boats() -> Operation:
    """What the one operation is read as."""
    return Operation(
        "listBoats",
        "get",
        "/boats",
        "/paths/~1boats/get",
        "https://api.boats.net",
        responses={"200": {"description": "ok"}},
    )


@pytest.fixture
def plugin() -> Callable[..., Origin]:
    """A manifest beside the document."""

    def made(api_url: str = "", auth: PluginAuth | None = None, **fields: Any) -> Origin:
        manifest = PluginManifest("Boat Finder", "boats", "", "", auth or PluginAuth(), api_url)
        return Origin(replace(manifest, **fields))

    return made


@pytest.fixture
def told() -> Callable[[Stage], Told]:
    """Each change of a stage: kind, code, pointer before, pointer after."""

    def listed(stage: Stage) -> Told:
        assert all(change.message for change in stage.changes)
        return [
            (
                change.kind.value,
                change.code,
                change.before.pointer if change.before else None,
                change.after.pointer if change.after else None,
            )
            for change in stage.changes
        ]

    return listed


@pytest.fixture
def define(told: Callable[[Stage], Told]) -> Callable[..., tuple[ActionDefinition, Told]]:
    """The action behind a document, and what was told."""

    def defined(
        document: Json, origin: Origin | None = None, stage: Stage | None = None
    ) -> tuple[ActionDefinition, Told]:
        stage = stage or Stage()
        return define_action(document, origin or Origin(), stage), told(stage)

    return defined
