"""An action with the operations that a test is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionAuth, ActionDefinition, Operation

Json = dict[str, Any]


@pytest.fixture
def operation() -> Callable[..., Operation]:
    """Make an operation: ``operation("get", "/boats", ...)``."""

    def make(method: str = "get", path: str = "/boats", **fields: Any) -> Operation:
        pointer = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
        given: dict[str, Any] = {
            "operation_id": f"{method}{path.title().replace('/', '')}",
            "server": "https://boats.example.org",
            "responses": {"200": {"description": "OK"}},
            "consequential": method != "get",
            **fields,
        }
        return Operation(method=method, path=path, pointer=pointer, **given)

    return make


@pytest.fixture
def action() -> Callable[..., ActionDefinition]:
    """Make an action of some operations."""

    def make(
        *operations: Operation, auth: ActionAuth | None = None, schemas: Json | None = None
    ) -> ActionDefinition:
        return ActionDefinition(
            "Boats", "1", "All boats.", operations, auth or ActionAuth(), schemas or {}
        )

    return make


@pytest.fixture
def told() -> Callable[[Stage], list[str]]:
    """The changes of a stage, one line each: ``kind code before -> after``."""

    def lines(stage: Stage) -> list[str]:
        return [
            f"{change.kind} {change.code} "
            f"{change.before.pointer if change.before else None} -> "
            f"{change.after.pointer if change.after else None}"
            for change in stage.changes
        ]

    return lines
