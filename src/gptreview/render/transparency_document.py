"""The transparency report as plain values, with all numbers or with those the public may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from gptreview.model.decision import Action
from gptreview.model.transparency import (
    SMALL,
    Figures,
    RulePrecision,
    Share,
    TransparencyReport,
    Waits,
)
from gptreview.render.small_counts import FEW, MORE, companions, is_few

SCHEMA: Final = "gptreview/transparency/v1"
_COUNTS: Final = (
    "received",
    "decided",
    "actioned",
    "appeals",
    "appeals_decided",
    "overturned",
)
_IN_TIME: Final = "in_time_rate"
_NONE: Final[frozenset[str]] = frozenset()


def transparency_document(report: TransparencyReport, *, public: bool) -> dict[str, Any]:
    """``schema``, ``since``, ``until``, ``log``, ``total``, ``actions``, the parts, ``rules``.

    Args:
        report: The figures.
        public: Whether to hide small counts of parts, what is computed from few, and what would
            tell them. The total is shown in any case.
    """
    return {
        "schema": SCHEMA,
        "since": _moment(report.since),
        "until": _moment(report.until),
        "log": str(report.head),
        "total": _figures(report.total, hides=False),
        "actions": _actions(report.actions, hides=public),
        "by_category": _parts("category", report.by_category, hides=public),
        "by_language": _parts("language", report.by_language, hides=public),
        "by_week": _parts("week", report.by_week, hides=public),
        "rules": [_rule(each, hides=public) for each in report.rules],
    }


def _actions(actions: Sequence[tuple[str, int]], *, hides: bool) -> list[dict[str, Any]]:
    # "No violation" is the total's decided without its actioned: it covers for no other one.
    numbers = [0 if name == Action.NO_VIOLATION else number for name, number in actions]
    also = companions(numbers) if hides else frozenset()
    return [
        {"action": name, "decisions": _count(number, hides=hides, is_also=place in also)}
        for place, (name, number) in enumerate(actions)
    ]


def _parts(name: str, parts: Sequence[tuple[str, Figures]], *, hides: bool) -> list[dict[str, Any]]:
    figures = [each for _part, each in parts]
    also = _hidden_also(figures) if hides else [_NONE] * len(figures)
    return [
        {name: part, **_figures(each, hides=hides, also=more)}
        for (part, each), more in zip(parts, also, strict=True)
    ]


def _hidden_also(parts: Sequence[Figures]) -> list[frozenset[str]]:
    """What is hidden of each part besides what is small, so that the total does not tell that."""
    also: list[set[str]] = [set() for _ in parts]
    for count in _COUNTS:
        for place in companions([getattr(each, count) for each in parts]):
            also[place].add(count)
    # Rates in time tell how many were: a single part without one would be the rest.
    told = [
        (each.decided, place)
        for place, each in enumerate(parts)
        if each.decided and not _is_hidden(each.service_level) and "decided" not in also[place]
    ]
    if told and len(told) == sum(each.decided > 0 for each in parts) - 1:
        also[min(told)[1]].add(_IN_TIME)
    return [frozenset(each) for each in also]


def _figures(figures: Figures, *, hides: bool, also: frozenset[str] = _NONE) -> dict[str, Any]:
    def count(name: str) -> int | str:
        return _count(getattr(figures, name), hides=hides, is_also=name in also)

    def rate(share: Share, *counts: str) -> float | None:
        return None if also & set(counts) else _rate(share, hides=hides)

    return {
        "received": count("received"),
        "decided": count("decided"),
        "actioned": count("actioned"),
        "hours_from_intake": _waits(figures.from_intake, hides=hides),
        "hours_from_claim": _waits(figures.from_claim, hides=hides),
        _IN_TIME: rate(figures.service_level, _IN_TIME, "decided"),
        "appeals": count("appeals"),
        "appeal_rate": rate(figures.appealed, "appeals", "decided"),
        "appeals_decided": count("appeals_decided"),
        "overturned": count("overturned"),
        "overturn_rate": rate(figures.overturn, "overturned", "appeals_decided"),
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


def _count(number: int, *, hides: bool, is_also: bool = False) -> int | str:
    if is_also:
        return MORE
    return FEW if hides and is_few(number) else number


def _rate(share: Share, *, hides: bool) -> float | None:
    return None if hides and _is_hidden(share) else _rounded(share.rate)


def _is_hidden(share: Share) -> bool:
    """Of a few, a rate would tell the counts; and so it would where the part is small."""
    return any(map(is_few, (share.part, share.whole - share.part, share.whole)))


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
