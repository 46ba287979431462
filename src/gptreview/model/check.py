"""What a check of several actions found, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gptreview.errors import GptReviewError
from gptreview.model.diagnostic import Diagnostic, ImportedOperation, Level


@dataclass(frozen=True, slots=True)
class PlacedDiagnostic:
    """A finding and where it stands in the text."""

    diagnostic: Diagnostic
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in code points."""


@dataclass(frozen=True, slots=True)
class CheckedAction:
    """One action's schema after the check."""

    name: str
    """What the user calls it: a path, or ``-`` for standard input."""
    findings: tuple[PlacedDiagnostic, ...] = ()
    """In the order of the text."""
    operations: tuple[ImportedOperation, ...] = ()
    failure: GptReviewError | None = None
    """Why it could not be checked at all; then there are no findings."""


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What a whole run found, counted."""

    checked: int
    """Files that could be read."""
    failed: int
    """Files that could not."""
    errors: int
    warnings: int
    notes: int
    operations: int
    usable: int
    strict: bool
    """Whether a warning counts as an error."""

    @property
    def exit_status(self) -> int:
        """0 no error, 1 errors (or warnings, where strict), 2 a file that could not be read."""
        if self.failed:
            return 2
        return 1 if self.errors or (self.strict and self.warnings) else 0


def summarize(actions: Iterable[CheckedAction], *, strict: bool) -> CheckSummary:
    """Count what the check of several actions found."""
    actions = tuple(actions)
    levels = [placed.diagnostic.level for action in actions for placed in action.findings]
    operations = [operation for action in actions for operation in action.operations]
    failed = sum(action.failure is not None for action in actions)
    return CheckSummary(
        checked=len(actions) - failed,
        failed=failed,
        errors=levels.count(Level.ERROR),
        warnings=levels.count(Level.WARNING),
        notes=levels.count(Level.NOTE),
        operations=len(operations),
        usable=sum(operation.usable for operation in operations),
        strict=strict,
    )
