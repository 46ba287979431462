"""Text in columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gptreview.render.review_evidence import cells

_GAP: Final = 2
_LEAST: Final = 12
"""Columns below which the rest of a text says nothing."""
_NARROWEST: Final = 40
"""Columns for wrapped text, however narrow the terminal."""


def columned(rows: Sequence[Sequence[str]], width: int | None) -> list[list[str]]:
    """The rows, each cell as wide as the widest of its column.

    Args:
        rows: All of the same length.
        width: Columns in which a row has room, its indent taken off; the last cell is cut, or
            left out where next to nothing of it would be left. None cuts nothing.
    """
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    room = widths[-1]
    if width is not None:
        room = min(room, width - sum(widths[:-1]) - _GAP * (len(widths) - 1))
    padded = [
        [cell + " " * (most - cells(cell)) for cell, most in zip(row[:-1], widths, strict=False)]
        for row in rows
    ]
    if room < min(_LEAST, widths[-1]):
        return padded
    return [[*cut, _cut(row[-1], room)] for cut, row in zip(padded, rows, strict=True)]


def wrapped(text: str, width: int | None) -> list[str]:
    """The text in lines of so many columns at most; None wraps nothing."""
    if width is None:
        return [text]
    from rich.console import Console
    from rich.text import Text

    room = max(width, _NARROWEST)
    return [line.plain.rstrip() for line in Text(text).wrap(Console(width=room), room)]


def _cut(text: str, room: int) -> str:
    from rich.cells import split_text

    return text if cells(text) <= room else split_text(text, room - 1)[0].rstrip() + "…"
