"""The transparency report as plain values, with all numbers or with those the public may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from gptreview.model.transparency import (
    SMALL,
    Figures,
    RulePrecision,
    Share,
    TransparencyReport,
    Waits,
)

SCHEMA: Final = "gptreview/transparency/v1"
FEW: Final = f"<{SMALL}"
"""Stands for a count of 1 to 4 of a part of the report."""


def transparency_document(report: TransparencyReport, *, public: bool) -> dict[str, Any]:
    """``schema``, ``since``, ``until``, ``log``, ``total``, ``actions``, the parts, ``rules``.

    Args:
        report: The figures.
        public: Whether to hide small counts of parts, and what is computed from few. The total
            is shown in any case.
    """
    return {
        "schema": SCHEMA,
        "since": _moment(report.since),
        "until": _moment(report.until),
        "log": str(report.head),
        "total": _figures(report.total, hides=False),
        "actions": [
            {"action": name, "decisions": _count(number, hides=public)}
            for name, number in report.actions
        ],
        "by_category": _parts("category", report.by_category, hides=public),
        "by_language": _parts("language", report.by_language, hides=public),
        "by_week": _parts("week", report.by_week, hides=public),
        "rules": [_rule(each, hides=public) for each in report.rules],
    }


def _parts(name: str, parts: Sequence[tuple[str, Figures]], *, hides: bool) -> list[dict[str, Any]]:
    return [{name: part, **_figures(figures, hides=hides)} for part, figures in parts]


def _figures(figures: Figures, *, hides: bool) -> dict[str, Any]:
    return {
        "received": _count(figures.received, hides=hides),
        "decided": _count(figures.decided, hides=hides),
        "actioned": _count(figures.actioned, hides=hides),
        "hours_from_intake": _waits(figures.from_intake, hides=hides),
        "hours_from_claim": _waits(figures.from_claim, hides=hides),
        "in_time_rate": _rate(figures.service_level, hides=hides),
        "appeals": _count(figures.appeals, hides=hides),
        "appeal_rate": _rate(figures.appealed, hides=hides),
        "appeals_decided": _count(figures.appeals_decided, hides=hides),
        "overturned": _count(figures.overturned, hides=hides),
        "overturn_rate": _rate(figures.overturn, hides=hides),
    }


def _rule(rule: RulePrecision, *, hides: bool) -> dict[str, Any]:
    rate = _rate(rule.precision, hides=hides)
    interval = None if rate is None else rule.precision.interval
    return {
        "rule": rule.rule,
        "decided": _count(rule.decided, hides=hides),
        "borne_out": _count(rule.borne_out, hides=hides),
        "precision": rate,
        "interval": [round(each, 4) for each in interval] if interval else None,
        "overturned": _count(rule.overturned, hides=hides),
    }


def _count(number: int, *, hides: bool) -> int | str:
    return FEW if hides and 0 < number < SMALL else number


def _rate(share: Share, *, hides: bool) -> float | None:
    """Of a few, a rate would tell the counts; and so it would where the part is small."""
    parts = (share.part, share.whole - share.part, share.whole)
    return None if hides and any(0 < each < SMALL for each in parts) else _rounded(share.rate)


def _waits(waits: Waits, *, hides: bool) -> dict[str, float | None]:
    if hides and waits.count < SMALL:
        return {"median": None, "p95": None}
    return {"median": _hours(waits.median), "p95": _hours(waits.p95)}


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 3_600, 2)


def _rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4)


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
