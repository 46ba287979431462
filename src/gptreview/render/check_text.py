"""A check's result as text for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gptreview.model.check import CheckedAction, CheckSummary, PlacedDiagnostic
from gptreview.model.diagnostic import Diagnostic, Level
from gptreview.render.terminal import Style, counted, plain

_STYLES: Final = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}

_MOST_PLACES = 10


def check_text(actions: Iterable[CheckedAction], summary: CheckSummary, *, color: bool) -> str:
    """The findings grouped by file, and a last line that says how the check ended.

    Args:
        actions: The checked actions.
        summary: The same actions, counted.
        color: Whether to use the colours of a terminal.
    """
    style = Style(color)
    lines = [line for action in actions for line in _action(action, style)]
    return "\n".join([*lines, _ending(summary, style)]) + "\n"


def _action(action: CheckedAction, style: Style) -> Iterator[str]:
    name = style.bold(plain(action.name))
    if action.failure is not None:
        where = action.failure.where.removeprefix(action.name).lstrip(": ")
        found = f"{where}: {action.failure.found}" if where else action.failure.found
        yield f"{name}: {style.paint('cannot be checked', 'red')}: {plain(found)}"
        if action.failure.expected:
            yield _detail("expected", action.failure.expected, style)
        if action.failure.next_step:
            yield _detail("next", action.failure.next_step, style)
        yield ""
        return
    for group in _groups(action.findings):
        yield from _finding(name, group, style)
        yield ""


def _groups(findings: Sequence[PlacedDiagnostic]) -> list[list[PlacedDiagnostic]]:
    """Each finding on its own, but notes that say the same of several places together."""
    groups: dict[object, list[PlacedDiagnostic]] = {}
    for index, placed in enumerate(findings):
        diagnostic = placed.diagnostic
        alone = diagnostic.level is not Level.NOTE
        key = index if alone else (diagnostic.code, diagnostic.message, diagnostic.fix)
        groups.setdefault(key, []).append(placed)
    return list(groups.values())


def _finding(name: str, group: list[PlacedDiagnostic], style: Style) -> Iterator[str]:
    first, *others = group
    diagnostic = first.diagnostic
    kind = style.paint(f"{diagnostic.level}[{diagnostic.code}]", _STYLES[diagnostic.level])
    yield f"{name}:{first.line}:{first.column}: {kind} {plain(diagnostic.message)}"
    yield _detail("at", _place(diagnostic), style)
    if others:
        places = [f"{each.line}:{each.column}" for each in others[:_MOST_PLACES]]
        if len(others) > _MOST_PLACES:
            places.append(f"and {len(others) - _MOST_PLACES} more (--format json lists them)")
        yield _detail("also", ", ".join(places), style)
    yield _detail("fix", diagnostic.fix, style)
    yield _detail("source", f"{diagnostic.source} ({diagnostic.standing})", style)


def _place(diagnostic: Diagnostic) -> str:
    return diagnostic.pointer or "the document itself"


def _detail(label: str, text: str, style: Style) -> str:
    return f"    {style.dim(f'{label}:'.ljust(8))} {plain(text)}"


def _ending(summary: CheckSummary, style: Style) -> str:
    passed = summary.exit_status == 0
    verdict = style.paint("Passed" if passed else "Failed", "green" if passed else "red")
    counts = ", ".join(
        counted(number, noun)
        for number, noun in (
            (summary.errors, "error"),
            (summary.warnings, "warning"),
            (summary.notes, "note"),
        )
        if number or noun == "error"
    )
    parts = [f"{counts} in {counted(summary.checked, 'file')}"]
    if summary.failed:
        parts.append(f"{counted(summary.failed, 'file')} could not be checked")
    parts.append(
        f"{summary.usable} of {counted(summary.operations, 'operation')} usable in the GPT builder"
    )
    strict = " (--strict: warnings count)" if summary.strict and summary.warnings else ""
    return f"{verdict}: {'; '.join(parts)}{strict}"
