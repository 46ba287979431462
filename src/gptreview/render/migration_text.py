"""Migrations on a terminal: a row a plugin, or for many a row a reason, then what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gptreview.model.change import ChangeKind
from gptreview.model.migration import Migration
from gptreview.render.terminal import counted, plain

if TYPE_CHECKING:
    from rich.table import Table

_MOST_ROWS = 40
_COLOURS = {"ready": "green", "incomplete": "yellow", "failed": "red"}
_NEEDS = {
    "spec.missing": "needs its OpenAPI document",
    "server.none": "needs --server",
    "server.moved": "needs https on port 443",
    "operations.left_out": "operations left out",
    "operations.incomplete": "operations incomplete",
    "auth.oauth_url": "needs an OAuth URL",
    "auth.secret_in_url": "secret in an OAuth URL",
    "secret.removed": "secrets removed from calls",
    "auth.unknown": "authentication unknown",
}


@dataclass(frozen=True, slots=True)
class MigrationLine:
    """One plugin in the summary."""

    source: str
    migration: Migration | None
    error: str = ""

    @property
    def state(self) -> str:
        """``ready``, ``incomplete`` (a person must supply something) or ``failed``."""
        if self.migration is None:
            return "failed"
        return "incomplete" if self.migration.gaps else "ready"

    @property
    def why(self) -> str:
        """What an incomplete bundle needs, in a few words."""
        gaps = self.migration.gaps if self.migration else ()
        return ", ".join(dict.fromkeys(_NEEDS.get(gap.code, gap.code) for gap in gaps))

    @property
    def total(self) -> int:
        """Operations of the plugin's document."""
        return len(self.migration.operations) if self.migration else 0

    @property
    def usable(self) -> int:
        """Operations that work in the GPT builder."""
        entries = self.migration.operations if self.migration else ()
        return sum(1 for entry in entries if entry.usable)


def migration_table(lines: Sequence[MigrationLine]) -> Table:
    """The summary table: a row a plugin, or a row a reason where there are too many to read."""
    return _by_plugin(lines) if len(lines) <= _MOST_ROWS else _by_reason(lines)


def migration_failures(lines: Sequence[MigrationLine]) -> list[str]:
    """A line for every plugin that could not be migrated, with the whole error."""
    return [plain(line.error) for line in lines if line.error]


def migration_summary(lines: Sequence[MigrationLine]) -> str:
    """One sentence that agrees with the exit code."""
    states = [line.state for line in lines]
    parts = ", ".join(f"{states.count(state)} {state}" for state in _COLOURS if state in states)
    usable, total = sum(line.usable for line in lines), sum(line.total for line in lines)
    return (
        f"{counted(len(lines), 'plugin')}: {parts}; "
        f"{usable} of {total} operations usable in the GPT builder"
    )


def _by_plugin(lines: Sequence[MigrationLine]) -> Table:
    table = _table("plugin", "operations", "actions", "repairs", "losses", "state")
    for line in lines:
        migration = line.migration
        figures = (
            (
                f"{line.usable} of {line.total}" if line.total else "",
                str(len(migration.actions)),
                _count(migration, ChangeKind.REPAIR),
                _count(migration, ChangeKind.LOSS),
            )
            if migration
            else ("", "", "", "")
        )
        name = migration.name if migration else line.source
        table.add_row(_escaped(name), *figures, _state(line.state, line.why))
    return table


def _by_reason(lines: Sequence[MigrationLine]) -> Table:
    table = _table("plugins", "operations", "state")
    groups: dict[tuple[str, str], list[MigrationLine]] = {}
    for line in lines:
        groups.setdefault((line.state, line.why), []).append(line)
    for (state, why), members in sorted(groups.items(), key=lambda group: -len(group[1])):
        usable, total = (sum(values) for values in zip(*((m.usable, m.total) for m in members),
                                                      strict=True))  # fmt: skip
        table.add_row(
            str(len(members)), f"{usable} of {total}" if total else "", _state(state, why)
        )
    return table


def _table(first: str, *others: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first, overflow="fold", min_width=12)
    for title in others:
        table.add_column(title, justify="left" if title == "state" else "right", no_wrap=True)
    return table


def _state(state: str, why: str) -> str:
    painted = f"[{_COLOURS[state]}]{state}[/]"
    return f"{painted}: {_escaped(why)}" if why else painted


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(plain(text))


def _count(migration: Migration, kind: ChangeKind) -> str:
    return str(sum(1 for change in migration.changes if change.kind is kind))
