"""Yardsticks as tables for a terminal or a log, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from gptreview.model.measurement import Cell, Measurement, Table
from gptreview.render.terminal import Style, plain

_NOTHING = "-"


def measurement_text(measurement: Measurement, *, color: bool) -> str:
    """One yardstick's tables, shares in percent."""
    style = Style(color)
    lines = [style.bold(f"Yardstick {measurement.number}: {measurement.title}"), ""]
    for table in measurement.tables:
        lines += [*_table(table, style), ""]
    return "\n".join(lines) + "\n"


def measurements_json(measurements: Iterable[Measurement]) -> str:
    """All figures; shares are numbers from 0 to 1."""
    found = {"schema": "gptreview/bench/v1", "yardsticks": [asdict(each) for each in measurements]}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _table(table: Table, style: Style) -> Iterator[str]:
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    widths = [
        max(len(column), *(len(row[index]) for row in rows)) if rows else len(column)
        for index, column in enumerate(table.columns)
    ]
    yield f"{table.title}:" if rows else f"{table.title}: nothing"
    if rows:
        yield style.dim(_line(table.columns, widths))
        yield from (_line(row, widths) for row in rows)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    numbers = (cell.rjust(width) for cell, width in others)
    return "  ".join(("", first[0].ljust(first[1]), *numbers)).rstrip()


def _cell(cell: Cell) -> str:
    if cell is None:
        return _NOTHING
    if isinstance(cell, float):
        return f"{cell:.1%}"
    return f"{cell:,}" if isinstance(cell, int) else plain(cell)
