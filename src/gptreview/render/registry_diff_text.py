"""Two versions of a listing held against each other, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from gptreview.model.registry import KeptFinding
from gptreview.model.registry_diff import ChangeKind, FieldChange, VerdictChange, VersionDiff
from gptreview.render.registry_text import findings_table, heading, verdict_line
from gptreview.render.terminal import Style, counted, plain

_COLORS: Final = {"+": "green", "-": "red", "@": "cyan"}
_KIND_COLORS: Final = {
    ChangeKind.ADDED: "green",
    ChangeKind.REMOVED: "red",
    ChangeKind.CHANGED: "yellow",
}
_INDENT: Final = "  "


def diff_text(diff: VersionDiff, *, color: bool, width: int | None = None) -> str:
    """The verdicts first, then field by field what changed.

    Args:
        diff: The two versions.
        color: Whether to use the colours of a terminal.
        width: Columns of the terminal, to which titles of findings are cut; None cuts nothing.
    """
    style = Style(color)
    lines = [
        f"{heading(diff.listing, style)}  version {diff.before.number} to {diff.after.number}",
        "",
        *_verdicts(diff.verdicts, style, width),
    ]
    for change in diff.changes:
        lines += ["", *_change(change, style)]
    number = counted(len(diff.changes), "field")
    lines += ["", f"{number} changed" if diff.changes else "The contents are the same."]
    return "\n".join(lines) + "\n"


def _verdicts(change: VerdictChange, style: Style, width: int | None) -> Iterator[str]:
    for name, verdict in (("before", change.before), ("after", change.after)):
        said = verdict_line(verdict, style) if verdict else "no verdict yet"
        yield f"{_INDENT}{style.dim(name.ljust(6))}  {said}"
    if change.before and change.after and not change.same_standard:
        yield f"{_INDENT}not by the same standard: policy, rules or scanners differ too"
    yield from _findings("came", change.came, style, width)
    yield from _findings("went", change.went, style, width)


def _findings(
    name: str, findings: Sequence[KeptFinding], style: Style, width: int | None
) -> Iterator[str]:
    if findings:
        yield style.bold(f"{counted(len(findings), 'finding')} {name}")
        yield from findings_table(findings, style, width)


def _change(change: FieldChange, style: Style) -> Iterator[str]:
    note = f": {change.note}" if change.note else ""
    kind = style.paint(change.kind, _KIND_COLORS[change.kind])
    yield f"{style.bold(plain(change.field))} {kind}{plain(note)}"
    for line in change.lines:
        shown = plain(line)
        color = _COLORS.get(line[0])
        yield _INDENT + (style.paint(shown, color) if color else shown)
