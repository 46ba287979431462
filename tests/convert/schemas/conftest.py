"""One operation whose answer has the schema in question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.repair import repair_schemas
from gptreview.model.action import ActionAuth, ActionDefinition, Operation

Json = dict[str, Any]

AT = "/paths/~1boats/get/responses/200/content/application~1json/schema"


@pytest.fixture
def repaired() -> Callable[..., tuple[Any, Json, list[str]]]:
    """Repair a schema: what it became, its components, and every change as one line.

    A line is ``kind code before -> after``; AT stands for the schema's own place.
    """

    def repair(
        schema: Any, components: Json | None = None, document: Json | None = None
    ) -> tuple[Any, Json, list[str]]:
        whole = {"components": {"schemas": components or {}}, **(document or {})}
        content = {"application/json": {"schema": schema}}
        operation = Operation(
            "getBoats", "get", "/boats", "/paths/~1boats/get", "https://boats.example.org",
            responses={"200": {"description": "Boats.", "content": content}},
        )  # fmt: skip
        action = ActionDefinition("Boats", "1", "", (operation,), ActionAuth(), components or {})
        stage = Stage()
        result = repair_schemas(whole, action, stage)
        found = result.operations[0].responses["200"]["content"]["application/json"]["schema"]
        lines = [
            f"{change.kind} {change.code} "
            f"{change.before.pointer if change.before else None} -> "
            f"{change.after.pointer if change.after else None}".replace(AT, "AT")
            for change in stage.changes
        ]
        return found, dict(result.schemas), lines

    return repair


@pytest.fixture
def messages() -> Callable[..., list[str]]:
    """The messages of repairing a schema."""

    def said(schema: Any, components: Json | None = None) -> list[str]:
        stage = Stage()
        content = {"application/json": {"schema": schema}}
        operation = Operation(
            "getBoats", "get", "/boats", "/paths/~1boats/get", "https://boats.example.org",
            responses={"200": {"description": "Boats.", "content": content}},
        )  # fmt: skip
        action = ActionDefinition("Boats", "1", "", (operation,), ActionAuth(), components or {})
        repair_schemas({"components": {"schemas": components or {}}}, action, stage)
        return [change.message for change in stage.changes]

    return said
