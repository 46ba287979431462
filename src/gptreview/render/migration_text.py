"""Migrations on a terminal: one line a plugin, then what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gptreview.model.change import ChangeKind
from gptreview.model.migration import Migration

if TYPE_CHECKING:
    from rich.table import Table

_MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class MigrationLine:
    """One plugin in the summary."""

    source: str
    migration: Migration | None
    folder: str = ""
    error: str = ""

    @property
    def state(self) -> str:
        """``ready``, ``incomplete`` (a person must supply something) or ``failed``."""
        if self.migration is None:
            return "failed"
        return "incomplete" if self.migration.gaps else "ready"


def migration_table(lines: Sequence[MigrationLine]) -> Table:
    """The summary table; long runs show what needs a person, and count the rest."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("plugin", overflow="fold", ratio=3)
    for title in ("operations", "actions", "repairs", "losses"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("state", overflow="fold", ratio=4)
    for line in shown_lines(lines):
        table.add_row(*_cells(line))
    return table


def shown_lines(lines: Sequence[MigrationLine]) -> Sequence[MigrationLine]:
    """All lines of a short run; of a long one the failed ones first, then others up to a limit."""
    if len(lines) <= _MOST_ROWS:
        return lines
    order = {"failed": 0, "incomplete": 1, "ready": 2}
    return sorted(lines, key=lambda line: order[line.state])[:_MOST_ROWS]


def migration_summary(lines: Sequence[MigrationLine]) -> str:
    """One sentence that agrees with the exit code."""
    count = {
        state: sum(1 for line in lines if line.state == state)
        for state in ("ready", "incomplete", "failed")
    }
    operations = [entry for line in lines if line.migration for entry in line.migration.operations]
    usable = sum(1 for entry in operations if entry.file)
    plugins = f"{len(lines)} plugin{'' if len(lines) == 1 else 's'}"
    parts = ", ".join(f"{number} {state}" for state, number in count.items() if number)
    return f"{plugins}: {parts}; {usable} of {len(operations)} operations usable in the GPT builder"


def _cells(line: MigrationLine) -> tuple[str, ...]:
    colour = {"ready": "green", "incomplete": "yellow", "failed": "red"}[line.state]
    from rich.markup import escape

    migration = line.migration
    if migration is None:
        return escape(line.source), "", "", "", "", f"[{colour}]failed[/]: {escape(line.error)}"
    usable = sum(1 for entry in migration.operations if entry.file)
    state = f"[{colour}]{line.state}[/]"
    if migration.gaps:
        state += ": " + escape("; ".join(gap.message for gap in migration.gaps))
    return (
        escape(migration.name),
        f"{usable}/{len(migration.operations)}",
        str(len(migration.actions)),
        str(_count(migration, ChangeKind.REPAIR)),
        str(_count(migration, ChangeKind.LOSS)),
        state,
    )


def _count(migration: Migration, kind: ChangeKind) -> int:
    return sum(1 for change in migration.changes if change.kind is kind)
