"""A chart of a few bars as SVG, for a page that shows pictures and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

_WIDTH: Final = 640
"""Pixels, as all lengths here."""
_ROW: Final = 30
_LABELS: Final = 150
_NUMBERS: Final = 90


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    label: str
    value: int
    color: str
    """As SVG has it."""


def bar_chart(title: str, bars: Sequence[Bar]) -> str:
    """Bars below a title, the longest as wide as there is room; one of a few is still seen."""
    longest = max((each.value for each in bars), default=0)
    height = 44 + _ROW * len(bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" font-family="sans-serif" font-size="14">',
        f"<title>{escape(title)}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="12" y="26" font-weight="bold">{escape(title)}</text>',
    ]
    for row, each in enumerate(bars):
        top = 40 + _ROW * row
        width = _length(each.value, longest)
        parts += [
            f'<text x="{_LABELS - 8}" y="{top + 16}" text-anchor="end">{escape(each.label)}</text>',
            f'<rect x="{_LABELS}" y="{top}" width="{width}" height="22" fill="{each.color}"/>',
            f'<text x="{_LABELS + width + 8}" y="{top + 16}">{each.value:,}</text>',
        ]
    return "".join([*parts, "</svg>"])


def _length(value: int, longest: int) -> int:
    room = _WIDTH - _LABELS - _NUMBERS
    return max(2, round(room * value / longest)) if value else 0
