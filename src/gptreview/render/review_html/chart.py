"""Bars for the page's charts, measured in the units of their viewBox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gptreview.model.finding import Category, Severity
from gptreview.model.verdict import Coverage, JudgedFinding
from gptreview.render.review_labels import Labels

_BAR_SPACE = 176
"""Width of the longest bar; the labels stand left of it, the numbers right."""
_ROW = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart."""

    label: str
    value: int
    kind: str
    """Name of its colour: ``critical``, ``category``."""
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers with their names, and a sentence that says them all."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        """Of the viewBox."""
        return _ROW * len(self.bars)

    @property
    def description(self) -> str:
        """The same numbers in words."""
        return ", ".join(f"{bar.label} {bar.value:,}" for bar in self.bars)


@dataclass(frozen=True, slots=True)
class CoverageBar:
    """How many parts of a listing were read in full."""

    total: int
    gaps: int

    @property
    def read(self) -> int:
        """Parts of which nothing is missing."""
        return self.total - self.gaps

    @property
    def width(self) -> int:
        """Of the part that was read, of 300; never full where something is missing."""
        return round(300 * self.read / self.total) if self.total else 300


def severity_chart(findings: Iterable[JudgedFinding], labels: Labels) -> Chart:
    """All severities, the worst first."""
    counts = Counter(judged.finding.severity for judged in findings)
    rows = [
        (labels(f"severity.{each}"), counts[each], str(each)) for each in reversed(list(Severity))
    ]
    return Chart(labels("chart.severity"), _bars(rows))


def category_chart(findings: Iterable[JudgedFinding], labels: Labels) -> Chart:
    """The categories that have findings, the fullest first."""
    counts = Counter(judged.finding.category for judged in findings)
    ordered = sorted(counts, key=lambda each: (-counts[each], list(Category).index(each)))
    rows = [(labels(f"category.{each}"), counts[each], "category") for each in ordered]
    return Chart(labels("chart.category"), _bars(rows))


def coverage_bar(coverage: Coverage) -> CoverageBar:
    """Parts with a gap count as unread, however small the gap."""
    gaps = len({unread.field for unread in coverage.unread})
    return CoverageBar(max(coverage.artifacts, gaps), gaps)


def _bars(rows: Sequence[tuple[str, int, str]]) -> tuple[Bar, ...]:
    most = max((value for _, value, _ in rows), default=0) or 1
    return tuple(
        Bar(
            label,
            value,
            kind,
            index * _ROW,
            max(2, round(_BAR_SPACE * value / most)) if value else 0,
        )
        for index, (label, value, kind) in enumerate(rows)
    )
