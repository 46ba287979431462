"""The summary and the exit status agree."""

from __future__ import annotations

import pytest

from gptreview.errors import InputError
from gptreview.model.check import CheckedAction, CheckSummary, PlacedDiagnostic, summarize
from gptreview.model.diagnostic import Diagnostic, ImportedOperation, Level, Standing


def _action(*levels: Level) -> CheckedAction:
    found = [Diagnostic(each, "a.b", "m", "", "f", "s", Standing.REPORTED) for each in levels]
    operations = (
        ImportedOperation("get", "/a", "a", "/paths/~1a/get", usable=True),
        ImportedOperation("get", "/b", "b", "/paths/~1b/get", usable=False, reasons=("a.b",)),
    )
    return CheckedAction("x", tuple(PlacedDiagnostic(each, 1, 1) for each in found), operations)


_FAILED = CheckedAction("y", failure=InputError("it is empty"))


def test_everything_is_counted() -> None:
    """Files, levels and operations are counted over all files."""
    actions = [_action(Level.ERROR, Level.NOTE), _action(Level.WARNING), _FAILED]
    assert summarize(actions, strict=False) == CheckSummary(
        checked=2, failed=1, errors=1, warnings=1, notes=1, operations=4, usable=2, strict=False
    )


@pytest.mark.parametrize(
    ("actions", "plain", "strict"),
    [
        ([], 0, 0),
        ([_action(Level.NOTE)], 0, 0),
        ([_action(Level.WARNING)], 0, 1),
        ([_action(Level.ERROR)], 1, 1),
        ([_FAILED, _action(Level.ERROR)], 2, 2),
    ],
)
def test_the_worst_decides(actions: list[CheckedAction], plain: int, strict: int) -> None:
    """Bad input outweighs errors; warnings count where they are asked to."""
    assert summarize(actions, strict=False).exit_status == plain
    assert summarize(actions, strict=True).exit_status == strict
