"""One result that has everything a check can say."""

from __future__ import annotations

import pytest

from gptreview.errors import InputError
from gptreview.model.check import CheckedAction, PlacedDiagnostic
from gptreview.model.diagnostic import Diagnostic, ImportedOperation, Level, Standing

_SOURCE = "https://example.org/rules#limits"


def _placed(
    level: Level, code: str, message: str, pointer: str, place: tuple[int, int]
) -> PlacedDiagnostic:
    diagnostic = Diagnostic(
        level, code, message, pointer, "Do this.", _SOURCE, Standing.REPORTED, "GET /a"
    )
    return PlacedDiagnostic(diagnostic, *place)


@pytest.fixture
def checked_actions() -> tuple[CheckedAction, ...]:
    """An action with findings of every level, one without, and two that failed."""
    operations = (
        ImportedOperation("get", "/a", "getA", "/paths/~1a/get", usable=True),
        ImportedOperation(
            "get", "/b", "", "/paths/~1b/get", usable=False, reasons=("operation.missing_id",)
        ),
    )
    findings = (
        _placed(Level.NOTE, "text.plugin", "a “plugin”", "/info/description", (3, 3)),
        _placed(Level.WARNING, "server.several", "Multiple", "/servers", (5, 1)),
        _placed(Level.ERROR, "document.too_large", "hide\x1b[2J\u202eme", "", (9, 2)),
        _placed(Level.NOTE, "text.plugin", "a “plugin”", "/paths/~1a/get/description", (12, 7)),
    )
    return (
        CheckedAction("my actions/a.yaml", findings, operations),
        CheckedAction("-", (), operations[:1]),
        CheckedAction(
            "/srv/b.yaml",
            failure=InputError(
                "a tab",
                where="/srv/b.yaml: line 2, column 1",
                expected="spaces",
                next_step="indent",
            ),
        ),
        CheckedAction("c.yaml", failure=InputError("it is empty", where="c.yaml")),
    )
