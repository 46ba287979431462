"""What is told of a database, for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gptreview.model.database import (
    BreakKind,
    ChainReport,
    DatabaseCheck,
    DatabaseStats,
    SchemaMove,
)
from gptreview.render.terminal import Style, counted, plain

_BREAKS: Final = {
    BreakKind.CHANGED: "its row is not what its hash was made of",
    BreakKind.MISSING: "its row is missing, though later ones are there",
    BreakKind.UNLINKED: "its row does not name the hash of the one before",
    BreakKind.CUT: "it is missing, and so are all up to the expected head",
    BreakKind.REWRITTEN: "its row is whole, but not the one of the expected head",
    BreakKind.UNREADABLE: "its row cannot be read",
}
_UNKNOWN: Final = "-"


def move_text(move: SchemaMove, address: str) -> str:
    """One line: what the schema was, and what it is."""
    if move.before is None:
        done = f"tables made, schema {move.after}"
    elif move.before == move.after:
        done = f"schema {move.after}, nothing to do"
    else:
        done = f"schema brought from {move.before} to {move.after}"
    return f"{plain(address)}: {done}\n"


def check_text(check: DatabaseCheck, address: str, *, color: bool) -> str:
    """All problems, each on a line, and how many."""
    style = Style(color)
    lines = [plain(problem) for problem in check.problems]
    if lines:
        lines.append(style.paint(f"{plain(address)}: {counted(len(lines), 'problem')}", "red"))
    else:
        found = f"{plain(address)}: schema {check.revision}, no problem"
        lines.append(style.paint(found, "green"))
    return "\n".join(lines) + "\n"


def stats_text(stats: DatabaseStats, address: str, *, color: bool) -> str:
    """A table of the tables, and verdicts by outcome."""
    style = Style(color)
    head = f"{plain(address)}: schema {stats.revision}, {counted(stats.size, 'byte')}"
    return "\n".join([style.bold(head), "", *_tables(stats, style), "", *_outcomes(stats)]) + "\n"


def chain_text(report: ChainReport, *, color: bool) -> str:
    """Whether the chain holds; where not, the first place and how."""
    style = Style(color)
    good = counted(report.events, "event")
    if report.broken is None:
        return f"{style.paint(f'{good}, the chain holds', 'green')}\nhead {report.head}\n"
    broken = f"broken at event {report.broken.seq:,}: {_BREAKS[report.broken.kind]}"
    return f"{style.paint(broken, 'red')}\n{good} before it: head {report.head}\n"


def _tables(stats: DatabaseStats, style: Style) -> Iterator[str]:
    rows = [
        (each.name, f"{each.rows:,}", _UNKNOWN if each.size is None else f"{each.size:,}")
        for each in stats.tables
    ]
    titles = ("table", "rows", "bytes")
    widths = [max(map(len, column)) for column in zip(titles, *rows, strict=True)]
    yield style.dim(_line(titles, widths))
    yield from (_line(row, widths) for row in rows)


def _line(cells: tuple[str, str, str], widths: list[int]) -> str:
    name, rows, size = cells
    return f"  {name.ljust(widths[0])}  {rows.rjust(widths[1])}  {size.rjust(widths[2])}"


def _outcomes(stats: DatabaseStats) -> Iterator[str]:
    if not stats.outcomes:
        yield "no verdicts"
    for outcome, count in stats.outcomes:
        yield f"{plain(outcome)}: {counted(count, 'verdict')}"
