"""What the page of a run shows: a table of its figures, and a chart."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from gptreview.model.publication import DeliveryReport, PublicationCounts
from gptreview.model.watches import DriftCounts
from gptreview.render.bar_chart import Bar, bar_chart
from gptreview.render.batch_text import BatchFigures

_GREEN: Final = "#2e7d32"
_RED: Final = "#c62828"
_AMBER: Final = "#ef8f00"
_GREY: Final = "#757575"


def show_table(key: str, title: str, rows: Sequence[Mapping[str, object]]) -> None:
    """A table on the run's page, of what comes from outside: Prefect shows its cells as text.

    Args:
        key: Under which the newest of its kind is found; small letters, digits and dashes.
        title: What it tells.
        rows: Each with the same columns.
    """
    create_table_artifact(key=key, table=[{**each} for each in rows], description=title)


def show_review(figures: BatchFigures) -> None:
    """What a review did, and how the registry stands after it."""
    bars = (
        Bar("passed", figures.passed, _GREEN),
        Bar("failed", figures.failed, _RED),
        Bar("to review", figures.review, _AMBER),
        Bar("no verdict", figures.unreviewed, _GREY),
    )
    rows = {
        "reviewed in this run": figures.reviewed,
        "unchanged": figures.unchanged,
        "passed": figures.passed,
        "failed": figures.failed,
        "to review by a person": figures.review,
        "of these set aside after repeated failures": figures.set_aside,
        "without a verdict": figures.unreviewed,
        "judged again under other waivers": figures.rejudged,
        "seconds": round(figures.seconds, 1),
        "reviewed in a second": round(figures.per_second, 1),
    }
    chart = bar_chart("Current versions by outcome", bars)
    _show_figures("review", f"Run {figures.run} of the registry", rows, chart)


def show_publication(counts: PublicationCounts, report: DeliveryReport) -> None:
    """What a publication did, and what still waits."""
    rows = {
        "published": counts.published,
        "stale": counts.stale,
        "withdrawn": counts.withdrawn,
        "unchanged": counts.unchanged,
        "delivered": report.delivered,
        "waiting for a subscriber": report.waiting,
    }
    _show_figures("publish", "Publications", rows)


def show_drift(counts: DriftCounts) -> None:
    """What a look at what is due came to."""
    _show_figures("drift", "What listings depend on", asdict(counts))


def _show_figures(key: str, title: str, rows: Mapping[str, float], chart: str = "") -> None:
    parts = ["| figure | value |", "|---|---:|"]
    parts += [f"| {name} | {value:,} |" for name, value in rows.items()]
    if chart:
        # Whole in its address: an artifact has no place from which it could be fetched.
        picture = base64.b64encode(chart.encode()).decode()
        parts = [f"![{title}](data:image/svg+xml;base64,{picture})", "", *parts]
    create_markdown_artifact(key=key, markdown="\n".join(parts), description=title)
