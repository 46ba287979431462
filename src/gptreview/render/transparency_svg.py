"""Charts of the transparency report for pages: SVG that takes its colours from their style sheet.

Each chart has a title and a description in words; the page sets the same numbers in a table
beside it. Classes: ``chart``, ``bar``, ``track``, ``value``; and ``received``, ``actioned``,
``overturned`` for what a bar counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

_WIDTH: Final = 640
"""Of the viewBox, as all lengths here."""
_ROW: Final = 26
_LABELS: Final = 170
_NUMBERS: Final = 60


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar."""

    label: str
    shown: str
    """Its number as the public sees it: ``<5``, ``5+``."""
    value: int
    """By which it is drawn; 0 where the number is hidden."""
    kind: str
    """What it counts."""


def part_chart(
    identity: str, title: str, parts: Sequence[Mapping[str, Any]], name: str, kind: str
) -> str:
    """Bars for one count of the parts of a report.

    Args:
        identity: Of the chart in its page, for what names it.
        title: Says what it shows.
        parts: As `transparency_document` has them.
        name: What parts are called by: ``category``.
        kind: What is counted: ``received``.
    """
    bars = [_bar(str(each[name]), each[kind], kind) for each in parts]
    return bars_svg(identity, title, bars)


def bars_svg(identity: str, title: str, bars: Sequence[ChartBar]) -> str:
    """Bars, the longest as wide as there is room; one of a few is still seen."""
    longest = max((each.value for each in bars), default=0) or 1
    words = ", ".join(f"{each.label} {each.shown}" for each in bars) or "nothing"
    parts = [
        f'<svg class="chart" role="img" viewBox="0 0 {_WIDTH} {max(1, _ROW * len(bars))}" '
        f"aria-labelledby={quoteattr(f'{identity}-title {identity}-desc')}>",
        f"<title id={quoteattr(f'{identity}-title')}>{escape(title)}</title>",
        f"<desc id={quoteattr(f'{identity}-desc')}>{escape(words)}</desc>",
    ]
    for row, each in enumerate(bars):
        top = _ROW * row
        room = _WIDTH - _LABELS - _NUMBERS
        width = max(2, round(room * each.value / longest)) if each.value else 0
        parts += [
            f'<text x="{_LABELS - 8}" y="{top + 18}" text-anchor="end">{escape(each.label)}</text>',
            f'<rect class="track" x="{_LABELS}" y="{top + 4}" width="{room}" height="18"/>',
            f'<rect class="bar {escape(each.kind)}" x="{_LABELS}" y="{top + 4}" width="{width}" '
            'height="18"/>',
            f'<text class="value" x="{_LABELS + room + 8}" y="{top + 18}">'
            f"{escape(each.shown)}</text>",
        ]
    return "".join([*parts, "</svg>"])


def _bar(label: str, number: int | str, kind: str) -> ChartBar:
    if isinstance(number, str):
        return ChartBar(label, number, 0, kind)
    return ChartBar(label, f"{number:,}", number, kind)
